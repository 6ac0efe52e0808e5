// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "budget/periods.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;

/// When a period is over, and what the audit log remembers of those that are.
class tst_periods final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsAtUtcBoundaries_data();
    void startsAtUtcBoundaries();
    void isOverOnceForEachBoundary();
    void countsFromTheResetOrFromTheLimit();
    void knowsWhatCountsIntoAPeriodThatIsSetInTheMiddle();
    void remembersClosedPeriodsNewestFirst();
};

namespace {

Timestamp moment(const char *text)
{
    return *Timestamp::parse(QString::fromLatin1(text));
}

} // namespace

void tst_periods::startsAtUtcBoundaries_data()
{
    QTest::addColumn<Period>("period");
    QTest::addColumn<QDate>("day");
    QTest::addColumn<QDate>("start");
    QTest::addColumn<QDate>("next");
    const auto row = [](const char *name, Period period, QDate day, QDate start, QDate next) {
        QTest::newRow(name) << period << day << start << next;
    };
    row("daily", Period::Daily, {2026, 12, 31}, {2026, 12, 31}, {2027, 1, 1});
    row("weekly, Monday", Period::Weekly, {2026, 11, 23}, {2026, 11, 23}, {2026, 11, 30});
    row("weekly, Sunday", Period::Weekly, {2026, 11, 29}, {2026, 11, 23}, {2026, 11, 30});
    row("weekly over the year", Period::Weekly, {2027, 1, 1}, {2026, 12, 28}, {2027, 1, 4});
    row("monthly, first", Period::Monthly, {2026, 11, 1}, {2026, 11, 1}, {2026, 12, 1});
    row("monthly, leap day", Period::Monthly, {2028, 2, 29}, {2028, 2, 1}, {2028, 3, 1});
}

void tst_periods::startsAtUtcBoundaries()
{
    QFETCH(Period, period);
    QFETCH(QDate, day);
    QTEST(*periodStart(period, day), "start");
    QTEST(*nextPeriodStart(period, day), "next");
    QCOMPARE(periodStart(Period::None, day), std::nullopt);
}

void tst_periods::isOverOnceForEachBoundary()
{
    const Timestamp set = moment("2026-11-10T12:00:00Z");
    const auto ended = [&](const char *now, std::optional<Timestamp> reset = {}) {
        return endedPeriod(Period::Monthly, reset, set, moment(now));
    };
    QCOMPARE(ended("2026-11-30T23:59:59.999999Z"), std::nullopt);
    const Timestamp december = moment("2026-12-01T00:00:00Z");
    QCOMPARE(ended("2026-12-01T00:00:00Z"), std::optional(december));
    QCOMPARE(ended("2026-12-24T00:00:00Z"), std::optional(december));
    QCOMPARE(ended("2026-12-24T00:00:00Z", december), std::nullopt);
    QCOMPARE(ended("2027-02-03T00:00:00Z", december),
             std::optional(moment("2027-02-01T00:00:00Z")));
    QCOMPARE(endedPeriod(Period::None, {}, set, moment("2030-01-01T00:00:00Z")), std::nullopt);
}

void tst_periods::countsFromTheResetOrFromTheLimit()
{
    const Timestamp old = moment("2024-01-01T00:00:00Z");
    const Timestamp recent = moment("2026-11-25T08:00:00Z");
    const Timestamp now = moment("2026-11-25T09:00:00Z");
    QVERIFY(endedPeriod(Period::Daily, old, old, now));
    QVERIFY(!endedPeriod(Period::Daily, recent, old, now));
    QVERIFY(!endedPeriod(Period::Daily, old, recent, now));
    QVERIFY(!endedPeriod(Period::Daily, {}, {}, now));
}

void tst_periods::knowsWhatCountsIntoAPeriodThatIsSetInTheMiddle()
{
    const QDate today(2026, 11, 25);
    const Limit monthly{10, Period::Monthly, {}};
    Budget budget{u"demo"_s, 5, {}, {}, {}};
    QVERIFY(countsEarlierSpend(budget, monthly, today));
    QVERIFY(!countsEarlierSpend(budget, {10, Period::None, {}}, today));
    budget.lastResetAt = moment("2026-10-31T23:00:00Z");
    QVERIFY(countsEarlierSpend(budget, monthly, today));
    budget.lastResetAt = moment("2026-11-01T00:00:00Z");
    QVERIFY(!countsEarlierSpend(budget, monthly, today));
    QVERIFY(countsEarlierSpend(budget, {10, Period::Daily, {}}, today));
    budget.lastResetAt.reset();
    budget.totalUsd = 0;
    QVERIFY(!countsEarlierSpend(budget, monthly, today));
    budget.totalUsd = 5;
    budget.limit = monthly; // runs already
    QVERIFY(!countsEarlierSpend(budget, monthly, today));
}

void tst_periods::remembersClosedPeriodsNewestFirst()
{
    AuditEntry november;
    november.id = 5;
    november.at = moment("2026-12-01T00:00:00Z");
    november.action = AuditEntry::Action::PeriodClosed;
    november.project = u"demo"_s;
    november.amountUsd = 12.5;
    november.maxBudgetUsd = 10;
    november.previousResetAt = moment("2026-11-01T00:00:00Z");
    AuditEntry october = november;
    october.id = 4;
    october.at = moment("2026-11-01T00:00:00Z");
    october.amountUsd = 9.5;
    october.previousResetAt.reset();
    october.undoneBy = 9;
    AuditEntry other = november;
    other.project = u"other"_s;
    AuditEntry reset = november;
    reset.action = AuditEntry::Action::Reset;
    const std::vector<ClosedPeriod> expected{
        {5, QDate(2026, 11, 1), QDate(2026, 11, 30), Money::fromUsd(12.5), Money::fromUsd(10),
         BudgetStatus::Exceeded, false},
        {4, std::nullopt, QDate(2026, 10, 31), Money::fromUsd(9.5), Money::fromUsd(10),
         BudgetStatus::Ok, true}};
    QCOMPARE(closedPeriods({other, reset, november, october}, u"demo"_s), expected);
}

QTEST_APPLESS_MAIN(tst_periods)
#include "tst_periods.moc"
