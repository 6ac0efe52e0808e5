// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cubebuilder.h"
#include "values/buckettext.h"
#include "values/range.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using test::at;

Q_DECLARE_METATYPE(tollkeeper::Range)

class tst_range final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lengthAndLimits();
    void anEmptyRangeStaysEmpty();
    void daysAndHoursTurnIntoEachOther();
    void momentsFallIntoTheBucketBelowThem();
    void presetsMeanTheseDays_data();
    void presetsMeanTheseDays();
    void last24HoursEndWithTheRunningHour();
    void nothingComesBeforeAllTime();
    void aCustomRangeIsComparedWithAsLongABeforeIt();
    void daysAndHoursHaveNames();
};

void tst_range::lengthAndLimits()
{
    const Range range = Range::days(QDate(2023, 11, 16), QDate(2023, 11, 17));
    QCOMPARE(range.size(), 2);
    QVERIFY(range.contains(epochDay(QDate(2023, 11, 17))));
    QVERIFY(!range.contains(epochDay(QDate(2023, 11, 18))));
    QCOMPARE(range.begin().toIso(), QStringLiteral("2023-11-16T00:00:00+00:00"));
    QCOMPARE(range.end().toIso(), QStringLiteral("2023-11-18T00:00:00+00:00"));
    QCOMPARE(range.before(), Range::days(QDate(2023, 11, 14), QDate(2023, 11, 15)));
    QCOMPARE(range.firstDay(), QDate(2023, 11, 16));
    QCOMPARE(range.lastDay(), QDate(2023, 11, 17));
}

void tst_range::anEmptyRangeStaysEmpty()
{
    for (const Range &empty :
         {Range{}, Range{BucketUnit::Hour, 5, 4}, Range{BucketUnit::Day, 5, -20},
          Range::days(QDate(), QDate(2023, 1, 1)), Range::days(QDate(2023, 1, 1), QDate()),
          Range::days(QDate(2023, 1, 2), QDate(2023, 1, 1))}) {
        QCOMPARE(empty.size(), 0);
        QCOMPARE(empty.before().size(), 0);
        QCOMPARE(empty.inHours().size(), 0);
        QCOMPARE(empty.inDays().size(), 0);
        QCOMPARE(empty.begin(), empty.end());
    }
}

void tst_range::daysAndHoursTurnIntoEachOther()
{
    const Range day = Range::days(QDate(1969, 12, 31), QDate(1969, 12, 31));
    QCOMPARE(day.inHours(), (Range{BucketUnit::Hour, -24, -1}));
    QCOMPARE(day.inHours().inHours(), day.inHours());
    QCOMPARE(day.inHours().inDays(), day);
    QCOMPARE(day.inDays(), day);
    const Range acrossMidnight{BucketUnit::Hour, 23, 24};
    QCOMPARE(acrossMidnight.inDays(), (Range{BucketUnit::Day, 0, 1}));
    QCOMPARE(acrossMidnight.firstDay(), QDate(1970, 1, 1));
    QCOMPARE(acrossMidnight.lastDay(), QDate(1970, 1, 2));
}

void tst_range::momentsFallIntoTheBucketBelowThem()
{
    QCOMPARE(bucketOf(at(u"1970-01-01T00:59:59.999999"), BucketUnit::Hour), 0);
    QCOMPARE(bucketOf(at(u"1970-01-01T01:00:00"), BucketUnit::Hour), 1);
    QCOMPARE(bucketOf(at(u"1969-12-31T23:59:59.999999"), BucketUnit::Hour), -1);
    QCOMPARE(bucketOf(at(u"1969-12-31T23:59:59.999999"), BucketUnit::Day), -1);
    QCOMPARE(bucketOf(at(u"1969-12-31T00:00:00"), BucketUnit::Day), -1);
    QCOMPARE(bucketOf(at(u"1969-12-30T23:59:59"), BucketUnit::Day), -2);
}

void tst_range::presetsMeanTheseDays_data()
{
    QTest::addColumn<RangePreset>("preset");
    QTest::addColumn<QDate>("today");
    QTest::addColumn<Range>("current");
    QTest::addColumn<Range>("previous");
    const auto days = [](int year1, int month1, int day1, int year2, int month2, int day2) {
        return Range::days(QDate(year1, month1, day1), QDate(year2, month2, day2));
    };
    QTest::newRow("7 days") << RangePreset::Last7Days << QDate(2024, 3, 3)
                            << days(2024, 2, 26, 2024, 3, 3) << days(2024, 2, 19, 2024, 2, 25);
    QTest::newRow("30 days over a year")
        << RangePreset::Last30Days << QDate(2024, 1, 10) << days(2023, 12, 12, 2024, 1, 10)
        << days(2023, 11, 12, 2023, 12, 11);
    QTest::newRow("first of month")
        << RangePreset::Month << QDate(2024, 1, 1) << days(2024, 1, 1, 2024, 1, 1)
        << days(2023, 12, 1, 2023, 12, 1);
    QTest::newRow("29 February") << RangePreset::Month << QDate(2024, 2, 29)
                                 << days(2024, 2, 1, 2024, 2, 29) << days(2024, 1, 1, 2024, 1, 29);
    QTest::newRow("29 March of a leap year")
        << RangePreset::Month << QDate(2024, 3, 29) << days(2024, 3, 1, 2024, 3, 29)
        << days(2024, 2, 1, 2024, 2, 29);
    QTest::newRow("29 March of a common year")
        << RangePreset::Month << QDate(2023, 3, 29) << days(2023, 3, 1, 2023, 3, 29)
        << days(2023, 2, 1, 2023, 2, 28);
    QTest::newRow("31 March never compares March with itself")
        << RangePreset::Month << QDate(2024, 3, 31) << days(2024, 3, 1, 2024, 3, 31)
        << days(2024, 2, 1, 2024, 2, 29);
    QTest::newRow("quarter") << RangePreset::Quarter << QDate(2024, 5, 15)
                             << days(2024, 4, 1, 2024, 5, 15) << days(2024, 1, 1, 2024, 2, 14);
    QTest::newRow("longer quarter")
        << RangePreset::Quarter << QDate(2023, 6, 30) << days(2023, 4, 1, 2023, 6, 30)
        << days(2023, 1, 1, 2023, 3, 31);
    QTest::newRow("first quarter")
        << RangePreset::Quarter << QDate(2024, 1, 2) << days(2024, 1, 1, 2024, 1, 2)
        << days(2023, 10, 1, 2023, 10, 2);
}

void tst_range::presetsMeanTheseDays()
{
    QFETCH(RangePreset, preset);
    QFETCH(QDate, today);
    QFETCH(Range, current);
    QFETCH(Range, previous);
    for (const qint64 microsIntoDay : {qint64(0), qint64(86'399'999'999)}) {
        const Timestamp now{Timestamp::startOf(today).micros + microsIntoDay};
        const RangeSelection selection = selectRange(preset, now, {}, {});
        QCOMPARE(selection.preset, preset);
        QCOMPARE(selection.current, current);
        QCOMPARE(selection.previous, previous);
        QVERIFY(selection.previous.last < selection.current.first);
    }
}

void tst_range::last24HoursEndWithTheRunningHour()
{
    const auto selection =
        selectRange(RangePreset::Last24Hours, at(u"2023-11-16T19:14:19"), {}, {});
    QCOMPARE(selection.current.unit, BucketUnit::Hour);
    QCOMPARE(selection.current.size(), 24);
    QCOMPARE(selection.current.end(), at(u"2023-11-16T20:00:00"));
    QCOMPARE(selection.previous, selection.current.before());
}

void tst_range::nothingComesBeforeAllTime()
{
    const Range all = Range::days(QDate(2023, 11, 16), QDate(2023, 11, 20));
    const auto selection = selectRange(RangePreset::All, at(u"2024-01-01"), all, {});
    QCOMPARE(selection.current, all);
    QCOMPARE(selection.previous.size(), 0);
}

void tst_range::aCustomRangeIsComparedWithAsLongABeforeIt()
{
    const Range hours{BucketUnit::Hour, 100, 102};
    const auto selection = selectRange(RangePreset::Custom, at(u"2024-01-01"), {}, hours);
    QCOMPARE(selection.current, hours);
    QCOMPARE(selection.previous, (Range{BucketUnit::Hour, 97, 99}));
}

void tst_range::daysAndHoursHaveNames()
{
    for (const QString &text : {u"2026-11-23"_s, u"2026-11-23T14"_s, u"2024-02-29T00"_s, u"1969-12-31T23"_s}) {
        const auto range = bucketOfText(text);
        QVERIFY2(range && range->size() == 1, qPrintable(text));
        QCOMPARE(range->unit, text.size() == 10 ? BucketUnit::Day : BucketUnit::Hour);
        QCOMPARE(bucketText(range->unit, range->first), text);
    }
    for (const QString &text : {u""_s, u"2026-11"_s, u"2026-11-31"_s, u"2026-11-23T24"_s, u"2026-11-23 1"_s,
                                u"2026-11-23T14:00"_s})
        QVERIFY2(!bucketOfText(text), qPrintable(text));
}

QTEST_GUILESS_MAIN(tst_range)
#include "tst_range.moc"
