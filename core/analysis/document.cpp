// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/document.h"

#include "format/format.h"

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

constexpr int longestName = 60;
const QString nothing = u"–"_s;

using Table = ReportDocument::Table;

QString countOf(qint64 value, const QString &one, const QString &many)
{
    return value == 1 ? u"1 "_s + one : format::count(value) + u' ' + many;
}

std::vector<ReportDocument::Figure> figuresOf(const SpendReport &report, int year)
{
    const bool compare = report.previousRange.size() > 0;
    const Totals &now = report.totals;
    const Totals &before = report.previous;
    const auto change = [compare](std::optional<double> percent) {
        return compare ? format::change(percent) : QString();
    };
    const auto was = [compare](const QString &value) {
        return compare ? value + u" before"_s : QString();
    };
    const auto cost = costPer(1000, now);
    const auto costBefore = costPer(1000, before);
    QString month = u"to date, no forecast yet"_s;
    if (report.month.projected) {
        month = u"to date, forecast "_s + format::usdTotal(*report.month.projected);
        if (report.month.uncertainty && *report.month.uncertainty > Money())
            month += u" ± "_s + format::usdTotal(*report.month.uncertainty);
        month += u" by "_s + format::day(report.month.lastDay, year);
    }
    return {
        {u"Spend"_s, format::usdTotal(now.cost), change(changePercent(now.cost, before.cost)),
         was(format::usdTotal(before.cost))},
        {u"Calls"_s, format::count(now.calls), change(changePercent(now.calls, before.calls)),
         was(format::count(before.calls))},
        {u"Tokens"_s, format::shortCount(now.inputTokens + now.outputTokens), QString(),
         u"%1 in, %2 out"_s.arg(format::shortCount(now.inputTokens),
                                format::shortCount(now.outputTokens))},
        {u"Cost per 1,000 calls"_s, cost ? format::usd(*cost) : nothing,
         cost && costBefore ? change(changePercent(*cost, *costBefore)) : QString(),
         costBefore ? was(format::usd(*costBefore)) : QString()},
        {u"This month"_s, format::usdTotal(report.month.toDate), QString(), month},
    };
}

Table groupTable(const SpendReport &report, GroupBy groupBy)
{
    const bool projects = groupBy == GroupBy::Project;
    const bool compare = report.previousRange.size() > 0;
    Table table;
    table.title = projects ? u"Projects"_s : u"Models"_s;
    table.note = countOf(static_cast<qint64>(report.rows.size()),
                         projects ? u"project"_s : u"model"_s,
                         projects ? u"projects"_s : u"models"_s);
    table.columns = {{projects ? u"Project"_s : u"Model"_s, 3.2, false},
                     {u"Spend"_s, 1.5},
                     {u"Share"_s, 0.9},
                     {u"Change"_s, 1.2},
                     {u"Calls"_s, 1.2},
                     {u"Tokens in"_s, 1.6},
                     {u"Tokens out"_s, 1.6},
                     {u"Per call"_s, 1.2}};
    const auto row = [](const QString &name, const Totals &totals, const QString &share,
                        const QString &change) {
        const auto each = costPer(1, totals);
        return QStringList{name,
                           format::usd(totals.cost),
                           share,
                           change,
                           format::count(totals.calls),
                           format::count(totals.inputTokens),
                           format::count(totals.outputTokens),
                           each ? format::usd(*each) : nothing};
    };
    for (const SpendRow &group : report.rows) {
        table.rows.push_back(row(format::safeText(group.name, longestName), group.totals,
                                 format::percent(group.sharePercent),
                                 compare ? format::change(group.changePercent) : nothing));
    }
    table.total = row(u"Total"_s, report.totals, QString(),
                      compare ? format::change(changePercent(report.totals.cost,
                                                             report.previous.cost))
                              : QString());
    return table;
}

Table budgetTable(const Snapshot &snapshot, const std::optional<QString> &project)
{
    Table table;
    table.title = u"Budgets"_s;
    table.note = u"as of "_s + format::dateTime(snapshot.takenAt);
    table.columns = {{u"Project"_s, 2.3, false}, {u"Spent"_s, 1.2},
                     {u"Limit"_s, 1.2},          {u"Used"_s, 0.8},
                     {u"Left"_s, 1.2},           {u"State"_s, 1.1, false},
                     {u"Forecast"_s, 3.4, false}};
    for (const BudgetState &state : budgetStates(snapshot.budgets)) {
        if (project && state.budget.project != *project)
            continue;
        const auto &limit = state.budget.limit;
        table.rows.push_back(
            {format::safeText(state.budget.project, longestName),
             state.unreadable ? u"unreadable"_s : format::usd(state.total),
             limit ? format::usd(Money::fromUsd(limit->maxBudgetUsd)) : nothing,
             state.usedPercent ? format::percent(*state.usedPercent) : nothing,
             state.left ? format::usd(*state.left) : nothing, format::status(state.status),
             format::forecast(budgetForecast(state, snapshot.daily, snapshot.takenAt),
                              snapshot.takenAt)});
    }
    return table;
}

QString barName(BarUnit unit)
{
    switch (unit) {
    case BarUnit::Hour:
        return u"Hourly"_s;
    case BarUnit::Day:
        return u"Daily"_s;
    case BarUnit::Week:
        return u"Weekly"_s;
    case BarUnit::Month:
        break;
    }
    return u"Monthly"_s;
}

} // namespace

ReportDocument reportDocument(const Snapshot &snapshot, const View &asked)
{
    View view = asked;
    view.range.current = asked.range.current.inDays();
    view.range.previous = asked.range.previous.size() > 0 ? asked.range.previous.inDays()
                                                          : Range();
    const int year = snapshot.takenAt.day().year();
    ReportDocument document;
    document.title = u"LLM API spend"_s;
    for (const auto &name : {view.project, view.model}) {
        if (name)
            document.title += u": "_s + format::safeText(*name, longestName);
    }
    document.store = format::safeText(snapshot.store.title, longestName);
    document.range = format::range(view.range.current); // with its years: paper is kept
    document.made = format::dateTime(snapshot.takenAt);
    document.filter = {view.range.current, view.project, view.model};
    for (const GroupBy groupBy : {GroupBy::Project, GroupBy::Model}) {
        view.groupBy = groupBy;
        SpendReport report = spendReport(snapshot, view);
        const bool first = groupBy == GroupBy::Project;
        if (first) {
            document.figures = figuresOf(report, year);
            document.totals = report.totals;
        }
        document.tables.push_back(groupTable(report, groupBy));
        const bool unfinished = !report.series.bars.empty() && report.series.bars.back().unfinished;
        document.charts.push_back(
            {barName(report.series.unit) + (first ? u" spend by project"_s : u" spend by model"_s),
             u"UTC days, as logged"_s + (unfinished ? u"; pale: not over yet"_s : QString()),
             std::move(report.series)});
    }
    if (Table budgets = budgetTable(snapshot, view.project); !budgets.rows.empty())
        document.tables.push_back(std::move(budgets));
    document.total = u"Exact total: %1 in %2"_s.arg(
        format::usdExact(document.totals.cost),
        countOf(document.totals.calls, u"call"_s, u"calls"_s));
    if (const qint64 bad = snapshot.daily.badRows; bad > 0) {
        document.notice = u"%1 left out of every sum of this store, because cost, tokens or date "
                          "cannot be right."_s.arg(countOf(bad, u"row is"_s, u"rows are"_s));
    }
    return document;
}

RangeSelection lastMonth(Timestamp now)
{
    const QDate today = now.day();
    const QDate thisMonth(today.year(), today.month(), 1);
    const auto month = [thisMonth](int ago) {
        return Range::days(thisMonth.addMonths(-ago), thisMonth.addMonths(1 - ago).addDays(-1));
    };
    return {RangePreset::Custom, month(1), month(2)};
}

} // namespace tollkeeper
