// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cubebuilder.h"
#include "format/format.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <limits>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;
using test::at;

namespace {

SpendSeries::Bar dayBar(QDate first, QDate last)
{
    return {Range::days(first, last), false};
}

} // namespace

class tst_format final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void amounts_data();
    void amounts();
    void noAmountShowsAsNothing();
    void amountsInOtherLocales();
    void counts();
    void shortCounts_data();
    void shortCounts();
    void percentages_data();
    void percentages();
    void changes();
    void progressTellsRateAndTimeLeft();
    void ages_data();
    void ages();
    void datesAndRanges();
    void barsOfEveryUnit();
    void forecasts();
    void storeTextIsSafeToShow_data();
    void storeTextIsSafeToShow();
    void longTextIsCutBetweenCharacters();
    void aTextOfMegabytesIsCutAtOnce();
};

void tst_format::amounts_data()
{
    QTest::addColumn<QString>("amount");
    QTest::addColumn<QString>("usd");
    QTest::addColumn<QString>("total");
    QTest::addColumn<QString>("exact");
    const auto row = [](const QString &amount, const QString &usd, const QString &usdTotal,
                        const QString &exact) {
        QTest::newRow(qPrintable(amount)) << amount << usd << usdTotal << exact;
    };
    row(u"0"_s, u"$0.00"_s, u"$0.00"_s, u"$0.00"_s);
    row(u"12431.18"_s, u"$12,431.18"_s, u"$12,431.18"_s, u"$12,431.18"_s);
    row(u"1234567.891"_s, u"$1,234,567.89"_s, u"$1,234,567.89"_s, u"$1,234,567.891"_s);
    row(u"0.0112"_s, u"$0.0112"_s, u"$0.01"_s, u"$0.0112"_s);
    row(u"0.5"_s, u"$0.5000"_s, u"$0.50"_s, u"$0.50"_s);
    row(u"56.59226015"_s, u"$56.59"_s, u"$56.59"_s, u"$56.59226015"_s);
    row(u"0.0000000001"_s, u"< $0.0001"_s, u"< $0.01"_s, u"$0.0000000001"_s);
    row(u"0.0000999999"_s, u"< $0.0001"_s, u"< $0.01"_s, u"$0.0000999999"_s);
    row(u"0.0001"_s, u"$0.0001"_s, u"< $0.01"_s, u"$0.0001"_s);
    row(u"0.0099999999"_s, u"$0.0100"_s, u"< $0.01"_s, u"$0.0099999999"_s);
    row(u"0.01"_s, u"$0.0100"_s, u"$0.01"_s, u"$0.01"_s);
    // Rounding is of the decimal: 1.005 and 0.00015 as doubles lie below the half.
    row(u"1.005"_s, u"$1.01"_s, u"$1.01"_s, u"$1.005"_s);
    row(u"1.0049999999"_s, u"$1.00"_s, u"$1.00"_s, u"$1.0049999999"_s);
    row(u"2.675"_s, u"$2.68"_s, u"$2.68"_s, u"$2.675"_s);
    row(u"0.00015"_s, u"$0.0002"_s, u"< $0.01"_s, u"$0.00015"_s);
    row(u"0.99995"_s, u"$1.00"_s, u"$1.00"_s, u"$0.99995"_s);
    row(u"0.9999499999"_s, u"$0.9999"_s, u"$1.00"_s, u"$0.9999499999"_s);
    row(u"999.995"_s, u"$1,000.00"_s, u"$1,000.00"_s, u"$999.995"_s);
    row(u"-12431.185"_s, u"-$12,431.19"_s, u"-$12,431.19"_s, u"-$12,431.185"_s);
    row(u"-0.0112"_s, u"-$0.0112"_s, u"-$0.01"_s, u"-$0.0112"_s);
    row(u"-0.00001"_s, u"> -$0.0001"_s, u"> -$0.01"_s, u"-$0.00001"_s);
    row(u"922337203.6854775807"_s, u"$922,337,203.69"_s, u"$922,337,203.69"_s,
        u"$922,337,203.6854775807"_s);
}

void tst_format::amounts()
{
    QFETCH(QString, amount);
    const Money money = Money::parse(amount).value();
    QTEST(format::usd(money), "usd");
    QTEST(format::usdTotal(money), "total");
    QTEST(format::usdExact(money), "exact");
}

void tst_format::noAmountShowsAsNothing()
{
    for (qint64 units = 1; units > 0 && units < Money::unitsPerUsd; units = units * 3 + 1) {
        for (const Money amount : {Money::fromUnits(units), Money::fromUnits(-units)}) {
            for (const QString &text :
                 {format::usd(amount), format::usdTotal(amount), format::usdExact(amount)})
                QVERIFY2(text.contains(QRegularExpression(u"[1-9]"_s)), qPrintable(text));
        }
    }
}

void tst_format::amountsInOtherLocales()
{
    const QLocale german(QLocale::German, QLocale::Germany);
    QCOMPARE(format::usd(Money::parse(u"12431.18").value(), german), u"12.431,18\u00a0$"_s);
    QCOMPARE(format::usdTotal(Money::fromUnits(1), german), u"< 0,01\u00a0$"_s);
    QCOMPARE(format::count(1'241'806, german), u"1.241.806"_s);
    QCOMPARE(format::percent(8.4, german), u"8,4 %"_s);
    QLocale plain = QLocale::c();
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    QCOMPARE(format::count(1'241'806, plain), u"1,241,806"_s);
}

void tst_format::counts()
{
    QCOMPARE(format::count(0), u"0"_s);
    QCOMPARE(format::count(999), u"999"_s);
    QCOMPARE(format::count(1'241'806), u"1,241,806"_s);
    QCOMPARE(format::count(-1000), u"-1,000"_s);
}

void tst_format::shortCounts_data()
{
    QTest::addColumn<qint64>("value");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 value, const QString &text) {
        QTest::addRow("%lld", static_cast<long long>(value)) << value << text;
    };
    row(0, u"0"_s);
    row(999, u"999"_s);
    row(1000, u"1 k"_s);
    row(1004, u"1 k"_s);
    row(1005, u"1.01 k"_s);
    row(9'994, u"9.99 k"_s);
    row(9'995, u"10 k"_s);
    row(41'000, u"41 k"_s);
    row(41'250, u"41.3 k"_s);
    row(99'950, u"100 k"_s);
    row(811'400'000, u"811 M"_s);
    row(999'499, u"999 k"_s);
    row(999'500, u"1 M"_s);
    row(3'912'345'678, u"3.91 B"_s);
    row(999'500'000'000, u"1 T"_s);
    row(-41'000, u"-41 k"_s);
    row(std::numeric_limits<qint64>::max(), u"9,223,372 T"_s);
    row(std::numeric_limits<qint64>::min(), u"-9,223,372 T"_s);
}

void tst_format::shortCounts()
{
    QFETCH(qint64, value);
    QTEST(format::shortCount(value), "text");
}

void tst_format::percentages_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    const auto row = [](double value, const QString &text) {
        QTest::addRow("%g", value) << value << text;
    };
    row(0, u"0 %"_s);
    row(0.00001, u"< 0.1 %"_s);
    row(0.1, u"0.1 %"_s);
    row(8.4, u"8.4 %"_s);
    row(8, u"8.0 %"_s);
    row(9.94, u"9.9 %"_s);
    row(9.96, u"10 %"_s);
    row(10.4, u"10 %"_s);
    row(99.4, u"99 %"_s);
    row(99.9999, u"> 99 %"_s); // nearly all is not all
    row(100, u"100 %"_s);
    row(104.2, u"104 %"_s);
    row(12345.6, u"12,346 %"_s);
    row(-8.44, u"-8.4 %"_s);
    row(-0.01, u"> -0.1 %"_s);
    row(-99.99, u"< -99 %"_s);
    row(-100, u"-100 %"_s);
    row(qInf(), u"–"_s);
    row(qQNaN(), u"–"_s);
}

void tst_format::percentages()
{
    QFETCH(double, value);
    QTEST(format::percent(value), "text");
}

void tst_format::changes()
{
    QCOMPARE(format::change(8.4), u"▲ 8.4 %"_s);
    QCOMPARE(format::change(-2.1), u"▼ 2.1 %"_s);
    QCOMPARE(format::change(0.0), u"no change"_s);
    QCOMPARE(format::change(-0.04), u"no change"_s);
    QCOMPARE(format::change(std::nullopt), u"new"_s);
    QCOMPARE(format::change(-100), u"▼ 100 %"_s);
    QVERIFY(!format::change(1e300).isEmpty());
}

void tst_format::ages_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 seconds, const QString &text) {
        QTest::addRow("%lld", static_cast<long long>(seconds)) << seconds << text;
    };
    row(-3600, u"16 Nov"_s);
    row(-60, u"just now"_s);
    row(0, u"just now"_s);
    row(1, u"1 s ago"_s);
    row(59, u"59 s ago"_s);
    row(60, u"1 min ago"_s);
    row(3599, u"59 min ago"_s);
    row(3600, u"1 h ago"_s);
    row(86'399, u"23 h ago"_s);
    row(86'400, u"1 day ago"_s);
    row(5 * 86'400, u"5 days ago"_s);
    row(7 * 86'400 - 1, u"6 days ago"_s);
    row(7 * 86'400, u"9 Nov"_s);
    row(365 * 86'400, u"16 Nov 2022"_s);
}

void tst_format::ages()
{
    QFETCH(qint64, seconds);
    const Timestamp now = at(u"2023-11-16T12:00:00");
    QTEST(format::age({now.micros - seconds * 1'000'000}, now), "text");
}

void tst_format::datesAndRanges()
{
    QCOMPARE(format::dateTime(at(u"2023-11-16T19:14:19.928016")), u"2023-11-16 19:14:19 UTC"_s);
    QCOMPARE(format::day(QDate(2023, 11, 6)), u"6 Nov 2023"_s);
    QCOMPARE(format::day(QDate(2023, 11, 6), 2023), u"6 Nov"_s);
    QCOMPARE(format::day(QDate(2023, 11, 6), 2024), u"6 Nov 2023"_s);
    QCOMPARE(format::day(QDate()), u"–"_s);

    const Range autumn = Range::days(QDate(2023, 10, 25), QDate(2023, 11, 23));
    QCOMPARE(format::range(autumn, 2023), u"25 Oct – 23 Nov"_s);
    QCOMPARE(format::range(autumn, 2024), u"25 Oct – 23 Nov 2023"_s);
    const Range winter = Range::days(QDate(2023, 12, 25), QDate(2024, 1, 5));
    QCOMPARE(format::range(winter, 2024), u"25 Dec 2023 – 5 Jan 2024"_s);
    QCOMPARE(format::range(Range::days(QDate(2024, 2, 29), QDate(2024, 2, 29)), 2024), u"29 Feb"_s);
    const Range hours{BucketUnit::Hour, bucketOf(at(u"2023-11-15T20:00"), BucketUnit::Hour),
                      bucketOf(at(u"2023-11-16T19:14"), BucketUnit::Hour)};
    QCOMPARE(format::range(hours, 2023), u"15 Nov, 20:00 – 16 Nov, 20:00"_s);
    QCOMPARE(format::range({}), u"–"_s);
}

void tst_format::barsOfEveryUnit()
{
    const qint32 hour = bucketOf(at(u"2023-11-16T14:00"), BucketUnit::Hour);
    const SpendSeries::Bar hourBar{{BucketUnit::Hour, hour, hour}, false};
    QCOMPARE(format::barLabel(BarUnit::Hour, hourBar), u"14:00"_s);
    QCOMPARE(format::barTitle(BarUnit::Hour, hourBar), u"Thu 16 Nov 2023, 14:00–15:00 UTC"_s);
    const SpendSeries::Bar lastHour{{BucketUnit::Hour, hour + 9, hour + 9}, false};
    QCOMPARE(format::barTitle(BarUnit::Hour, lastHour), u"Thu 16 Nov 2023, 23:00–00:00 UTC"_s);

    const auto day = dayBar(QDate(2023, 10, 25), QDate(2023, 10, 25));
    QCOMPARE(format::barLabel(BarUnit::Day, day), u"25 Oct"_s);
    QCOMPARE(format::barTitle(BarUnit::Day, day), u"Wed 25 Oct 2023"_s);

    const auto week = dayBar(QDate(2023, 11, 13), QDate(2023, 11, 19));
    QCOMPARE(format::barLabel(BarUnit::Week, week), u"13 Nov"_s);
    QCOMPARE(format::barTitle(BarUnit::Week, week), u"Week of 13 Nov 2023"_s);
    const auto cutWeek = dayBar(QDate(2023, 11, 15), QDate(2023, 11, 19));
    QCOMPARE(format::barTitle(BarUnit::Week, cutWeek), u"Week of 13 Nov 2023 (15 Nov – 19 Nov)"_s);

    const auto month = dayBar(QDate(2024, 2, 1), QDate(2024, 2, 29));
    QCOMPARE(format::barLabel(BarUnit::Month, month), u"Feb 2024"_s);
    QCOMPARE(format::barTitle(BarUnit::Month, month), u"February 2024"_s);
    const auto cutMonth = dayBar(QDate(2024, 2, 1), QDate(2024, 2, 28));
    QCOMPARE(format::barTitle(BarUnit::Month, cutMonth), u"February 2024 (1 Feb – 28 Feb)"_s);
}

void tst_format::forecasts()
{
    using Outlook = BudgetForecast::Outlook;
    const Timestamp now = at(u"2023-11-22T12:00:00");
    BudgetForecast forecast;
    QCOMPARE(format::forecast(forecast, now), u"no limit"_s);
    forecast.outlook = Outlook::NoSpend;
    QCOMPARE(format::forecast(forecast, now), u"no spend in the last 7 full days"_s);
    forecast.outlook = Outlook::Exceeded;
    QCOMPARE(format::forecast(forecast, now), u"limit reached"_s);
    forecast.nextReset = QDate(2023, 12, 1);
    QCOMPARE(format::forecast(forecast, now), u"limit reached, resets 1 Dec"_s);
    forecast.outlook = Outlook::LastsPastReset;
    QCOMPARE(format::forecast(forecast, now), u"lasts past the reset on 1 Dec"_s);
    forecast.outlook = Outlook::RunsOut;
    QCOMPARE(format::forecast(forecast, now), u"lasts over a century"_s);
    forecast.runsOutAt = at(u"2023-11-26T14:59:00");
    QCOMPARE(format::forecast(forecast, now), u"runs out Sun 26 Nov, 14:00"_s);
    forecast.runsOutAt = at(u"2024-01-05T14:59:00");
    QCOMPARE(format::forecast(forecast, now), u"runs out 5 Jan 2024"_s);
    for (const auto status :
         {BudgetStatus::Ok, BudgetStatus::Warning, BudgetStatus::Exceeded, BudgetStatus::NoLimit}) {
        const QString inJson = format::status(status).toLower().replace(u' ', u'_');
        QCOMPARE(inJson, statusName(status));
    }
}

void tst_format::storeTextIsSafeToShow_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("safe");
    QTest::newRow("plain") << u"chat-api v2.1 <b>&amp;"_s << u"chat-api v2.1 <b>&amp;"_s;
    QTest::newRow("empty") << u""_s << u""_s;
    QTest::newRow("newline") << u"line\nbreak"_s << u"line\u240abreak"_s;
    QTest::newRow("tab") << u"a\tb"_s << u"a\u2409b"_s;
    QTest::newRow("nul") << u"a"_s + QChar(0) << u"a\u2400"_s;
    QTest::newRow("escape") << u"\x1b[31mred\x07"_s << u"\u241b[31mred\u2407"_s;
    QTest::newRow("delete") << u"\x7f"_s << u"\u2421"_s;
    QTest::newRow("C1 introducer") << QString(QChar(0x9b)) + u"31m"_s << u"\ufffd31m"_s;
    QTest::newRow("next line") << QString(QChar(0x85)) << u"\u2424"_s;
    QTest::newRow("line separator") << u"a\u2028b\u2029"_s << u"a\u2424b\u2424"_s;
    QTest::newRow("overrides") << u"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"_s
                               << QString(9, u'\ufffd');
    QTest::newRow("marks") << u"a\u200eb\u200fc\u061c"_s << u"a\ufffdb\ufffdc\ufffd"_s;
    QTest::newRow("right to left") << u"שלום"_s << u"שלום"_s;
    QTest::newRow("emoji") << u"\U0001F4B8"_s << u"\U0001F4B8"_s;
    QTest::newRow("half a pair") << u"a"_s + QChar(0xd83d) + u"b"_s << u"a\ufffdb"_s;
    QTest::newRow("other half") << QString(QChar(0xdcb8)) << u"\ufffd"_s;
}

void tst_format::progressTellsRateAndTimeLeft()
{
    QCOMPARE(format::progress(3'200'000, 10'000'000, 12'800),
             u"3,200,000 of 10,000,000 calls, 250,000 a second, 28 s left"_s);
    QCOMPARE(format::progress(100'000, 10'000'000, 10'000),
             u"100,000 of 10,000,000 calls, 10,000 a second, 17 min left"_s);
    QCOMPARE(format::progress(4096, {}, 1000), u"4,096 calls, 4,096 a second"_s);
    QCOMPARE(format::progress(0, 50, 0), u"0 of 50 calls"_s);
    // More came than were known of.
    QCOMPARE(format::progress(60, 50, 1000), u"60 calls, 60 a second"_s);
}

void tst_format::storeTextIsSafeToShow()
{
    QFETCH(QString, text);
    QTEST(format::safeText(text), "safe");
}

void tst_format::longTextIsCutBetweenCharacters()
{
    QCOMPARE(format::safeText(u"abcdef"_s, 6), u"abcdef"_s);
    QCOMPARE(format::safeText(u"abcdef"_s, 5), u"abcde…"_s);
    QCOMPARE(format::safeText(u"ab\U0001F4B8c"_s, 3), u"ab…"_s);
    QCOMPARE(format::safeText(u"ab\U0001F4B8c"_s, 4), u"ab\U0001F4B8…"_s);
    QCOMPARE(format::safeText(u"a"_s, 0), u"…"_s);
    QCOMPARE(format::safeText(u""_s, 0), u""_s);
    QCOMPARE(format::safeText(u"\n\n\n"_s, 2), u"\u240a\u240a…"_s);
}

void tst_format::aTextOfMegabytesIsCutAtOnce()
{
    const QString huge(10'000'000, u'\n');
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(format::safeText(huge).size(), 1001);
    QVERIFY2(timer.elapsed() < 100, "only what is shown may be looked at");
}

QTEST_GUILESS_MAIN(tst_format)
#include "tst_format.moc"
