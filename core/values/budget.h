// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/timestamp.h"

#include <QString>

#include <optional>
#include <vector>

namespace tollkeeper {

// Plain values and pure functions: any thread. Amounts are USD.

/// The window after which a budget starts anew, in UTC. Weeks start on Monday.
enum class Period { None, Daily, Weekly, Monthly };

/// "daily", "weekly", "monthly"; empty for None. The words of the terminal and of the database.
[[nodiscard]] QString periodName(Period period);
/// The reverse, None included; empty for any other word.
[[nodiscard]] std::optional<Period> parsePeriod(QStringView name);
/// The first UTC day of the period that \a day is in; empty for None.
[[nodiscard]] std::optional<QDate> periodStart(Period period, QDate day);
/// The first UTC day of the period after the one that \a day is in; empty for None.
[[nodiscard]] std::optional<QDate> nextPeriodStart(Period period, QDate day);

/// What a project may spend: a row of tollkeeper_limits.
struct Limit
{
    double maxBudgetUsd = 0; ///< finite, 0 or more
    Period period = Period::None;
    /// Percent of the limit at which to warn: ascending, 1 to 100.
    std::vector<int> warnPercents{50, 80, 100};
    friend bool operator==(const Limit &, const Limit &) = default;
};

/// A project's counter (a row of budgets) with its limit. A project may have either alone.
struct Budget
{
    QString project;
    double totalUsd = 0; ///< as stored: may be NaN where another program broke it
    std::optional<Timestamp> lastResetAt;
    std::optional<Timestamp> updatedAt; ///< empty for a limit without a counter
    std::optional<Limit> limit;
    /// The period is over, and nobody who may has closed it in the store yet: totalUsd and
    /// lastResetAt say what they will be then.
    bool asIfClosed = false;
    friend bool operator==(const Budget &, const Budget &) = default;
};

/// How many ids back a call is looked for that was under way while its budget was reset: programs like
/// llm-toll log first and charge afterwards. What is in a store was computed with it: never change it.
inline constexpr qint64 underWayReach = 20'000;

/// One line of the audit log (tollkeeper_audit), which is only ever added to.
struct AuditEntry
{
    enum class Action { Reset, Undo, LimitSet, LimitCleared, PeriodClosed, Repaired };
    qint64 id = 0;
    Timestamp at; ///< period closed: the first moment of the new period
    Action action = Action::Reset;
    QString project;
    /// Reset: the total cleared; undo: the total given back; limit: the cap; period closed: what was
    /// spent in it; repaired: the total now.
    double amountUsd = 0;
    /// Reset, period closed: the highest usage_logs.id it covers. Clocks differ between clients; ids
    /// tell. Of a closed period calls made in the new one are not covered, whatever their ids.
    std::optional<qint64> coversLogId;
    QString databaseRole; ///< empty on SQLite
    QString osUser;
    QString reason;
    std::optional<qint64> undoes;   ///< undo: the reset that it takes back
    std::optional<qint64> undoneBy; ///< reset: the undo that took it back
    std::optional<Timestamp> previousResetAt; ///< reset, period closed: the counter's last one before
    /// Reset, period closed while others were writing: what it covers of the underWayReach ids up to
    /// coversLogId; of a closed period without the calls of the new one. A call of theirs that got its
    /// id before, and was charged after, was not among them. Kept in previous_amount.
    std::optional<double> coversOfReachUsd;
    std::optional<double> previousUsd;  ///< repaired: the total before; empty where it was unreadable
    std::optional<double> maxBudgetUsd; ///< period closed: the limit that it was held to
    int store = 0; ///< in a merged view: which store it is from; ids are the store's own
    /// The counter was set to what is not covered: by a reset, or by the end of a period.
    [[nodiscard]] bool clears() const
    {
        return action == Action::Reset || action == Action::PeriodClosed;
    }
    [[nodiscard]] bool canBeUndone() const { return clears() && !undoneBy; }
    friend bool operator==(const AuditEntry &, const AuditEntry &) = default;
};

/// "reset", "undo", "limit_set", "limit_cleared", "period_closed", "repaired": the words of the
/// terminal and of the database.
[[nodiscard]] QString actionName(AuditEntry::Action action);
/// The reverse; empty for any other word.
[[nodiscard]] std::optional<AuditEntry::Action> parseAction(QStringView name);

} // namespace tollkeeper
