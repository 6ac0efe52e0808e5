// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "budget/rehearsal.h"

#include "analysis/selection.h"
#include "budget/budgetstate.h"

#include <algorithm>

namespace tollkeeper {

namespace {

// One period as it goes by.
class Run
{
public:
    Run(Rehearsal &rehearsal, const Limit &limit)
        : m_rehearsal(rehearsal), m_limit(limit), m_cap(Money::fromUsd(limit.maxBudgetUsd))
    {
        ++m_rehearsal.periods;
    }

    void spend(QDate day, Money cost)
    {
        const Money before = m_spent;
        m_spent += cost;
        if (cost > Money())
            look(day);
        m_rehearsal.over += std::max(m_spent, m_cap) - std::max(before, m_cap);
    }

private:
    void look(QDate day)
    {
        if (m_reached)
            return;
        std::optional<int> passed;
        for (const int percent : m_limit.warnPercents) {
            if (percent > m_passed && m_spent >= thresholdAmount(m_cap, percent))
                passed = percent;
        }
        if (passed && m_passed == 0)
            ++m_rehearsal.warned;
        m_passed = passed.value_or(m_passed);
        m_reached = m_spent >= m_cap;
        if (m_reached)
            ++m_rehearsal.reached;
        if (m_reached || passed)
            m_rehearsal.events.push_back({day, m_reached ? std::nullopt : passed, m_spent});
    }

    Rehearsal &m_rehearsal;
    const Limit &m_limit;
    Money m_cap;
    Money m_spent;
    int m_passed = 0;
    bool m_reached = false;
};

} // namespace

Rehearsal rehearse(const Limit &limit, const QString &project, const SpendCube &daily, QDate today,
                   std::optional<QDate> since)
{
    Rehearsal rehearsal;
    SpendFilter filter{std::nullopt, project, std::nullopt};
    const auto firstCall = Selection(daily, filter).firstBucket();
    if (!firstCall)
        return rehearsal;
    QDate first = dayFromEpoch(*firstCall);
    if (since)
        first = std::max(first, periodStart(limit.period, *since).value_or(*since));
    filter.range = Range::days(first, today);
    rehearsal.days = *filter.range;

    std::optional<Run> run;
    for (const BucketTotals &bucket : byBucket(daily, filter)) {
        const QDate day = dayFromEpoch(bucket.bucket);
        if (!run || periodStart(limit.period, day) == day)
            run.emplace(rehearsal, limit);
        run->spend(day, bucket.totals.cost);
    }
    return rehearsal;
}

} // namespace tollkeeper
