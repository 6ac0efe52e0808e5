// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "budget/rehearsal.h"

#include "cubebuilder.h"
#include "format/format.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;

/// A limit tried on past days.
class tst_rehearsal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysOnWhichDaysItWouldHaveFired();
    void startsAnewAtEachBoundary();
    void addsUpWithoutAPeriod();
    void tellsTheHighestThresholdOfADay();
    void anAmountOfNothingIsReachedByTheFirstCost();
    void looksNoFurtherBackThanAsked();
    void hasNothingToSayOfAProjectWithoutCalls();
    void readsAsASentence();
};

namespace {

struct Spend
{
    QDate day;
    double usd;
};

SpendCube cubeOf(const std::vector<Spend> &spends)
{
    test::CubeBuilder cube;
    for (const Spend &spend : spends) {
        cube.add(spend.day, u"demo"_s, u"m"_s, QString::number(spend.usd));
        cube.add(spend.day, u"other"_s, u"m"_s, u"1000"_s);
    }
    return cube.build();
}

const QDate today(2026, 11, 25);
const std::vector<Spend> autumn{{{2026, 10, 5}, 40}, {{2026, 10, 20}, 50}, {{2026, 11, 2}, 30},
                                {{2026, 11, 12}, 50}, {{2026, 11, 19}, 25}, {{2026, 11, 20}, 7}};

} // namespace

void tst_rehearsal::saysOnWhichDaysItWouldHaveFired()
{
    const Rehearsal rehearsal =
        rehearse({100, Period::Monthly, {80}}, u"demo"_s, cubeOf(autumn), today);
    const std::vector<Rehearsal::Event> expected{
        {QDate(2026, 10, 20), 80, Money::fromUsd(90)},
        {QDate(2026, 11, 12), 80, Money::fromUsd(80)},
        {QDate(2026, 11, 19), std::nullopt, Money::fromUsd(105)}};
    QCOMPARE(rehearsal.events, expected);
    QCOMPARE(rehearsal.periods, 2);
    QCOMPARE(rehearsal.warned, 2);
    QCOMPARE(rehearsal.reached, 1);
    QCOMPARE(rehearsal.over, Money::fromUsd(12));
    QCOMPARE(rehearsal.days, Range::days({2026, 10, 5}, today));
}

void tst_rehearsal::startsAnewAtEachBoundary()
{
    const SpendCube cube = cubeOf({{{2026, 11, 22}, 6}, {{2026, 11, 23}, 6}, {{2026, 11, 24}, 6}});
    QCOMPARE(rehearse({10, Period::Daily, {}}, u"demo"_s, cube, today).events.size(), size_t(0));
    QCOMPARE(rehearse({10, Period::Daily, {}}, u"demo"_s, cube, today).periods, 4);
    const Rehearsal weekly = rehearse({10, Period::Weekly, {}}, u"demo"_s, cube, today);
    QCOMPARE(weekly.events.size(), size_t(1)); // the 22nd was a Sunday
    QCOMPARE(weekly.events.front().day, QDate(2026, 11, 24));
    QCOMPARE(weekly.periods, 2);
}

void tst_rehearsal::addsUpWithoutAPeriod()
{
    const Rehearsal rehearsal =
        rehearse({150, Period::None, {}}, u"demo"_s, cubeOf(autumn), today);
    QCOMPARE(rehearsal.events,
             (std::vector<Rehearsal::Event>{{QDate(2026, 11, 12), {}, Money::fromUsd(170)}}));
    QCOMPARE(rehearsal.periods, 1);
    QCOMPARE(rehearsal.over, Money::fromUsd(52));
}

void tst_rehearsal::tellsTheHighestThresholdOfADay()
{
    const Rehearsal rehearsal = rehearse({100, Period::Monthly, {10, 20, 40, 95}}, u"demo"_s,
                                         cubeOf(autumn), QDate(2026, 10, 31));
    QCOMPARE(rehearsal.events,
             (std::vector<Rehearsal::Event>{{QDate(2026, 10, 5), 40, Money::fromUsd(40)}}));
}

void tst_rehearsal::anAmountOfNothingIsReachedByTheFirstCost()
{
    const SpendCube cube = cubeOf({{{2026, 11, 22}, 0}, {{2026, 11, 23}, 6}});
    const Rehearsal rehearsal = rehearse({0, Period::None, {50}}, u"demo"_s, cube, today);
    QCOMPARE(rehearsal.events,
             (std::vector<Rehearsal::Event>{{QDate(2026, 11, 23), {}, Money::fromUsd(6)}}));
}

void tst_rehearsal::looksNoFurtherBackThanAsked()
{
    const Rehearsal rehearsal = rehearse({100, Period::Monthly, {80}}, u"demo"_s, cubeOf(autumn),
                                         today, QDate(2026, 11, 15));
    QCOMPARE(rehearsal.days, Range::days({2026, 11, 1}, today));
    QCOMPARE(rehearsal.events.size(), size_t(2));
}

void tst_rehearsal::hasNothingToSayOfAProjectWithoutCalls()
{
    QCOMPARE(rehearse({100, Period::Monthly, {80}}, u"nobody"_s, cubeOf(autumn), today),
             Rehearsal{});
}

void tst_rehearsal::readsAsASentence()
{
    const auto summary = [](const Limit &limit) {
        return format::rehearsalSummary(rehearse(limit, u"demo"_s, cubeOf(autumn), today),
                                        limit.period);
    };
    QCOMPARE(summary({100, Period::Monthly, {80}}),
             u"Tried on 5 Oct – 25 Nov 2026: would have warned in 2 of 2 monthly periods, "
             "reached in 1, $12.00 refused."_s);
    QCOMPARE(summary({1000, Period::Monthly, {80}}),
             u"Tried on 5 Oct – 25 Nov 2026: would never have warned."_s);
    QCOMPARE(format::rehearsalSummary({}, Period::Daily),
             u"No calls yet that this could be tried on."_s);
    QCOMPARE(format::rehearsalEvent({QDate(2026, 11, 12), 80, Money::fromUsd(80)}, 2026),
             u"12 Nov: would have warned (80 %), $80.00 spent"_s);
    QCOMPARE(format::rehearsalEvent({QDate(2026, 11, 19), {}, Money::fromUsd(105)}, 2026),
             u"19 Nov: would have been reached, $105.00 spent"_s);
}

QTEST_APPLESS_MAIN(tst_rehearsal)
#include "tst_rehearsal.moc"
