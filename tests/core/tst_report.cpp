// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report.h"
#include "cubebuilder.h"

#include <QTest>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;
using test::at;
using test::CubeBuilder;

namespace {

const QDate today(2023, 11, 16);
const Timestamp noon = at(u"2023-11-16T12:00:00");

View viewOf(RangePreset preset, Range custom = {}, Range all = {})
{
    View view;
    view.range = selectRange(preset, noon, all, custom);
    return view;
}

Snapshot snapshotOf(SpendCube daily)
{
    Snapshot snapshot;
    snapshot.daily = std::move(daily);
    snapshot.takenAt = noon;
    return snapshot;
}

// Two projects yesterday and today, by the hour and by the day; "old" spent most, long ago.
Snapshot withHours(const Range &hours)
{
    CubeBuilder daily;
    CubeBuilder hourly(BucketUnit::Hour);
    daily.add(today.addDays(-100), u"old"_s, u"m"_s, u"1000"_s);
    for (const auto &[daysAgo, hour, project, usd] :
         {std::tuple(1, 3, u"chat"_s, u"1"_s), std::tuple(1, 20, u"code"_s, u"2"_s),
          std::tuple(0, 3, u"code"_s, u"4"_s), std::tuple(0, 12, u"chat"_s, u"8"_s)}) {
        const QDate date = today.addDays(-daysAgo);
        const qint32 bucket = epochDay(date) * 24 + hour;
        daily.add(date, project, u"m"_s, usd);
        if (hours.contains(bucket))
            hourly.add(bucket, project, u"m"_s, usd);
    }
    Snapshot snapshot = snapshotOf(daily.build());
    snapshot.hourly = hourly.build();
    snapshot.hourlyRange = hours;
    return snapshot;
}

QStringList printed(const std::vector<SpendRow> &rows)
{
    QStringList lines;
    for (const SpendRow &row : rows) {
        lines += u"%1 %2 before %3"_s.arg(row.name, row.totals.cost.toString(),
                                          row.previous.cost.toString());
    }
    return lines;
}

} // namespace

class tst_report final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesWithTheRangeBefore();
    void withoutComparisonNothingComesBefore();
    void drillsDownToAProjectAndAModel();
    void rowsCarryShareTrendColourAndBudget();
    void theSeriesKeepsTenGroupsAndTheRowsAll();
    void aRangeWithoutCallsSaysSo();
    void anEmptyStoreHasNoReport();
    void hoursAreWantedForShortRanges();
    void aDayIsDrawnByTheHourOnceItsHoursAreThere();
    void lastHoursFallBackToDaysUntilTheyAreRead();
    void hourlyColoursAreThoseOfAllTime();
    void aLargeStoreIsAddedUp();
};

void tst_report::comparesWithTheRangeBefore()
{
    const Snapshot snapshot = snapshotOf(CubeBuilder()
                                             .add(today, u"chat"_s, u"m"_s, u"3"_s)
                                             .add(today, u"new"_s, u"m"_s, u"1"_s)
                                             .add(today.addDays(-6), u"code"_s, u"m"_s, u"5"_s)
                                             .add(today.addDays(-7), u"chat"_s, u"m"_s, u"2"_s)
                                             .add(today.addDays(-13), u"gone"_s, u"m"_s, u"4"_s)
                                             .add(today.addDays(-14), u"chat"_s, u"m"_s, u"64"_s)
                                             .build());
    const SpendReport report = spendReport(snapshot, viewOf(RangePreset::Last7Days));
    QCOMPARE(report.totals.cost.toString(), u"9"_s);
    QCOMPARE(report.previous.cost.toString(), u"6"_s);
    QCOMPARE(report.totals.calls, 3);
    QCOMPARE(report.previous.calls, 2);
    QCOMPARE(printed(report.rows),
             (QStringList{u"code 5 before 0"_s, u"chat 3 before 2"_s, u"new 1 before 0"_s}));
    QCOMPARE(report.rows[0].changePercent, std::nullopt);
    QCOMPARE(report.rows[1].changePercent, std::optional(50.0));
    QVERIFY(!report.emptyRange);
    QVERIFY(!report.hourly);
    QCOMPARE(report.lastCallDay, std::optional(today));
    QCOMPARE(report.month.toDate.toString(), u"79"_s);
}

void tst_report::withoutComparisonNothingComesBefore()
{
    const Snapshot snapshot = snapshotOf(CubeBuilder()
                                             .add(today, u"chat"_s, u"m"_s, u"3"_s)
                                             .add(today.addDays(-7), u"chat"_s, u"m"_s, u"2"_s)
                                             .build());
    View off = viewOf(RangePreset::Last7Days);
    off.compare = false;
    const View all = viewOf(RangePreset::All, {}, snapshot.daily.extent());
    for (const View &view : {off, all}) {
        const SpendReport report = spendReport(snapshot, view);
        QCOMPARE(report.previousRange.size(), 0);
        QCOMPARE(report.previous.calls, 0);
        QCOMPARE(report.rows[0].previous.calls, 0);
        QCOMPARE(report.rows[0].changePercent, std::nullopt);
    }
}

void tst_report::drillsDownToAProjectAndAModel()
{
    const Snapshot snapshot = snapshotOf(CubeBuilder()
                                             .add(today, u"chat"_s, u"small"_s, u"1"_s)
                                             .add(today, u"chat"_s, u"large"_s, u"2"_s)
                                             .add(today, u"code"_s, u"large"_s, u"4"_s)
                                             .build());
    View view = viewOf(RangePreset::Last7Days);
    view.groupBy = GroupBy::Model;
    view.project = u"chat"_s;
    QCOMPARE(printed(spendReport(snapshot, view).rows),
             (QStringList{u"large 2 before 0"_s, u"small 1 before 0"_s}));
    view.groupBy = GroupBy::Project;
    view.project.reset();
    view.model = u"large"_s;
    const SpendReport report = spendReport(snapshot, view);
    QCOMPARE(printed(report.rows), (QStringList{u"code 4 before 0"_s, u"chat 2 before 0"_s}));
    QCOMPARE(report.totals.cost.toString(), u"6"_s);
    QCOMPARE(report.month.toDate.toString(), u"6"_s);
}

void tst_report::rowsCarryShareTrendColourAndBudget()
{
    Snapshot snapshot = snapshotOf(CubeBuilder()
                                       .add(today.addDays(-60), u"chat"_s, u"m"_s, u"100"_s)
                                       .add(today.addDays(-1), u"chat"_s, u"m"_s, u"1"_s)
                                       .add(today, u"code"_s, u"m"_s, u"3"_s)
                                       .build());
    Budget budget;
    budget.project = u"code"_s;
    budget.totalUsd = 3;
    budget.limit = Limit{4, Period::None, {50}};
    snapshot.budgets = {budget};
    const SpendReport report = spendReport(snapshot, viewOf(RangePreset::Last7Days));
    const SpendRow &code = report.rows.at(0);
    QCOMPARE(code.name, u"code"_s);
    QCOMPARE(code.sharePercent, 75.0);
    QCOMPARE(code.colour, 1); // chat spent more in all
    QCOMPARE(code.trend.size(), report.series.bars.size());
    QCOMPARE(code.trend.back().toString(), u"3"_s);
    QCOMPARE(code.budget->status, BudgetStatus::Warning);
    QCOMPARE(report.rows.at(1).colour, 0);
    QVERIFY(!report.rows.at(1).budget);

    View byModel = viewOf(RangePreset::Last7Days);
    byModel.groupBy = GroupBy::Model;
    QVERIFY(!spendReport(snapshot, byModel).rows.at(0).budget);
}

void tst_report::theSeriesKeepsTenGroupsAndTheRowsAll()
{
    CubeBuilder builder;
    for (int i = 1; i <= 12; ++i)
        builder.add(today, u"p%1"_s.arg(i), u"m"_s, QString::number(i));
    builder.add(today, u"free"_s, u"m"_s, u"0"_s);
    const SpendReport report =
        spendReport(snapshotOf(builder.build()), viewOf(RangePreset::Last7Days));
    QCOMPARE(report.rows.size(), size_t(13));
    QCOMPARE(report.rows.back().name, u"free"_s);
    QCOMPARE(report.rows.back().sharePercent, 0.0);
    QCOMPARE(report.series.groups.size(), size_t(11));
    QVERIFY(report.series.groups.back().other);
    QCOMPARE(report.series.groups.back().total.toString(), u"3"_s); // p1 and p2
    for (size_t i = 0; i < 10; ++i) {
        QCOMPARE(report.series.groups[i].name, report.rows[i].name);
        QCOMPARE(report.series.groups[i].bars, report.rows[i].trend);
    }
}

void tst_report::aRangeWithoutCallsSaysSo()
{
    const QDate longAgo = today.addDays(-300);
    const Snapshot snapshot =
        snapshotOf(CubeBuilder().add(longAgo, u"chat"_s, u"m"_s, u"3"_s).build());
    const SpendReport report = spendReport(snapshot, viewOf(RangePreset::Last30Days));
    QVERIFY(report.emptyRange);
    QCOMPARE(report.lastCallDay, std::optional(longAgo));
    QVERIFY(report.rows.empty());
    QVERIFY(report.series.groups.empty());
    QCOMPARE(report.series.bars.size(), size_t(30));
}

void tst_report::anEmptyStoreHasNoReport()
{
    const SpendReport report = spendReport(snapshotOf({}), viewOf(RangePreset::All));
    QVERIFY(!report.emptyRange);
    QVERIFY(!report.lastCallDay);
    QVERIFY(report.rows.empty());
    QVERIFY(report.series.bars.empty());
    QVERIFY(!report.month.projected);
}

void tst_report::hoursAreWantedForShortRanges()
{
    const View last24 = viewOf(RangePreset::Last24Hours);
    const Range both = hoursWanted(last24);
    QCOMPARE(both.unit, BucketUnit::Hour);
    QCOMPARE(both.first, last24.range.previous.first);
    QCOMPARE(both.last, last24.range.current.last);
    QCOMPARE(both.size(), 48);

    const Range oneDay = Range::days(today, today);
    QCOMPARE(hoursWanted(viewOf(RangePreset::Custom, oneDay)), oneDay.inHours());
    const Range twoDays = Range::days(today.addDays(-1), today);
    QCOMPARE(hoursWanted(viewOf(RangePreset::Custom, twoDays)), twoDays.inHours());
    const Range threeDays = Range::days(today.addDays(-2), today);
    QCOMPARE(hoursWanted(viewOf(RangePreset::Custom, threeDays)).size(), 0);
    QCOMPARE(hoursWanted(viewOf(RangePreset::Last30Days)).size(), 0);
    QCOMPARE(hoursWanted(viewOf(RangePreset::All)).size(), 0);
}

void tst_report::aDayIsDrawnByTheHourOnceItsHoursAreThere()
{
    const Range day = Range::days(today, today);
    const View view = viewOf(RangePreset::Custom, day);
    const SpendReport before = spendReport(withHours({BucketUnit::Hour, 0, -1}), view);
    QVERIFY(!before.hourly);
    QCOMPARE(before.series.unit, BarUnit::Day);
    const SpendReport after = spendReport(withHours(hoursWanted(view)), view);
    QVERIFY(after.hourly);
    QCOMPARE(after.series.unit, BarUnit::Hour);
    QCOMPARE(after.series.bars.size(), size_t(24));
    QCOMPARE(after.series.totals[12].toString(), u"8"_s);
    QVERIFY(after.series.bars[12].unfinished);
    for (const SpendReport &report : {before, after}) { // the figures do not jump
        QCOMPARE(report.range, day);
        QCOMPARE(report.totals.cost.toString(), u"12"_s);
        QCOMPARE(report.previous.cost.toString(), u"3"_s);
        QCOMPARE(printed(report.rows), (QStringList{u"chat 8 before 1"_s, u"code 4 before 2"_s}));
    }
}

void tst_report::lastHoursFallBackToDaysUntilTheyAreRead()
{
    const View view = viewOf(RangePreset::Last24Hours); // 13:00 yesterday to 13:00
    const SpendReport read = spendReport(withHours(hoursWanted(view)), view);
    QVERIFY(read.hourly);
    QCOMPARE(read.range, view.range.current);
    QCOMPARE(read.totals.cost.toString(), u"14"_s);
    QCOMPARE(read.previous.cost.toString(), u"1"_s);
    QCOMPARE(read.series.bars.size(), size_t(24));

    // Only a part of the hours is there: whole days, and it says which.
    const SpendReport fallback = spendReport(withHours(view.range.current), view);
    QVERIFY(!fallback.hourly);
    QCOMPARE(fallback.range, Range::days(today.addDays(-1), today));
    QCOMPARE(fallback.previousRange, Range::days(today.addDays(-3), today.addDays(-2)));
    QCOMPARE(fallback.totals.cost.toString(), u"15"_s);
    QCOMPARE(fallback.previous.cost.toString(), u"0"_s);
}

void tst_report::hourlyColoursAreThoseOfAllTime()
{
    const View view = viewOf(RangePreset::Last24Hours);
    const SpendReport report = spendReport(withHours(hoursWanted(view)), view);
    QCOMPARE(report.rows[0].name, u"chat"_s); // "old", 1000 USD, is colour 0
    QCOMPARE(report.rows[0].colour, 1);
    QCOMPARE(report.rows[1].colour, 2);
    QCOMPARE(report.series.groups[0].colour, 1);
}

void tst_report::aLargeStoreIsAddedUp()
{
    SpendCube cube;
    for (int i = 0; i < 40; ++i)
        cube.projects += u"project %1"_s.arg(i);
    for (int i = 0; i < 12; ++i)
        cube.models += u"model %1"_s.arg(i);
    for (qint32 day = epochDay(today) - 399; day <= epochDay(today); ++day) {
        for (qint32 project = 0; project < 40; ++project) {
            for (qint32 model = 0; model < 12; ++model) {
                const Totals totals{10, 1000, 100, Money::fromUnits(day * 37 + project),
                                    Timestamp{day * qint64(86'400'000'000)}};
                cube.cells.push_back({day, project, model, totals});
            }
        }
    }
    const Snapshot snapshot = snapshotOf(std::move(cube));
    const View view = viewOf(RangePreset::All, {}, snapshot.daily.extent());
    const SpendReport report = spendReport(snapshot, view);
    QCOMPARE(report.totals.calls, 192'000 * 10);
    QCOMPARE(report.rows.size(), size_t(40));
}

QTEST_GUILESS_MAIN(tst_report)
#include "tst_report.moc"
