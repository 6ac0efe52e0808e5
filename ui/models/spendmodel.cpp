// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spendmodel.h"

#include "format/format.h"
#include "models/cells.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

QVariant optionalValue(const auto &value)
{
    return value ? QVariant(*value) : QVariant();
}

} // namespace

SpendModel::SpendModel(GroupBy groupBy, QObject *parent) : ValueModel(parent), m_groupBy(groupBy)
{
    updateColumns(tr("Trend"), true);
}

void SpendModel::updateColumns(const QString &trendTitle, bool compare)
{
    m_compare = compare;
    m_trendTitle = trendTitle;
    const bool projects = m_groupBy == GroupBy::Project;
    const char *name = projects                       ? QT_TR_NOOP("Project")
                       : m_groupBy == GroupBy::Model ? QT_TR_NOOP("Model")
                                                      : QT_TR_NOOP("Store");
    std::vector<Column> columns{
        {.title = name},
        {.title = QT_TR_NOOP("Spend"),
         .toolTip = tr("Spend as logged, in USD"),
         .alignment = Qt::AlignRight},
        {.title = QT_TR_NOOP("Share"),
         .toolTip = tr("Share of the spend of all rows"),
         .alignment = Qt::AlignRight,
         .priority = 5},
        {.title = QT_TR_NOOP("Change"),
         .toolTip = tr("Change of spend against the range before"),
         .alignment = Qt::AlignRight,
         .priority = compare ? 2 : -1},
        {.title = QT_TR_NOOP("Calls"), .alignment = Qt::AlignRight, .priority = 1},
        {.title = QT_TR_NOOP("Tokens in"),
         .toolTip = tr("Input tokens"),
         .alignment = Qt::AlignRight,
         .priority = 8},
        {.title = QT_TR_NOOP("Tokens out"),
         .toolTip = tr("Output tokens"),
         .alignment = Qt::AlignRight,
         .priority = 8},
        {.title = QT_TR_NOOP("Per call"),
         .toolTip = tr("Mean cost of a call"),
         .alignment = Qt::AlignRight,
         .priority = 6},
        {.title = QT_TR_NOOP("Per 1 M tokens"),
         .toolTip = tr("Mean cost of a million tokens, input and output alike"),
         .alignment = Qt::AlignRight,
         .priority = m_groupBy == GroupBy::Model ? 6 : 10},
        {.name = trendTitle,
         .toolTip = tr("Spend over the range"),
         .alignment = Qt::AlignHCenter,
         .priority = 4},
        {.title = QT_TR_NOOP("Last call"), .alignment = Qt::AlignRight, .priority = 7},
    };
    if (projects) {
        columns.push_back({.title = QT_TR_NOOP("Budget used"),
                           .toolTip = tr("Percent of the limit"),
                           .alignment = Qt::AlignRight,
                           .priority = 3});
    }
    setColumns(std::move(columns));
}

void SpendModel::setReport(const SpendReport &report, GroupBy groupBy, bool compare, Timestamp now)
{
    m_now = now;
    m_bars.unit = report.series.unit;
    m_bars.bars = report.series.bars;
    const QString title = cells::lengthText(report.range);
    if (groupBy != m_groupBy || compare != m_compare) {
        m_groupBy = groupBy;
        resetTo({});
        beginResetModel();
        updateColumns(title, compare);
        endResetModel();
    } else if (title != m_trendTitle) {
        updateColumns(title, compare);
        Q_EMIT headerDataChanged(Qt::Horizontal, Trend, Trend);
    }
    setRows(report.rows);
}

Cell SpendModel::cell(int index, int column) const
{
    const SpendRow &spend = row(index);
    switch (column) {
    case Name: {
        Cell cell = cells::nameCell(spend.name, spend.old);
        cell.colour = spend.colour;
        return cell;
    }
    case Spend:
        if (spend.unpriced) {
            Cell cell = cells::money(spend.totals.cost);
            cell.text = tr("No price");
            cell.toolTip = tr("%1 with %2 tokens were logged without a cost. If the model is not "
                              "free, its price was missing and spend is hidden.")
                               .arg(cells::counted(spend.totals.calls, tr("call"), tr("calls")),
                                    format::count(spend.totals.inputTokens +
                                                  spend.totals.outputTokens));
            cell.tone = Tone::Warning;
            cell.chip = true;
            return cell;
        }
        return cells::money(spend.totals.cost);
    case Share:
        return cells::percent(spend.sharePercent);
    case Change:
        return cells::change(
            spend.changePercent,
            tr("%1 in the range before").arg(format::usdExact(spend.previous.cost)));
    case Calls:
        return cells::count(spend.totals.calls);
    case TokensIn:
        return cells::tokens(spend.totals.inputTokens);
    case TokensOut:
        return cells::tokens(spend.totals.outputTokens);
    case PerCall:
        return cells::money(costPer(1, spend.totals));
    case PerMillion:
        return cells::money(costPerMillionTokens(spend.totals));
    case Trend: {
        QList<double> trend;
        trend.reserve(qsizetype(spend.trend.size()));
        for (const Money amount : spend.trend)
            trend.append(amount.toUsd());
        const QString sentence = format::trend(m_bars, spend.trend);
        return {.text = {},
                .exact = sentence,
                .toolTip = sentence,
                .trend = QVariant::fromValue(trend)};
    }
    case LastCall:
        return cells::age(spend.totals.lastUsed, m_now);
    case BudgetUsed:
        if (!spend.budget || !spend.budget->usedPercent)
            return {.text = tr("No limit"), .tone = Tone::Quiet};
        return {.text = format::percent(*spend.budget->usedPercent),
                .toolTip = tr("%1 of %2: %3")
                               .arg(format::usdExact(spend.budget->total),
                                    format::usdExact(
                                        Money::fromUsd(spend.budget->budget.limit->maxBudgetUsd)),
                                    format::status(spend.budget->status)),
                .raw = *spend.budget->usedPercent,
                .tone = cells::statusTone(spend.budget->status),
                .meter = *spend.budget->usedPercent};
    default:
        return {};
    }
}

QVariant SpendModel::sortValue(int index, int column) const
{
    const SpendRow &spend = row(index);
    switch (column) {
    case Name:
        return spend.name;
    case Share:
        return spend.sharePercent;
    case Change:
        return optionalValue(spend.changePercent);
    case Calls:
        return spend.totals.calls;
    case TokensIn:
        return spend.totals.inputTokens;
    case TokensOut:
        return spend.totals.outputTokens;
    case PerCall:
        return costPer(1, spend.totals).value_or(Money()).units();
    case PerMillion:
        return costPerMillionTokens(spend.totals).value_or(Money()).units();
    case LastCall:
        return spend.totals.lastUsed.value_or(Timestamp()).micros;
    case BudgetUsed:
        return spend.budget ? optionalValue(spend.budget->usedPercent) : QVariant();
    default: // spend, and the trend that is made of it
        return spend.totals.cost.units();
    }
}

} // namespace tollkeeper::ui
