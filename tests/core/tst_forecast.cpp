// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report.h"
#include "cubebuilder.h"

#include <QTest>

#include <cmath>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;
using test::at;
using test::CubeBuilder;
using Outlook = BudgetForecast::Outlook;

namespace {

const QDate today(2023, 11, 16); // a Thursday
const Timestamp noon = at(u"2023-11-16T12:00:00");

// \a usd on each of the \a count days that end with yesterday.
SpendCube steady(int count, const QString &usd)
{
    CubeBuilder builder;
    for (int i = 1; i <= count; ++i)
        builder.add(today.addDays(-i), u"p"_s, u"m"_s, usd);
    return builder.build();
}

BudgetState state(double total, std::optional<double> cap, Period period = Period::None)
{
    Budget budget;
    budget.project = u"p"_s;
    budget.totalUsd = total;
    if (cap)
        budget.limit = Limit{*cap, period, {}};
    return budgetState(budget);
}

} // namespace

class tst_forecast final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void burnRateIsTheMeanOfSevenCompleteDays();
    void aYoungProjectIsMeasuredByItsDays();
    void todayIsNotACompleteDay();
    void outlooks_data();
    void outlooks();
    void runsOutAtTheBurnRate();
    void aLimitThatLastsForAgesHasNoDate();
    void monthGoesOnLikeItsDays();
    void monthWithUnderTwoCompleteDaysHasNoForecast_data();
    void monthWithUnderTwoCompleteDaysHasNoForecast();
    void monthIsUncertainWhereDaysDiffer();
    void eightOfTenMonthsEndWithinTheUncertainty();
    void monthOfAFilterIsItsOwn();
};

void tst_forecast::burnRateIsTheMeanOfSevenCompleteDays()
{
    CubeBuilder builder;
    builder.add(today.addDays(-8), u"p"_s, u"m"_s, u"1000"_s); // too long ago
    builder.add(today.addDays(-7), u"p"_s, u"m"_s, u"6"_s);
    builder.add(today.addDays(-1), u"p"_s, u"n"_s, u"8"_s);
    builder.add(today.addDays(-1), u"q"_s, u"m"_s, u"500"_s); // another project
    builder.add(today, u"p"_s, u"m"_s, u"300"_s);             // not complete
    const auto forecast = budgetForecast(state(0, 10), builder.build(), noon);
    QCOMPARE(forecast.burnRate.toString(), u"2"_s);
    QCOMPARE(forecast.runwayDays, std::optional(5.0));
}

void tst_forecast::aYoungProjectIsMeasuredByItsDays()
{
    QCOMPARE(budgetForecast(state(0, 10), steady(2, u"3"_s), noon).burnRate.toString(), u"3"_s);
}

void tst_forecast::todayIsNotACompleteDay()
{
    const SpendCube cube = CubeBuilder().add(today, u"p"_s, u"m"_s, u"3"_s).build();
    const auto forecast = budgetForecast(state(3, 10), cube, noon);
    QCOMPARE(forecast.outlook, Outlook::NoSpend);
    QCOMPARE(forecast.burnRate, Money());
}

void tst_forecast::outlooks_data()
{
    QTest::addColumn<double>("total");
    QTest::addColumn<double>("cap"); // below zero: no limit
    QTest::addColumn<Period>("period");
    QTest::addColumn<int>("days"); // of 1 USD a day
    QTest::addColumn<Outlook>("outlook");
    QTest::newRow("no limit") << 5.0 << -1.0 << Period::None << 7 << Outlook::NoLimit;
    QTest::newRow("exceeded") << 5.0 << 5.0 << Period::None << 7 << Outlook::Exceeded;
    QTest::newRow("exceeded without spend")
        << 5.0 << 5.0 << Period::Weekly << 0 << Outlook::Exceeded;
    QTest::newRow("nothing to forget") << 5.0 << 6.0 << Period::None << 0 << Outlook::NoSpend;
    QTest::newRow("runs out") << 5.0 << 6.0 << Period::None << 7 << Outlook::RunsOut;
    // 3.5 days from Thursday noon to Monday.
    QTest::newRow("before the week ends") << 0.0 << 3.4 << Period::Weekly << 7 << Outlook::RunsOut;
    QTest::newRow("as the week ends")
        << 0.0 << 3.5 << Period::Weekly << 7 << Outlook::LastsPastReset;
    QTest::newRow("after the week") << 0.0 << 9.0 << Period::Weekly << 7 << Outlook::LastsPastReset;
    QTest::newRow("before the month ends")
        << 0.0 << 9.0 << Period::Monthly << 7 << Outlook::RunsOut;
    QTest::newRow("before the day ends") << 0.0 << 0.4 << Period::Daily << 7 << Outlook::RunsOut;
}

void tst_forecast::outlooks()
{
    QFETCH(double, total);
    QFETCH(double, cap);
    QFETCH(Period, period);
    QFETCH(int, days);
    QFETCH(Outlook, outlook);
    std::optional<double> limit;
    if (cap >= 0)
        limit = cap;
    const auto forecast = budgetForecast(state(total, limit, period), steady(days, u"1"_s), noon);
    QCOMPARE(forecast.outlook, outlook);
    QCOMPARE(forecast.nextReset.has_value(), period != Period::None);
    if (outlook == Outlook::Exceeded)
        QCOMPARE(forecast.runwayDays, std::optional(0.0));
}

void tst_forecast::runsOutAtTheBurnRate()
{
    const auto forecast = budgetForecast(state(6.5, 10), steady(20, u"2"_s), noon);
    QCOMPARE(forecast.runwayDays, std::optional(1.75));
    QCOMPARE(forecast.runsOutAt, std::optional(at(u"2023-11-18T06:00:00")));
}

void tst_forecast::aLimitThatLastsForAgesHasNoDate()
{
    const SpendCube cube = steady(7, u"0.0000000007"_s);
    const auto forecast = budgetForecast(state(0, 100'000), cube, noon);
    QCOMPARE(forecast.outlook, Outlook::RunsOut);
    QVERIFY(forecast.runwayDays && *forecast.runwayDays > 1e12);
    QVERIFY(!forecast.runsOutAt);
    const auto monthly = budgetForecast(state(0, 100'000, Period::Monthly), cube, noon);
    QCOMPARE(monthly.outlook, Outlook::LastsPastReset);
}

void tst_forecast::monthGoesOnLikeItsDays()
{
    // 15 complete days of 2 USD, 0.5 USD by noon of the 16th, 14.5 days to go.
    CubeBuilder builder;
    for (int i = 1; i <= 40; ++i)
        builder.add(today.addDays(-i), u"p"_s, u"m"_s, i <= 15 ? u"2"_s : u"99"_s);
    builder.add(today, u"p"_s, u"m"_s, u"0.5"_s);
    const auto month = monthForecast(builder.build(), {}, noon);
    QCOMPARE(month.toDate.toString(), u"30.5"_s);
    QCOMPARE(month.projected->toString(), u"59.5"_s);
    QCOMPARE(month.uncertainty->toString(), u"0"_s); // all days are the same
    QCOMPARE(month.lastDay, QDate(2023, 11, 30));
    QCOMPARE(monthForecast({}, {}, at(u"2024-02-10")).lastDay, QDate(2024, 2, 29));
}

void tst_forecast::monthWithUnderTwoCompleteDaysHasNoForecast_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<bool>("forecast");
    QTest::newRow("the first") << u"2023-11-01T12:00:00"_s << false;
    QTest::newRow("the second") << u"2023-11-02T23:59:59"_s << false;
    QTest::newRow("the third") << u"2023-11-03T00:00:00"_s << true;
}

void tst_forecast::monthWithUnderTwoCompleteDaysHasNoForecast()
{
    QFETCH(QString, now);
    QFETCH(bool, forecast);
    const auto month = monthForecast(steady(60, u"1"_s), {}, at(now));
    QCOMPARE(month.projected.has_value(), forecast);
    QCOMPARE(month.uncertainty.has_value(), forecast);
    // A store whose first call was yesterday has one complete day, whatever the date.
    QVERIFY(!monthForecast(steady(1, u"1"_s), {}, noon).projected);
    QVERIFY(!monthForecast({}, {}, noon).projected);
}

void tst_forecast::monthIsUncertainWhereDaysDiffer()
{
    const SpendCube cube = CubeBuilder()
                               .add(today.addDays(-2), u"p"_s, u"m"_s, u"1"_s)
                               .add(today.addDays(-1), u"p"_s, u"m"_s, u"3"_s)
                               .build();
    // Two days, so one degree of freedom: Student's t of 90 % is 3.078; 14.5 days to go.
    const auto month = monthForecast(cube, {}, noon);
    QCOMPARE(month.projected->toString(), u"33"_s);
    const double exact = 3.078 * std::sqrt(2 * (14.5 + 14.5 * 14.5 / 2));
    QVERIFY(std::abs(month.uncertainty->toUsd() / exact - 1) < 0.05);
}

void tst_forecast::eightOfTenMonthsEndWithinTheUncertainty()
{
    // Days drawn alike; the forecast at the start of the 11th must hold as often as it says.
    quint32 seed = 12'345;
    const auto draw = [&seed] { // the sum of 12 uniforms is near enough to normal
        double sum = 0;
        for (int i = 0; i < 12; ++i) {
            seed = seed * 1'664'525 + 1'013'904'223;
            sum += seed / 4'294'967'296.0;
        }
        return Money::fromUsd(100 + 10 * (sum - 6));
    };
    const int months = 1000;
    int within = 0;
    for (int month = 0; month < months; ++month) {
        CubeBuilder builder;
        Money end;
        for (int day = 1; day <= 30; ++day) {
            const Money spend = draw();
            end += spend;
            if (day <= 10)
                builder.add(QDate(2023, 11, day), u"p"_s, u"m"_s, spend.toString());
        }
        const auto forecast = monthForecast(builder.build(), {}, at(u"2023-11-11"));
        const Money off = end - *forecast.projected;
        within += off <= *forecast.uncertainty && Money() - off <= *forecast.uncertainty;
    }
    QVERIFY2(within > 760 && within < 840, qPrintable(QString::number(within)));
}

void tst_forecast::monthOfAFilterIsItsOwn()
{
    const SpendCube cube = CubeBuilder()
                               .add(today.addDays(-3), u"p"_s, u"m"_s, u"1"_s)
                               .add(today.addDays(-2), u"p"_s, u"m"_s, u"1"_s)
                               .add(today.addDays(-2), u"q"_s, u"m"_s, u"50"_s)
                               .build();
    const auto month = monthForecast(cube, {{}, u"p"_s, {}}, at(u"2023-11-16"));
    QCOMPARE(month.toDate.toString(), u"2"_s);
    QCOMPARE(month.projected->toString(), u"12"_s); // two thirds a day for 15 days
}

QTEST_GUILESS_MAIN(tst_forecast)
#include "tst_forecast.moc"
