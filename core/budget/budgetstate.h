// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/budget.h"
#include "values/money.h"
#include "values/spendcube.h"

#include <optional>
#include <vector>

namespace tollkeeper {

// Plain values and pure functions: any thread.

/// How a budget stands; what each means says budgetState().
enum class BudgetStatus { Ok, Warning, Exceeded, NoLimit };

/// "ok", "warning", "exceeded", "no_limit": the status in JSON.
[[nodiscard]] QString statusName(BudgetStatus status);

/// A budget as a gauge shows it.
struct BudgetState
{
    Budget budget;
    BudgetStatus status = BudgetStatus::NoLimit;
    std::optional<double> usedPercent;  ///< of the limit; empty without a limit
    std::optional<int> passedThreshold; ///< the highest warning threshold that was passed
    Money total;                        ///< the counter, exact to 10 decimals
    std::optional<Money> left;          ///< of the limit; never below zero
    /// The stored counter is NaN or infinite: then total is 0 and nothing is known of the rest.
    bool unreadable = false;
};

/// Exceeded: the total has reached the limit, by the comparison that check-and-log makes, or cannot
/// be read. Warning: it has reached the lowest threshold.
[[nodiscard]] BudgetState budgetState(const Budget &budget);
/// Most at risk first: by percent used descending, those without a limit last by total.
[[nodiscard]] std::vector<BudgetState> budgetStates(const std::vector<Budget> &budgets);

/// How a project's spend goes on if it stays as it was over the last days.
struct BudgetForecast
{
    enum class Outlook {
        NoLimit,    ///< nothing to run out of
        Exceeded,   ///< has run out already
        RunsOut,    ///< at \a runsOutAt
        LastsPastReset, ///< until the period starts anew on \a nextReset
        NoSpend,    ///< no burn: lasts for ever
    };
    Outlook outlook = Outlook::NoLimit;
    /// USD a day: the mean of the last 7 complete UTC days, or of those since the first call.
    Money burnRate;
    std::optional<double> runwayDays;   ///< what is left of the limit, in days at the burn rate
    std::optional<Timestamp> runsOutAt; ///< empty when that is more than a century away
    std::optional<QDate> nextReset;
};
/// \a daily is a cube of days.
[[nodiscard]] BudgetForecast budgetForecast(const BudgetState &state, const SpendCube &daily,
                                            Timestamp now);

/// \a percent of \a limit, rounded up to the next 1e-10 USD.
[[nodiscard]] Money thresholdAmount(Money limit, int percent);
/// The smaller of the two caps, if there is any. Contract, section 2.
[[nodiscard]] std::optional<double> effectiveCap(std::optional<double> callers,
                                                 std::optional<double> stored);

} // namespace tollkeeper
