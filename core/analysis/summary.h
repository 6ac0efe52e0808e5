// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/spendcube.h"

#include <vector>

namespace tollkeeper {

// Plain values and pure functions: any thread.

/// What the calls of a table or chart are put together by. Store: of a merged view; see
/// SpendCube::stores.
enum class GroupBy { Project, Model, Store };

/// One group of calls: a project, a model or a store.
struct Summary
{
    QString name;
    Totals totals;
    friend bool operator==(const Summary &, const Summary &) = default;
};

/// Everything that \a filter selects, added up. Of a cube of hours, a range of days selects the
/// hours in it; of a cube of days, a range of hours selects the days that it touches.
[[nodiscard]] Totals total(const SpendCube &cube, const SpendFilter &filter = {});
/// One row a project, model or store that has calls, by cost descending, then by name.
[[nodiscard]] std::vector<Summary> summarise(const SpendCube &cube, GroupBy groupBy,
                                             const SpendFilter &filter = {});
/// One row a bucket of the range, those without calls included, oldest first.
struct BucketTotals
{
    qint32 bucket = 0;
    Totals totals;
};
[[nodiscard]] std::vector<BucketTotals> byBucket(const SpendCube &cube, const SpendFilter &filter);

/// The change from \a before to \a now in percent; empty when there is something now and was
/// nothing before.
[[nodiscard]] std::optional<double> changePercent(Money now, Money before);
[[nodiscard]] std::optional<double> changePercent(qint64 now, qint64 before);
/// What \a calls calls cost at the mean of \a totals; empty when there were none.
[[nodiscard]] inline std::optional<Money> costPer(qint64 calls, const Totals &totals)
{
    if (totals.calls == 0)
        return {};
    return Money::fromUsd(totals.cost.toUsd() * double(calls) / double(totals.calls));
}
/// What a million tokens, input and output alike, cost at the mean of \a totals; empty when there
/// were none.
[[nodiscard]] inline std::optional<Money> costPerMillionTokens(const Totals &totals)
{
    const double tokens = double(totals.inputTokens) + double(totals.outputTokens);
    if (tokens <= 0)
        return {};
    return Money::fromUsd(totals.cost.toUsd() * 1e6 / tokens);
}
/// The mean of calls a day over \a range.
[[nodiscard]] inline qint64 callsPerDay(const Totals &totals, const Range &range)
{
    const int perDay = range.unit == BucketUnit::Hour ? 24 : 1;
    return range.size() == 0 ? 0 : totals.calls * perDay / range.size();
}

} // namespace tollkeeper
