// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/operations.h"

#include "budget/budgetstate.h"
#include "budget/periods.h"
#include "format/format.h"
#include "values/money.h"

#include <QThread>
#include <QUuid>

#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

// How long a statement may take to reach the server and get its lock. What comes later does
// nothing, so that after this time the truth about a lost connection can be told: well before
// patience is over.
qint64 onTheWayMicros(const Connection &connection)
{
    return connection.options().patienceMs * qint64(1000) / 3;
}

// Returns when a statement that was sent before \a deadline can no longer come true: it is late.
Result<void> outlive(Connection &connection, Timestamp deadline)
{
    for (;;) {
        const auto wait =
            connection.value(u"server_is_past"_s, {{u":deadline"_s, deadline.toIso()}});
        if (!wait)
            return tl::unexpected(wait.error());
        if (wait->toInt() <= 0)
            return {};
        constexpr int pauseMs = 50;
        QThread::msleep(static_cast<unsigned long>(std::min(wait->toInt(), pauseMs)));
    }
}

Result<std::optional<Decision>> resetServerClock(Connection &connection)
{
    const auto clock = connection.value(u"server_clock"_s);
    if (!clock)
        return tl::unexpected(clock.error());
    connection.setServerClock(Timestamp::parse(clock->toString()).value_or(connection.now()));
    return std::nullopt;
}

// One round trip: the server locks, decides, logs and charges in one statement. Gives nothing
// where that statement leaves the decision to recordStepwise().
Result<std::optional<Decision>> recordAtOnce(Connection &connection, const UsageRecord &usage,
                                             const Bindings &call, std::optional<double> cap)
{
    const Timestamp deadline{connection.serverNow().micros + onTheWayMicros(connection)};
    Bindings bindings = call;
    bindings.emplace_back(u":cap"_s, cap ? QVariant(*cap) : QVariant(QMetaType::fromType<double>()));
    bindings.emplace_back(u":deadline"_s, deadline.toIso());
    const auto row = connection.row(u"record_call"_s, bindings);
    if (row && !*row)
        return std::nullopt; // the project's first call: there is no row yet
    if (row) {
        const QString outcome = (*row)->at(0).toString();
        if (outcome == u"late") // our idea of the server's clock is old: the machine slept
            return resetServerClock(connection);
        if (outcome == u"stepwise")
            return std::nullopt;
        Decision decision;
        decision.outcome =
            outcome == u"logged" ? Decision::Outcome::Logged : Decision::Outcome::Refused;
        decision.totalUsd = (*row)->at(1).toDouble();
        if ((*row)->at(2).isValid())
            decision.capUsd = (*row)->at(2).toDouble();
        return decision;
    }
    const StoreError &error = row.error();
    // A role whose transactions are serializable, or too long a queue: step by step it may go.
    if (connection.isOpen() && error.kind == StoreError::Kind::Busy)
        return std::nullopt;
    if (connection.isOpen())
        return tl::unexpected(error);

    const bool pooled = connection.pooled();
    double totalUsd = 0; // may have moved on since, but it is a true one
    const auto found = connection.findOut(
        [&]() -> Result<bool> {
            const auto past = pooled ? outlive(connection, deadline) : Result<void>();
            if (!past)
                return tl::unexpected(past.error());
            return cameTrue(connection, usage.project, u"find_call"_s, call, &totalUsd);
        },
        error);
    if (!found)
        return tl::unexpected(found.error());
    return Decision{Decision::Outcome::Logged, totalUsd, cap};
}

// The row of \a statement, which is lock_budget or peek_budget.
Result<std::optional<LockedBudget>> budgetOf(Connection &connection, const QString &statement,
                                             const QString &project, Timestamp now)
{
    auto row = connection.query(statement, {{u":project"_s, project}});
    if (!row)
        return tl::unexpected(row.error());
    if (row->next())
        return LockedBudget::of(*row, now);
    if (const auto ended = connection.endOf(*row); !ended)
        return tl::unexpected(ended.error());
    return std::nullopt;
}

// In the words of the contract: make sure of the row, lock, check, log, charge, commit.
Result<Decision> recordStepwise(Connection &connection, const UsageRecord &usage,
                                const Bindings &call, std::optional<double> maxBudgetUsd,
                                bool evenOverCap = false)
{
    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const Timestamp now = connection.now();
    const auto budget = lockBudget(connection, usage.project, now);
    if (!budget)
        return tl::unexpected(budget.error());
    const auto cap = effectiveCap(maxBudgetUsd, budget->storedCap);
    if (const auto can = holdable(usage.project, budget->totalUsd, cap); !can && !evenOverCap)
        return tl::unexpected(can.error());
    Decision decision = decide(budget->totalUsd, round10(usage.costUsd),
                               evenOverCap ? std::nullopt : cap);
    if (!decision.logged()) {
        if (budget->periodClosed) // the call stays refused if this fails
            (void)transaction->commitWhatWasRead();
        return decision;
    }
    decision.capUsd = cap;
    if (const auto logged = insertCall(connection, call); !logged)
        return tl::unexpected(logged.error());
    const auto charged = connection.execute(u"charge_budget"_s, {{u":project"_s, usage.project},
                                                                 {u":total"_s, decision.totalUsd},
                                                                 {u":now"_s, now.toIso()}});
    if (!charged)
        return tl::unexpected(charged.error());
    const auto committed = transaction->commit(
        [&] { return cameTrue(connection, usage.project, u"find_call"_s, call); });
    if (!committed)
        return tl::unexpected(committed.error());
    return decision;
}

} // namespace

Result<void> holdsLimits(const Connection &connection)
{
    if (!connection.ownTables().limitsHidden)
        return {};
    return fail(
        StoreError::Kind::NotPermitted,
        Text::tr("This store has limits that you may not read, so they could not be held. Nothing "
                 "was recorded. Ask for: GRANT SELECT ON tollkeeper_limits TO your role."));
}

Decision decide(double total, double cost, std::optional<double> cap)
{
    if (cap && total >= *cap)
        return {Decision::Outcome::Refused, total, cap};
    const double sum = round10(total + cost);
    if (cap && sum > *cap)
        return {Decision::Outcome::Refused, sum, cap};
    return {Decision::Outcome::Logged, sum, cap};
}

Result<void> holdable(const QString &project, double total, std::optional<double> cap)
{
    if (!cap || std::isfinite(total))
        return {};
    return fail(
        StoreError::Kind::Internal,
        Text::tr("The counter of %1 is not a number, so its limit cannot be held. Nothing was "
                 "recorded. Reset its budget.")
            .arg(format::safeText(project, 100)));
}

Result<std::optional<double>> storedCap(Connection &connection, const QString &project)
{
    if (!connection.hasLimits())
        return std::nullopt;
    const auto cap = connection.value(u"stored_cap"_s, {{u":project"_s, project}});
    if (!cap)
        return tl::unexpected(cap.error());
    return cap->isValid() ? std::optional<double>(cap->toDouble()) : std::nullopt;
}

Result<void> insertCall(Connection &connection, const Bindings &call)
{
    const auto inserted = connection.execute(u"insert_call"_s, call);
    const auto &meantFor = connection.options().meantFor;
    if (!inserted || !meantFor)
        return inserted;
    // The key is of the call and not of the file: a file that was copied goes on with keys that the
    // original does not give.
    return connection.execute(
        u"mark_waiting"_s, {{u":key"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)},
                            {u":target"_s, *meantFor}});
}

Bindings valuesOf(const UsageRecord &usage, Timestamp now)
{
    return {{u":project"_s, usage.project},
            {u":model"_s, usage.model},
            {u":input_tokens"_s, usage.inputTokens},
            {u":output_tokens"_s, usage.outputTokens},
            {u":cost"_s, round10(usage.costUsd)},
            {u":now"_s, now.toIso()}};
}

Result<bool> cameTrue(Connection &connection, const QString &project, const QString &counting,
                      const Bindings &bindings, double *totalUsd)
{
    auto asking = Transaction::beginWrite(connection);
    if (!asking)
        return tl::unexpected(asking.error());
    const auto budget = lockBudget(connection, project, connection.now());
    if (!budget)
        return tl::unexpected(budget.error());
    const auto count = connection.value(counting, bindings);
    if (!count)
        return tl::unexpected(count.error());
    if (count->toInt() == 0)
        return false;
    if (totalUsd)
        *totalUsd = budget->totalUsd;
    // A commit whose wait for a standby was broken off can be seen before the standby has it.
    if (const auto durable = asking->commitWhatWasRead(); !durable)
        return tl::unexpected(durable.error());
    return true;
}

LockedBudget LockedBudget::of(const Rows &row, Timestamp now)
{
    LockedBudget budget;
    budget.totalUsd = row.value(0).toDouble();
    budget.lastResetAt = Timestamp::parse(row.value(1).toString());
    if (!row.isNull(2))
        budget.storedCap = row.value(2).toDouble();
    budget.period = parsePeriod(row.value(3).toString()).value_or(Period::None);
    budget.limitSetAt = Timestamp::parse(row.value(4).toString());
    budget.serverNow = Timestamp::parse(row.value(5).toString()).value_or(now);
    return budget;
}

Result<std::optional<LockedBudget>> lockBudgetIfThere(Connection &connection,
                                                      const QString &project, Timestamp now)
{
    auto budget = budgetOf(connection, u"lock_budget"_s, project, now);
    if (!budget || !*budget)
        return budget;
    if (const auto closed = closeEndedPeriod(connection, project, **budget, now); !closed)
        return tl::unexpected(closed.error());
    return budget;
}

Result<LockedBudget> lockBudget(Connection &connection, const QString &project, Timestamp now)
{
    auto budget = lockBudgetIfThere(connection, project, now);
    if (budget && !*budget) {
        const auto ensured = connection.execute(
            u"ensure_budget"_s, {{u":project"_s, project}, {u":now"_s, now.toIso()}});
        if (!ensured)
            return tl::unexpected(ensured.error());
        budget = lockBudgetIfThere(connection, project, now);
    }
    if (!budget)
        return tl::unexpected(budget.error());
    if (*budget)
        return **budget;
    return fail(
        StoreError::Kind::Conflict,
        Text::tr("The budget of %1 was deleted at this moment. Nothing was recorded; try again.")
            .arg(format::safeText(project, 100)));
}

Result<Decision> record(Connection &connection, const UsageRecord &usage,
                        std::optional<double> maxBudgetUsd)
{
    if (const auto can = holdsLimits(connection); !can)
        return tl::unexpected(can.error());
    const Bindings call = valuesOf(usage, connection.now());
    if (connection.dialect().recordsAtOnce()) {
        const auto decided = recordAtOnce(connection, usage, call, maxBudgetUsd);
        if (!decided)
            return tl::unexpected(decided.error());
        if (*decided)
            return **decided;
    }
    return recordStepwise(connection, usage, call, maxBudgetUsd);
}

Result<Decision> log(Connection &connection, const UsageRecord &usage,
                     std::optional<double> maxBudgetUsd)
{
    return recordStepwise(connection, usage, valuesOf(usage, connection.now()), maxBudgetUsd, true);
}

Result<Decision> check(Connection &connection, const QString &project,
                       std::optional<double> maxBudgetUsd)
{
    const auto found = budgetOf(connection, u"peek_budget"_s, project, connection.now());
    if (!found)
        return tl::unexpected(found.error());
    const auto stored = storedCap(connection, project);
    if (!stored)
        return tl::unexpected(stored.error());
    const auto cap = effectiveCap(maxBudgetUsd, *stored);
    const LockedBudget budget = found->value_or(LockedBudget{});
    double total = budget.totalUsd;
    // Who records next closes the period that is over; until then it is as if that was done.
    const auto began =
        endedPeriod(budget.period, budget.lastResetAt, budget.limitSetAt, budget.serverNow);
    if (began) {
        const auto spent = spend(connection, spendSince(project, *began), {});
        if (!spent)
            return tl::unexpected(spent.error());
        total = costOf(*spent).toUsd();
    }
    if (const auto can = holdable(project, total, cap); !can)
        return tl::unexpected(can.error());
    return decide(total, 0, cap);
}

} // namespace tollkeeper::operations
