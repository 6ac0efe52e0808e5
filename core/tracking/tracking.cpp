// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tracking/tracking.h"

#include "format/format.h"

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

QString shown(const QString &project)
{
    return u'"' + format::safeText(project, 100) + u'"';
}

QString shown(double usd)
{
    return format::usdExact(Money::fromUsd(usd));
}

} // namespace

Tracker::Tracker(Store &store, TrackingOptions options)
    : m_options(std::move(options))
    , m_check([&store, project = m_options.project, cap = m_options.maxBudgetUsd] {
        return store.check(project, cap);
    })
    , m_record([&store, cap = m_options.maxBudgetUsd](const UsageRecord &usage) {
        return store.record(usage, cap);
    })
    , m_log([&store, cap = m_options.maxBudgetUsd](const UsageRecord &usage) {
        return store.log(usage, cap);
    })
{
}

Tracker::Tracker(StorePool &pool, TrackingOptions options)
    : m_options(std::move(options))
    , m_check([&pool, project = m_options.project, cap = m_options.maxBudgetUsd] {
        return pool.run([=](Store &store) { return store.check(project, cap); }).result();
    })
    , m_record([&pool, cap = m_options.maxBudgetUsd](const UsageRecord &usage) {
        return pool.record({usage, cap}).result();
    })
    , m_log([&pool, cap = m_options.maxBudgetUsd](const UsageRecord &usage) {
        return pool.run([=](Store &store) { return store.log(usage, cap); }).result();
    })
{
}

Result<Decision> Tracker::check() const
{
    return m_check();
}

Result<Decision> Tracker::record(const Usage &usage) const
{
    return m_record(recordOf(usage));
}

Result<Decision> Tracker::log(const Usage &usage) const
{
    const Result<Decision> decision = m_log(recordOf(usage));
    QString warning;
    if (!decision) {
        warning = u"A stream of %1 that cost %2 could not be logged: %3"_s.arg(
            shown(m_options.project), shown(usage.costUsd), decision.error().message);
    } else if (decision->capUsd && decision->totalUsd > *decision->capUsd) {
        warning = u"A stream took the total of %1 to %2, over its limit of %3."_s.arg(
            shown(m_options.project), shown(decision->totalUsd), shown(*decision->capUsd));
    }
    if (!warning.isEmpty() && m_options.warn)
        m_options.warn(warning);
    else if (!warning.isEmpty())
        qWarning("%s", qUtf8Printable(warning));
    return decision;
}

UsageRecord Tracker::recordOf(const Usage &usage) const
{
    return {m_options.project, usage.model, usage.inputTokens, usage.outputTokens, usage.costUsd};
}

StreamLog::StreamLog(Tracker tracker, Usage start)
    : m_tracker(std::move(tracker)), m_usage(std::move(start))
{
}

StreamLog::~StreamLog()
{
    finish();
}

void StreamLog::finish()
{
    if (m_begun && !m_outcome)
        m_outcome = m_tracker.log(m_usage);
}

} // namespace tollkeeper
