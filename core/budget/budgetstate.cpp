// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "budget/budgetstate.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace tollkeeper {

// Exact, where total / limit as doubles is not (57 of 100 USD is 56.99999999999999 %).
Money thresholdAmount(Money limit, int percent)
{
    const qint64 whole = limit.units() / 100 * percent;
    const qint64 rest = limit.units() % 100 * percent;
    return Money::fromUnits(whole + (rest + 99) / 100);
}

QString statusName(BudgetStatus status)
{
    switch (status) {
    case BudgetStatus::Ok:
        return QStringLiteral("ok");
    case BudgetStatus::Warning:
        return QStringLiteral("warning");
    case BudgetStatus::Exceeded:
        return QStringLiteral("exceeded");
    case BudgetStatus::NoLimit:
        break;
    }
    return QStringLiteral("no_limit");
}

BudgetState budgetState(const Budget &budget)
{
    BudgetState state;
    state.budget = budget;
    state.unreadable = !std::isfinite(budget.totalUsd);
    if (!state.unreadable)
        state.total = Money::fromUsd(budget.totalUsd);
    if (!budget.limit)
        return state;
    if (state.unreadable) {
        state.status = BudgetStatus::Exceeded; // nobody can say that it is within its limit
        return state;
    }
    const Money limit = Money::fromUsd(budget.limit->maxBudgetUsd);
    const bool exceeded = budget.totalUsd >= budget.limit->maxBudgetUsd;
    state.left = exceeded ? Money() : std::max(limit - state.total, Money());
    state.usedPercent = 100.0;
    if (limit > Money()) {
        state.usedPercent = std::max(0.0, static_cast<double>(state.total.units()) /
                                              static_cast<double>(limit.units()) * 100);
    }
    for (const int percent : budget.limit->warnPercents) {
        if (state.total >= thresholdAmount(limit, percent))
            state.passedThreshold = std::max(state.passedThreshold.value_or(percent), percent);
    }
    if (exceeded)
        state.status = BudgetStatus::Exceeded;
    else
        state.status = state.passedThreshold ? BudgetStatus::Warning : BudgetStatus::Ok;
    return state;
}

std::vector<BudgetState> budgetStates(const std::vector<Budget> &budgets)
{
    std::vector<BudgetState> states;
    states.reserve(budgets.size());
    std::ranges::transform(budgets, std::back_inserter(states), budgetState);
    std::ranges::sort(states, [](const BudgetState &a, const BudgetState &b) {
        const auto risk = [](const BudgetState &state) {
            const bool unknown = state.unreadable && state.budget.limit;
            return std::tuple(state.budget.limit.has_value(), unknown,
                              state.usedPercent.value_or(0), state.total);
        };
        const auto riskOfA = risk(a);
        const auto riskOfB = risk(b);
        return riskOfA != riskOfB ? riskOfA > riskOfB : a.budget.project < b.budget.project;
    });
    return states;
}

std::optional<double> effectiveCap(std::optional<double> callers, std::optional<double> stored)
{
    if (callers && stored)
        return std::min(*callers, *stored);
    return callers ? callers : stored;
}

} // namespace tollkeeper
