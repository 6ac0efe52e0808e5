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
