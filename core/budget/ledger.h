// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/budget.h"
#include "values/money.h"

#include <optional>
#include <vector>

/// The ledger check: a project's counter (budgets.total_cost) against the exact sum of its log.
/// Plain values and pure functions: any thread; Store::ledger() reads what they are made of.
namespace tollkeeper {

/// What comparing the two came to.
enum class LedgerFinding {
    Agrees,
    Drift,             ///< float noise of sums that were not rounded: less than driftUsd
    CallUnderWay,      ///< probably a call that was logged before a reset and charged after it
    MissingCounter,    ///< calls in the log, but no row in budgets
    EditedCounter,     ///< differs by more: changed by hand, or calls were not charged or deleted
    UnreadableCounter, ///< NaN or infinite
    CounterWithoutLog, ///< an amount, but no calls that it could come from
};
/// "agrees", "drift", "call_under_way", "missing_counter", "edited_counter", "unreadable_counter",
/// "counter_without_log": the words of JSON.
[[nodiscard]] QString findingName(LedgerFinding finding);

/// Differences below this come from adding doubles, as llm-toll does.
inline constexpr double driftUsd = 1e-6;

/// Which calls of the log a counter should hold: those that nothing has cleared.
struct LedgerBase
{
    enum class Basis {
        Everything, ///< never cleared
        LogIds,     ///< since a reset of the audit log, by the ids that it covers
        Time,       ///< since a reset of llm-toll itself, which leaves no more than its time
    };
    Basis basis = Basis::Everything;
    qint64 coversLogId = -1; ///< LogIds: calls above it count
    /// LogIds: so do those of the underWayReach ids up to it that it did not cover: what they cost
    /// beyond this. Empty: it covered all of them.
    std::optional<Money> coversOfReach;
    /// LogIds: calls since then count, too, whatever their ids: the first moment of a period.
    std::optional<Timestamp> periodBegan;
    std::optional<Timestamp> since; ///< when it was cleared; empty for Everything
    Money givenBack; ///< what undone resets added to the counter since
    friend bool operator==(const LedgerBase &, const LedgerBase &) = default;
};
/// \a audit: the entries of one project, in any order; \a lastResetAt: of its counter.
[[nodiscard]] LedgerBase ledgerBase(std::vector<AuditEntry> audit,
                                    std::optional<Timestamp> lastResetAt);

/// One project's two numbers.
struct LedgerLine
{
    QString project;
    std::optional<double> counterUsd; ///< as stored; empty where budgets has no row
    Money logged;                     ///< exact: what the counter should be
    qint64 calls = 0;                 ///< that logged adds up
    qint64 badRows = 0; ///< rows left out of it; only counted where the two differ
    LedgerBase base;
    LedgerFinding finding = LedgerFinding::Agrees;

    /// The counter less the log. Zero where the counter cannot be read.
    [[nodiscard]] Money difference() const;
    [[nodiscard]] bool agrees() const { return finding == LedgerFinding::Agrees; }
    friend bool operator==(const LedgerLine &, const LedgerLine &) = default;
};
[[nodiscard]] LedgerFinding ledgerFinding(std::optional<double> counterUsd, Money logged,
                                          qint64 calls);

} // namespace tollkeeper
