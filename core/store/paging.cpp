// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format/translation.h"
#include "store/logreader.h"
#include "store/operations.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

// When the whole log is read, in windows that are sorted in memory.
constexpr qint64 everything = std::numeric_limits<qint64>::max();
// Rows between two looks at the cancel flag.
constexpr qint64 rowsBetweenLooks = 256;

tl::unexpected<StoreError> cancelledByCaller()
{
    return fail(StoreError::Kind::Cancelled, Text::tr("Cancelled."));
}

bool isCancelled(const Connection &connection, qint64 rowsRead)
{
    return rowsRead % rowsBetweenLooks == 0 && connection.cancelled();
}

// With what it takes to use the index: every project there is.
Condition byIndex(const CallQuery &query, Condition window)
{
    if (!query.filter.project)
        window.add(u"{any_project}"_s);
    return window;
}

// The rows of a window, found by their ids where those lie together: SQLite looks for each row that
// its index names, which takes longer than to read one after the other.
Result<std::optional<Condition>> byId(Connection &connection, const CallQuery &query,
                                      const Condition &window)
{
    if (!connection.dialect().looksForEachRow() || query.filter.project || query.filter.model
        || query.badOnly)
        return std::nullopt; // not all rows of that time, or not told by the index alone
    constexpr qint64 mostGaps = 4;
    const Condition indexed = byIndex(query, window);
    auto ids = connection.queryText(
        connection.dialect().statement(u"window_ids"_s, {{u"where"_s, indexed.sql}}), indexed.bindings);
    if (!ids)
        return tl::unexpected(ids.error());
    if (!ids->next()) {
        if (const auto ended = connection.endOf(*ids); !ended)
            return tl::unexpected(ended.error());
        return std::nullopt;
    }
    const qint64 count = ids->value(0).toLongLong();
    const qint64 first = ids->value(1).toLongLong();
    const qint64 last = ids->value(2).toLongLong();
    if (count == 0 || (last - first) / count >= mostGaps)
        return std::nullopt;
    // With no gap, all of them are in the window.
    Condition rows = last - first + 1 == count ? Condition() : window;
    rows.add(u"id BETWEEN :first_id AND :last_id"_s,
             {{u":first_id"_s, first}, {u":last_id"_s, last}});
    return rows;
}

} // namespace

Result<std::vector<Call>> calls(Connection &connection, const CallQuery &query)
{
    const auto reading = Transaction::beginRead(connection);
    if (!reading)
        return tl::unexpected(reading.error());
    std::vector<Call> calls;
    const auto readWindow = [&](const Condition &rowsThere, const Way &way) -> Result<qint64> {
        const Condition window = byIndex(query, rowsThere);
        const size_t before = calls.size();
        const QString sql = connection.dialect().statement(
            u"calls"_s, {{u"where"_s, window.sql}, {u"order"_s, way.order}});
        const auto missing = static_cast<size_t>(query.limit) - before;
        auto rows = connection.queryText(sql + u" LIMIT %1"_s.arg(missing), window.bindings);
        if (!rows)
            return tl::unexpected(rows.error());
        while (rows->next())
            calls.push_back(callOf(*rows));
        if (const auto ended = connection.endOf(*rows); !ended)
            return tl::unexpected(ended.error());
        return static_cast<qint64>(calls.size() - before);
    };
    const auto read = LogReader(connection, query).read(query.limit, query.limit, readWindow);
    if (!read)
        return tl::unexpected(read.error());
    if (query.before)
        std::reverse(calls.begin(), calls.end());
    return calls;
}

Result<qint64> forEachCall(Connection &connection, const CallQuery &query,
                           const std::function<bool(const Call &)> &sink)
{
    const auto reading = Transaction::beginRead(connection);
    if (!reading)
        return tl::unexpected(reading.error());
    const auto readWindow = [&](const Condition &rowsThere, const Way &way) -> Result<qint64> {
        const Condition window = byIndex(query, rowsThere);
        const Dialect &dialect = connection.dialect();
        auto rows = connection.queryText(
            dialect.statement(u"calls"_s, {{u"where"_s, window.sql}, {u"order"_s, way.order}}),
            window.bindings, true);
        if (!rows)
            return tl::unexpected(rows.error());
        qint64 count = 0;
        while (rows->next()) {
            ++count;
            if (!sink(callOf(*rows)) || isCancelled(connection, count)) {
                dialect.stopStreaming(connection.database());
                return cancelledByCaller();
            }
        }
        if (const auto ended = connection.endOf(*rows); !ended)
            return tl::unexpected(ended.error());
        return count;
    };
    return LogReader(connection, query).read(connection.dialect().rowsToSort(), everything, readWindow);
}

Result<qint64> forEachRow(Connection &connection, const CallQuery &query, const RowSink &sink)
{
    const auto reading = Transaction::beginRead(connection);
    if (!reading)
        return tl::unexpected(reading.error());
    const auto readWindow = [&](const Condition &rowsThere, const Way &way) -> Result<qint64> {
        const auto ids = byId(connection, query, rowsThere);
        if (!ids)
            return tl::unexpected(ids.error());
        const Condition window = *ids ? **ids : byIndex(query, rowsThere);
        const Dialect::Parts parts{{u"log"_s, *ids ? u"{log_by_id}"_s : u"usage_logs"_s},
                                   {u"where"_s, window.sql},
                                   {u"order"_s, way.order}};
        qint64 count = 0;
        const auto read = connection.readRows(
            connection.dialect().statement(u"log_rows"_s, parts), window.bindings,
            [&](const LogRow &row) {
                ++count;
                return sink(row) && !isCancelled(connection, count);
            });
        if (!read)
            return tl::unexpected(read.error());
        if (!*read)
            return cancelledByCaller();
        return count;
    };
    return LogReader(connection, query).read(connection.dialect().rowsToSort(), everything, readWindow);
}

} // namespace tollkeeper::operations
