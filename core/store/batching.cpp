// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/operations.h"

#include "budget/budgetstate.h"
#include "export/json.h"
#include "format/translation.h"
#include "store/accounts.h"
#include "values/money.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

void take(Account &account, const LockedBudget &budget)
{
    account.totalUsd = budget.totalUsd;
    account.storedCap = budget.storedCap;
    account.periodClosed = budget.periodClosed;
}

// PostgreSQL: all rows in two round trips.
Result<void> lockTogether(Connection &connection, Accounts &accounts, Timestamp now)
{
    QList<QByteArray> names;
    for (const auto &[project, account] : accounts)
        names << json::string(project);
    const QString projects = QString::fromUtf8(json::array(names));
    {
        auto created = connection.query(
            u"ensure_budgets"_s, {{u":projects"_s, projects}, {u":now"_s, now.toIso()}});
        if (!created)
            return tl::unexpected(created.error());
        while (created->next())
            accounts.at(created->value(0).toString()).created = true;
        if (const auto ended = connection.endOf(*created); !ended)
            return ended;
    }
    auto locked = connection.query(u"lock_budgets"_s, {{u":projects"_s, projects}});
    if (!locked)
        return tl::unexpected(locked.error());
    std::map<QString, LockedBudget> budgets;
    while (locked->next()) {
        constexpr int projectColumn = 6;
        budgets.emplace(locked->value(projectColumn).toString(), LockedBudget::of(*locked, now));
    }
    if (const auto ended = connection.endOf(*locked); !ended)
        return ended;
    for (auto &[project, budget] : budgets) {
        if (const auto closed = closeEndedPeriod(connection, project, budget, now); !closed)
            return closed;
        take(accounts.at(project), budget);
    }
    if (budgets.size() < accounts.size()) {
        return fail(
            StoreError::Kind::Conflict,
            Text::tr("A budget was deleted at this moment. Nothing was recorded; try again."));
    }
    return {};
}

// SQLite: the transaction holds the write lock already.
Result<void> lockOneByOne(Connection &connection, Accounts &accounts, Timestamp now)
{
    for (auto &[project, account] : accounts) {
        const auto known = connection.value(u"project_total"_s, {{u":project"_s, project}});
        if (!known)
            return tl::unexpected(known.error());
        account.created = !known->isValid();
        const auto budget = lockBudget(connection, project, now);
        if (!budget)
            return tl::unexpected(budget.error());
        take(account, *budget);
    }
    return {};
}

Result<void> writeTogether(Connection &connection, const Accounts &accounts,
                           const std::vector<LoggedCall> &logged, Timestamp now)
{
    QList<QByteArray> calls;
    for (const LoggedCall &call : logged) {
        calls << json::Object()
                     .add("project", call.usage.project)
                     .add("model", call.usage.model)
                     .add("input_tokens", call.usage.inputTokens)
                     .add("output_tokens", call.usage.outputTokens)
                     .add("cost", round10(call.usage.costUsd))
                     .add("created_at", call.at.toIso())
                     .toJson();
    }
    QList<QByteArray> totals;
    for (const auto &[project, account] : accounts) {
        if (account.charged)
            totals << json::Object().add("project", project).add("total", account.totalUsd).toJson();
    }
    return connection.execute(u"record_batch"_s,
                              {{u":calls"_s, QString::fromUtf8(json::array(calls))},
                               {u":totals"_s, QString::fromUtf8(json::array(totals))},
                               {u":now"_s, now.toIso()}});
}

Result<void> writeOneByOne(Connection &connection, const Accounts &accounts,
                           const std::vector<LoggedCall> &logged, Timestamp now)
{
    for (const LoggedCall &call : logged) {
        const auto inserted = insertCall(connection, valuesOf(call.usage, call.at));
        if (!inserted)
            return inserted;
    }
    for (const auto &[project, account] : accounts) {
        if (!account.charged)
            continue;
        const auto charged = connection.execute(u"charge_budget"_s, {{u":project"_s, project},
                                                                     {u":total"_s, account.totalUsd},
                                                                     {u":now"_s, now.toIso()}});
        if (!charged)
            return charged;
    }
    return {};
}

} // namespace

Result<void> lockAccounts(Connection &connection, Accounts &accounts, Timestamp now)
{
    return connection.dialect().recordsAtOnce() ? lockTogether(connection, accounts, now)
                                                : lockOneByOne(connection, accounts, now);
}

Result<void> writeCalls(Connection &connection, const Accounts &accounts,
                        const std::vector<LoggedCall> &calls, Timestamp now)
{
    for (const auto &[project, account] : accounts) {
        if (!account.created || account.charged || account.periodClosed)
            continue;
        const auto forgotten = connection.execute(u"forget_budget"_s, {{u":project"_s, project}});
        if (!forgotten)
            return forgotten;
    }
    // JSON knows no NaN: a broken counter without a limit is charged on its own.
    const bool finite = std::all_of(accounts.begin(), accounts.end(), [](const auto &entry) {
        return !entry.second.charged || std::isfinite(entry.second.totalUsd);
    });
    return connection.dialect().recordsAtOnce() && finite
        ? writeTogether(connection, accounts, calls, now)
        : writeOneByOne(connection, accounts, calls, now);
}

Result<std::vector<Result<Decision>>> record(Connection &connection,
                                             const std::vector<RecordRequest> &requests)
{
    if (const auto can = holdsLimits(connection); !can)
        return tl::unexpected(can.error());
    Accounts accounts;
    for (const RecordRequest &request : requests)
        accounts.try_emplace(request.usage.project);

    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const Timestamp now = connection.now();
    if (const auto locked = lockAccounts(connection, accounts, now); !locked)
        return tl::unexpected(locked.error());

    std::vector<Result<Decision>> answers;
    std::vector<LoggedCall> logged;
    for (const auto &[usage, maxBudgetUsd] : requests) {
        Account &account = accounts.at(usage.project);
        const auto cap = effectiveCap(maxBudgetUsd, account.storedCap);
        if (const auto can = holdable(usage.project, account.totalUsd, cap); !can) {
            answers.push_back(tl::unexpected(can.error()));
            continue;
        }
        const Decision decision = decide(account.totalUsd, round10(usage.costUsd), cap);
        if (decision.logged()) {
            account.totalUsd = decision.totalUsd;
            account.charged = true;
            logged.push_back({usage, connection.now()});
        }
        answers.push_back(decision);
    }
    if (logged.empty()) {
        const bool closed = std::any_of(accounts.begin(), accounts.end(), [](const auto &entry) {
            return entry.second.periodClosed;
        });
        if (closed) // what was refused stays so if this fails
            (void)transaction->commitWhatWasRead();
        return answers;
    }

    if (const auto written = writeCalls(connection, accounts, logged, now); !written)
        return tl::unexpected(written.error());
    const auto committed = transaction->commit([&] {
        const UsageRecord &first = logged.front().usage; // one is in if all are
        return cameTrue(connection, first.project, u"find_call"_s,
                        valuesOf(first, logged.front().at));
    });
    if (!committed)
        return tl::unexpected(committed.error());
    return answers;
}

} // namespace tollkeeper::operations
