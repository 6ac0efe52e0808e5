// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/operations.h"

#include "budget/budgetstate.h"
#include "format/format.h"
#include "values/money.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

Result<void> validateName(const QString &what, const QString &name)
{
    using Kind = StoreError::Kind;
    if (name.isEmpty())
        return fail(Kind::Invalid, u"The %1 has no name. Give one."_s.arg(what));
    if (name.contains(QChar(0)))
        return fail(Kind::Invalid, u"The name of the %1 holds a NUL character."_s.arg(what));
    if (!name.isValidUtf16())
        return fail(Kind::Invalid, u"The name of the %1 is not valid Unicode."_s.arg(what));
    if (name.toUcs4().size() > maxNameLength) {
        return fail(Kind::Invalid,
                    u"The name of the %1 has %2 characters; at most %3 are allowed."_s.arg(what)
                        .arg(name.toUcs4().size())
                        .arg(maxNameLength));
    }
    return {};
}

Result<void> validateTokens(const QString &what, qint64 tokens)
{
    if (tokens >= 0 && tokens <= maxTokens)
        return {};
    return fail(StoreError::Kind::Invalid,
                u"%1 are %2; they must be between 0 and %3."_s.arg(what).arg(tokens).arg(maxTokens));
}

Result<void> validateCap(double cap)
{
    if (std::isfinite(cap) && cap >= 0)
        return {};
    return fail(StoreError::Kind::Invalid,
                u"A limit must be a finite amount of USD, 0 or more; this one is %1."_s.arg(cap));
}

// The contract's rule, and nothing else.
Decision decide(double total, double cost, std::optional<double> cap)
{
    if (cap && total >= *cap)
        return {Decision::Outcome::Refused, total, cap};
    const double sum = round10(total + cost);
    if (cap && sum > *cap)
        return {Decision::Outcome::Refused, sum, cap};
    return {Decision::Outcome::Logged, sum, cap};
}

Result<std::optional<double>> storedCap(Connection &connection, const QString &project)
{
    if (!connection.hasLimits())
        return std::nullopt;
    const auto cap = connection.value(u"stored_cap"_s, {{u":project"_s, project}});
    if (!cap)
        return tl::unexpected(cap.error());
    if (!cap->isValid())
        return std::nullopt;
    return cap->toDouble();
}

} // namespace

Result<void> validate(const UsageRecord &usage, std::optional<double> maxBudgetUsd)
{
    auto valid = validateName(u"project"_s, usage.project);
    if (valid)
        valid = validateName(u"model"_s, usage.model);
    if (valid)
        valid = validateTokens(u"Input tokens"_s, usage.inputTokens);
    if (valid)
        valid = validateTokens(u"Output tokens"_s, usage.outputTokens);
    if (valid && !(usage.costUsd >= 0 && usage.costUsd <= maxCostUsd)) {
        valid = fail(StoreError::Kind::Invalid,
                     u"The cost of a call must be between 0 and %1 USD; this one is %2."_s
                         .arg(maxCostUsd, 0, 'f', 0)
                         .arg(usage.costUsd));
    }
    if (valid && maxBudgetUsd)
        valid = validateCap(*maxBudgetUsd);
    return valid;
}

Result<void> validate(const QString &project, const Limit &limit)
{
    auto valid = validateName(u"project"_s, project);
    if (valid)
        valid = validateCap(limit.maxBudgetUsd);
    int previous = 0;
    for (const int percent : limit.warnPercents) {
        if (valid && (percent <= previous || percent > 100)) {
            valid = fail(StoreError::Kind::Invalid,
                         u"Warning thresholds must be whole percents from 1 to 100, each larger "
                         "than the one before."_s);
        }
        previous = percent;
    }
    return valid;
}

Result<LockedBudget> lockBudget(Connection &connection, const QString &project, Timestamp now)
{
    const auto ensured = connection.execute(
        u"ensure_budget"_s, {{u":project"_s, project}, {u":now"_s, now.toIso()}});
    if (!ensured)
        return tl::unexpected(ensured.error());
    auto row = connection.query(u"lock_budget"_s, {{u":project"_s, project}});
    if (!row)
        return tl::unexpected(row.error());
    if (!row->next()) {
        if (const auto ended = connection.endOf(*row); !ended)
            return tl::unexpected(ended.error());
        return fail(StoreError::Kind::Conflict,
                    u"The budget of %1 was deleted at this moment. Nothing was recorded; try "
                    "again."_s.arg(format::safeText(project, 100)));
    }
    LockedBudget budget{row->value(0).toDouble(), Timestamp::parse(row->value(1).toString())};
    return budget;
}

Result<Decision> record(Connection &connection, const UsageRecord &usage,
                        std::optional<double> maxBudgetUsd)
{
    const Timestamp now = connection.now();
    const double cost = round10(usage.costUsd);

    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());

    const auto budget = lockBudget(connection, usage.project, now);
    if (!budget)
        return tl::unexpected(budget.error());
    const auto stored = storedCap(connection, usage.project);
    if (!stored)
        return tl::unexpected(stored.error());
    const auto cap = effectiveCap(maxBudgetUsd, *stored);
    if (cap && !std::isfinite(budget->totalUsd)) {
        // NaN compares as "not over the cap": an unreadable counter must not switch the cap off.
        return fail(StoreError::Kind::Internal,
                    u"The counter of %1 is not a number, so its limit cannot be held. Nothing was "
                    "recorded. Reset its budget."_s.arg(format::safeText(usage.project, 100)));
    }

    const Decision decision = decide(budget->totalUsd, cost, cap);
    if (!decision.logged())
        return decision;

    const Bindings call{{u":project"_s, usage.project},
                        {u":model"_s, usage.model},
                        {u":input_tokens"_s, usage.inputTokens},
                        {u":output_tokens"_s, usage.outputTokens},
                        {u":cost"_s, cost},
                        {u":now"_s, now.toIso()}};
    const auto id = connection.value(u"insert_call"_s, call);
    if (!id)
        return tl::unexpected(id.error());
    const auto charged = connection.execute(u"charge_budget"_s, {{u":project"_s, usage.project},
                                                                 {u":total"_s, decision.totalUsd},
                                                                 {u":now"_s, now.toIso()}});
    if (!charged)
        return tl::unexpected(charged.error());

    const auto committed = transaction->commit([&]() -> Result<bool> {
        // Whoever still holds the row is our own transaction on its way: wait for its end.
        auto asking = Transaction::beginWrite(connection);
        if (!asking)
            return tl::unexpected(asking.error());
        if (const auto locked = lockBudget(connection, usage.project, now); !locked)
            return tl::unexpected(locked.error());
        Bindings found = call;
        found.emplace_back(u":id"_s, *id);
        const auto count = connection.value(u"find_call"_s, found);
        if (!count)
            return tl::unexpected(count.error());
        return count->toInt() == 1;
    });
    if (!committed)
        return tl::unexpected(committed.error());
    return decision;
}

} // namespace tollkeeper::operations
