// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/operations.h"

#include "budget/periods.h"

#include <cmath>

using namespace Qt::StringLiterals;

// Budgets start anew at a UTC boundary without anybody being there: whoever comes first afterwards
// (a call, the window, the terminal) closes the period that is over, under the row's lock, so that it
// is done once. By then programs that know no periods, such as llm-toll, may have charged calls of the
// new one to the counter. The log says what those cost: that is the new total, and the rest was spent
// in the period before. A call is of the period in which it was made (created_at); one that arrives
// later, from an outbox, counts when it arrives.
namespace tollkeeper::operations {

namespace {

QString reasonOf(const LockedBudget &budget, Timestamp began)
{
    const QString name = periodName(budget.period);
    const QDate last = began.day().addDays(-1); // of the period that is over
    const auto countsSince = std::max(budget.lastResetAt, budget.limitSetAt);
    if (countsSince->day() >= *periodStart(budget.period, last))
        return u"%1 period ended"_s.arg(name);
    return u"%1 period ended, and others since %2 that nobody closed"_s.arg(
        name, countsSince->day().toString(Qt::ISODate));
}

} // namespace

SpendFilter spendSince(const QString &project, Timestamp boundary)
{
    SpendFilter filter;
    filter.project = project;
    filter.range = Range::days(boundary.day(), QDate(9999, 12, 30));
    return filter;
}

Money costOf(const SpendCube &cube)
{
    Money cost;
    for (const SpendCube::Cell &cell : cube.cells)
        cost += cell.totals.cost;
    return cost;
}

Result<void> closeEndedPeriod(Connection &connection, const QString &project, LockedBudget &budget,
                              Timestamp now)
{
    const auto began =
        endedPeriod(budget.period, budget.lastResetAt, budget.limitSetAt, budget.serverNow);
    if (!began || !connection.info().access.canReset)
        return {};
    const auto spent = spendFromLog(connection, spendSince(project, *began), {});
    if (!spent)
        return tl::unexpected(spent.error());
    const auto covers = highestLogId(connection, project, -1);
    if (!covers)
        return tl::unexpected(covers.error());

    const Money carriedOn = costOf(*spent);
    AuditEntry entry;
    entry.at = *began;
    entry.action = AuditEntry::Action::PeriodClosed;
    entry.project = project;
    if (std::isfinite(budget.totalUsd))
        entry.amountUsd = std::max(Money::fromUsd(budget.totalUsd) - carriedOn, Money()).toUsd();
    entry.coversLogId = *covers;
    entry.reason = reasonOf(budget, *began);
    entry.previousResetAt = budget.lastResetAt;
    entry.maxBudgetUsd = budget.storedCap;

    budget.totalUsd = carriedOn.toUsd();
    budget.lastResetAt = *began;
    budget.periodClosed = true;
    const auto written =
        writeTotal(connection, project, budget.totalUsd, budget.lastResetAt, now);
    if (!written)
        return written;
    if (const auto underWay = noteCallsUnderWay(connection, entry); !underWay)
        return underWay;
    if (const auto noted = writeAudit(connection, entry); !noted)
        return tl::unexpected(noted.error());
    return {};
}

Result<void> closeEndedPeriod(Connection &connection, const QString &project)
{
    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const auto budget = lockBudgetIfThere(connection, project, connection.now());
    if (!budget)
        return tl::unexpected(budget.error());
    if (!*budget || !(*budget)->periodClosed)
        return {}; // somebody else was first
    return transaction->commitWhatWasRead(); // in doubt, the next look at the budget tells
}

} // namespace tollkeeper::operations
