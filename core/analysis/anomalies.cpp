// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/anomalies.h"

#include "analysis/selection.h"

#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace tollkeeper {

namespace {

constexpr qint32 daysPerWeek = 7;
constexpr qint32 weeksBack = 6;
constexpr qint32 daysBack = 28;
constexpr qint32 furthestBack = std::max(weeksBack * daysPerWeek, daysBack);
constexpr size_t leastSamples = 5;

constexpr double leastSpreads = 3.5;
constexpr double leastSpread = 0.15; // of the median
constexpr double leastShare = 0.05;  // of the usual total
constexpr double leastUnits = Money::unitsPerUsd;
constexpr double medianToDeviation = 1.4826;
constexpr double meanToDeviation = 1.2533;

bool isWeekend(qint32 day)
{
    const qint32 sinceMonday = (day + 3) % daysPerWeek; // day 0 was a Thursday
    return (sinceMonday + daysPerWeek) % daysPerWeek >= 5;
}

double inUnits(Money amount)
{
    return static_cast<double>(amount.units());
}

// What a group, or all, spent on each day of a window.
struct History
{
    std::optional<QString> name;
    std::vector<Money> spend; // one a day of the window
    qint32 firstCall = std::numeric_limits<qint32>::max();
    qint32 lastCall = std::numeric_limits<qint32>::min();

    void add(const SpendCube::Cell &cell, const Range &window)
    {
        firstCall = std::min(firstCall, cell.bucket);
        lastCall = std::max(lastCall, cell.bucket);
        if (!window.contains(cell.bucket))
            return;
        spend.resize(static_cast<size_t>(window.size()));
        spend[static_cast<size_t>(cell.bucket - window.first)] += cell.totals.cost;
    }
};

// In ascending order; few enough to be kept without asking for memory.
class Samples
{
public:
    void add(double value)
    {
        double *end = m_values.data() + m_count;
        double *at = std::upper_bound(m_values.data(), end, value);
        std::move_backward(at, end, end + 1);
        *at = value;
        ++m_count;
    }
    [[nodiscard]] size_t count() const { return m_count; }
    [[nodiscard]] double median() const
    {
        const size_t middle = m_count / 2;
        return m_count % 2 == 1 ? m_values[middle] : (m_values[middle - 1] + m_values[middle]) / 2;
    }
    [[nodiscard]] double mean() const
    {
        return std::accumulate(m_values.data(), m_values.data() + m_count, 0.0) /
               static_cast<double>(m_count);
    }
    [[nodiscard]] Samples distancesFrom(double value) const
    {
        Samples distances;
        for (size_t i = 0; i < m_count; ++i)
            distances.add(std::abs(m_values[i] - value));
        return distances;
    }

private:
    std::array<double, daysBack> m_values; // read up to m_count only
    size_t m_count = 0;
};

struct Usual
{
    double median = 0;
    double spread = 0;
};

std::optional<Usual> usualOn(qint32 day, const History &history, const Range &window)
{
    Samples samples;
    const auto add = [&](qint32 before) {
        samples.add(inUnits(history.spend[static_cast<size_t>(before - window.first)]));
    };
    const qint32 first = std::max(history.firstCall, window.first);
    for (qint32 week = 1; week <= weeksBack && day - week * daysPerWeek >= first; ++week)
        add(day - week * daysPerWeek);
    if (samples.count() < leastSamples) {
        samples = {};
        const bool weekend = isWeekend(day);
        for (qint32 before = day - 1; before >= first && before >= day - daysBack; --before) {
            if (isWeekend(before) == weekend)
                add(before);
        }
    }
    if (samples.count() < leastSamples)
        return {};
    Usual usual;
    usual.median = samples.median();
    const Samples distances = samples.distancesFrom(usual.median);
    usual.spread = medianToDeviation * distances.median();
    if (usual.spread <= 0)
        usual.spread = meanToDeviation * distances.mean();
    usual.spread = std::max(usual.spread, leastSpread * usual.median);
    return usual;
}

bool isUnusual(double spend, const Usual &usual, double least, bool unfinished)
{
    const double distance = std::abs(spend - usual.median);
    if (unfinished && spend < usual.median)
        return false;
    return distance >= least && distance > leastSpreads * usual.spread;
}

bool tellsMore(const Anomaly &a, const Anomaly &b)
{
    if (a.name.has_value() != b.name.has_value())
        return a.name.has_value();
    return a.size() != b.size() ? a.size() > b.size() : a.name < b.name;
}

} // namespace

std::optional<double> Anomaly::factor() const
{
    if (usual <= Money())
        return {};
    return static_cast<double>(spend.units()) / static_cast<double>(usual.units());
}

std::vector<Anomaly> anomalies(const SpendCube &daily, GroupBy groupBy, const SpendFilter &filter,
                               Timestamp now)
{
    const Range stored = daily.extent();
    const Range asked = Selection(daily, filter).range();
    const qint32 today = bucketOf(now, BucketUnit::Day);
    const qint32 first = std::max(asked.first, stored.first);
    const qint32 last = std::min({asked.last, today, stored.last + 1});
    if (last < first)
        return {};
    const Range window{BucketUnit::Day, first - furthestBack, last};

    const Groups groups(daily, groupBy);
    std::vector<History> histories(groups.count());
    History total;
    Selection(daily, filter.over({})).forEach([&](const SpendCube::Cell &cell) {
        histories[groups.of(cell)].add(cell, window);
        total.add(cell, window);
    });
    for (size_t i = 0; i < histories.size(); ++i)
        histories[i].name = groups.name(i);

    std::vector<Anomaly> found;
    std::vector<double> least(static_cast<size_t>(last - first) + 1, leastUnits);
    const auto judge = [&](const History &history) {
        if (history.spend.empty())
            return;
        for (qint32 day = std::max(first, history.firstCall);
             day <= std::min(last, history.lastCall + 1); ++day) {
            const auto usual = usualOn(day, history, window);
            if (!usual)
                continue;
            double &threshold = least[static_cast<size_t>(day - first)];
            if (!history.name)
                threshold = std::max(threshold, leastShare * usual->median);
            const Money spend = history.spend[static_cast<size_t>(day - window.first)];
            if (isUnusual(inUnits(spend), *usual, threshold, day == today)) {
                found.push_back(
                    {day, history.name, spend, Money::fromUnits(1).scaled(usual->median)});
            }
        }
    };
    judge(total); // first: it says how much is little
    std::ranges::for_each(histories, judge);
    std::ranges::sort(found, [](const Anomaly &a, const Anomaly &b) {
        return a.day != b.day ? a.day < b.day : tellsMore(a, b);
    });
    return found;
}

std::vector<UnusualBar> unusualBars(const SpendSeries &series, const SpendCube &daily,
                                    GroupBy groupBy, const SpendFilter &filter, Timestamp now)
{
    if (series.unit == BarUnit::Hour || series.unit == BarUnit::Month)
        return {};
    std::vector<UnusualBar> bars;
    for (Anomaly &anomaly : anomalies(daily, groupBy, filter, now)) {
        const auto bar = std::ranges::find_if(series.bars, [&anomaly](const auto &candidate) {
            return candidate.range.contains(anomaly.day);
        });
        if (bar == series.bars.end())
            continue;
        const auto index = static_cast<size_t>(bar - series.bars.begin());
        if (bars.empty() || bars.back().bar != index)
            bars.push_back({index, {}});
        bars.back().anomalies.push_back(std::move(anomaly));
    }
    for (UnusualBar &bar : bars)
        std::ranges::stable_sort(bar.anomalies, tellsMore);
    return bars;
}

} // namespace tollkeeper
