// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/anomalies.h"
#include "cubebuilder.h"
#include "format/format.h"

#include <QTest>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;
using test::at;
using test::CubeBuilder;

namespace {

const QDate thursday(2023, 11, 16);
const Timestamp noon = at(u"2023-11-16T12:00:00");

bool isWeekend(QDate day)
{
    return day.dayOfWeek() >= Qt::Saturday;
}

// Eight weeks up to yesterday: bot spends 40 a working day and 8 a day at weekends, code 60 and 12,
// a little more or less each day.
CubeBuilder &usualWeeks(CubeBuilder &builder, int weeks = 8)
{
    for (int ago = weeks * 7; ago >= 1; --ago) {
        const QDate day = thursday.addDays(-ago);
        const double share = (isWeekend(day) ? 0.2 : 1) * (1 + 0.02 * (ago % 5 - 2));
        builder.add(day, u"bot"_s, u"small"_s, Money::fromUsd(40 * share).toString());
        builder.add(day, u"code"_s, u"large"_s, Money::fromUsd(60 * share).toString());
    }
    return builder;
}

QStringList printed(const std::vector<Anomaly> &anomalies)
{
    QStringList lines;
    for (const Anomaly &anomaly : anomalies)
        lines +=
            dayFromEpoch(anomaly.day).toString(Qt::ISODate) + u": "_s + format::anomaly(anomaly);
    return lines;
}

QStringList found(const CubeBuilder &builder, GroupBy groupBy = GroupBy::Project,
                  const SpendFilter &filter = {})
{
    return printed(anomalies(builder.build(), groupBy, filter, noon));
}

// Spend of bot on one day, for as long before it as \a before goes.
CubeBuilder daysOf(const QStringList &before, const QString &today)
{
    CubeBuilder builder;
    for (qsizetype i = 0; i < before.size(); ++i)
        builder.add(thursday.addDays(int(i - before.size())), u"bot"_s, u"m"_s, before[i]);
    return builder.add(thursday, u"bot"_s, u"m"_s, today);
}

} // namespace

class tst_anomalies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void usualWeeksAreNotUnusual();
    void theProjectBehindAnUnusualDayIsNamedWithItsFactor();
    void aDayIsMeasuredAgainstItsOwnWeekday();
    void groupedByModelTheModelIsNamed();
    void withinAProjectItsModelsAreJudged();
    void aDayWithoutSpendIsUnusual();
    void whatHasStoppedIsMarkedOnce();
    void todayIsNeverLowAndMayBeHigh();
    void centsDoNotAlarm();
    void littleAgainstTheWholeDoesNotAlarm();
    void spendThatNeverVariesStillHasASpread();
    void aProjectThatRunsNowAndThenIsNotUnusual();
    void aShortHistoryIsJudgedByWorkingDays();
    void underFiveDaysNothingIsJudged();
    void anOutlierBeforeDoesNotHideTheNext();
    void onlyTheRangeIsReportedButItsPastIsHeeded();
    void aRangeOfAllTimesIsCut();
    void barsHoldTheAnomaliesOfTheirDays();
    void anomaliesReadAsPeopleSayThem_data();
    void anomaliesReadAsPeopleSayThem();
};

void tst_anomalies::usualWeeksAreNotUnusual()
{
    CubeBuilder builder;
    QCOMPARE(found(usualWeeks(builder)), QStringList());
}

void tst_anomalies::theProjectBehindAnUnusualDayIsNamedWithItsFactor()
{
    CubeBuilder builder;
    usualWeeks(builder).add(thursday.addDays(-2), u"bot"_s, u"small"_s, u"64"_s);
    QCOMPARE(found(builder),
             (QStringList{u"2023-11-14: bot 2.6× usual"_s, u"2023-11-14: total 1.6× usual"_s}));
}

void tst_anomalies::aDayIsMeasuredAgainstItsOwnWeekday()
{
    // As much on a Sunday as on a working day: 5 times what a Sunday costs.
    CubeBuilder builder;
    const QDate sunday = thursday.addDays(-4);
    usualWeeks(builder).add(sunday, u"bot"_s, u"small"_s, u"32"_s);
    QCOMPARE(found(builder).constFirst(), u"2023-11-12: bot 5.1× usual"_s);
}

void tst_anomalies::groupedByModelTheModelIsNamed()
{
    CubeBuilder builder;
    usualWeeks(builder).add(thursday.addDays(-2), u"bot"_s, u"large"_s, u"90"_s);
    QCOMPARE(found(builder, GroupBy::Model).constFirst(), u"2023-11-14: large 2.5× usual"_s);
    QCOMPARE(found(builder, GroupBy::Project).constFirst(), u"2023-11-14: bot 3.2× usual"_s);
}

void tst_anomalies::withinAProjectItsModelsAreJudged()
{
    CubeBuilder builder;
    usualWeeks(builder).add(thursday.addDays(-2), u"bot"_s, u"small"_s, u"64"_s);
    const SpendFilter bot{{}, u"bot"_s, {}};
    QCOMPARE(found(builder, GroupBy::Model, bot),
             (QStringList{u"2023-11-14: small 2.6× usual"_s, u"2023-11-14: total 2.6× usual"_s}));
    QCOMPARE(found(builder, GroupBy::Model, {{}, u"code"_s, {}}), QStringList());
    QCOMPARE(found(builder, GroupBy::Model, {{}, u"nobody"_s, {}}), QStringList());
}

void tst_anomalies::aDayWithoutSpendIsUnusual()
{
    CubeBuilder usual;
    SpendCube cube = usualWeeks(usual).build();
    std::erase_if(cube.cells, [&](const SpendCube::Cell &cell) {
        return cell.bucket == epochDay(thursday) - 2 && cell.project == 0;
    });
    QCOMPARE(printed(anomalies(cube, GroupBy::Project, {}, noon)),
             QStringList{u"2023-11-14: bot without spend"_s});
}

void tst_anomalies::whatHasStoppedIsMarkedOnce()
{
    CubeBuilder usual;
    SpendCube cube = usualWeeks(usual).build();
    std::erase_if(cube.cells, [&](const SpendCube::Cell &cell) {
        return cell.bucket >= epochDay(thursday) - 9 && cell.project == 0;
    });
    QCOMPARE(printed(anomalies(cube, GroupBy::Project, {}, noon)),
             QStringList{u"2023-11-07: bot without spend"_s});
}

void tst_anomalies::todayIsNeverLowAndMayBeHigh()
{
    CubeBuilder low;
    usualWeeks(low).add(thursday, u"bot"_s, u"small"_s, u"0.5"_s);
    QCOMPARE(found(low), QStringList());
    CubeBuilder high;
    usualWeeks(high).add(thursday, u"bot"_s, u"small"_s, u"100"_s);
    QCOMPARE(found(high), QStringList{u"2023-11-16: bot 2.5× usual"_s});
    CubeBuilder tomorrow; // a clock that is ahead
    usualWeeks(tomorrow).add(thursday.addDays(1), u"bot"_s, u"small"_s, u"1000"_s);
    QCOMPARE(found(tomorrow), QStringList());
}

void tst_anomalies::centsDoNotAlarm()
{
    const QStringList before(28, u"0.10"_s);
    QCOMPARE(found(daysOf(before, u"1.09"_s)), QStringList());
    QCOMPARE(found(daysOf(before, u"1.10"_s)).constFirst(), u"2023-11-16: bot 11× usual"_s);
}

void tst_anomalies::littleAgainstTheWholeDoesNotAlarm()
{
    // 100 USD a day in all: a project has to be off by 5.
    CubeBuilder builder;
    usualWeeks(builder);
    for (int ago = 28; ago >= 1; --ago)
        builder.add(thursday.addDays(-ago), u"tiny"_s, u"small"_s, u"1"_s);
    CubeBuilder more = builder;
    builder.add(thursday.addDays(-2), u"tiny"_s, u"small"_s, u"4"_s);
    QCOMPARE(found(builder), QStringList());
    more.add(thursday.addDays(-2), u"tiny"_s, u"small"_s, u"6"_s);
    QCOMPARE(found(more), QStringList{u"2023-11-14: tiny 7.0× usual"_s});
}

void tst_anomalies::spendThatNeverVariesStillHasASpread()
{
    const QStringList before(28, u"10"_s);
    QCOMPARE(found(daysOf(before, u"15.25"_s)), QStringList()); // 3.5 times 15 %
    QCOMPARE(found(daysOf(before, u"15.26"_s)).constFirst(), u"2023-11-16: bot 1.5× usual"_s);
}

void tst_anomalies::aProjectThatRunsNowAndThenIsNotUnusual()
{
    // Every third day; most days, and so the median, are zero.
    QStringList before;
    for (int i = 0; i < 27; ++i)
        before += i % 3 == 0 ? u"20"_s : u"0"_s;
    QCOMPARE(found(daysOf(before, u"20"_s)), QStringList());
    QCOMPARE(found(daysOf(before, u"80"_s)).constFirst(), u"2023-11-16: bot, usually nothing"_s);
}

void tst_anomalies::aShortHistoryIsJudgedByWorkingDays()
{
    // Ten days: seven working days, and a weekend that costs less and is not unusual for that.
    const QStringList before{u"20"_s, u"21"_s, u"19"_s, u"20"_s, u"4"_s,
                             u"4"_s,  u"21"_s, u"20"_s, u"19"_s};
    QCOMPARE(thursday.addDays(-5).dayOfWeek(), int(Qt::Saturday));
    QCOMPARE(found(daysOf(before, u"22"_s)), QStringList());
    QCOMPARE(found(daysOf(before, u"60"_s)),
             (QStringList{u"2023-11-16: bot 3.0× usual"_s, u"2023-11-16: total 3.0× usual"_s}));
}

void tst_anomalies::underFiveDaysNothingIsJudged()
{
    QCOMPARE(found(daysOf({u"20"_s, u"20"_s, u"20"_s}, u"500"_s)), QStringList());
    // Monday to Wednesday and, before the weekend, one Friday.
    const QStringList four{u"20"_s, u"4"_s, u"4"_s, u"20"_s, u"20"_s, u"20"_s};
    QCOMPARE(found(daysOf(four, u"500"_s)), QStringList());
    QVERIFY(!found(daysOf(QStringList{u"20"_s} + four, u"500"_s)).isEmpty());
}

void tst_anomalies::anOutlierBeforeDoesNotHideTheNext()
{
    CubeBuilder builder;
    usualWeeks(builder)
        .add(thursday.addDays(-9), u"bot"_s, u"small"_s, u"400"_s)
        .add(thursday.addDays(-2), u"bot"_s, u"small"_s, u"64"_s);
    const QStringList lines = found(builder);
    QVERIFY(lines.contains(u"2023-11-07: bot 11× usual"_s));
    QVERIFY(lines.contains(u"2023-11-14: bot 2.6× usual"_s));
}

void tst_anomalies::onlyTheRangeIsReportedButItsPastIsHeeded()
{
    CubeBuilder builder;
    usualWeeks(builder)
        .add(thursday.addDays(-9), u"bot"_s, u"small"_s, u"400"_s)
        .add(thursday.addDays(-2), u"bot"_s, u"small"_s, u"64"_s);
    const Range week = Range::days(thursday.addDays(-6), thursday);
    QCOMPARE(found(builder, GroupBy::Project, {week, {}, {}}),
             (QStringList{u"2023-11-14: bot 2.6× usual"_s, u"2023-11-14: total 1.6× usual"_s}));
    const Range hours = week.inHours();
    QCOMPARE(found(builder, GroupBy::Project, {hours, {}, {}}).size(), 2);
}

void tst_anomalies::aRangeOfAllTimesIsCut()
{
    CubeBuilder builder;
    usualWeeks(builder).add(thursday.addDays(-2), u"bot"_s, u"small"_s, u"64"_s);
    const Range all = Range::days(QDate(1, 1, 1), QDate(9999, 12, 31));
    QCOMPARE(found(builder, GroupBy::Project, {all, {}, {}}), found(builder));
    QCOMPARE(printed(anomalies({}, GroupBy::Project, {all, {}, {}}, noon)), QStringList());
}

void tst_anomalies::barsHoldTheAnomaliesOfTheirDays()
{
    CubeBuilder builder;
    usualWeeks(builder, 30)
        .add(thursday.addDays(-2), u"bot"_s, u"small"_s, u"64"_s)
        .add(thursday.addDays(-1), u"code"_s, u"large"_s, u"300"_s);
    const SpendCube cube = builder.build();
    const auto bars = [&cube](int days) {
        const SpendFilter filter{Range::days(thursday.addDays(1 - days), thursday), {}, {}};
        const SpendSeries series = spendSeries(cube, GroupBy::Project, filter, 10, noon);
        return unusualBars(series, cube, GroupBy::Project, filter, noon);
    };
    const auto byDay = bars(30);
    QCOMPARE(byDay.size(), size_t(2));
    QCOMPARE(byDay[0].bar, size_t(27));
    QCOMPARE(byDay[0].anomalies[0].name, u"bot"_s);
    QCOMPARE(byDay[1].bar, size_t(28));
    const auto byWeek = bars(200);
    QCOMPARE(byWeek.size(), size_t(1));
    QCOMPARE(byWeek[0].anomalies.size(), size_t(4)); // two projects, two totals
    QCOMPARE(byWeek[0].anomalies[0].name, u"code"_s);
    QVERIFY(!byWeek[0].anomalies[2].name);
    QVERIFY(bars(600).empty()); // months
}

void tst_anomalies::anomaliesReadAsPeopleSayThem_data()
{
    QTest::addColumn<Anomaly>("anomaly");
    QTest::addColumn<QString>("text");
    const auto row = [](const std::optional<QString> &name, const QString &spend,
                        const QString &usual, const QString &text) {
        QTest::newRow(qPrintable(text))
            << Anomaly{0, name, *Money::parse(spend), *Money::parse(usual)} << text;
    };
    row(u"support-bot"_s, u"104"_s, u"40"_s, u"support-bot 2.6× usual"_s);
    row(u"support-bot"_s, u"480"_s, u"40"_s, u"support-bot 12× usual"_s);
    row(u"support-bot"_s, u"399"_s, u"40"_s, u"support-bot 10× usual"_s);
    row(u"support-bot"_s, u"12"_s, u"40"_s, u"support-bot 0.3× usual"_s);
    row(u"support-bot"_s, u"1"_s, u"40"_s, u"support-bot almost without spend"_s);
    row(u"support-bot"_s, u"0"_s, u"40"_s, u"support-bot without spend"_s);
    row(u"support-bot"_s, u"3"_s, u"0"_s, u"support-bot, usually nothing"_s);
    row({}, u"80"_s, u"40"_s, u"total 2.0× usual"_s);
    row(u""_s, u"80"_s, u"40"_s, u"(no name) 2.0× usual"_s);
    row(u"a\nb"_s, u"80"_s, u"40"_s, u"a\u240ab 2.0× usual"_s);
}

void tst_anomalies::anomaliesReadAsPeopleSayThem()
{
    QFETCH(Anomaly, anomaly);
    QTEST(format::anomaly(anomaly), "text");
}

QTEST_GUILESS_MAIN(tst_anomalies)
#include "tst_anomalies.moc"
