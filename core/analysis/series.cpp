// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/series.h"

#include "analysis/selection.h"
#include "values/budget.h"

namespace tollkeeper {

namespace {

constexpr int longestByHour = 48; // hours
constexpr int longestByDay = 92;  // days
constexpr int longestByWeek = 550;

// The bucket after the bar that \a bucket belongs to.
qint32 nextBar(BarUnit unit, BucketUnit bucketUnit, qint32 bucket)
{
    Period period = Period::Daily;
    switch (unit) {
    case BarUnit::Hour:
        return bucket + 1;
    case BarUnit::Day:
        break;
    case BarUnit::Week:
        period = Period::Weekly;
        break;
    case BarUnit::Month:
        period = Period::Monthly;
        break;
    }
    const QDate day = Range{bucketUnit, bucket, bucket}.firstDay();
    return bucketOf(Timestamp::startOf(*nextPeriodStart(period, day)), bucketUnit);
}

std::vector<SpendSeries::Bar> barsOf(const Range &range, BarUnit unit, Timestamp now)
{
    std::vector<SpendSeries::Bar> bars;
    for (qint32 first = range.first; first <= range.last;) {
        const qint32 next = nextBar(unit, range.unit, first);
        const Range covered{range.unit, first, std::min(next - 1, range.last)};
        bars.push_back({covered, covered.begin() <= now && now < covered.end()});
        first = next;
    }
    return bars;
}

void add(std::vector<Money> &sums, const std::vector<Money> &amounts)
{
    for (size_t i = 0; i < sums.size(); ++i)
        sums[i] += amounts[i];
}

} // namespace

BarUnit barUnitFor(const Range &range)
{
    if (range.unit == BucketUnit::Hour && range.size() <= longestByHour)
        return BarUnit::Hour;
    const int days = range.inDays().size();
    if (days <= longestByDay)
        return BarUnit::Day;
    return days <= longestByWeek ? BarUnit::Week : BarUnit::Month;
}

SpendSeries seriesOfAll(const SpendCube &cube, GroupBy groupBy, const SpendFilter &filter,
                        Timestamp now)
{
    const Selection selection(cube, filter);
    const Range range = selection.range();
    SpendSeries series;
    series.unit = barUnitFor(range);
    series.bars = barsOf(range, series.unit, now);
    series.totals.resize(series.bars.size());

    std::vector<size_t> barOf(static_cast<size_t>(range.size()));
    for (size_t bar = 0; bar < series.bars.size(); ++bar) {
        const Range &covered = series.bars[bar].range;
        std::fill_n(barOf.begin() + (covered.first - range.first), covered.size(), bar);
    }
    const Groups groups(cube, groupBy);
    series.groups.resize(groups.count());
    selection.forEach([&](const SpendCube::Cell &cell) {
        SpendSeries::Group &group = series.groups[groups.of(cell)];
        if (group.bars.empty()) {
            group.name = groups.name(groups.of(cell));
            group.bars.resize(series.bars.size());
        }
        group.bars[barOf[static_cast<size_t>(cell.bucket - range.first)]] += cell.totals.cost;
        group.total += cell.totals.cost;
    });

    std::erase_if(series.groups, [](const auto &group) { return group.bars.empty(); });
    std::ranges::sort(series.groups, [](const auto &a, const auto &b) {
        return a.total != b.total ? a.total > b.total : a.name < b.name;
    });
    const QHash<QString, int> colours = colourIndexes(cube, groupBy);
    for (SpendSeries::Group &group : series.groups) {
        group.colour = colours.value(group.name);
        add(series.totals, group.bars);
    }
    return series;
}

SpendSeries withOther(SpendSeries series, int largest)
{
    std::erase_if(series.groups, [](const auto &group) { return group.total == Money(); });
    const auto kept = static_cast<size_t>(std::max(largest, 0));
    if (series.groups.size() <= kept)
        return series;
    SpendSeries::Group other;
    other.name = QStringLiteral("Other");
    other.other = true;
    other.bars.resize(series.bars.size());
    for (size_t i = kept; i < series.groups.size(); ++i) {
        add(other.bars, series.groups[i].bars);
        other.total += series.groups[i].total;
    }
    series.groups.resize(kept);
    series.groups.push_back(std::move(other));
    return series;
}

SpendSeries spendSeries(const SpendCube &cube, GroupBy groupBy, const SpendFilter &filter,
                        int largest, Timestamp now)
{
    return withOther(seriesOfAll(cube, groupBy, filter, now), largest);
}

std::vector<QString> colourOrder(const SpendCube &cube, GroupBy groupBy)
{
    std::vector<QString> names;
    for (const Summary &row : summarise(cube, groupBy))
        names.push_back(row.name);
    return names;
}

QHash<QString, int> colourIndexes(const SpendCube &cube, GroupBy groupBy)
{
    QHash<QString, int> indexes;
    for (const QString &name : colourOrder(cube, groupBy))
        indexes.insert(name, static_cast<int>(indexes.size()));
    return indexes;
}

} // namespace tollkeeper
