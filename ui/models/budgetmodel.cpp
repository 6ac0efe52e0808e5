// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/budgetmodel.h"

#include "format/format.h"
#include "models/cells.h"

#include <cstdlib>
#include <limits>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

std::optional<Money> limitOf(const BudgetState &state)
{
    if (!state.budget.limit)
        return {};
    return Money::fromUsd(state.budget.limit->maxBudgetUsd);
}

QString periodText(Period period)
{
    switch (period) {
    case Period::Daily:
        return BudgetModel::tr("Daily");
    case Period::Weekly:
        return BudgetModel::tr("Weekly");
    case Period::Monthly:
        return BudgetModel::tr("Monthly");
    case Period::None:
        break;
    }
    return BudgetModel::tr("No period");
}

QString thresholdsText(const std::vector<int> &percents)
{
    QStringList texts;
    for (const int percent : percents)
        texts.append(QString::number(percent));
    return texts.isEmpty() ? BudgetModel::tr("never") : texts.join(u", "_s) + u" %"_s;
}

} // namespace

std::vector<BudgetRow> budgetRows(const Snapshot &snapshot)
{
    std::vector<BudgetRow> rows;
    for (BudgetState &state : budgetStates(snapshot.budgets)) {
        BudgetForecast forecast = budgetForecast(state, snapshot.daily, snapshot.takenAt);
        const bool old = !snapshot.isLive(state.budget.project);
        rows.push_back({std::move(state), forecast, {}, old});
    }
    return rows;
}

QString amountText(const BudgetState &state)
{
    if (state.unreadable)
        return BudgetModel::tr("The stored total is not a number");
    const QString spent = format::usdTotal(state.total);
    if (const auto limit = limitOf(state))
        return BudgetModel::tr("%1 of %2").arg(spent, format::usdTotal(*limit));
    return BudgetModel::tr("%1 spent").arg(spent);
}

BudgetModel::BudgetModel(QObject *parent) : ValueModel(parent)
{
    setColumns({
        {.title = QT_TR_NOOP("Used"),
         .toolTip = tr("Percent of the limit"),
         .alignment = Qt::AlignHCenter},
        {.title = QT_TR_NOOP("Project")},
        {.title = QT_TR_NOOP("State")},
        {.title = QT_TR_NOOP("Spent"),
         .toolTip = tr("Since the last reset or the start of the period, as logged"),
         .alignment = Qt::AlignRight},
        {.title = QT_TR_NOOP("Limit"), .alignment = Qt::AlignRight},
        {.title = QT_TR_NOOP("Left"), .alignment = Qt::AlignRight, .priority = 4},
        {.title = QT_TR_NOOP("Period"),
         .toolTip = tr("After which the budget starts anew, in UTC"),
         .priority = 3},
        {.title = QT_TR_NOOP("Warn at"), .toolTip = tr("Percent of the limit"), .priority = 7},
        {.title = QT_TR_NOOP("Burn rate"),
         .toolTip = tr("USD a day, mean of the last 7 complete UTC days"),
         .alignment = Qt::AlignRight,
         .priority = 2},
        {.title = QT_TR_NOOP("Forecast"),
         .toolTip = tr("If spend goes on as in the last 7 days"),
         .priority = 1},
        {.title = QT_TR_NOOP("Last reset"), .alignment = Qt::AlignRight, .priority = 6},
        {.title = QT_TR_NOOP("Ledger"),
         .toolTip = tr("Whether the counter is what the calls in the log add up to"),
         .priority = 5},
    });
}

void BudgetModel::setBudgets(std::vector<BudgetRow> rows, Timestamp now)
{
    m_now = now;
    setRows(std::move(rows));
}

Cell BudgetModel::cell(int index, int column) const
{
    const auto &[state, forecast, ledger, old] = row(index);
    const Budget &budget = state.budget;
    switch (column) {
    case Used:
        if (!state.usedPercent)
            return {.text = u"–"_s, .tone = Tone::Quiet, .meter = 0.0};
        return {.text = format::percent(*state.usedPercent),
                .toolTip = amountText(state),
                .raw = *state.usedPercent,
                .tone = cells::statusTone(state.status),
                .meter = *state.usedPercent};
    case Project:
        return cells::nameCell(budget.project, old);
    case Status:
        return {.text = format::status(state.status),
                .raw = statusName(state.status),
                .tone = cells::statusTone(state.status),
                .chip = true};
    case Spent: {
        if (state.unreadable)
            return {.text = tr("not a number"), .toolTip = amountText(state), .tone = Tone::Bad};
        Cell cell = cells::money(state.total);
        cell.text = format::usdTotal(state.total);
        return cell;
    }
    case Limited:
        return cells::money(limitOf(state));
    case Left:
        return cells::money(state.left);
    case Period:
        if (!budget.limit)
            return {.text = u"–"_s, .tone = Tone::Quiet};
        return {.text = periodText(budget.limit->period), .raw = periodName(budget.limit->period)};
    case WarnAt:
        if (!budget.limit)
            return {.text = u"–"_s, .tone = Tone::Quiet};
        return {.text = thresholdsText(budget.limit->warnPercents),
                .raw = thresholdsText(budget.limit->warnPercents)};
    case BurnRate: {
        Cell cell = cells::money(forecast.burnRate);
        cell.text = tr("%1 a day").arg(cell.text);
        return cell;
    }
    case Forecast: {
        const QString text = format::forecast(forecast, m_now);
        const bool quiet = forecast.outlook == BudgetForecast::Outlook::NoLimit;
        return {.text = text,
                .toolTip = text,
                .raw = text,
                .tone = quiet ? Tone::Quiet : Tone::Neutral};
    }
    case LastReset:
        return cells::age(budget.lastResetAt, m_now);
    case Ledger:
        if (!ledger)
            return {.text = old ? u"–"_s : u"…"_s, .tone = Tone::Quiet}; // who is away is not asked
        return {.text = format::ledgerFinding(ledger->finding),
                .toolTip = format::ledgerSentence(*ledger),
                .raw = findingName(ledger->finding),
                .tone = ledger->agrees() ? Tone::Quiet : Tone::Warning};
    default:
        return {};
    }
}

QVariant BudgetModel::sortValue(int index, int column) const
{
    const auto &[state, forecast, ledger, old] = row(index);
    const Budget &budget = state.budget;
    switch (column) {
    case Project:
        return budget.project;
    case Spent:
        return state.total.units();
    case Limited:
        return limitOf(state).value_or(Money::fromUnits(-1)).units();
    case Left:
        return state.left.value_or(Money::fromUnits(-1)).units();
    case Period:
        return budget.limit ? int(budget.limit->period) : -1;
    case WarnAt:
        return budget.limit && !budget.limit->warnPercents.empty()
                   ? budget.limit->warnPercents.front()
                   : -1;
    case BurnRate:
        return forecast.burnRate.units();
    case Forecast:
        // Soonest first: what has run out, what runs out, and then what does not.
        if (forecast.outlook == BudgetForecast::Outlook::Exceeded)
            return std::numeric_limits<qint64>::min();
        return forecast.runsOutAt ? forecast.runsOutAt->micros : std::numeric_limits<qint64>::max();
    case LastReset:
        return budget.lastResetAt.value_or(Timestamp()).micros;
    case Ledger:
        return ledger ? std::abs(ledger->difference().units()) : -1;
    default:
        // Without a limit: after all others, by total.
        return state.usedPercent.value_or(-1e12 + state.total.toUsd());
    }
}

} // namespace tollkeeper::ui
