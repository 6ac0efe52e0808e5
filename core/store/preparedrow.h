// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSet>
#include <QSqlError>
#include <QString>
#include <QVariant>

#include <tl/expected.hpp>

#include <optional>
#include <utility>
#include <vector>

struct pg_conn;

/// A PostgreSQL statement by libpq itself, its values apart from its text (the extended query
/// protocol). Qt's driver writes EXECUTE and every value into a text, which the server takes apart
/// again with each call: a fifth of what recording a call costs it.
namespace tollkeeper::preparedrow {

/// The values as text, as the server writes them; invalid for NULL.
using Row = std::vector<QVariant>;
using Read = tl::expected<std::optional<Row>, QSqlError>;

/// Whether a request with \a values travels in one packet. The server begins before it has all of a
/// request in this protocol: if the rest never came, it would wait for it with the row locked.
[[nodiscard]] bool fits(const std::vector<std::pair<QString, QVariant>> &values);

/// Runs \a sql with \a values for its :placeholders, outside of a transaction, and gives the first of
/// its rows. Prepares it as \a name first, unless \a prepared has that name. An error if the server
/// did not say afterwards that it is ready: then it may have answered before it committed. Blocks;
/// belongs to the thread of \a connection.
[[nodiscard]] Read run(pg_conn *connection, QSet<QString> &prepared, const QString &name,
                       const QString &sql, const std::vector<std::pair<QString, QVariant>> &values);

} // namespace tollkeeper::preparedrow
