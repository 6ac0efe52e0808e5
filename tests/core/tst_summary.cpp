// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/summary.h"
#include "cubebuilder.h"

#include <QTest>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;
using test::CubeBuilder;

namespace {

const QDate monday(2023, 11, 13);

// Three days, two projects, two models.
SpendCube sample()
{
    return CubeBuilder()
        .add(monday, u"chat"_s, u"small"_s, u"1.5"_s)
        .add(monday, u"code"_s, u"large"_s, u"10"_s)
        .add(monday.addDays(2), u"chat"_s, u"large"_s, u"2"_s)
        .add(monday.addDays(2), u"chat"_s, u"small"_s, u"0.0000000001"_s)
        .build();
}

QStringList printed(const std::vector<Summary> &rows)
{
    QStringList lines;
    for (const Summary &row : rows)
        lines += row.name + u' ' + row.totals.cost.toString();
    return lines;
}

} // namespace

class tst_summary final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsUpEverythingExactly();
    void filtersByRangeProjectAndModel();
    void aNameWithoutCallsSelectsNothing();
    void groupsComeByCostAndThenByName();
    void everyBucketOfTheRangeGetsARow();
    void daysSelectHoursAndHoursSelectDays();
    void anEmptyCubeHasNothing();
    void changesArePercentOfBefore();
};

void tst_summary::addsUpEverythingExactly()
{
    const Totals all = total(sample());
    QCOMPARE(all.calls, 4);
    QCOMPARE(all.inputTokens, 400);
    QCOMPARE(all.outputTokens, 40);
    QCOMPARE(all.cost.toString(), u"13.5000000001"_s);
    QCOMPARE(all.lastUsed, std::optional(Timestamp::startOf(monday.addDays(2))));
}

void tst_summary::filtersByRangeProjectAndModel()
{
    const SpendCube cube = sample();
    const Range first = Range::days(monday, monday);
    QCOMPARE(total(cube, {first, {}, {}}).cost.toString(), u"11.5"_s);
    QCOMPARE(total(cube, {{}, u"chat"_s, {}}).cost.toString(), u"3.5000000001"_s);
    QCOMPARE(total(cube, {{}, {}, u"large"_s}).cost.toString(), u"12"_s);
    QCOMPARE(total(cube, {first, u"chat"_s, u"small"_s}).cost.toString(), u"1.5"_s);
    QCOMPARE(total(cube, {first, u"chat"_s, u"large"_s}), Totals());
    QCOMPARE(total(cube, {Range{}, {}, {}}), Totals());
    QCOMPARE(total(cube, {Range::days(monday.addDays(1), monday.addDays(1)), {}, {}}), Totals());
}

void tst_summary::aNameWithoutCallsSelectsNothing()
{
    const SpendCube cube = sample();
    QCOMPARE(total(cube, {{}, u"Chat"_s, {}}), Totals());
    QCOMPARE(total(cube, {{}, QString(), {}}), Totals());
    QVERIFY(summarise(cube, GroupBy::Model, {{}, u"nobody"_s, {}}).empty());
}

void tst_summary::groupsComeByCostAndThenByName()
{
    const SpendCube cube = CubeBuilder()
                               .add(monday, u"b"_s, u"m"_s, u"1"_s)
                               .add(monday, u"free"_s, u"m"_s, u"0"_s)
                               .add(monday, u"a"_s, u"n"_s, u"1"_s)
                               .add(monday, u"c"_s, u"n"_s, u"1.0000000001"_s)
                               .build();
    QCOMPARE(printed(summarise(cube, GroupBy::Project)),
             (QStringList{u"c 1.0000000001"_s, u"a 1"_s, u"b 1"_s, u"free 0"_s}));
    QCOMPARE(printed(summarise(cube, GroupBy::Model)),
             (QStringList{u"n 2.0000000001"_s, u"m 1"_s}));
    QCOMPARE(printed(summarise(cube, GroupBy::Project, {{}, {}, u"n"_s})),
             (QStringList{u"c 1.0000000001"_s, u"a 1"_s}));
}

void tst_summary::everyBucketOfTheRangeGetsARow()
{
    const auto rows =
        byBucket(sample(), {Range::days(monday.addDays(-1), monday.addDays(3)), u"chat"_s, {}});
    QStringList costs;
    for (const BucketTotals &row : rows)
        costs += row.totals.cost.toString();
    QCOMPARE(costs, (QStringList{u"0"_s, u"1.5"_s, u"0"_s, u"2.0000000001"_s, u"0"_s}));
    QCOMPARE(rows.front().bucket, epochDay(monday.addDays(-1)));
    QCOMPARE(rows.back().bucket, epochDay(monday.addDays(3)));
    QCOMPARE(byBucket(sample(), {}).size(), size_t(3)); // from the first call to the last
}

void tst_summary::daysSelectHoursAndHoursSelectDays()
{
    const qint32 midnight = epochDay(monday) * 24;
    const SpendCube hourly = CubeBuilder(BucketUnit::Hour)
                                 .add(midnight - 1, u"p"_s, u"m"_s, u"1"_s)
                                 .add(midnight, u"p"_s, u"m"_s, u"2"_s)
                                 .add(midnight + 23, u"p"_s, u"m"_s, u"4"_s)
                                 .add(midnight + 24, u"p"_s, u"m"_s, u"8"_s)
                                 .build();
    const Range day = Range::days(monday, monday);
    QCOMPARE(total(hourly, {day, {}, {}}).cost.toString(), u"6"_s);
    QCOMPARE(byBucket(hourly, {day, {}, {}}).size(), size_t(24));
    const Range lateHour{BucketUnit::Hour, midnight + 23, midnight + 23};
    QCOMPARE(total(sample(), {lateHour, {}, {}}).cost.toString(), u"11.5"_s);
}

void tst_summary::anEmptyCubeHasNothing()
{
    const SpendCube cube;
    QCOMPARE(cube.extent().size(), 0);
    QCOMPARE(total(cube), Totals());
    QVERIFY(summarise(cube, GroupBy::Project).empty());
    QVERIFY(byBucket(cube, {}).empty());
    QCOMPARE(byBucket(cube, {Range::days(monday, monday), {}, {}}).size(), size_t(1));
}

void tst_summary::changesArePercentOfBefore()
{
    const Money one = Money::fromUsd(1);
    QCOMPARE(changePercent(Money::fromUsd(1.5), one), std::optional(50.0));
    QCOMPARE(changePercent(Money(), one), std::optional(-100.0));
    QCOMPARE(changePercent(one, one), std::optional(0.0));
    QCOMPARE(changePercent(one, Money()), std::nullopt); // new
    QCOMPARE(changePercent(Money(), Money()), std::optional(0.0));
    QCOMPARE(changePercent(qint64(3), qint64(2)), std::optional(50.0));
    QCOMPARE(changePercent(qint64(3), qint64(0)), std::nullopt);
}

QTEST_GUILESS_MAIN(tst_summary)
#include "tst_summary.moc"
