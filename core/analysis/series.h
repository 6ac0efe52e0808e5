// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/summary.h"

namespace tollkeeper {

/// What one bar of a chart stands for. Weeks start on Monday.
enum class BarUnit { Hour, Day, Week, Month };

/// Stacked spend over time, ready to be drawn.
struct SpendSeries
{
    struct Bar
    {
        Range range;           ///< the buckets that the bar covers, cut to the range that was asked
        bool unfinished = false; ///< still running at the time of the snapshot
    };
    struct Group
    {
        QString name;
        bool other = false;      ///< everything past the largest groups
        int colour = 0;          ///< index into the palette: stable for a name within a store
        std::vector<Money> bars; ///< one a bar
        Money total;
    };
    BarUnit unit = BarUnit::Day;
    std::vector<Bar> bars;
    std::vector<Group> groups; ///< by total descending, "Other" last
    std::vector<Money> totals; ///< one a bar
};

/// Hours up to 2 days (with an hourly cube), days up to 92, weeks up to 550, else months.
[[nodiscard]] BarUnit barUnitFor(const Range &range);

/// The spend of \a filter (whose range must be set) by bar and group; groups past \a largest are
/// one group "Other". \a now marks the bar that is still running.
[[nodiscard]] SpendSeries spendSeries(const SpendCube &cube, GroupBy groupBy,
                                      const SpendFilter &filter, int largest, Timestamp now);

/// The colour index of each name of \a names (by all-time spend, so that a range or filter does not
/// repaint a project): 0, 1, 2 ... in the cube's order of spend.
[[nodiscard]] std::vector<QString> colourOrder(const SpendCube &cube, GroupBy groupBy);

} // namespace tollkeeper
