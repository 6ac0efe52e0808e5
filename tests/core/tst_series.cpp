// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/series.h"
#include "cubebuilder.h"

#include <QTest>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;
using test::at;
using test::CubeBuilder;

namespace {

const QDate wednesday(2023, 11, 15);
const Timestamp longAfter = at(u"2030-01-01");

QStringList amounts(const std::vector<Money> &bars)
{
    QStringList texts;
    for (const Money bar : bars)
        texts += bar.toString();
    return texts;
}

// "chat 0: 1,0,2"
QStringList printed(const SpendSeries &series)
{
    QStringList lines;
    for (const auto &group : series.groups) {
        lines += u"%1%2 %3: %4"_s.arg(group.other ? u"*"_s : QString(), group.name)
                     .arg(group.colour)
                     .arg(amounts(group.bars).join(u','));
    }
    return lines;
}

// Every day of the range costs 1 USD.
SpendCube oneDollarADay(QDate first, QDate last)
{
    CubeBuilder builder;
    for (QDate day = first; day <= last; day = day.addDays(1))
        builder.add(day, u"p"_s, u"m"_s, u"1"_s);
    return builder.build();
}

} // namespace

class tst_series final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void barsGrowWithTheRange();
    void barsWithoutCallsAreThere();
    void weeksStartOnMondayAndAreCutAtTheEdges();
    void monthsAreCutAtTheEdges();
    void hoursAreCutAtTheEdgesOfDays();
    void theBarOfNowIsUnfinished();
    void whatIsPastTheLargestIsOther();
    void groupsWithoutSpendAreNotDrawn();
    void aProjectCalledOtherIsNotTheRest();
    void coloursStayWhenTheRangeChanges();
    void anEmptyRangeHasNoBars();
};

void tst_series::barsGrowWithTheRange()
{
    const auto days = [](int count) {
        return Range::days(wednesday, wednesday.addDays(count - 1));
    };
    QCOMPARE(barUnitFor(days(1)), BarUnit::Day); // no hours are known of days
    QCOMPARE(barUnitFor(days(92)), BarUnit::Day);
    QCOMPARE(barUnitFor(days(93)), BarUnit::Week);
    QCOMPARE(barUnitFor(days(550)), BarUnit::Week);
    QCOMPARE(barUnitFor(days(551)), BarUnit::Month);
    QCOMPARE(barUnitFor(days(2).inHours()), BarUnit::Hour);
    QCOMPARE(barUnitFor(days(3).inHours()), BarUnit::Day);
    QCOMPARE(barUnitFor(Range{}), BarUnit::Day);
}

void tst_series::barsWithoutCallsAreThere()
{
    const SpendCube cube = CubeBuilder()
                               .add(wednesday, u"a"_s, u"m"_s, u"1"_s)
                               .add(wednesday.addDays(2), u"a"_s, u"m"_s, u"2"_s)
                               .add(wednesday.addDays(2), u"b"_s, u"m"_s, u"4"_s)
                               .build();
    const Range range = Range::days(wednesday.addDays(-1), wednesday.addDays(2));
    const auto series = spendSeries(cube, GroupBy::Project, {range, {}, {}}, 10, longAfter);
    QCOMPARE(series.unit, BarUnit::Day);
    QCOMPARE(series.bars.size(), size_t(4));
    QCOMPARE(printed(series), (QStringList{u"b 0: 0,0,0,4"_s, u"a 1: 0,1,0,2"_s}));
    QCOMPARE(amounts(series.totals), (QStringList{u"0"_s, u"1"_s, u"0"_s, u"6"_s}));
    const auto filtered = spendSeries(cube, GroupBy::Model, {range, u"a"_s, {}}, 10, longAfter);
    QCOMPARE(printed(filtered), QStringList{u"m 0: 0,1,0,2"_s});
}

void tst_series::weeksStartOnMondayAndAreCutAtTheEdges()
{
    const QDate last = wednesday.addDays(99); // a Friday, over the turn of the year
    const SpendCube cube = oneDollarADay(wednesday.addDays(-30), last.addDays(30));
    const Range range = Range::days(wednesday, last);
    const auto series = spendSeries(cube, GroupBy::Project, {range, {}, {}}, 10, longAfter);
    QCOMPARE(series.unit, BarUnit::Week);
    QCOMPARE(series.bars.front().range, Range::days(wednesday, QDate(2023, 11, 19)));
    QCOMPARE(series.bars[1].range, Range::days(QDate(2023, 11, 20), QDate(2023, 11, 26)));
    QCOMPARE(series.bars.back().range, Range::days(last.addDays(-3), last));
    QCOMPARE(series.totals.front().toString(), u"5"_s);
    QCOMPARE(series.totals[1].toString(), u"7"_s);
    Money sum;
    qint32 next = range.first;
    for (size_t i = 0; i < series.bars.size(); ++i) { // no day twice, none left out
        QCOMPARE(series.bars[i].range.first, next);
        next = series.bars[i].range.last + 1;
        sum += series.totals[i];
    }
    QCOMPARE(next, range.last + 1);
    QCOMPARE(sum.toString(), u"100"_s);
}

void tst_series::monthsAreCutAtTheEdges()
{
    const QDate first(2022, 1, 20);
    const QDate last(2024, 3, 2);
    const auto series =
        spendSeries(oneDollarADay(first, last), GroupBy::Project, {}, 10, longAfter);
    QCOMPARE(series.unit, BarUnit::Month);
    QCOMPARE(series.bars.size(), size_t(27));
    QCOMPARE(series.totals.front().toString(), u"12"_s);
    QCOMPARE(series.totals[1].toString(), u"28"_s);
    QCOMPARE(series.totals[25].toString(), u"29"_s); // February 2024
    QCOMPARE(series.totals.back().toString(), u"2"_s);
}

void tst_series::hoursAreCutAtTheEdgesOfDays()
{
    const qint32 midnight = epochDay(wednesday) * 24;
    CubeBuilder builder(BucketUnit::Hour);
    for (qint32 hour = midnight; hour < midnight + 96; ++hour)
        builder.add(hour, u"p"_s, u"m"_s, u"1"_s);
    const SpendCube cube = builder.build();

    const Range two = Range::days(wednesday, wednesday.addDays(1));
    const auto hours = spendSeries(cube, GroupBy::Project, {two, {}, {}}, 10, longAfter);
    QCOMPARE(hours.unit, BarUnit::Hour);
    QCOMPARE(hours.bars.size(), size_t(48));

    const Range cut{BucketUnit::Hour, midnight + 20, midnight + 20 + 48};
    const auto days = spendSeries(cube, GroupBy::Project, {cut, {}, {}}, 10, longAfter);
    QCOMPARE(days.unit, BarUnit::Day);
    QCOMPARE(amounts(days.totals), (QStringList{u"4"_s, u"24"_s, u"21"_s}));
    QCOMPARE(days.bars.front().range, (Range{BucketUnit::Hour, midnight + 20, midnight + 23}));
}

void tst_series::theBarOfNowIsUnfinished()
{
    const Range range = Range::days(wednesday.addDays(-1), wednesday.addDays(1));
    const Timestamp noon = at(u"2023-11-15T12:00:00");
    const auto series = spendSeries({}, GroupBy::Project, {range, {}, {}}, 10, noon);
    QVERIFY(!series.bars[0].unfinished);
    QVERIFY(series.bars[1].unfinished);
    QVERIFY(!series.bars[2].unfinished);
    const Timestamp midnight = Timestamp::startOf(wednesday);
    const auto atMidnight = spendSeries({}, GroupBy::Project, {range, {}, {}}, 10, midnight);
    QVERIFY(!atMidnight.bars[0].unfinished);
    QVERIFY(atMidnight.bars[1].unfinished);
}

void tst_series::whatIsPastTheLargestIsOther()
{
    const SpendCube cube = CubeBuilder()
                               .add(wednesday, u"a"_s, u"m"_s, u"5"_s)
                               .add(wednesday, u"b"_s, u"m"_s, u"4"_s)
                               .add(wednesday, u"c"_s, u"m"_s, u"3"_s)
                               .add(wednesday.addDays(1), u"d"_s, u"m"_s, u"2"_s)
                               .build();
    const auto two = spendSeries(cube, GroupBy::Project, {}, 2, longAfter);
    QCOMPARE(printed(two), (QStringList{u"a 0: 5,0"_s, u"b 1: 4,0"_s, u"*Other 0: 3,2"_s}));
    QCOMPARE(two.groups.back().total.toString(), u"5"_s);
    QCOMPARE(amounts(two.totals), (QStringList{u"12"_s, u"2"_s}));
    const auto four = spendSeries(cube, GroupBy::Project, {}, 4, longAfter);
    QCOMPARE(four.groups.size(), size_t(4));
    QVERIFY(!four.groups.back().other);
    const auto none = spendSeries(cube, GroupBy::Project, {}, 0, longAfter);
    QCOMPARE(printed(none), QStringList{u"*Other 0: 12,2"_s});
}

void tst_series::groupsWithoutSpendAreNotDrawn()
{
    const SpendCube cube = CubeBuilder()
                               .add(wednesday, u"paid"_s, u"m"_s, u"5"_s)
                               .add(wednesday, u"free"_s, u"m"_s, u"0"_s)
                               .build();
    QCOMPARE(printed(spendSeries(cube, GroupBy::Project, {}, 1, longAfter)),
             QStringList{u"paid 0: 5"_s});
    QCOMPARE(seriesOfAll(cube, GroupBy::Project, {}, longAfter).groups.size(), size_t(2));
}

void tst_series::aProjectCalledOtherIsNotTheRest()
{
    const SpendCube cube = CubeBuilder()
                               .add(wednesday, u"Other"_s, u"m"_s, u"5"_s)
                               .add(wednesday, u"b"_s, u"m"_s, u"4"_s)
                               .build();
    QCOMPARE(printed(spendSeries(cube, GroupBy::Project, {}, 1, longAfter)),
             (QStringList{u"Other 0: 5"_s, u"*Other 0: 4"_s}));
}

void tst_series::coloursStayWhenTheRangeChanges()
{
    const SpendCube cube = CubeBuilder()
                               .add(wednesday, u"past"_s, u"m"_s, u"100"_s)
                               .add(wednesday.addDays(1), u"small"_s, u"m"_s, u"1"_s)
                               .add(wednesday.addDays(1), u"new"_s, u"m"_s, u"2"_s)
                               .build();
    const Range second = Range::days(wednesday.addDays(1), wednesday.addDays(1));
    QCOMPARE(printed(spendSeries(cube, GroupBy::Project, {second, {}, {}}, 10, longAfter)),
             (QStringList{u"new 1: 2"_s, u"small 2: 1"_s}));
    QCOMPARE(colourOrder(cube, GroupBy::Project),
             (std::vector<QString>{u"past"_s, u"new"_s, u"small"_s}));
    QCOMPARE(colourIndexes(cube, GroupBy::Project).value(u"small"_s), 2);
}

void tst_series::anEmptyRangeHasNoBars()
{
    const SpendCube cube = oneDollarADay(wednesday, wednesday);
    const auto series = spendSeries(cube, GroupBy::Project, {Range{}, {}, {}}, 10, longAfter);
    QVERIFY(series.bars.empty());
    QVERIFY(series.groups.empty());
    QVERIFY(series.totals.empty());
}

QTEST_GUILESS_MAIN(tst_series)
#include "tst_series.moc"
