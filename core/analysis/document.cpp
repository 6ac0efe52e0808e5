// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/document.h"

#include "analysis/merging.h"
#include "format/format.h"

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

constexpr int longestName = 60;
const QString nothing = u"–"_s;

using Table = ReportDocument::Table;

QString countOf(qint64 value, const QString &one, const QString &many)
{
    return value == 1 ? one : many.arg(format::count(value));
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
        return compare ? Text::tr("%1 before").arg(value) : QString();
    };
    const auto cost = costPer(1000, now);
    const auto costBefore = costPer(1000, before);
    QString month = Text::tr("to date, no forecast yet");
    if (report.month.projected) {
        QString projected = format::usdTotal(*report.month.projected);
        if (report.month.uncertainty && *report.month.uncertainty > Money())
            projected += u" ± "_s + format::usdTotal(*report.month.uncertainty);
        month = Text::tr("to date, forecast %1 by %2")
                    .arg(projected, format::day(report.month.lastDay, year));
    }
    return {
        {Text::tr("Spend"), format::usdTotal(now.cost),
         change(changePercent(now.cost, before.cost)), was(format::usdTotal(before.cost))},
        {Text::tr("Calls"), format::count(now.calls),
         change(changePercent(now.calls, before.calls)), was(format::count(before.calls))},
        {Text::tr("Tokens"), format::shortCount(now.inputTokens + now.outputTokens), QString(),
         Text::tr("%1 in, %2 out")
             .arg(format::shortCount(now.inputTokens), format::shortCount(now.outputTokens))},
        {Text::tr("Cost per %1 calls").arg(format::count(1000)), cost ? format::usd(*cost) : nothing,
         cost && costBefore ? change(changePercent(*cost, *costBefore)) : QString(),
         costBefore ? was(format::usd(*costBefore)) : QString()},
        {Text::tr("This month"), format::usdTotal(report.month.toDate), QString(), month},
    };
}

Table groupTable(const SpendReport &report, GroupBy groupBy)
{
    const bool compare = report.previousRange.size() > 0;
    const auto count = static_cast<qint64>(report.rows.size());
    QString what;
    Table table;
    switch (groupBy) {
    case GroupBy::Project:
        what = Text::tr("Project");
        table.title = Text::tr("Projects");
        table.note = countOf(count, Text::tr("1 project"), Text::tr("%1 projects"));
        break;
    case GroupBy::Model:
        what = Text::tr("Model");
        table.title = Text::tr("Models");
        table.note = countOf(count, Text::tr("1 model"), Text::tr("%1 models"));
        break;
    case GroupBy::Store:
        what = Text::tr("Store");
        table.title = Text::tr("Stores");
        table.note = countOf(count, Text::tr("1 store"), Text::tr("%1 stores"));
        break;
    }
    table.columns = {{what, 3.2, false},
                     {Text::tr("Spend"), 1.5},
                     {Text::tr("Share"), 0.9},
                     {Text::tr("Change"), 1.2},
                     {Text::tr("Calls"), 1.2},
                     {Text::tr("Tokens in"), 1.6},
                     {Text::tr("Tokens out"), 1.6},
                     {Text::tr("Per call"), 1.2}};
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
    table.total =
        row(Text::tr("Total"), report.totals, QString(),
            compare ? format::change(changePercent(report.totals.cost, report.previous.cost))
                    : QString());
    return table;
}

Table budgetTable(const Snapshot &snapshot, const View &view)
{
    Table table;
    table.title = Text::tr("Budgets");
    table.note = Text::tr("as of %1").arg(format::dateTime(snapshot.takenAt));
    table.columns = {{Text::tr("Project"), 2.3, false}, {Text::tr("Spent"), 1.2},
                     {Text::tr("Limit"), 1.2},          {Text::tr("Used"), 0.8},
                     {Text::tr("Left"), 1.2},           {Text::tr("State"), 1.1, false},
                     {Text::tr("Forecast"), 3.4, false}};
    for (const BudgetState &state : budgetStates(snapshot.budgets)) {
        if (view.project && state.budget.project != *view.project)
            continue;
        const auto place = snapshot.placeOf(state.budget.project);
        if (view.store && (!place || snapshot.storeCalled(*view.store) != place->store))
            continue;
        const auto &limit = state.budget.limit;
        table.rows.push_back(
            {format::safeText(state.budget.project, longestName),
             state.unreadable ? Text::tr("unreadable") : format::usd(state.total),
             limit ? format::usd(Money::fromUsd(limit->maxBudgetUsd)) : nothing,
             state.usedPercent ? format::percent(*state.usedPercent) : nothing,
             state.left ? format::usd(*state.left) : nothing, format::status(state.status),
             format::forecast(budgetForecast(state, snapshot.daily, snapshot.takenAt),
                              snapshot.takenAt)});
    }
    return table;
}

} // namespace

QString chartTitle(BarUnit unit, GroupBy groupBy)
{
    const auto pick = [groupBy](const QString &projects, const QString &models,
                                const QString &stores) {
        if (groupBy == GroupBy::Store)
            return stores;
        return groupBy == GroupBy::Project ? projects : models;
    };
    switch (unit) {
    case BarUnit::Hour:
        return pick(Text::tr("Hourly spend by project"), Text::tr("Hourly spend by model"),
                    Text::tr("Hourly spend by store"));
    case BarUnit::Day:
        return pick(Text::tr("Daily spend by project"), Text::tr("Daily spend by model"),
                    Text::tr("Daily spend by store"));
    case BarUnit::Week:
        return pick(Text::tr("Weekly spend by project"), Text::tr("Weekly spend by model"),
                    Text::tr("Weekly spend by store"));
    case BarUnit::Month:
        break;
    }
    return pick(Text::tr("Monthly spend by project"), Text::tr("Monthly spend by model"),
                Text::tr("Monthly spend by store"));
}

ReportDocument reportDocument(const Snapshot &snapshot, const View &asked)
{
    View view = asked;
    view.range.current = asked.range.current.inDays();
    view.range.previous = asked.range.previous.size() > 0 ? asked.range.previous.inDays()
                                                          : Range();
    const int year = snapshot.takenAt.day().year();
    ReportDocument document;
    document.title = Text::tr("LLM API spend");
    for (const QString &name : view.narrowedTo())
        document.title += u": "_s + format::safeText(name, longestName);
    document.store = format::safeText(snapshot.store.title, longestName);
    document.range = format::range(view.range.current); // with its years: paper is kept
    document.made = format::dateTime(snapshot.takenAt);
    document.filter = view.over(view.range.current);
    std::vector<GroupBy> groupings{GroupBy::Project, GroupBy::Model};
    if (snapshot.merged())
        groupings.insert(groupings.begin(), GroupBy::Store);
    for (const GroupBy groupBy : groupings) {
        view.groupBy = groupBy;
        SpendReport report = spendReport(snapshot, view);
        if (groupBy == groupings.front()) {
            document.figures = figuresOf(report, year);
            document.totals = report.totals;
        }
        document.tables.push_back(groupTable(report, groupBy));
        const bool unfinished = !report.series.bars.empty() && report.series.bars.back().unfinished;
        document.charts.push_back({chartTitle(report.series.unit, groupBy),
                                   unfinished ? Text::tr("UTC days, as logged; pale: not over yet")
                                              : Text::tr("UTC days, as logged"),
                                   std::move(report.series)});
    }
    if (Table budgets = budgetTable(snapshot, view); !budgets.rows.empty())
        document.tables.push_back(std::move(budgets));
    document.total =
        Text::tr("Exact total: %1 in %2")
            .arg(format::usdExact(document.totals.cost),
                 countOf(document.totals.calls, Text::tr("1 call"), Text::tr("%1 calls")));
    if (const qint64 bad = snapshot.daily.badRows; bad > 0) {
        document.notice = countOf(
            bad,
            Text::tr("1 row is left out of every sum of this store, because cost, tokens or "
                     "date cannot be right."),
            Text::tr("%1 rows are left out of every sum of this store, because cost, tokens "
                     "or date cannot be right."));
    }
    QStringList notices = awaySentences(snapshot);
    if (!document.notice.isEmpty())
        notices.prepend(document.notice);
    document.notice = notices.join(u' ');
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
