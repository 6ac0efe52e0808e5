// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledger.h"
#include "store/transaction.h"

/// What Store's operations do, over a connection that is open: Store adds reopening and retrying.
namespace tollkeeper {
struct Condition;
}

namespace tollkeeper::operations {

struct LockedBudget;

// validation.cpp: Invalid, and what is wrong
[[nodiscard]] Result<void> validate(const UsageRecord &usage, std::optional<double> maxBudgetUsd);
[[nodiscard]] Result<void> validate(const QString &project, const Limit &limit);

// recording.cpp
[[nodiscard]] Result<Decision> record(Connection &connection, const UsageRecord &usage,
                                      std::optional<double> maxBudgetUsd);
/// Records it also where that goes over the cap.
[[nodiscard]] Result<Decision> log(Connection &connection, const UsageRecord &usage,
                                   std::optional<double> maxBudgetUsd);
/// What record() would say to a call without a cost. Takes no lock.
[[nodiscard]] Result<Decision> check(Connection &connection, const QString &project,
                                     std::optional<double> maxBudgetUsd);

/// A limit that may not be read cannot be held: NotPermitted.
[[nodiscard]] Result<void> holdsLimits(const Connection &connection);
/// The contract's rule, and nothing else: what becomes of a call of \a cost at \a total.
[[nodiscard]] Decision decide(double total, double cost, std::optional<double> cap);
/// A counter that is not a number compares as "not over the cap": it must not switch the cap off.
[[nodiscard]] Result<void> holdable(const QString &project, double total, std::optional<double> cap);
/// The project's limit, if it has one.
[[nodiscard]] Result<std::optional<double>> storedCap(Connection &connection,
                                                      const QString &project);
/// The values of sql/insert_call.sql, which find_call.sql looks for again.
[[nodiscard]] Bindings valuesOf(const UsageRecord &usage, Timestamp now);
/// Inserts it into the log, and into the outbox where it is meant for another store.
[[nodiscard]] Result<void> insertCall(Connection &connection, const Bindings &call);
/// Whether \a counting, a statement that counts, finds what a transaction of \a project wrote; asked
/// after its connection died. Whoever holds the project's row meanwhile may be that transaction on
/// its way: its end is waited for. \a totalUsd becomes the project's total if it came true.
[[nodiscard]] Result<bool> cameTrue(Connection &connection, const QString &project,
                                    const QString &counting, const Bindings &bindings,
                                    double *totalUsd = nullptr);

// batching.cpp
/// Many calls in one transaction; each has an answer of its own, unless the transaction fails.
[[nodiscard]] Result<std::vector<Result<Decision>>>
record(Connection &connection, const std::vector<RecordRequest> &requests);

// forwarding.cpp
[[nodiscard]] Result<std::vector<OutboxTarget>> outbox(Connection &connection);
[[nodiscard]] Result<std::vector<WaitingCall>>
waitingCalls(Connection &connection, const std::optional<QString> &target, qint64 after, int limit);
[[nodiscard]] Result<void> forEachMovedCall(Connection &connection,
                                            const std::function<void(const MovedCall &)> &sink);
[[nodiscard]] Result<Received> receive(Connection &connection,
                                       const std::vector<WaitingCall> &calls);
[[nodiscard]] Result<void> markMoved(Connection &connection, const std::vector<qint64> &logIds);

// administering.cpp
[[nodiscard]] Result<AuditEntry> reset(Connection &connection, const ResetRequest &request);
[[nodiscard]] Result<AuditEntry> undoReset(Connection &connection, qint64 auditId,
                                           const QString &reason);
[[nodiscard]] Result<AuditEntry> setLimit(Connection &connection, const QString &project,
                                          const Limit &limit);
[[nodiscard]] Result<AuditEntry> clearLimit(Connection &connection, const QString &project);

// auditing.cpp
[[nodiscard]] Result<std::vector<AuditEntry>> audit(Connection &connection,
                                                    const std::optional<QString> &project,
                                                    int limit);
/// Invalid where there is none.
[[nodiscard]] Result<AuditEntry> auditEntry(Connection &connection, qint64 id);
/// NotPermitted where changes could not be written down.
[[nodiscard]] Result<void> needAudit(const Connection &connection);
/// Adds \a entry to the audit log, filling in who and its id.
[[nodiscard]] Result<AuditEntry> writeAudit(Connection &connection, AuditEntry entry);
/// The same, and commits the transaction with it.
[[nodiscard]] Result<AuditEntry> commitAudited(Connection &connection, Transaction &transaction,
                                               const AuditEntry &unwritten);

// ledger.cpp
/// While \a entry, which clears, is made, under the budget's lock: notes in it what it covers of the
/// newest ids, if anybody else may be in the middle of a call.
[[nodiscard]] Result<void> noteCallsUnderWay(Connection &connection, AuditEntry &entry);
[[nodiscard]] Result<AuditEntry> repair(Connection &connection, const RepairRequest &request);
[[nodiscard]] Result<std::vector<LedgerLine>> ledger(Connection &connection,
                                                     const std::optional<QString> &project);

// periods.cpp
/// The budget starts anew where its period is over, and what is locked with it: sets the counter to
/// what was spent in the new period, which is written to the audit log. Does nothing for who may not
/// write there: the limit is held to the old counter then.
[[nodiscard]] Result<void> closeEndedPeriod(Connection &connection, const QString &project,
                                            LockedBudget &budget, Timestamp now);
/// Closes the ended period of \a project, if it has one, in a transaction of its own.
[[nodiscard]] Result<void> closeEndedPeriod(Connection &connection, const QString &project);
/// What \a project spent since \a boundary, the first moment of a UTC day.
[[nodiscard]] SpendFilter spendSince(const QString &project, Timestamp boundary);
[[nodiscard]] Money costOf(const SpendCube &cube);

// reading.cpp
[[nodiscard]] Result<double> projectTotal(Connection &connection, const QString &project);
[[nodiscard]] Call callOf(const Rows &row); ///< a row of sql/calls.sql
/// As they are stored; where the period is over only asIfClosed and lastResetAt say so.
[[nodiscard]] Result<std::vector<Budget>> budgets(Connection &connection);
/// Of such a one that nobody closed: what its counter will be then.
[[nodiscard]] Result<void> showAsIfClosed(Connection &connection, Budget &budget);
[[nodiscard]] Result<ChangeMark> changeMark(Connection &connection);

// paging.cpp
[[nodiscard]] Result<std::vector<Call>> calls(Connection &connection, const CallQuery &query);
[[nodiscard]] Result<qint64> forEachCall(Connection &connection, const CallQuery &query,
                                         const std::function<bool(const Call &)> &sink);
[[nodiscard]] Result<qint64> forEachRow(Connection &connection, const CallQuery &query,
                                        const RowSink &sink);

// spending.cpp; no unit: everything in one bucket
[[nodiscard]] Result<SpendCube> spend(Connection &connection, const SpendFilter &filter,
                                      std::optional<BucketUnit> unit);
[[nodiscard]] Result<std::optional<qint64>> knownCalls(Connection &connection,
                                                       const SpendFilter &filter);
[[nodiscard]] Result<SpendCube> spendFromLog(Connection &connection, const SpendFilter &filter,
                                             std::optional<BucketUnit> unit);
/// As spend(), of whole days, within the caller's reading transaction.
[[nodiscard]] Result<SpendCube> spendOfSnapshot(Connection &connection, const SpendFilter &filter,
                                                std::optional<BucketUnit> unit);
/// What \a condition selects of the log, in one bucket.
[[nodiscard]] Result<SpendCube> spendWhere(Connection &connection, const Condition &condition);
[[nodiscard]] Result<DailySpend> dailySpend(Connection &connection, const SealedSpendPtr &known);

// standby.cpp
[[nodiscard]] Result<StandbyState> standbyState(Connection &connection, const QString &position);
[[nodiscard]] Result<QString> walPosition(Connection &connection);

// Shared by recording and administering.

/// The project's counter, locked until the transaction ends.
struct LockedBudget
{
    double totalUsd = 0;
    std::optional<Timestamp> lastResetAt;
    std::optional<double> storedCap;
    Period period = Period::None;
    std::optional<Timestamp> limitSetAt;
    Timestamp serverNow; ///< the server's clock; ours where there is none
    bool periodClosed = false; ///< by this transaction
    /// From a row of lock_budget.sql.
    [[nodiscard]] static LockedBudget of(const Rows &row, Timestamp now);
};
/// Locks the row, where there is one, and closes its period if that is over.
[[nodiscard]] Result<std::optional<LockedBudget>>
lockBudgetIfThere(Connection &connection, const QString &project, Timestamp now);
/// The same, but makes sure of the row first where it is missing: a project's first call has nothing
/// to lock otherwise.
[[nodiscard]] Result<LockedBudget> lockBudget(Connection &connection, const QString &project,
                                              Timestamp now);
/// The highest id of the project's calls above \a above.
[[nodiscard]] Result<std::optional<qint64>> highestLogId(Connection &connection,
                                                         const QString &project, qint64 above);
[[nodiscard]] Result<void> writeTotal(Connection &connection, const QString &project, double total,
                                      const std::optional<Timestamp> &lastReset, Timestamp now);

} // namespace tollkeeper::operations
