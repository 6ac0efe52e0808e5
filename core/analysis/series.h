// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/summary.h"

#include <QHash>

namespace tollkeeper {

// Plain values and pure functions: any thread.

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
        int colour = 0; ///< index into the palette, stable for a name within a store; 0 for Other
        std::vector<Money> bars; ///< one a bar
        Money total;
    };
    BarUnit unit = BarUnit::Day;
    std::vector<Bar> bars;
    std::vector<Group> groups; ///< by total descending, "Other" last
    std::vector<Money> totals; ///< one a bar
};

/// Hours up to 48 hours (a range of days is not drawn by the hour: see Range::inHours()), days up
/// to 92 days, weeks up to 550, else months.
[[nodiscard]] BarUnit barUnitFor(const Range &range);

/// The spend of \a filter by bar and group, one group for each that has calls. \a now marks the bar
/// that is still running. Without a range, all of the cube.
[[nodiscard]] SpendSeries seriesOfAll(const SpendCube &cube, GroupBy groupBy,
                                      const SpendFilter &filter, Timestamp now);
/// \a series as a chart draws it: groups without spend left out, those past \a largest made one
/// group "Other".
[[nodiscard]] SpendSeries withOther(SpendSeries series, int largest);
/// Both in one step.
[[nodiscard]] SpendSeries spendSeries(const SpendCube &cube, GroupBy groupBy,
                                      const SpendFilter &filter, int largest, Timestamp now);

/// All names by spend in the whole cube: the place in it is the colour of a name, so that a range
/// or a filter does not repaint a project.
[[nodiscard]] std::vector<QString> colourOrder(const SpendCube &cube, GroupBy groupBy);
/// The same as a look-up.
[[nodiscard]] QHash<QString, int> colourIndexes(const SpendCube &cube, GroupBy groupBy);

} // namespace tollkeeper
