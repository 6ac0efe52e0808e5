// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/operations.h"

#include "budget/periods.h"
#include "format/format.h"
#include "values/money.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

Limit limitOf(const Rows &row)
{
    Limit limit;
    limit.maxBudgetUsd = row.value(1).toDouble();
    limit.period = parsePeriod(row.value(2).toString()).value_or(Period::None);
    limit.warnPercents.clear();
    for (const QString &percent : row.value(3).toString().split(u',', Qt::SkipEmptyParts))
        limit.warnPercents.push_back(percent.toInt());
    return limit;
}

} // namespace

Call callOf(const Rows &row)
{
    Call call;
    call.id = row.value(0).toLongLong();
    call.usage.project = storedName(row.value(1));
    call.usage.model = storedName(row.value(2));
    call.usage.inputTokens = row.value(3).toLongLong();
    call.usage.outputTokens = row.value(4).toLongLong();
    call.usage.costUsd = row.value(5).toDouble();
    call.createdAtText = storedName(row.value(6));
    call.createdAt = Timestamp::parse(call.createdAtText);
    if (!row.value(7).toBool())
        call.badReason = badReason(call);
    return call;
}

Result<double> projectTotal(Connection &connection, const QString &project)
{
    const auto total = connection.value(u"project_total"_s, {{u":project"_s, project}});
    if (!total)
        return tl::unexpected(total.error());
    return total->toDouble();
}

Result<std::vector<Budget>> budgets(Connection &connection)
{
    const auto reading = Transaction::beginRead(connection);
    if (!reading)
        return tl::unexpected(reading.error());
    std::vector<Budget> budgets;
    QHash<QString, size_t> byProject;
    auto rows = connection.query(u"budgets_all"_s);
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next()) {
        Budget budget;
        budget.project = storedName(rows->value(0));
        budget.totalUsd = rows->value(1).toDouble();
        budget.lastResetAt = Timestamp::parse(rows->value(2).toString());
        budget.updatedAt = Timestamp::parse(rows->value(3).toString());
        byProject.insert(budget.project, budgets.size());
        budgets.push_back(std::move(budget));
    }
    if (const auto ended = connection.endOf(*rows); !ended)
        return tl::unexpected(ended.error());

    const Timestamp now = connection.now();
    if (connection.hasLimits()) {
        auto limits = connection.query(u"limits"_s);
        if (!limits)
            return tl::unexpected(limits.error());
        while (limits->next()) {
            const QString project = storedName(limits->value(0));
            auto known = byProject.find(project);
            if (known == byProject.end()) {
                known = byProject.insert(project, budgets.size());
                Budget budget;
                budget.project = project;
                budgets.push_back(std::move(budget));
            }
            Budget &budget = budgets[*known];
            budget.limit = limitOf(*limits);
            const auto setAt = Timestamp::parse(limits->value(4).toString());
            const Timestamp serverNow =
                Timestamp::parse(limits->value(5).toString()).value_or(now);
            // Without a counter there is nothing to close.
            const auto began = budget.updatedAt
                ? endedPeriod(budget.limit->period, budget.lastResetAt, setAt, serverNow)
                : std::nullopt;
            if (began) {
                budget.asIfClosed = true;
                budget.lastResetAt = began;
            }
        }
        if (const auto ended = connection.endOf(*limits); !ended)
            return tl::unexpected(ended.error());
    }
    // NaN has no place in an order: it goes last.
    const auto rank = [](const Budget &budget) {
        return std::isnan(budget.totalUsd) ? -std::numeric_limits<double>::infinity()
                                           : budget.totalUsd;
    };
    std::sort(budgets.begin(), budgets.end(), [&rank](const Budget &a, const Budget &b) {
        return rank(a) != rank(b) ? rank(a) > rank(b) : a.project < b.project;
    });
    return budgets;
}

Result<void> showAsIfClosed(Connection &connection, Budget &budget)
{
    const auto spent = spend(connection, spendSince(budget.project, *budget.lastResetAt), {});
    if (!spent)
        return tl::unexpected(spent.error());
    budget.totalUsd = costOf(*spent).toUsd();
    return {};
}

Result<ChangeMark> changeMark(Connection &connection)
{
    ChangeMark mark;
    const auto append = [&](const QString &name) -> Result<void> {
        auto row = connection.query(name);
        if (!row)
            return tl::unexpected(row.error());
        if (!row->next())
            return connection.endOf(*row);
        for (int i = 0; i < row->columns(); ++i)
            mark.value += row->value(i).toString() + u'|';
        return {};
    };
    auto done = append(u"mark"_s);
    if (done && connection.hasLimits() && connection.hasAudit())
        done = append(u"own_mark"_s);
    if (!done)
        return tl::unexpected(done.error());
    mark.value += connection.dialect().fileMark(connection.location());
    return mark;
}

} // namespace tollkeeper::operations
