// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/report.h"

#include <QSet>

namespace tollkeeper {

namespace {

constexpr int largestGroups = 10; // more stacked series are neither legible nor quick to draw
constexpr int longestByHour = 2;  // days

bool covers(const Range &read, const Range &wanted)
{
    return wanted.size() > 0 && read.contains(wanted.first) && read.contains(wanted.last);
}

QHash<QString, Totals> totalsByName(const std::vector<Summary> &rows)
{
    QHash<QString, Totals> totals;
    for (const Summary &row : rows)
        totals.insert(row.name, row.totals);
    return totals;
}

} // namespace

QStringList View::narrowedTo() const
{
    QStringList names;
    for (const auto &name : {store, project, model}) {
        if (name)
            names << *name;
    }
    return names;
}

Range hoursWanted(const View &view)
{
    const Range &current = view.range.current;
    if (current.size() > 0 && current.unit == BucketUnit::Day && current.size() <= longestByHour)
        return current.inHours();
    if (current.size() == 0 || current.unit == BucketUnit::Day)
        return {BucketUnit::Hour, 0, -1};
    const Range previous = view.range.previous.inHours();
    const qint32 first =
        previous.size() > 0 ? std::min(previous.first, current.first) : current.first;
    return {BucketUnit::Hour, first, current.last};
}

SpendReport spendReport(const Snapshot &snapshot, const View &view)
{
    SpendReport report;
    report.hourly = covers(snapshot.hourlyRange, hoursWanted(view));
    const bool inDays = view.range.current.unit == BucketUnit::Hour && !report.hourly;
    report.range = inDays ? view.range.current.inDays() : view.range.current;
    report.previousRange = inDays ? report.range.before() : view.range.previous;
    if (!view.compare)
        report.previousRange = {report.range.unit, report.range.first, report.range.first - 1};

    const SpendCube &cube = report.hourly ? snapshot.hourly : snapshot.daily;
    const SpendCube &cubeBefore =
        report.previousRange.unit == BucketUnit::Hour ? snapshot.hourly : snapshot.daily;
    const SpendFilter filter = view.over(report.range);
    const SpendFilter filterBefore = view.over(report.previousRange);
    const bool comparing = report.previousRange.size() > 0;

    report.totals = total(cube, filter);
    report.previous = total(cubeBefore, filterBefore);
    report.month = monthForecast(snapshot.daily, view.over({}), snapshot.takenAt);
    report.emptyRange = !snapshot.daily.cells.empty() && report.totals.calls == 0;
    if (!snapshot.daily.cells.empty())
        report.lastCallDay = snapshot.daily.extent().lastDay();

    SpendSeries all = seriesOfAll(cube, view.groupBy, filter, snapshot.takenAt);
    if (report.hourly) { // colours go by all time, which the cube of hours does not know
        const QHash<QString, int> colours = colourIndexes(snapshot.daily, view.groupBy);
        for (SpendSeries::Group &group : all.groups)
            group.colour = colours.value(group.name, static_cast<int>(colours.size()));
    }

    const QHash<QString, Totals> before =
        totalsByName(summarise(cubeBefore, view.groupBy, filterBefore));
    report.unpriced = unpricedModels(cube, filter);
    QSet<QString> unpriced;
    if (view.groupBy == GroupBy::Model) {
        for (const Summary &model : report.unpriced)
            unpriced.insert(model.name);
    }
    QHash<QString, const Budget *> budgets;
    if (view.groupBy == GroupBy::Project) {
        for (const Budget &budget : snapshot.budgets)
            budgets.insert(budget.project, &budget);
    }
    const std::vector<Summary> rows = summarise(cube, view.groupBy, filter);
    Q_ASSERT(rows.size() == all.groups.size());
    for (size_t i = 0; i < rows.size(); ++i) { // the groups of the series are in the same order
        const SpendSeries::Group &group = all.groups[i];
        SpendRow row;
        row.name = rows[i].name;
        row.colour = group.colour;
        row.totals = rows[i].totals;
        row.trend = group.bars;
        if (report.totals.cost > Money()) {
            row.sharePercent = static_cast<double>(row.totals.cost.units()) /
                               static_cast<double>(report.totals.cost.units()) * 100;
        }
        if (comparing) {
            row.previous = before.value(row.name);
            row.changePercent = changePercent(row.totals.cost, row.previous.cost);
        }
        if (const Budget *budget = budgets.value(row.name))
            row.budget = budgetState(*budget);
        row.old = (view.groupBy == GroupBy::Project && !snapshot.isLive(row.name)) ||
                  (view.groupBy == GroupBy::Store && !snapshot.isStoreLive(row.name));
        row.unpriced = unpriced.contains(row.name);
        report.rows.push_back(std::move(row));
    }
    report.series = withOther(std::move(all), largestGroups);
    report.unusual =
        unusualBars(report.series, snapshot.daily, view.groupBy, filter, snapshot.takenAt);
    return report;
}

} // namespace tollkeeper
