// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetstate.h"

#include <optional>
#include <vector>

/// Budgets that start anew at a UTC boundary: when a period is over, and which ones have
/// been. Pure functions: any thread.
namespace tollkeeper {

/// The first moment of the running period where the counter still counts an earlier one; empty where
/// there is nothing to close. A counter belongs to the period of its last reset; what was spent
/// before the limit was set (\a limitSetAt) counts into the period in which that was done.
[[nodiscard]] std::optional<Timestamp> endedPeriod(Period period,
                                                   std::optional<Timestamp> lastResetAt,
                                                   std::optional<Timestamp> limitSetAt,
                                                   Timestamp now);

/// Whether \a budget's counter holds what was spent before the period of \a limit began that \a
/// today is in, so that it counts into it, where \a limit brings that period.
[[nodiscard]] bool countsEarlierSpend(const Budget &budget, const Limit &limit, QDate today);

/// What a project spent in a period that is over, as the audit log remembers it.
struct ClosedPeriod
{
    qint64 auditId = 0;
    std::optional<QDate> first; ///< empty where counting began before anybody wrote it down
    QDate last;                 ///< its last UTC day
    Money spent;
    std::optional<Money> limit;
    BudgetStatus status = BudgetStatus::NoLimit; ///< Ok, Exceeded or NoLimit
    bool undone = false; ///< the spend was added to the next period
    friend bool operator==(const ClosedPeriod &, const ClosedPeriod &) = default;
};
/// The closed periods of \a project, newest first. \a audit is newest first.
[[nodiscard]] std::vector<ClosedPeriod> closedPeriods(const std::vector<AuditEntry> &audit,
                                                      const QString &project);

} // namespace tollkeeper
