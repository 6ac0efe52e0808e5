// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/sealing.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

Result<void> addDays(Connection &connection, Result<Rows> rows, std::vector<int> &days)
{
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next())
        days.push_back(rows->value(0).toInt());
    return connection.endOf(*rows);
}

// Days with rows of a table that is new to the log. None for one that only holds partitions.
Result<void> addDaysOf(Connection &connection, const QString &table, qint64 sealedTo,
                       std::vector<int> &days)
{
    const auto name = connection.value(u"table_name"_s, {{u":table"_s, table.toLongLong()}});
    if (!name)
        return tl::unexpected(name.error());
    const QString select = connection.dialect().filledIn(
        u"SELECT DISTINCT {day_of created_at} FROM ONLY "_s);
    return addDays(connection,
                   connection.queryText(
                       select + name->toString() + u" WHERE id <= %1"_s.arg(sealedTo)),
                   days);
}

Result<std::vector<int>> daysToMark(Connection &connection, const SealingState &state)
{
    std::vector<int> days;
    const QStringList before = state.tables.split(u',');
    const QStringList now = state.tablesNow.split(u',');
    for (const QString &table : now) {
        if (before.contains(table))
            continue;
        if (const auto added = addDaysOf(connection, table, state.sealedTo, days); !added)
            return tl::unexpected(added.error());
    }
    const bool allStayed = std::all_of(before.begin(), before.end(),
                                       [&now](const QString &table) { return now.contains(table); });
    if (allStayed && now.size() > before.size())
        return days;
    const auto added =
        addDays(connection,
                connection.query(u"differing_days"_s, {{u":sealed_to"_s, state.sealedTo}}), days);
    if (!added)
        return tl::unexpected(added.error());
    return days;
}

} // namespace

Result<void> lockSealing(Connection &connection)
{
    for (const QString &lock : connection.dialect().lockSealing()) {
        if (const auto locked = connection.queryText(lock); !locked)
            return tl::unexpected(locked.error());
    }
    return {};
}

Result<void> reconcile(Connection &connection)
{
    SealingState before;
    std::vector<int> days;
    {
        const auto reading = Transaction::beginReadLog(connection);
        if (!reading)
            return tl::unexpected(reading.error());
        const auto state = sealingState(connection);
        if (!state)
            return tl::unexpected(state.error());
        before = *state;
        auto found = daysToMark(connection, before);
        if (!found)
            return tl::unexpected(found.error());
        days = *std::move(found);
    }
    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (auto locked = lockSealing(connection); !locked)
        return locked;
    const auto now = sealingState(connection);
    if (!now)
        return tl::unexpected(now.error());
    if (now->fold != before.fold || now->tablesNow != before.tablesNow)
        return {}; // others went on: the next step looks again
    for (const int day : days) {
        if (auto marked = connection.execute(u"mark_day"_s, {{u":day"_s, day}}); !marked)
            return marked;
    }
    if (auto done = connection.execute(u"reconciled"_s, {{u":tables"_s, now->tablesNow}});
        !done)
        return done;
    return transaction->commit([]() -> Result<bool> { return false; });
}

} // namespace tollkeeper::operations
