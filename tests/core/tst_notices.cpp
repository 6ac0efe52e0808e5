// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "budget/notices.h"

#include <QTest>
#include <QtNumeric>

using namespace Qt::StringLiterals;
using namespace tollkeeper;

/// A crossing is told once a period, and again where the user asked for it.
class tst_notices final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void levelsFollowTheThresholds();
    void tellsOfACrossingOnce();
    void tellsOfEachHigherLevel();
    void tellsAgainAfterALevelWasLeft();
    void tellsAgainInTheNextPeriod();
    void remindsWhenTheSnoozeIsOver();
    void aSnoozeDoesNotHideAHigherLevel();
    void aSnoozeEndsWithItsCause();
};

namespace {

constexpr Timestamp now{1'000'000'000};
constexpr qint64 hour = 3'600'000'000;

BudgetState at(double usd, std::optional<Timestamp> reset = {})
{
    return budgetState({u"demo"_s, usd, reset, now, Limit{10, Period::Monthly, {50, 80}}});
}

BudgetNotice told(double usd)
{
    return decideNotice({}, at(usd), now).remembered;
}

} // namespace

void tst_notices::levelsFollowTheThresholds()
{
    QCOMPARE(noticeLevel(at(4.9)), 0);
    QCOMPARE(noticeLevel(at(5)), 50);
    QCOMPARE(noticeLevel(at(9.9)), 80);
    QCOMPARE(noticeLevel(at(10)), limitReachedLevel);
    QCOMPARE(noticeLevel(at(qQNaN())), limitReachedLevel);
    QCOMPARE(noticeLevel(budgetState({u"demo"_s, 99, {}, {}, {}})), 0);
}

void tst_notices::tellsOfACrossingOnce()
{
    QVERIFY(!decideNotice({}, at(1), now).notify);
    const NoticeDecision first = decideNotice(BudgetNotice{}, at(5), now);
    QVERIFY(first.notify);
    QVERIFY(!decideNotice(first.remembered, at(6), {now.micros + 99 * hour}).notify);
}

void tst_notices::tellsOfEachHigherLevel()
{
    QVERIFY(decideNotice(told(5), at(8), now).notify);
    QVERIFY(decideNotice(told(8), at(10), now).notify);
    QVERIFY(!decideNotice(told(10), at(99), now).notify);
}

void tst_notices::tellsAgainAfterALevelWasLeft()
{
    const NoticeDecision left = decideNotice(told(8), at(5), now);
    QVERIFY(!left.notify);
    QVERIFY(decideNotice(left.remembered, at(8), now).notify);
}

void tst_notices::tellsAgainInTheNextPeriod()
{
    const Timestamp reset{now.micros + 1};
    QVERIFY(decideNotice(told(8), at(8, reset), now).notify);
    QVERIFY(!decideNotice(told(8), at(0, reset), now).notify);
}

void tst_notices::remindsWhenTheSnoozeIsOver()
{
    BudgetNotice snoozed = told(8);
    snoozed.remindAt = Timestamp{now.micros + hour};
    const NoticeDecision before = decideNotice(snoozed, at(8), now);
    QVERIFY(!before.notify);
    QCOMPARE(before.remembered, snoozed);
    const NoticeDecision after = decideNotice(snoozed, at(8), {now.micros + hour});
    QVERIFY(after.notify);
    QCOMPARE(after.remembered.remindAt, std::nullopt);
}

void tst_notices::aSnoozeDoesNotHideAHigherLevel()
{
    BudgetNotice snoozed = told(5);
    snoozed.remindAt = Timestamp{now.micros + hour};
    const NoticeDecision higher = decideNotice(snoozed, at(8), now);
    QVERIFY(higher.notify);
    QCOMPARE(higher.remembered.remindAt, std::nullopt);
}

void tst_notices::aSnoozeEndsWithItsCause()
{
    BudgetNotice snoozed = told(5);
    snoozed.remindAt = Timestamp{now.micros + hour};
    QCOMPARE(decideNotice(snoozed, at(1), now).remembered, BudgetNotice{});
}

QTEST_APPLESS_MAIN(tst_notices)
#include "tst_notices.moc"
