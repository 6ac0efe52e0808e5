// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

/// What Store's operations do, over a connection that is open: Store adds reopening and retrying.
namespace tollkeeper::operations {

// recording.cpp
[[nodiscard]] Result<void> validate(const UsageRecord &usage, std::optional<double> maxBudgetUsd);
[[nodiscard]] Result<void> validate(const QString &project, const Limit &limit);
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
/// Whether a call is in the log, asked after its connection died. Whoever holds the project's row
/// meanwhile may be our own transaction on its way: its end is waited for. \a totalUsd becomes the
/// project's total if it is.
[[nodiscard]] Result<bool> wasRecorded(Connection &connection, const QString &project,
                                       const Bindings &call, double *totalUsd = nullptr);

// batching.cpp
/// Many calls in one transaction; each has an answer of its own, unless the transaction fails.
[[nodiscard]] Result<std::vector<Result<Decision>>>
record(Connection &connection, const std::vector<RecordRequest> &requests);

// forwarding.cpp
[[nodiscard]] Result<std::vector<OutboxTarget>> outbox(Connection &connection);
[[nodiscard]] Result<std::vector<WaitingCall>>
waitingCalls(Connection &connection, const std::optional<QString> &target, qint64 after, int limit);
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
[[nodiscard]] Result<std::vector<AuditEntry>> audit(Connection &connection,
                                                    const std::optional<QString> &project,
                                                    int limit);

// reading.cpp
[[nodiscard]] Result<double> projectTotal(Connection &connection, const QString &project);
[[nodiscard]] Call callOf(const Rows &row); ///< a row of sql/calls.sql
[[nodiscard]] Result<std::vector<Budget>> budgets(Connection &connection);
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
[[nodiscard]] Result<DailySpend> dailySpend(Connection &connection, const SealedSpendPtr &known);

// Shared by recording and administering.

/// The project's counter, locked until the transaction ends.
struct LockedBudget
{
    double totalUsd = 0;
    std::optional<Timestamp> lastResetAt;
    std::optional<double> storedCap;
};
/// Locks the row, and makes sure of it first where it is missing: a project's first call has
/// nothing to lock otherwise.
[[nodiscard]] Result<LockedBudget> lockBudget(Connection &connection, const QString &project,
                                              Timestamp now);

} // namespace tollkeeper::operations
