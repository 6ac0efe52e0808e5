// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/logplaces.h"

#include "cubebuilder.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Where in the log a moment is, as far as the calls of each day tell.
class tst_logplaces final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyBucketHasItsPlace();
    void callsAreSpreadOverTheDayUpToTheLast();
    void aSelectionHasItsOwnPlaces();
    void thereIsNothingInAnEmptyLog();
};

namespace {

// Four calls on the 10th, one on the 12th, two on the 20th.
SpendCube cube()
{
    CubeBuilder builder;
    for (const int day : {10, 10, 10, 12, 20})
        builder.add(QDate(2026, 11, day), u"search"_s, u"gpt-4o"_s, u"1"_s);
    builder.add(QDate(2026, 11, 10), u"chat"_s, u"gpt-4o"_s, u"1"_s);
    builder.add(QDate(2026, 11, 20), u"chat"_s, u"o3"_s, u"1"_s);
    SpendCube built = builder.build();
    for (SpendCube::Cell &cell : built.cells) {
        if (cell.bucket == epochDay(QDate(2026, 11, 20)))
            cell.totals.lastUsed = at(u"2026-11-20T08:00:00Z");
        if (cell.bucket == epochDay(QDate(2026, 11, 10)))
            cell.totals.lastUsed = at(u"2026-11-10T20:00:00Z");
    }
    return built;
}

} // namespace

void tst_logplaces::everyBucketHasItsPlace()
{
    const LogPlaces places(cube(), {});
    QCOMPARE(places.calls(), 7);
    QCOMPARE(places.placeOf(at(u"2026-12-24T00:00:00Z")), 0);
    QCOMPARE(places.placeOf(at(u"2026-11-15T00:00:00Z")), 2);
    QCOMPARE(places.placeOf(at(u"2026-11-11T00:00:00Z")), 3);
    QCOMPARE(places.placeOf(at(u"2026-11-09T23:59:59Z")), 7);
    QCOMPARE(places.momentAt(0), at(u"2026-11-20T08:00:00Z"));
    QCOMPARE(places.momentAt(2), at(u"2026-11-12T00:00:00Z"));
    QCOMPARE(places.momentAt(7), at(u"2026-11-10T00:00:00Z"));
    QCOMPARE(places.momentAt(1000), at(u"2026-11-10T00:00:00Z"));
}

void tst_logplaces::callsAreSpreadOverTheDayUpToTheLast()
{
    const LogPlaces places(cube(), {});
    QCOMPARE(places.momentAt(1), at(u"2026-11-20T04:00:00Z"));
    QCOMPARE(places.momentAt(4), at(u"2026-11-10T15:00:00Z"));
    for (qint64 place = 0; place <= places.calls(); ++place) {
        QVERIFY(std::abs(places.placeOf(places.momentAt(place)) - place) <= 1);
        QVERIFY(place == 0 || places.momentAt(place) < places.momentAt(place - 1));
    }
}

void tst_logplaces::aSelectionHasItsOwnPlaces()
{
    QCOMPARE(LogPlaces(cube(), {{}, u"chat"_s, {}}).calls(), 2);
    QCOMPARE(LogPlaces(cube(), {{}, {}, u"o3"_s}).calls(), 1);
    QCOMPARE(LogPlaces(cube(), {{}, {}, u"nothing"_s}).calls(), 0);
    // Of several stores, those whose logs are there.
    SpendCube merged = cube();
    merged.stores = {u"A"_s, u"B"_s};
    for (const QString &project : merged.projects)
        merged.storeOf.push_back(project == u"chat"_s ? 1 : 0);
    QCOMPARE(LogPlaces(merged, {}, {true, true}).calls(), LogPlaces(cube(), {}).calls());
    QCOMPARE(LogPlaces(merged, {}, {false, true}).calls(), 2);
    const LogPlaces days(cube(), {Range::days(QDate(2026, 11, 11), QDate(2026, 11, 13)), {}, {}});
    QCOMPARE(days.calls(), 1);
    QCOMPARE(days.momentAt(0).day(), QDate(2026, 11, 12));
}

void tst_logplaces::thereIsNothingInAnEmptyLog()
{
    const LogPlaces places;
    QCOMPARE(places.calls(), 0);
    QCOMPARE(places.momentAt(3), Timestamp());
    QCOMPARE(places.placeOf(at(u"2026-11-11T00:00:00Z")), 0);
}

QTEST_APPLESS_MAIN(tst_logplaces)
#include "tst_logplaces.moc"
