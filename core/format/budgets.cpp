// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format/format.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::format {

QString ledgerFinding(LedgerFinding finding)
{
    switch (finding) {
    case LedgerFinding::Agrees:
        break;
    case LedgerFinding::Drift:
        return u"Drift"_s;
    case LedgerFinding::MissingCounter:
        return u"Missing counter"_s;
    case LedgerFinding::EditedCounter:
        return u"Edited counter"_s;
    case LedgerFinding::UnreadableCounter:
        return u"Unreadable counter"_s;
    case LedgerFinding::CounterWithoutLog:
        return u"Counter without log"_s;
    }
    return u"Agrees"_s;
}

QString ledgerSentence(const LedgerLine &line)
{
    QString sentence;
    switch (line.finding) {
    case LedgerFinding::Agrees:
        return u"The counter is what the calls in the log add up to."_s;
    case LedgerFinding::Drift:
        return u"Float noise of sums that were not rounded when they were added."_s;
    case LedgerFinding::MissingCounter:
        sentence = u"There are calls in the log, but no counter: they were not charged, or the "
                   "counter was deleted."_s;
        break;
    case LedgerFinding::EditedCounter:
        sentence = u"The counter was changed by hand, or calls were added, changed or deleted "
                   "without it."_s;
        break;
    case LedgerFinding::UnreadableCounter:
        sentence = u"The counter holds no amount (another program broke it), so llm-toll no longer "
                   "holds the project to its budget."_s;
        break;
    case LedgerFinding::CounterWithoutLog:
        sentence = u"The counter holds an amount, but there are no calls that it could come from."_s;
        break;
    }
    if (line.badRows == 1)
        sentence += u" One call holds no valid amount or date, and is left out."_s;
    else if (line.badRows > 1)
        sentence += u" %1 calls hold no valid amount or date, and are left out."_s.arg(
            count(line.badRows));
    if (line.base.basis == LedgerBase::Basis::Time)
        sentence += u" The last reset was llm-toll's own, so calls count by their time: clocks that "
                    "differ can be the reason, too."_s;
    return sentence;
}

QString ledgerBasis(const LedgerBase &base)
{
    if (!base.since)
        return u"since the first call"_s;
    return base.periodBegan ? u"since the period began on %1"_s.arg(day(base.since->day()))
                            : u"since the reset of %1"_s.arg(dateTime(*base.since));
}

QString thresholdPassed(const BudgetState &state)
{
    const QString name = safeText(state.budget.project, 60);
    if (state.unreadable)
        return u"The counter of %1 cannot be read: its limit cannot be held."_s.arg(name);
    const QString amounts = u"%1 of %2"_s.arg(
        usdTotal(state.total),
        usdTotal(Money::fromUsd(state.budget.limit ? state.budget.limit->maxBudgetUsd : 0)));
    if (state.status == BudgetStatus::Exceeded)
        return u"%1 has reached its limit: %2. Further calls are refused."_s.arg(name, amounts);
    return u"%1 has passed %2 % of its limit: %3."_s.arg(
        name, QString::number(state.passedThreshold.value_or(0)), amounts);
}

QString rehearsalSummary(const Rehearsal &rehearsal, Period period)
{
    if (rehearsal.days.size() == 0)
        return u"No calls yet that this could be tried on."_s;
    const QString days = range(rehearsal.days);
    if (rehearsal.events.empty())
        return u"Tried on %1: would never have warned."_s.arg(days);
    QStringList parts;
    if (period == Period::None) {
        if (rehearsal.reached > 0)
            parts << u"would have been reached"_s;
        else
            parts << u"would have warned"_s;
    } else {
        const QString of = u"in %1 of %2 %3 periods"_s.arg(
            QString::number(std::max(rehearsal.warned, rehearsal.reached)),
            count(rehearsal.periods), periodName(period));
        parts << (rehearsal.warned > 0 ? u"would have warned "_s : u"would have been reached "_s) + of;
        if (rehearsal.reached > 0 && rehearsal.warned > 0)
            parts << u"reached in %1"_s.arg(count(rehearsal.reached));
    }
    if (rehearsal.over > Money())
        parts << u"%1 refused"_s.arg(usdTotal(rehearsal.over));
    return u"Tried on %1: %2."_s.arg(days, parts.join(u", "_s));
}

QString rehearsalEvent(const Rehearsal::Event &event, int year)
{
    const QString what = event.percent ? u"would have warned (%1 %)"_s.arg(*event.percent)
                                       : u"would have been reached"_s;
    return u"%1: %2, %3 spent"_s.arg(day(event.day, year), what, usdTotal(event.spent));
}

} // namespace tollkeeper::format
