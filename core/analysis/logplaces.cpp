// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/logplaces.h"

#include "analysis/selection.h"

#include <algorithm>
#include <map>

namespace tollkeeper {

LogPlaces::LogPlaces(const SpendCube &cube, const SpendFilter &filter,
                     const std::vector<bool> &stores)
{
    std::map<qint32, Totals> buckets;
    const Groups groups(cube, GroupBy::Store);
    const bool all = stores.empty() || cube.stores.isEmpty();
    Selection(cube, filter).forEach([&](const SpendCube::Cell &cell) {
        if (all || stores[static_cast<size_t>(groups.of(cell))])
            buckets[cell.bucket] += cell.totals;
    });
    for (auto each = buckets.rbegin(); each != buckets.rend(); ++each) {
        const auto &[bucket, totals] = *each;
        const Range range{cube.unit, bucket, bucket};
        // A bucket that is not over has its calls before now.
        const Timestamp newest = totals.lastUsed.value_or(range.end());
        m_stretches.push_back({newest, range.begin(), m_calls, totals.calls});
        m_calls += totals.calls;
    }
}

Timestamp LogPlaces::momentAt(qint64 place) const
{
    if (m_stretches.empty())
        return {};
    // The last stretch that begins at that place or above.
    const auto after = std::ranges::upper_bound(m_stretches, place, {}, &Stretch::newer);
    const Stretch &stretch = after == m_stretches.begin() ? *after : *(after - 1);
    const double part = static_cast<double>(place - stretch.newer) / static_cast<double>(stretch.calls);
    const auto length = static_cast<double>(stretch.newest.micros - stretch.oldest.micros);
    return {stretch.newest.micros - static_cast<qint64>(length * std::clamp(part, 0.0, 1.0))};
}

qint64 LogPlaces::placeOf(Timestamp moment) const
{
    // The first stretch that reaches down to the moment.
    const auto found = std::ranges::find_if(
        m_stretches, [moment](const Stretch &stretch) { return stretch.oldest <= moment; });
    if (found == m_stretches.end())
        return m_calls;
    const auto length = static_cast<double>(found->newest.micros - found->oldest.micros);
    const auto above = static_cast<double>(found->newest.micros - moment.micros);
    const double part = length > 0 ? std::clamp(above / length, 0.0, 1.0) : 0;
    return found->newer + static_cast<qint64>(part * static_cast<double>(found->calls));
}

} // namespace tollkeeper
