// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetstate.h"

#include <optional>

/// Telling a user once that a budget has passed a threshold: once a crossing, period and user.
/// Plain values and pure functions: any thread.
namespace tollkeeper {

/// What a user was told of a budget.
struct BudgetNotice
{
    std::optional<Timestamp> since; ///< the reset that the counter counts from: another one starts anew
    int level = 0;                  ///< see noticeLevel()
    std::optional<Timestamp> remindAt; ///< snoozed: tell again then, if it is still so
    friend bool operator==(const BudgetNotice &, const BudgetNotice &) = default;
};

/// 0: no threshold was passed; 1 to 100: the highest one that was; 101: the limit is reached.
inline constexpr int limitReachedLevel = 101;
[[nodiscard]] int noticeLevel(const BudgetState &state);

struct NoticeDecision
{
    BudgetNotice remembered;
    bool notify = false;
    friend bool operator==(const NoticeDecision &, const NoticeDecision &) = default;
};
/// Whether to tell of \a state somebody who was told of \a before (empty: nothing yet): when a higher
/// level is reached, or a snooze is over. A level that is left can be reached again.
[[nodiscard]] NoticeDecision decideNotice(const std::optional<BudgetNotice> &before,
                                          const BudgetState &state, Timestamp now);

} // namespace tollkeeper
