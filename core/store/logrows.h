// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

#include <tl/expected.hpp>

#include <QSqlError>

#include <optional>
#include <string_view>

struct pg_conn;
struct sqlite3;

/// Rows of sql/log_rows.sql by the database's own library, as an export of millions of them needs
/// it: QtSql makes a QVariant of every value.
namespace tollkeeper::logrows {

/// False where \a sink stopped it. A statement that was stopped has ended.
using Read = tl::expected<bool, QSqlError>;

/// \a judgement tells of six values (?1 to ?6, in the order of the columns) whether they make a good
/// row; it is asked only where that is not plain to see.
[[nodiscard]] Read read(sqlite3 *database, const QString &sql, const QString &judgement,
                        const RowSink &sink);
/// By COPY, which comes without a result for each row, in its binary format: the server need not
/// print numbers and dates for us to read them.
[[nodiscard]] Read read(pg_conn *connection, const QString &sql, const RowSink &sink);

/// A date with the usual digits and nothing unusual about them: "2026-11-23", a 'T' or a blank,
/// "09:34:00", perhaps ".1234", and the offset of UTC. Everything else is left to who can read it.
struct UsualMoment
{
    std::string_view day;
    std::string_view time;     ///< whole seconds
    std::string_view fraction; ///< 1 to 6 digits, or none
    std::string_view offset;   ///< "+00:00" or "+00"
};
[[nodiscard]] std::optional<UsualMoment> usualMoment(std::string_view stored);

} // namespace tollkeeper::logrows
