// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "budget/notices.h"

#include <algorithm>

namespace tollkeeper {

int noticeLevel(const BudgetState &state)
{
    if (state.status == BudgetStatus::Exceeded)
        return limitReachedLevel;
    return state.status == BudgetStatus::Warning ? state.passedThreshold.value_or(0) : 0;
}

NoticeDecision decideNotice(const std::optional<BudgetNotice> &before, const BudgetState &state,
                            Timestamp now)
{
    BudgetNotice told = before.value_or(BudgetNotice{});
    if (told.since != state.budget.lastResetAt)
        told = {state.budget.lastResetAt, 0, {}};
    const int level = noticeLevel(state);
    const bool again = told.remindAt && *told.remindAt <= now && level > 0;
    const bool notify = level > told.level || again;
    if (notify || level == 0)
        told.remindAt.reset();
    told.level = level;
    return {told, notify};
}

} // namespace tollkeeper
