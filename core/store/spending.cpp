// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/operations.h"

#include "store/condition.h"
#include "store/cubebuilder.h"
#include "store/sealing.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

// Adds rows of the log to \a builder, by hour, by day, or (no unit) all together. \a log: how to find
// them, by the index or by their ids.
Result<void> readLog(Connection &connection, CubeBuilder &builder, const Condition &condition,
                     std::optional<BucketUnit> unit, const QString &log = u"usage_logs"_s)
{
    const Dialect &dialect = connection.dialect();
    Dialect::Parts parts{{u"where"_s, condition.orTrue()},
                         {u"log"_s, log},
                         {u"bucket"_s, unit ? dialect.bucket(*unit) : u"0"_s}};
    const QString cells = dialect.statement(u"cells"_s, parts);
    const QString sql = dialect.statement(
        u"spend"_s, {{u"cells"_s, cells},
                     {u"bucket_number"_s, unit ? dialect.bucketNumber(*unit) : u"bucket"_s}});
    auto rows = connection.queryText(sql, condition.bindings, true);
    if (!rows)
        return tl::unexpected(rows.error());
    return builder.read(connection, *rows, CubeBuilder::Mode::Add);
}

// Adds what the sealed cells do not hold: rows above the sealed ones, and those of dirty days.
Result<void> readUnsealed(Connection &connection, CubeBuilder &builder, const SealingState &state,
                          const SpendFilter &filter, std::optional<BucketUnit> unit)
{
    const Dialect &dialect = connection.dialect();
    const Bindings sealedTo{{u":sealed_to"_s, state.sealedTo}};
    for (const auto &[day, mark] : state.dirtyDays) {
        SpendFilter ofDay = filter;
        Condition condition;
        if (day == unreadableDay) {
            if (filter.range)
                continue;
            condition = Condition::of(dialect, filter);
            condition.add(u"{unreadable created_at}"_s);
        } else {
            if (filter.range && !filter.range->contains(day))
                continue;
            ofDay.range = Range{BucketUnit::Day, day, day};
            condition = Condition::of(dialect, ofDay);
        }
        condition.add(u"id <= :sealed_to"_s, sealedTo);
        if (const auto read = readLog(connection, builder, condition, unit); !read)
            return read;
    }
    // The newest rows are few: by id, not by time.
    SpendFilter newest = filter;
    newest.range.reset();
    Condition condition = Condition::of(dialect, newest);
    condition.add(u"id > :sealed_to"_s, sealedTo);
    if (filter.range)
        condition.add(dialect.inRange(), {{u":from"_s, filter.range->begin().toIso()},
                                          {u":to"_s, filter.range->end().toIso()}});
    return readLog(connection, builder, condition, unit, u"{log_by_id}"_s);
}

Condition sealedCondition(const SpendFilter &filter)
{
    Condition condition;
    condition.add(u"day NOT IN (SELECT day FROM tollkeeper_dirty_days)"_s);
    if (filter.project)
        condition.add(u"project = :project"_s, {{u":project"_s, *filter.project}});
    if (filter.model)
        condition.add(u"model = :model"_s, {{u":model"_s, *filter.model}});
    if (filter.range) {
        condition.add(u"day BETWEEN :first_day AND :last_day"_s,
                      {{u":first_day"_s, filter.range->first}, {u":last_day"_s, filter.range->last}});
    }
    return condition;
}

SpendCube withoutDays(SpendCube cube, const std::vector<std::pair<int, qint64>> &days)
{
    if (!days.empty()) {
        std::erase_if(cube.cells, [&days](const SpendCube::Cell &cell) {
            return std::any_of(days.begin(), days.end(),
                               [&cell](const auto &day) { return day.first == cell.bucket; });
        });
    }
    return cube;
}

Result<SealedSpendPtr> changedCells(Connection &connection, const SealingState &state,
                                    const SealedSpendPtr &known)
{
    // Another server may be behind this one, or have gone another way: a standby, or what took over.
    const QString server = connection.serverProcess().serverStart;
    const bool sameEpoch = known && known->server == server && known->epoch == state.epoch
        && known->fold <= state.fold;
    if (sameEpoch && known->fold == state.fold)
        return known;
    CubeBuilder builder(sameEpoch ? known->cells : SpendCube{});
    auto rows = connection.queryText(connection.dialect().statement(u"sealed_cells"_s),
                                     {{u":known_fold"_s, sameEpoch ? known->fold : 0}}, true);
    if (!rows)
        return tl::unexpected(rows.error());
    const auto read = builder.read(connection, *rows, CubeBuilder::Mode::Replace);
    if (!read)
        return tl::unexpected(read.error());
    auto sealed = std::make_shared<SealedSpend>();
    sealed->server = server;
    sealed->epoch = state.epoch;
    sealed->fold = state.fold;
    sealed->cells = std::move(builder).build();
    return SealedSpendPtr(std::move(sealed));
}

} // namespace

Result<SpendCube> spendFromLog(Connection &connection, const SpendFilter &filter,
                               std::optional<BucketUnit> unit)
{
    CubeBuilder builder(unit.value_or(BucketUnit::Day));
    const auto read =
        readLog(connection, builder, Condition::of(connection.dialect(), filter), unit);
    if (!read)
        return tl::unexpected(read.error());
    return std::move(builder).build();
}

namespace {

// Only days are sealed.
bool isByHour(const SpendFilter &filter, std::optional<BucketUnit> unit)
{
    return unit == BucketUnit::Hour || (filter.range && filter.range->unit == BucketUnit::Hour);
}

// From the sealed days and the rows that are not sealed; within the caller's transaction.
Result<SpendCube> spendOfSealed(Connection &connection, const SealingState &state,
                                const SpendFilter &filter, std::optional<BucketUnit> unit)
{
    CubeBuilder builder(BucketUnit::Day);
    {
        const Condition condition = sealedCondition(filter);
        const QString sql = connection.dialect().statement(
            u"sealed_spend"_s,
            {{u"where"_s, condition.orTrue()},
             {u"bucket"_s, unit ? u"day"_s : u"0"_s},
             {u"groups"_s, unit ? u"1, 2, 3"_s : u"2, 3"_s}});
        auto rows = connection.queryText(sql, condition.bindings, true);
        if (!rows)
            return tl::unexpected(rows.error());
        const auto read = builder.read(connection, *rows, CubeBuilder::Mode::Add);
        if (!read)
            return tl::unexpected(read.error());
    }
    const auto read = readUnsealed(connection, builder, state, filter, unit);
    if (!read)
        return tl::unexpected(read.error());
    return std::move(builder).build();
}

} // namespace

Result<SpendCube> spend(Connection &connection, const SpendFilter &filter,
                        std::optional<BucketUnit> unit)
{
    if (isByHour(filter, unit) || !connection.ownTables().sealing)
        return spendFromLog(connection, filter, unit);
    const auto reading = Transaction::beginReadLog(connection);
    if (!reading)
        return tl::unexpected(reading.error());
    return spendOfSnapshot(connection, filter, unit);
}

Result<SpendCube> spendWhere(Connection &connection, const Condition &condition)
{
    CubeBuilder builder(BucketUnit::Day);
    if (const auto read = readLog(connection, builder, condition, {}); !read)
        return tl::unexpected(read.error());
    return std::move(builder).build();
}

Result<SpendCube> spendOfSnapshot(Connection &connection, const SpendFilter &filter,
                                  std::optional<BucketUnit> unit)
{
    if (isByHour(filter, unit) || !connection.ownTables().sealing)
        return spendFromLog(connection, filter, unit);
    const auto state = sealingState(connection);
    if (!state)
        return tl::unexpected(state.error());
    return state->valid() ? spendOfSealed(connection, *state, filter, unit)
                          : spendFromLog(connection, filter, unit);
}

Result<std::optional<qint64>> knownCalls(Connection &connection, const SpendFilter &filter)
{
    if (isByHour(filter, {}) || !connection.ownTables().sealing)
        return std::nullopt;
    const auto reading = Transaction::beginReadLog(connection);
    if (!reading)
        return tl::unexpected(reading.error());
    const auto state = sealingState(connection);
    if (!state)
        return tl::unexpected(state.error());
    if (!state->valid())
        return std::nullopt;
    const auto cube = spendOfSealed(connection, *state, filter, {});
    if (!cube)
        return tl::unexpected(cube.error());
    qint64 calls = 0;
    for (const SpendCube::Cell &cell : cube->cells)
        calls += cell.totals.calls;
    return calls;
}

Result<DailySpend> dailySpend(Connection &connection, const SealedSpendPtr &known)
{
    DailySpend daily;
    if (!connection.ownTables().sealing) {
        auto cube = spendFromLog(connection, {}, BucketUnit::Day);
        if (!cube)
            return tl::unexpected(cube.error());
        daily.cube = *std::move(cube);
        return daily;
    }
    const auto reading = Transaction::beginReadLog(connection);
    if (!reading)
        return tl::unexpected(reading.error());
    const auto state = sealingState(connection);
    if (!state)
        return tl::unexpected(state.error());
    if (!state->valid()) {
        auto cube = spendFromLog(connection, {}, BucketUnit::Day);
        if (!cube)
            return tl::unexpected(cube.error());
        daily.cube = *std::move(cube);
        return daily;
    }
    const auto sealed = changedCells(connection, *state, known);
    if (!sealed)
        return tl::unexpected(sealed.error());
    daily.sealed = *sealed;
    SpendCube start = withoutDays((*sealed)->cells, state->dirtyDays);
    const auto bad = connection.value(u"sealed_bad_rows"_s);
    if (!bad)
        return tl::unexpected(bad.error());
    start.badRows = bad->toLongLong();
    CubeBuilder builder(std::move(start));
    const auto read = readUnsealed(connection, builder, *state, {}, BucketUnit::Day);
    if (!read)
        return tl::unexpected(read.error());
    daily.cube = std::move(builder).build();
    return daily;
}

} // namespace tollkeeper::operations
