// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/budget.h"
#include "values/money.h"
#include "values/spendcube.h"

#include <optional>
#include <vector>

/// A limit tried on the past: on which days it would have warned or refused. A pure function: any
/// thread.
namespace tollkeeper {

struct Rehearsal
{
    struct Event
    {
        QDate day;
        std::optional<int> percent; ///< of the threshold that was passed; empty: the limit was reached
        Money spent;                ///< in the period, by the end of that day
        friend bool operator==(const Event &, const Event &) = default;
    };
    std::vector<Event> events; ///< oldest first; the highest threshold of a day
    Range days;                ///< what was looked at: up to today
    int periods = 0;           ///< in these days, the running one included; 1 without a period
    int warned = 0;            ///< periods in which a threshold was passed
    int reached = 0;           ///< periods in which the limit was
    Money over; ///< what was spent past the limit, and would have been refused
    friend bool operator==(const Rehearsal &, const Rehearsal &) = default;
};

/// What \a limit would have done to \a project in the days of \a daily (a cube of days) since its
/// first call, but not before \a since, which is moved to the start of its period. Whole days tell
/// on which day, not at which call.
[[nodiscard]] Rehearsal rehearse(const Limit &limit, const QString &project, const SpendCube &daily,
                                 QDate today, std::optional<QDate> since = {});

} // namespace tollkeeper
