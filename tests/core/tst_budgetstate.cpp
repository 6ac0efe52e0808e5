// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetstate.h"

#include <QTest>

#include <cmath>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;

namespace {

Budget budget(double total, std::optional<double> cap, const QString &project = u"p"_s,
              std::vector<int> warn = {50, 80, 100})
{
    Budget made;
    made.project = project;
    made.totalUsd = total;
    if (cap)
        made.limit = Limit{*cap, Period::None, std::move(warn)};
    return made;
}

} // namespace

class tst_budgetstate final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusFollowsTheTotal_data();
    void statusFollowsTheTotal();
    void thresholdsAreReachedExactly();
    void everyPercentIsReachedAtItsAmount();
    void withoutThresholdsThereIsNoWarning();
    void anUnreadableCounterIsNotWithinItsLimit();
    void aCreditIsNoNegativeUse();
    void mostAtRiskComesFirst();
    void theSmallerCapHolds();
    void namesAreReadBack();
    void periodsStartAnewInUtc_data();
    void periodsStartAnewInUtc();
};

void tst_budgetstate::statusFollowsTheTotal_data()
{
    QTest::addColumn<double>("total");
    QTest::addColumn<double>("cap"); // below zero: no limit
    QTest::addColumn<QString>("status");
    QTest::addColumn<double>("used");
    QTest::addColumn<int>("passed"); // 0: none
    QTest::addColumn<QString>("left");
    QTest::newRow("nothing spent") << 0.0 << 10.0 << u"ok"_s << 0.0 << 0 << u"10"_s;
    QTest::newRow("a little") << 1.0 << 10.0 << u"ok"_s << 10.0 << 0 << u"9"_s;
    QTest::newRow("half") << 5.0 << 10.0 << u"warning"_s << 50.0 << 50 << u"5"_s;
    QTest::newRow("a unit below half")
        << 4.9999999999 << 10.0 << u"ok"_s << 49.999999999 << 0 << u"5.0000000001"_s;
    QTest::newRow("80") << 8.0 << 10.0 << u"warning"_s << 80.0 << 80 << u"2"_s;
    QTest::newRow("a unit below") << 9.9999999999 << 10.0 << u"warning"_s << 99.999999999 << 80
                                  << u"0.0000000001"_s;
    QTest::newRow("reached") << 10.0 << 10.0 << u"exceeded"_s << 100.0 << 100 << u"0"_s;
    QTest::newRow("past") << 12.5 << 10.0 << u"exceeded"_s << 125.0 << 100 << u"0"_s;
    QTest::newRow("cap of nothing") << 0.0 << 0.0 << u"exceeded"_s << 100.0 << 100 << u"0"_s;
    QTest::newRow("no limit") << 7.0 << -1.0 << u"no_limit"_s << -1.0 << 0 << QString();
}

void tst_budgetstate::statusFollowsTheTotal()
{
    QFETCH(double, total);
    QFETCH(double, cap);
    QFETCH(QString, status);
    QFETCH(double, used);
    QFETCH(int, passed);
    QFETCH(QString, left);
    const auto state = budgetState(budget(total, cap < 0 ? std::nullopt : std::optional(cap)));
    QCOMPARE(statusName(state.status), status);
    QCOMPARE(state.usedPercent.value_or(-1), used);
    QCOMPARE(state.passedThreshold.value_or(0), passed);
    QCOMPARE(state.left ? state.left->toString() : QString(), left);
    QCOMPARE(state.total, Money::fromUsd(total));
    QVERIFY(!state.unreadable);
}

void tst_budgetstate::thresholdsAreReachedExactly()
{
    // 0.57 / 1 * 100 is 56.99999999999999 as doubles go.
    const auto state = budgetState(budget(0.57, 1, u"p"_s, {57, 58}));
    QCOMPARE(state.status, BudgetStatus::Warning);
    QCOMPARE(state.passedThreshold, std::optional(57));
    // Half of 3 units is 1.5: reached by 2, not by 1.
    QCOMPARE(budgetState(budget(1e-10, 3e-10)).passedThreshold, std::nullopt);
    QCOMPARE(budgetState(budget(2e-10, 3e-10)).passedThreshold, std::optional(50));
}

void tst_budgetstate::everyPercentIsReachedAtItsAmount()
{
    for (int percent = 1; percent <= 100; ++percent) {
        for (const qint64 capUnits : {qint64(1'000'000'000'000), qint64(123'456'700)}) {
            const Money cap = Money::fromUnits(capUnits);
            const Money amount = Money::fromUnits(capUnits / 100 * percent);
            const Money below = amount - Money::fromUnits(1);
            const auto passed = [&](Money total) {
                return budgetState(budget(total.toUsd(), cap.toUsd(), u"p"_s, {percent}))
                    .passedThreshold.has_value();
            };
            QVERIFY2(passed(amount), qPrintable(amount.toString()));
            QVERIFY2(!passed(below), qPrintable(below.toString()));
        }
    }
}

void tst_budgetstate::withoutThresholdsThereIsNoWarning()
{
    QCOMPARE(budgetState(budget(9.99, 10, u"p"_s, {})).status, BudgetStatus::Ok);
    QCOMPARE(budgetState(budget(10, 10, u"p"_s, {})).status, BudgetStatus::Exceeded);
}

void tst_budgetstate::anUnreadableCounterIsNotWithinItsLimit()
{
    for (const double total : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
        const auto limited = budgetState(budget(total, 10));
        QVERIFY(limited.unreadable);
        QCOMPARE(limited.status, BudgetStatus::Exceeded);
        QVERIFY(!limited.usedPercent && !limited.left && !limited.passedThreshold);
        QCOMPARE(limited.total, Money());
        const auto unlimited = budgetState(budget(total, {}));
        QVERIFY(unlimited.unreadable);
        QCOMPARE(unlimited.status, BudgetStatus::NoLimit);
    }
}

void tst_budgetstate::aCreditIsNoNegativeUse()
{
    const auto state = budgetState(budget(-5, 10));
    QCOMPARE(state.status, BudgetStatus::Ok);
    QCOMPARE(state.usedPercent, std::optional(0.0));
    QCOMPARE(state.left->toString(), u"15"_s);
}

void tst_budgetstate::mostAtRiskComesFirst()
{
    QStringList order;
    for (const BudgetState &state : budgetStates({
             budget(1, {}, u"small, no limit"_s),
             budget(10, 100, u"10 %"_s),
             budget(99, {}, u"big, no limit"_s),
             budget(150, 100, u"150 %"_s),
             budget(std::nan(""), 100, u"unreadable"_s),
             budget(5, 50, u"10 %, less money"_s),
             budget(1, {}, u"also small"_s),
             budget(99, 100, u"99 %"_s),
         }))
        order += state.budget.project;
    QCOMPARE(order,
             (QStringList{u"unreadable"_s, u"150 %"_s, u"99 %"_s, u"10 %"_s, u"10 %, less money"_s,
                          u"big, no limit"_s, u"also small"_s, u"small, no limit"_s}));
}

void tst_budgetstate::theSmallerCapHolds()
{
    QCOMPARE(effectiveCap(1, 2), std::optional(1.0));
    QCOMPARE(effectiveCap(2, 1), std::optional(1.0));
    QCOMPARE(effectiveCap(0, 1), std::optional(0.0));
    QCOMPARE(effectiveCap(3, {}), std::optional(3.0));
    QCOMPARE(effectiveCap({}, 4), std::optional(4.0));
    QCOMPARE(effectiveCap({}, {}), std::nullopt);
}

void tst_budgetstate::namesAreReadBack()
{
    for (const Period period : {Period::None, Period::Daily, Period::Weekly, Period::Monthly})
        QCOMPARE(parsePeriod(periodName(period)), std::optional(period));
    QCOMPARE(periodName(Period::None), QString());
    QCOMPARE(parsePeriod(u"Weekly"), std::nullopt);
    QCOMPARE(parsePeriod(u"yearly"), std::nullopt);
    using Action = AuditEntry::Action;
    for (const Action action :
         {Action::Reset, Action::Undo, Action::LimitSet, Action::LimitCleared,
          Action::PeriodClosed, Action::Repaired})
        QCOMPARE(parseAction(actionName(action)), std::optional(action));
    QCOMPARE(actionName(Action::LimitCleared), u"limit_cleared"_s);
    QCOMPARE(parseAction(u""), std::nullopt);
}

void tst_budgetstate::periodsStartAnewInUtc_data()
{
    QTest::addColumn<Period>("period");
    QTest::addColumn<QDate>("day");
    QTest::addColumn<QDate>("next");
    const auto row = [](const char *name, Period period, QDate day, QDate next) {
        QTest::newRow(name) << period << day << next;
    };
    row("tomorrow", Period::Daily, QDate(2023, 12, 31), QDate(2024, 1, 1));
    row("leap day", Period::Daily, QDate(2024, 2, 28), QDate(2024, 2, 29));
    row("from Monday", Period::Weekly, QDate(2023, 11, 13), QDate(2023, 11, 20));
    row("from Sunday", Period::Weekly, QDate(2023, 11, 19), QDate(2023, 11, 20));
    row("from the first", Period::Monthly, QDate(2024, 1, 1), QDate(2024, 2, 1));
    row("from the 31st", Period::Monthly, QDate(2024, 1, 31), QDate(2024, 2, 1));
    row("over the year", Period::Monthly, QDate(2023, 12, 5), QDate(2024, 1, 1));
    row("never", Period::None, QDate(2023, 12, 5), QDate());
}

void tst_budgetstate::periodsStartAnewInUtc()
{
    QFETCH(Period, period);
    QFETCH(QDate, day);
    QFETCH(QDate, next);
    QCOMPARE(nextPeriodStart(period, day).value_or(QDate()), next);
}

QTEST_GUILESS_MAIN(tst_budgetstate)
#include "tst_budgetstate.moc"
