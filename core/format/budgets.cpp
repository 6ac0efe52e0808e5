// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format/format.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace tollkeeper::format {

namespace {

QString inPeriods(qint64 some, qint64 all, Period period)
{
    const QString text = period == Period::Daily    ? Text::tr("in %1 of %2 daily periods")
                         : period == Period::Weekly ? Text::tr("in %1 of %2 weekly periods")
                                                    : Text::tr("in %1 of %2 monthly periods");
    return text.arg(QString::number(some), count(all));
}

QString periodEnded(const QString &period)
{
    if (period == periodName(Period::Daily))
        return Text::tr("daily period ended");
    return period == periodName(Period::Weekly) ? Text::tr("weekly period ended")
                                                : Text::tr("monthly period ended");
}

QString limitPart(const QString &part)
{
    static const QRegularExpression warning(u"^warn at ([0-9, ]+) %$"_s);
    if (const auto match = warning.match(part); match.hasMatch())
        return Text::tr("warn at %1 %").arg(match.captured(1));
    return part == periodName(Period::Daily)     ? Text::tr("daily")
           : part == periodName(Period::Weekly)  ? Text::tr("weekly")
           : part == periodName(Period::Monthly) ? Text::tr("monthly")
                                                 : part;
}

} // namespace

QString ledgerFinding(LedgerFinding finding)
{
    switch (finding) {
    case LedgerFinding::Agrees:
        break;
    case LedgerFinding::Drift:
        return Text::tr("Drift");
    case LedgerFinding::CallUnderWay:
        return Text::tr("Call under way");
    case LedgerFinding::MissingCounter:
        return Text::tr("Missing counter");
    case LedgerFinding::EditedCounter:
        return Text::tr("Edited counter");
    case LedgerFinding::UnreadableCounter:
        return Text::tr("Unreadable counter");
    case LedgerFinding::CounterWithoutLog:
        return Text::tr("Counter without log");
    }
    return Text::tr("Agrees");
}

QString ledgerSentence(const LedgerLine &line)
{
    QString sentence;
    switch (line.finding) {
    case LedgerFinding::Agrees:
        return Text::tr("The counter is what the calls in the log add up to.");
    case LedgerFinding::Drift:
        return Text::tr("Float noise of sums that were not rounded when they were added.");
    case LedgerFinding::CallUnderWay:
        sentence = Text::tr(
            "A call of just this cost may have been under way during the reset: logged before it, "
            "charged after it. Then the counter is right, and nobody changed it.");
        break;
    case LedgerFinding::MissingCounter:
        sentence =
            Text::tr("There are calls in the log, but no counter: they were not charged, or the "
                     "counter was deleted.");
        break;
    case LedgerFinding::EditedCounter:
        sentence =
            Text::tr("The counter was changed by hand, or calls were added, changed or deleted "
                     "without it.");
        break;
    case LedgerFinding::UnreadableCounter:
        sentence = Text::tr(
            "The counter holds no amount (another program broke it), so llm-toll no longer "
            "holds the project to its budget.");
        break;
    case LedgerFinding::CounterWithoutLog:
        sentence = Text::tr(
            "The counter holds an amount, but there are no calls that it could come from.");
        break;
    }
    if (line.badRows == 1)
        sentence += Text::tr(" One call holds no valid amount or date, and is left out.");
    else if (line.badRows > 1)
        sentence += Text::tr(" %1 calls hold no valid amount or date, and are left out.")
                        .arg(count(line.badRows));
    if (line.base.basis == LedgerBase::Basis::Time)
        sentence += Text::tr(
            " The last reset was llm-toll's own, so calls count by their time: clocks that "
            "differ can be the reason, too.");
    return sentence;
}

QString ledgerBasis(const LedgerBase &base)
{
    if (!base.since)
        return Text::tr("since the first call");
    return base.periodBegan ? Text::tr("since the period began on %1").arg(day(base.since->day()))
                            : Text::tr("since the reset of %1").arg(dateTime(*base.since));
}

QString auditReason(const AuditEntry &entry)
{
    // As store/periods.cpp and setLimit() write them.
    static const QRegularExpression ended(
        u"^(daily|weekly|monthly) period ended"
        "(?:, and others since ([0-9-]{10}) that nobody closed)?$"_s);
    if (entry.action == AuditEntry::Action::PeriodClosed) {
        const auto match = ended.match(entry.reason);
        if (!match.hasMatch())
            return entry.reason;
        const QString text = periodEnded(match.captured(1));
        const QDate since = QDate::fromString(match.captured(2), Qt::ISODate);
        return since.isValid() ? Text::tr("%1, and others since %2 that nobody closed")
                                     .arg(text, dayInFigures(since))
                               : text;
    }
    if (entry.action != AuditEntry::Action::LimitSet)
        return entry.reason;
    QStringList parts = entry.reason.split(u"; "_s);
    for (QString &part : parts)
        part = limitPart(part);
    return parts.join(u"; "_s);
}

QString thresholdPassed(const BudgetState &state)
{
    const QString name = safeText(state.budget.project, 60);
    if (state.unreadable)
        return Text::tr("The counter of %1 cannot be read: its limit cannot be held.").arg(name);
    const QString amounts =
        Text::tr("%1 of %2")
            .arg(usdTotal(state.total),
                 usdTotal(
                     Money::fromUsd(state.budget.limit ? state.budget.limit->maxBudgetUsd : 0)));
    if (state.status == BudgetStatus::Exceeded)
        return Text::tr("%1 has reached its limit: %2. Further calls are refused.")
            .arg(name, amounts);
    return Text::tr("%1 has passed %2 % of its limit: %3.")
        .arg(name, QString::number(state.passedThreshold.value_or(0)), amounts);
}

QString rehearsalSummary(const Rehearsal &rehearsal, Period period)
{
    if (rehearsal.days.size() == 0)
        return Text::tr("No calls yet that this could be tried on.");
    const QString days = range(rehearsal.days);
    if (rehearsal.events.empty())
        return Text::tr("Tried on %1: would never have warned.").arg(days);
    QStringList parts;
    if (period == Period::None) {
        if (rehearsal.reached > 0)
            parts << Text::tr("would have been reached");
        else
            parts << Text::tr("would have warned");
    } else {
        const QString in =
            inPeriods(std::max(rehearsal.warned, rehearsal.reached), rehearsal.periods, period);
        parts << (rehearsal.warned > 0 ? Text::tr("would have warned %1")
                                       : Text::tr("would have been reached %1"))
                     .arg(in);
        if (rehearsal.reached > 0 && rehearsal.warned > 0)
            parts << Text::tr("reached in %1").arg(count(rehearsal.reached));
    }
    if (rehearsal.over > Money())
        parts << Text::tr("%1 refused").arg(usdTotal(rehearsal.over));
    return Text::tr("Tried on %1: %2.").arg(days, parts.join(u", "_s));
}

QString rehearsalEvent(const Rehearsal::Event &event, int year)
{
    const QString what = event.percent ? Text::tr("would have warned (%1 %)").arg(*event.percent)
                                       : Text::tr("would have been reached");
    return Text::tr("%1: %2, %3 spent").arg(day(event.day, year), what, usdTotal(event.spent));
}

} // namespace tollkeeper::format
