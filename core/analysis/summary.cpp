// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/summary.h"

#include "analysis/selection.h"

#include <cmath>

namespace tollkeeper {

namespace {

std::optional<double> relativeChange(qint64 now, qint64 before)
{
    if (before == 0)
        return now == 0 ? std::optional(0.0) : std::nullopt;
    // As doubles: the difference of two extremes would not fit.
    const auto base = static_cast<double>(before);
    return (static_cast<double>(now) - base) / std::abs(base) * 100;
}

} // namespace

Totals total(const SpendCube &cube, const SpendFilter &filter)
{
    Totals sum;
    Selection(cube, filter).forEach([&](const SpendCube::Cell &cell) { sum += cell.totals; });
    return sum;
}

std::vector<Summary> summarise(const SpendCube &cube, GroupBy groupBy, const SpendFilter &filter)
{
    const Groups groups(cube, groupBy);
    std::vector<Totals> sums(groups.count());
    Selection(cube, filter).forEach(
        [&](const SpendCube::Cell &cell) { sums[groups.of(cell)] += cell.totals; });

    std::vector<Summary> rows;
    for (size_t i = 0; i < sums.size(); ++i) {
        if (sums[i].calls > 0)
            rows.push_back({groups.name(i), sums[i]});
    }
    std::ranges::sort(rows, [](const Summary &a, const Summary &b) {
        return a.totals.cost != b.totals.cost ? a.totals.cost > b.totals.cost : a.name < b.name;
    });
    return rows;
}

std::vector<BucketTotals> byBucket(const SpendCube &cube, const SpendFilter &filter)
{
    const Selection selection(cube, filter);
    const Range range = selection.range();
    std::vector<BucketTotals> rows(static_cast<size_t>(range.size()));
    for (size_t i = 0; i < rows.size(); ++i)
        rows[i].bucket = range.first + static_cast<qint32>(i);
    selection.forEach([&](const SpendCube::Cell &cell) {
        rows[static_cast<size_t>(cell.bucket - range.first)].totals += cell.totals;
    });
    return rows;
}

std::optional<double> changePercent(Money now, Money before)
{
    return relativeChange(now.units(), before.units());
}

std::optional<double> changePercent(qint64 now, qint64 before)
{
    return relativeChange(now, before);
}

} // namespace tollkeeper
