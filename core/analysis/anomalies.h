// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/series.h"

namespace tollkeeper {

// Plain values and pure functions: any thread.

/// A UTC day on which a project or model, or all of them together, cost unusually much or little.
struct Anomaly
{
    qint32 day = 0;              ///< days since the epoch
    std::optional<QString> name; ///< of the project, model or store; empty: the total
    Money spend;
    Money usual; ///< the median that it is measured against
    /// spend / usual; empty where usually nothing is spent.
    [[nodiscard]] std::optional<double> factor() const;
    /// How far the spend is from what is usual.
    [[nodiscard]] Money size() const { return spend > usual ? spend - usual : usual - spend; }
    friend bool operator==(const Anomaly &, const Anomaly &) = default;
};

/// The unusual days of \a filter (its range; all of the cube without one): each group's and the
/// total's. \a daily is a cube of days. By day; within a day projects or models before the total,
/// the largest size() first.
///
/// The rule. A day is measured against the same weekday in the 6 weeks before it; where fewer than
/// 5 of those lie since the first call, against the working days, or the weekend days, of the 28
/// days before it; where those are fewer than 5, too, the day is not judged. What is usual is their
/// median. The spread is 1.4826 times the median absolute deviation (the standard deviation, if
/// spend were normally distributed); where that is zero, 1.2533 times the mean absolute deviation
/// (the same); and at least 15 % of the median. A day is unusual if it lies more than 3.5 spreads,
/// and so half of the median or more, and at least 1 USD and a twentieth of the usual total away
/// from the median.
///
/// The day of \a now is not over: it may be unusually high already, and is never low. Nothing after
/// it is judged, nor what is more than a day after the last call: what has stopped is marked once.
[[nodiscard]] std::vector<Anomaly> anomalies(const SpendCube &daily, GroupBy groupBy,
                                             const SpendFilter &filter, Timestamp now);

/// What is unusual about one bar of a series.
struct UnusualBar
{
    size_t bar = 0;
    std::vector<Anomaly> anomalies; ///< what to say first comes first; never empty
    friend bool operator==(const UnusualBar &, const UnusualBar &) = default;
};
/// The bars of \a series that have anomalies, from left to right. Bars of hours and months have
/// none: those are shorter, or too long, for a day to stand out in.
[[nodiscard]] std::vector<UnusualBar> unusualBars(const SpendSeries &series, const SpendCube &daily,
                                                  GroupBy groupBy, const SpendFilter &filter,
                                                  Timestamp now);

} // namespace tollkeeper
