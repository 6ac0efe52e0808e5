// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

#include <tl/expected.hpp>

#include <QSqlError>

struct pg_conn;
struct sqlite3;

/// Rows of sql/log_rows.sql by the database's own library, as an export of millions of them needs
/// it: QtSql makes a QVariant of every value.
namespace tollkeeper::logrows {

/// False where \a sink stopped it. A statement that was stopped has ended.
using Read = tl::expected<bool, QSqlError>;

[[nodiscard]] Read read(sqlite3 *database, const QString &sql, const RowSink &sink);
/// By COPY, whose text is as short as can be and comes without a result for each row.
[[nodiscard]] Read read(pg_conn *connection, const QString &sql, const RowSink &sink);

} // namespace tollkeeper::logrows
