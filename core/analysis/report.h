// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/anomalies.h"
#include "analysis/pricing.h"
#include "analysis/series.h"
#include "analysis/snapshot.h"
#include "budget/budgetstate.h"

namespace tollkeeper {

// Plain values and pure functions: any thread.

/// What the user chose to look at.
struct View
{
    RangeSelection range;
    GroupBy groupBy = GroupBy::Project;
    bool compare = true;
    std::optional<QString> project; ///< drilled down to
    std::optional<QString> model;
    std::optional<QString> store = {}; ///< of a merged view

    /// The calls of \a when that it is about.
    [[nodiscard]] SpendFilter over(const std::optional<Range> &when) const
    {
        return {when, project, model, store};
    }
    /// Of what it is narrowed to, the names.
    [[nodiscard]] QStringList narrowedTo() const;
    friend bool operator==(const View &, const View &) = default;
};

/// One row of the table of projects, models or stores.
struct SpendRow
{
    QString name;
    int colour = 0;
    Totals totals;
    Totals previous;                     ///< the same group in the range before
    double sharePercent = 0;             ///< of the spend of all rows
    /// Of cost; empty when there was nothing before, or nothing to compare with.
    std::optional<double> changePercent;
    std::vector<Money> trend;            ///< one a bar of the series: the sparkline
    std::optional<BudgetState> budget;   ///< of a project
    bool old = false;                    ///< a store that is away, or a project of one
    bool unpriced = false;               ///< a model that should cost something and does not
};

/// Spend since the first of the month and where it goes if the rest of the month is like its
/// complete days so far (from the first call on, if that was this month).
struct MonthForecast
{
    Money toDate;
    std::optional<Money> projected;   ///< at the month's end; empty with under 2 complete days
    std::optional<Money> uncertainty; ///< plus or minus: 80 % of outcomes if days are alike
    QDate lastDay;
};
[[nodiscard]] MonthForecast monthForecast(const SpendCube &daily, const SpendFilter &filter,
                                          Timestamp now);

/// Everything that the pages Overview, Projects and Models draw. Pure function of its input; takes
/// a few milliseconds on a cube of 400 days x 40 projects x 12 models.
struct SpendReport
{
    Range range;         ///< the view's; whole days while its hours have not been read yet
    Range previousRange; ///< empty when nothing is compared
    Totals totals;
    Totals previous;
    MonthForecast month;
    SpendSeries series;
    std::vector<UnusualBar> unusual; ///< bars of the series
    std::vector<SpendRow> rows;
    std::vector<Summary> unpriced;   ///< models, whatever the rows are grouped by
    bool hourly = false;             ///< made from the hourly cube
    bool emptyRange = false;         ///< the store has calls, but none in the range
    std::optional<QDate> lastCallDay; ///< of the whole store
};
[[nodiscard]] SpendReport spendReport(const Snapshot &snapshot, const View &view);

/// The hours that \a view wants read; empty if days are enough. A range of hours wants the one
/// before it, too; one or two whole days do not, because the cube of days has those exactly.
[[nodiscard]] Range hoursWanted(const View &view);

} // namespace tollkeeper
