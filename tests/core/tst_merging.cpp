// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/mergedcalls.h"
#include "analysis/merging.h"
#include "analysis/report.h"
#include "analysis/selection.h"
#include "analysis/summary.h"
#include "cubebuilder.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Several stores as one.
class tst_merging final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sumsAreExactToTheTenthDecimal();
    void projectsOfOneNameKeepApartAndModelsAreOne();
    void noTwoProjectsAreShownAlike();
    void budgetsAndAuditNameTheirStores();
    void rightsAreThoseOfTheProjectsStore();
    void hoursOfSomeLiveStoresOnlyAreNoHours();
    void aStoreThatIsAwayIsSaidToBe();
    void nothingReadIsNothingShown();
    void groupedByStoreTheSumsAreThoseOfEachStore();
    void aStoreNarrowsEverySum();
    void withOneStoreGroupingByStoreIsByProject();
    void aCallThatWasCarriedToAnotherStoreCountsOnce();
};

namespace {

StoreInfo storeCalled(const QString &title, bool mayReset = true)
{
    StoreInfo store;
    store.title = title;
    store.access.canReset = mayReset;
    store.access.canRecord = mayReset;
    if (!mayReset)
        store.access.reason = title + u" is read-only."_s;
    return store;
}

std::shared_ptr<Snapshot> snapshotOf(const SpendCube &daily, const QString &title = u"a"_s)
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->store = storeCalled(title);
    snapshot->daily = daily;
    snapshot->hourly.unit = BucketUnit::Hour;
    snapshot->takenAt = at(u"2026-11-26T10:00:00Z");
    return snapshot;
}

Budget budgetOf(const QString &project, double total)
{
    Budget budget;
    budget.project = project;
    budget.totalUsd = total;
    return budget;
}

AuditEntry entryOf(qint64 id, qint64 micros, const QString &project)
{
    AuditEntry entry;
    entry.id = id;
    entry.at = {micros};
    entry.project = project;
    return entry;
}

SnapshotPtr merge(const std::vector<SnapshotPtr> &snapshots, const QStringList &names)
{
    std::vector<StorePart> parts;
    for (const StoreLabel &label : labelStores(names))
        parts.push_back({label, snapshots[static_cast<size_t>(label.store)]});
    return mergeSnapshots(parts, names.join(u" + "_s));
}

/// Amounts that no double holds, on 60 days, in projects and models that stores have in common.
SpendCube randomCube(quint32 seed, BucketUnit unit = BucketUnit::Day)
{
    QRandomGenerator random(seed);
    CubeBuilder builder(unit);
    for (int i = 0; i < 400; ++i) {
        builder.add(qint32(random.bounded(60)), u"p%1"_s.arg(random.bounded(5)),
                    u"m%1"_s.arg(random.bounded(3)),
                    u"%1.%2"_s.arg(random.bounded(90'000'000)).arg(random.bounded(1'000'000'000), 10, 10, QChar(u'0')));
    }
    return builder.build();
}

View viewOver(const Range &range, const Range &before = {})
{
    View view;
    view.range = {RangePreset::Custom, range, before};
    view.groupBy = GroupBy::Store;
    return view;
}

} // namespace

void tst_merging::sumsAreExactToTheTenthDecimal()
{
    CubeBuilder a;
    CubeBuilder b;
    // In doubles 100000000 + 0.0000000001 is 100000000.
    a.add(100, u"p"_s, u"m"_s, u"100000000"_s).add(102, u"q"_s, u"m"_s, u"0.1"_s);
    b.add(100, u"p"_s, u"m"_s, u"0.0000000001"_s).add(101, u"p"_s, u"n"_s, u"0.2"_s);
    const SnapshotPtr merged = merge({snapshotOf(a.build()), snapshotOf(b.build())},
                                     {u"Local"_s, u"Team"_s});
    QCOMPARE(total(merged->daily).cost, Money::parse(u"100000000.3000000001"_s).value());
    QCOMPARE(total(merged->daily).calls, qint64(4));
    QVERIFY(std::ranges::is_sorted(merged->daily.cells, {}, &SpendCube::Cell::bucket));
    QCOMPARE(merged->daily.extent(), (Range{BucketUnit::Day, 100, 102}));
}

void tst_merging::projectsOfOneNameKeepApartAndModelsAreOne()
{
    const SpendCube cube = CubeBuilder().add(100, u"chat"_s, u"gpt"_s, u"1.5"_s).build();
    const SnapshotPtr merged =
        merge({snapshotOf(cube), snapshotOf(cube)}, {u"Local"_s, u"Team"_s});
    QCOMPARE(merged->daily.projects, QStringList({u"Local · chat"_s, u"Team · chat"_s}));
    QCOMPARE(merged->daily.models, QStringList(u"gpt"_s));
    QCOMPARE(*merged->placeOf(u"Team · chat"_s), (ProjectPlace{1, u"chat"_s}));
    QVERIFY(!merged->placeOf(u"chat"_s));
    SpendFilter filter;
    filter.project = u"Team · chat"_s;
    QCOMPARE(total(merged->daily, filter).cost, Money::parse(u"1.5"_s).value());
}

void tst_merging::noTwoProjectsAreShownAlike()
{
    // Whoever takes such names apart by their sign is wrong about one of these.
    const SpendCube a =
        CubeBuilder().add(1, u"b · c"_s, u"m"_s, u"1"_s).add(1, u""_s, u"m"_s, u"1"_s).build();
    const SpendCube b = CubeBuilder().add(1, u"c"_s, u"m"_s, u"2"_s).build();
    const SnapshotPtr merged =
        merge({snapshotOf(a), snapshotOf(b), snapshotOf(b)}, {u"A"_s, u"A · b"_s, u"A"_s});
    QStringList names = merged->daily.projects;
    QCOMPARE(names.size(), 4);
    QCOMPARE(names.removeDuplicates(), 0);
    QCOMPARE(merged->placeOf(u"A · b · c"_s)->project, u"b · c"_s);
    for (const QString &name : merged->daily.projects) {
        const auto place = merged->placeOf(name);
        QCOMPARE(merged->parts[static_cast<size_t>(place->store)].label.shown(place->project),
                 name);
    }
}

void tst_merging::budgetsAndAuditNameTheirStores()
{
    auto a = snapshotOf({});
    a->budgets = {budgetOf(u"chat"_s, 5), budgetOf(u"x"_s, 1)};
    a->audit = {entryOf(7, 2000, u"chat"_s), entryOf(6, 500, u"x"_s)};
    auto b = snapshotOf({});
    b->budgets = {budgetOf(u"chat"_s, 3)};
    b->audit = {entryOf(7, 1000, u"chat"_s)};
    const SnapshotPtr merged = merge({a, b}, {u"Local"_s, u"Team"_s});
    QStringList budgets;
    for (const Budget &budget : merged->budgets)
        budgets << budget.project;
    QCOMPARE(budgets, QStringList({u"Local · chat"_s, u"Team · chat"_s, u"Local · x"_s}));
    QCOMPARE(merged->audit.size(), size_t(3));
    QCOMPARE(merged->audit[1].project, u"Team · chat"_s);
    QCOMPARE(merged->audit[1].id, qint64(7));
    QCOMPARE(merged->audit[1].store, 1);
    QCOMPARE(merged->audit[0].store, 0);
    QCOMPARE(merged->audit[2].id, qint64(6));
}

void tst_merging::rightsAreThoseOfTheProjectsStore()
{
    const SpendCube cube = CubeBuilder().add(1, u"chat"_s, u"m"_s, u"1"_s).build();
    auto readOnly = snapshotOf(cube);
    readOnly->store = storeCalled(u"costs"_s, false);
    const SnapshotPtr merged = merge({snapshotOf(cube), readOnly}, {u"Local"_s, u"Team"_s});
    QVERIFY(merged->storeOf({u"Local · chat"_s}).access.canReset);
    QVERIFY(!merged->storeOf({u"Team · chat"_s}).access.canReset);
    QCOMPARE(merged->storeOf({u"Team · chat"_s}).title, u"costs"_s);
    const StoreInfo both = merged->storeOf({u"Local · chat"_s, u"Team · chat"_s});
    QVERIFY(!both.access.canReset);
    QCOMPARE(both.access.reason, u"costs is read-only."_s);
    QVERIFY(merged->store.access.canReset); // somewhere
    QCOMPARE(merged->store.access.reason, u"Team: costs is read-only."_s);
}

void tst_merging::hoursOfSomeLiveStoresOnlyAreNoHours()
{
    const SpendCube hours =
        CubeBuilder(BucketUnit::Hour).add(10, u"p"_s, u"m"_s, u"1"_s).build();
    auto a = snapshotOf({});
    a->hourly = hours;
    a->hourlyRange = {BucketUnit::Hour, 5, 12};
    auto b = snapshotOf({});
    QCOMPARE(merge({a, b}, {u"A"_s, u"B"_s})->hourlyRange.size(), 0);
    b->hourly = hours;
    b->hourlyRange = a->hourlyRange;
    QCOMPARE(merge({a, b}, {u"A"_s, u"B"_s})->hourlyRange, a->hourlyRange);
    QCOMPARE(total(merge({a, b}, {u"A"_s, u"B"_s})->hourly).calls, qint64(2));
}

void tst_merging::aStoreThatIsAwayIsSaidToBe()
{
    const SpendCube cube = CubeBuilder().add(1, u"chat"_s, u"m"_s, u"1"_s).build();
    const auto labels = labelStores({u"Local"_s, u"Team"_s, u"Sales"_s});
    auto old = snapshotOf(cube);
    old->takenAt = at(u"2026-11-25T08:30:00Z");
    const SnapshotPtr merged = mergeSnapshots(
        {{labels[0], snapshotOf(cube)}, {labels[1], old, false}, {labels[2], {}, false}}, u"All"_s);
    QCOMPARE(total(merged->daily).calls, qint64(2));
    QVERIFY(merged->isLive(u"Local · chat"_s));
    QVERIFY(!merged->isLive(u"Team · chat"_s));
    QCOMPARE(merged->takenAt, at(u"2026-11-26T10:00:00Z"));
    for (const SpendRow &row : spendReport(*merged, viewOver({BucketUnit::Day, 0, 9})).rows)
        QCOMPARE(row.old, row.name == u"Team"_s);
    QCOMPARE(merged->oldest(), old->takenAt);
    QCOMPARE(awaySentences(*merged),
             QStringList({u"Team is away: its figures, also in every total, are those of "
                          "2026-11-25 08:30:00 UTC."_s,
                          u"Sales is not open: its calls are missing here."_s}));
}

void tst_merging::nothingReadIsNothingShown()
{
    QVERIFY(!merge({SnapshotPtr(), SnapshotPtr()}, {u"A"_s, u"B"_s}));
}

void tst_merging::groupedByStoreTheSumsAreThoseOfEachStore()
{
    const QStringList names{u"Local"_s, u"Team"_s, u"Sales"_s};
    std::vector<SnapshotPtr> stores;
    for (quint32 seed = 1; seed <= 3; ++seed) {
        auto store = snapshotOf(randomCube(seed));
        store->hourly = randomCube(seed + 10, BucketUnit::Hour);
        store->hourlyRange = {BucketUnit::Hour, 0, 59};
        stores.push_back(store);
    }
    const SnapshotPtr merged = merge(stores, names);
    const Range range{BucketUnit::Day, 20, 39};
    const Range before{BucketUnit::Day, 0, 19};
    const SpendReport report = spendReport(*merged, viewOver(range, before));
    QCOMPARE(report.rows.size(), size_t(3));
    QCOMPARE(report.series.groups.size(), size_t(3));
    Money sum;
    for (const SpendRow &row : report.rows) {
        const SpendCube &own = stores[static_cast<size_t>(names.indexOf(row.name))]->daily;
        QCOMPARE(row.totals, total(own, {range, {}, {}}));
        QCOMPARE(row.previous, total(own, {before, {}, {}}));
        sum += row.totals.cost;
        const auto group = std::ranges::find(report.series.groups, row.name, &SpendSeries::Group::name);
        const auto days = byBucket(own, {range, {}, {}});
        for (size_t day = 0; day < days.size(); ++day)
            QCOMPARE(group->bars[day], days[day].totals.cost);
    }
    QCOMPARE(sum, report.totals.cost);
    QVERIFY(std::ranges::is_sorted(report.rows, std::greater(), [](const SpendRow &row) {
        return row.totals.cost;
    }));
    // By the hour it is the same.
    for (const Summary &row : summarise(merged->hourly, GroupBy::Store)) {
        const auto store = static_cast<size_t>(names.indexOf(row.name));
        QCOMPARE(row.totals, total(stores[store]->hourly));
    }
}

void tst_merging::aStoreNarrowsEverySum()
{
    const SnapshotPtr a = snapshotOf(randomCube(1));
    const SnapshotPtr b = snapshotOf(randomCube(2));
    const SnapshotPtr merged = merge({a, b}, {u"Local"_s, u"Team"_s});
    View view = viewOver({BucketUnit::Day, 10, 59}, {BucketUnit::Day, 0, 9});
    view.groupBy = GroupBy::Model;
    view.store = u"Team"_s;
    View own = view;
    own.store.reset();
    const SpendReport narrowed = spendReport(*merged, view);
    const SpendReport alone = spendReport(*b, own);
    QCOMPARE(narrowed.totals, alone.totals);
    QCOMPARE(narrowed.previous, alone.previous);
    QCOMPARE(narrowed.month.toDate, alone.month.toDate);
    QCOMPARE(narrowed.rows.size(), alone.rows.size());
    for (size_t i = 0; i < alone.rows.size(); ++i)
        QCOMPARE(narrowed.rows[i].totals, alone.rows[i].totals);
    QCOMPARE(total(merged->daily, {{}, {}, {}, u"Nobody"_s}).calls, qint64(0));
    QCOMPARE(*merged->storeCalled(u"Team"_s), 1);
    QVERIFY(!merged->storeCalled(u"Nobody"_s));
}

void tst_merging::withOneStoreGroupingByStoreIsByProject()
{
    const SnapshotPtr one = snapshotOf(randomCube(1));
    const SpendReport report = spendReport(*one, viewOver({BucketUnit::Day, 0, 59}));
    QCOMPARE(report.rows.size(), size_t(5));
    QCOMPARE(Groups(one->daily, GroupBy::Store).names(), one->daily.projects);
    QCOMPARE(total(one->daily, {{}, {}, {}, u"Local"_s}).calls, qint64(0));
}

void tst_merging::aCallThatWasCarriedToAnotherStoreCountsOnce()
{
    // Two of the local calls are copies of the team's, and one is of a store that is not shown.
    const SpendCube copied = CubeBuilder().add(2, u"q"_s, u"m"_s, u"0.0000000007"_s).add(1, u"p"_s, u"n"_s, u"1"_s).build();
    const SpendCube other = CubeBuilder().add(2, u"p"_s, u"m"_s, u"0.5"_s).build();
    CubeBuilder all;
    all.add(1, u"p"_s, u"m"_s, u"4"_s);
    all.add(1, u"p"_s, u"n"_s, Totals{2, 200, 20, Money::parse(u"1.25"_s).value(), {}});
    all.add(2, u"q"_s, u"m"_s, u"0.0000000007"_s).add(2, u"p"_s, u"m"_s, u"0.5"_s);
    auto local = snapshotOf(all.build());
    local->moved = {{u"postgresql://team/costs"_s, copied, {}}, {u"postgresql://away/x"_s, other, {}}};
    const SnapshotPtr team = snapshotOf(copied);
    const auto labels = labelStores({u"Local"_s, u"Team"_s, u"Away"_s});
    const auto parts = [&](const SnapshotPtr &ofTeam) {
        return std::vector<StorePart>{
            {labels[0], local, true, {}, u"/home/a/.llm_toll.db"_s},
            {labels[1], ofTeam, true, {}, u"postgresql://team/costs"_s},
            {labels[2], {}, false, {}, u"postgresql://away/x"_s}};
    };
    const SnapshotPtr merged = mergeSnapshots(parts(team), u"All"_s);
    QCOMPARE(countedElsewhere(merged->parts, 0), QStringList(u"postgresql://team/costs"_s));
    QCOMPARE(countedElsewhere(merged->parts, 1), QStringList());
    QCOMPARE(total(merged->daily), total(local->daily));
    QCOMPARE(total(merged->daily, {{}, {}, {}, u"Local"_s}).cost, Money::parse(u"4.75"_s).value());
    QCOMPARE(total(merged->daily, {{}, u"Local · q"_s, {}}).calls, qint64(0));
    QCOMPARE(total(merged->daily, {{}, u"Local · p"_s, u"n"_s}).calls, qint64(1));
    // As long as the team's calls are not known, the copies stand for them.
    QCOMPARE(total(mergeSnapshots(parts({}), u"All"_s)->daily), total(local->daily));
}

QTEST_GUILESS_MAIN(tst_merging)
#include "tst_merging.moc"
