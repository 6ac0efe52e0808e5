// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

#include <QSqlDatabase>
#include <QSqlError>

struct sqlite3;

namespace tollkeeper {
class Dialect;
}

/// A SQLite file, opened by Qt's driver and set up by SQLite's own library.
namespace tollkeeper::sqlitefile {

// Primary result codes, https://www.sqlite.org/rescode.html
enum Code {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    TooBig = 18,
    NotADatabase = 26
};
[[nodiscard]] int primaryCode(const QSqlError &error);

/// Opens \a database (fresh from addDatabase) on \a path, makes the file if the options say so, and
/// trusts nothing that is in it. Read-only where it may not be written.
[[nodiscard]] Result<void> open(const Dialect &dialect, QSqlDatabase &database, const QString &path,
                                const StoreOptions &options);
/// SQLite's own handle of it; null where it is not open. For the connection's thread.
[[nodiscard]] sqlite3 *handleOf(const QSqlDatabase &database);

} // namespace tollkeeper::sqlitefile
