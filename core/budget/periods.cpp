// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "budget/periods.h"

#include <algorithm>

namespace tollkeeper {

std::optional<Timestamp> endedPeriod(Period period, std::optional<Timestamp> lastResetAt,
                                     std::optional<Timestamp> limitSetAt, Timestamp now)
{
    const auto start = periodStart(period, now.day());
    // The larger of two optionals is the one that is there.
    const auto countsSince = std::max(lastResetAt, limitSetAt);
    if (!start || !countsSince || *countsSince >= Timestamp::startOf(*start))
        return std::nullopt;
    return Timestamp::startOf(*start);
}

bool countsEarlierSpend(const Budget &budget, const Limit &limit, QDate today)
{
    const auto start = periodStart(limit.period, today);
    const bool brings = start && (!budget.limit || budget.limit->period != limit.period);
    const bool counts = !(budget.totalUsd <= 0); // an unreadable counter, too
    return brings && counts && (!budget.lastResetAt || budget.lastResetAt->day() < *start);
}

std::vector<ClosedPeriod> closedPeriods(const std::vector<AuditEntry> &audit,
                                        const QString &project)
{
    std::vector<ClosedPeriod> periods;
    for (const AuditEntry &entry : audit) {
        if (entry.action != AuditEntry::Action::PeriodClosed || entry.project != project)
            continue;
        ClosedPeriod period;
        period.auditId = entry.id;
        if (entry.previousResetAt)
            period.first = entry.previousResetAt->day();
        period.last = entry.at.day().addDays(-1);
        period.spent = Money::fromUsd(entry.amountUsd);
        if (entry.maxBudgetUsd) {
            period.limit = Money::fromUsd(*entry.maxBudgetUsd);
            period.status = entry.amountUsd >= *entry.maxBudgetUsd ? BudgetStatus::Exceeded
                                                                   : BudgetStatus::Ok;
        }
        period.undone = entry.undoneBy.has_value();
        periods.push_back(period);
    }
    return periods;
}

} // namespace tollkeeper
