// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "values/timestamp.h"

#include <QTest>

#include <random>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;

class tst_timestamp final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsAsPythonDoes_data();
    void printsAsPythonDoes();
    void readsEveryFormThatStoresHold_data();
    void readsEveryFormThatStoresHold();
    void refusesWhatIsNoMoment_data();
    void refusesWhatIsNoMoment();
    void everyMomentSurvivesTheRoundTrip();
    void daysAndBucketsAgree();
    void nowIsNow();
};

void tst_timestamp::printsAsPythonDoes_data()
{
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<QString>("text");
    // >>> (datetime(1970,1,1,tzinfo=timezone.utc) + timedelta(microseconds=n)).isoformat()
    const auto row = [](const char *name, qint64 micros, const QString &text) {
        QTest::newRow(name) << micros << text;
    };
    row("epoch", 0, u"1970-01-01T00:00:00+00:00"_s);
    row("one microsecond", 1, u"1970-01-01T00:00:00.000001+00:00"_s);
    row("one microsecond before", -1, u"1969-12-31T23:59:59.999999+00:00"_s);
    row("a whole second before", -1'000'000, u"1969-12-31T23:59:59+00:00"_s);
    row("microseconds", 1'795'426'440'123'456, u"2026-11-23T09:34:00.123456+00:00"_s);
    row("trailing zeros stay", 1'795'426'440'100'000, u"2026-11-23T09:34:00.100000+00:00"_s);
    row("leap day", 1'709'164'800'000'000, u"2024-02-29T00:00:00+00:00"_s);
    row("first year", -62'135'596'800'000'000, u"0001-01-01T00:00:00+00:00"_s);
    row("last moment", 253'402'300'799'999'999, u"9999-12-31T23:59:59.999999+00:00"_s);
}

void tst_timestamp::printsAsPythonDoes()
{
    QFETCH(qint64, micros);
    QFETCH(QString, text);
    QCOMPARE(Timestamp{micros}.toIso(), text);
    QVERIFY(Timestamp::parse(text));
    QCOMPARE(Timestamp::parse(text)->micros, micros);
}

void tst_timestamp::readsEveryFormThatStoresHold_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("iso");
    const auto row = [](const QString &text, const QString &iso) {
        QTest::newRow(qPrintable(text)) << text << iso;
    };
    const QString plain = u"2023-11-16T19:14:19+00:00"_s;
    row(u"2023-11-16T19:14:19+00:00"_s, plain);
    row(u"2023-11-16 19:14:19"_s, plain); // SQLite's CURRENT_TIMESTAMP
    row(u"2023-11-16T19:14:19Z"_s, plain);
    row(u"2023-11-16 19:14:19+00"_s, plain); // PostgreSQL
    row(u"2023-11-16 20:14:19+01"_s, plain);
    row(u"2023-11-16T20:14:19+0100"_s, plain);
    row(u"2023-11-17T00:44:19+05:30"_s, plain);
    row(u"2023-11-16T15:44:19-03:30"_s, plain);
    row(u"2023-11-17 09:14:19+14"_s, plain);
    row(u"2023-11-16 19:14:19.5+00"_s, u"2023-11-16T19:14:19.500000+00:00"_s);
    row(u"2023-11-16T19:14:19.928016+00:00"_s, u"2023-11-16T19:14:19.928016+00:00"_s);
    row(u"2023-11-16T19:14:19.9280169999Z"_s, u"2023-11-16T19:14:19.928016+00:00"_s);
    row(u"2023-11-16T19:14"_s, u"2023-11-16T19:14:00+00:00"_s);
    row(u"2023-11-16"_s, u"2023-11-16T00:00:00+00:00"_s);
    row(u"1880-01-01 00:53:28+00:53:28"_s, u"1880-01-01T00:00:00+00:00"_s);
    row(u"1969-12-31T23:59:59.999999-01:00"_s, u"1970-01-01T00:59:59.999999+00:00"_s);
    row(u"2024-01-01T00:30:00+01:00"_s, u"2023-12-31T23:30:00+00:00"_s);
}

void tst_timestamp::readsEveryFormThatStoresHold()
{
    QFETCH(QString, text);
    QFETCH(QString, iso);
    QVERIFY(Timestamp::parse(text));
    QCOMPARE(Timestamp::parse(text)->toIso(), iso);
}

void tst_timestamp::refusesWhatIsNoMoment_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"",
                             "yesterday",
                             "infinity",
                             "-infinity",
                             "2023",
                             "2023-11",
                             "2023-02-29",
                             "1900-02-29",
                             "2023-13-01",
                             "2023-00-01",
                             "2023-04-31",
                             "0000-01-01",
                             "10000-01-01",
                             "2023-11-16T",
                             "2023-11-16T24:00:00",
                             "2023-11-16T19:60",
                             "2023-11-16T19:14:60",
                             "2023-11-16T19:14:19.",
                             "2023-11-16T19:14:19,5",
                             "2023-11-16T19:14:19+24:00",
                             "2023-11-16T19:14:19+1",
                             "2023-11-16T19:14:19 UTC",
                             "2023-11-16T19:14:19+00:00x",
                             "2023-1-16",
                             "16.11.2023",
                             "2023-11-16x19:14",
                             " 2023-11-16",
                             "1700162059",
                             "-023-11-16",
                             "0001-01-01T00:00+01:00",
                             "9999-12-31T23:59-01:00",
                             "\u0662\u0660\u0662\u0663-11-16"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void tst_timestamp::refusesWhatIsNoMoment()
{
    QFETCH(QString, text);
    QVERIFY(!Timestamp::parse(text));
}

void tst_timestamp::everyMomentSurvivesTheRoundTrip()
{
    std::mt19937_64 random(7); // fixed: a failure must come back
    std::uniform_int_distribution<qint64> moments(-62'135'596'800'000'000, 253'402'300'799'999'999);
    for (int i = 0; i < 20'000; ++i) {
        const Timestamp moment{moments(random)};
        QCOMPARE(Timestamp::parse(moment.toIso()), std::optional(moment));
    }
}

void tst_timestamp::daysAndBucketsAgree()
{
    QCOMPARE(epochDay(QDate(1970, 1, 1)), 0);
    QCOMPARE(epochDay(QDate(1969, 12, 31)), -1);
    QCOMPARE(dayFromEpoch(epochDay(QDate(2024, 2, 29))), QDate(2024, 2, 29));
    QCOMPARE(Timestamp{-1}.day(), QDate(1969, 12, 31));
    QCOMPARE(Timestamp::startOf(QDate(1969, 12, 31)).micros, qint64(-86'400'000'000));
}

void tst_timestamp::nowIsNow()
{
    const qint64 before = QDateTime::currentMSecsSinceEpoch() * 1000;
    const Timestamp now = Timestamp::now();
    const qint64 after = (QDateTime::currentMSecsSinceEpoch() + 1) * 1000;
    QVERIFY(before <= now.micros && now.micros <= after);
}

QTEST_GUILESS_MAIN(tst_timestamp)
#include "tst_timestamp.moc"
