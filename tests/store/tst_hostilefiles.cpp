// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/folding.h"
#include "analysis/snapshot.h"
#include "analysis/summary.h"
#include "peer.h"
#include "store/connection.h"
#include "teststore.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// SQLite files that somebody made to do harm: their schema is a program, and runs nothing.
class tst_hostilefiles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatStandsInThePlaceOfATableIsNotRead_data();
    void whatStandsInThePlaceOfATableIsNotRead();
    void generatedColumnsAreNoColumns();
    void triggersOfTheFileDoNotRunOnWhatWeWrite();
    void ourTriggersRunForOthers();
    void theSchemaIsNotTrusted();
    void aBrokenSchemaIsExplained_data();
    void aBrokenSchemaIsExplained();
    void endlessNamesAreLeftOutCountedAndCut();
    void aValueThatTakesAllMemoryIsNotRead();
    void aWindowAddsUpProjectsThatNobodyLooksAt();
};

namespace {

QString schemaOf(const TestStore &place)
{
    return place.raw().value(u"SELECT group_concat(type || name || coalesce(sql, ''), x'0a') FROM sqlite_master"_s);
}

} // namespace

void tst_hostilefiles::whatStandsInThePlaceOfATableIsNotRead_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("kind");
    const QString endless =
        u" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id,"
        " 'p' AS project, 'm' AS model, 1 AS input_tokens, 1 AS output_tokens, 1.0 AS cost,"
        " '2026-11-20T12:00:00+00:00' AS created_at, 1.0 AS total_cost, NULL AS last_reset_at,"
        " '2026-11-20T12:00:00+00:00' AS updated_at, 'schema_version' AS key, 1 AS value FROM n"_s;
    const auto view = [&](const char *name, const QString &table) {
        QTest::newRow(name) << table << u"CREATE VIEW "_s + table + endless << u"view"_s;
    };
    view("endless log", u"usage_logs"_s);
    view("endless budgets", u"budgets"_s);
    view("in capitals", u"USAGE_LOGS"_s);
    view("our own table", u"tollkeeper_meta"_s);
    QTest::newRow("with a trigger that takes rows")
        << u"usage_logs"_s
        << u"CREATE VIEW usage_logs"_s + endless
            + u"; CREATE TRIGGER t INSTEAD OF INSERT ON usage_logs BEGIN DELETE FROM budgets; END"_s
        << u"view"_s;
    QTest::newRow("virtual table")
        << u"budgets"_s
        << u"CREATE VIRTUAL TABLE budgets USING fts5(project, total_cost, last_reset_at, updated_at)"_s
        << u"virtual table"_s;
    QTest::newRow("table as an index")
        << u"idx_usage_logs_project_created"_s
        << u"CREATE VIEW idx_usage_logs_project_created AS SELECT 1"_s << u"view"_s;
}

void tst_hostilefiles::whatStandsInThePlaceOfATableIsNotRead()
{
    QFETCH(QString, table);
    QFETCH(QString, sql);
    QFETCH(QString, kind);
    const TestStore place(Backend::Sqlite);
    for (const QString &usual : peer::schema(Backend::Sqlite).split(u';', Qt::SkipEmptyParts)) {
        if (!usual.contains(table, Qt::CaseInsensitive))
            (void)place.raw().tryExecute(usual); // the index of a missing table fails
    }
    place.raw().execute(sql);
    const QString before = schemaOf(place);
    for (const bool creates : {false, true}) {
        StoreOptions options;
        options.createSchema = creates;
        const auto store = Store::open(place.location(), options);
        QCOMPARE(errorOf(store), StoreError::Kind::Internal);
        const QString message = store.error().message;
        QVERIFY2(message.contains(table) && message.contains(kind)
                     && message.contains(u"Name another"),
                 qPrintable(message));
    }
    QCOMPARE(schemaOf(place), before);
}

void tst_hostilefiles::generatedColumnsAreNoColumns()
{
    const TestStore place(Backend::Sqlite);
    place.raw().execute(
        u"CREATE TABLE usage_logs (id INTEGER PRIMARY KEY, project TEXT, model TEXT, input_tokens INTEGER,"
        " output_tokens INTEGER, cost REAL AS (length(printf('%.*c', 9000000, 'x'))), created_at TEXT);"
        " INSERT INTO usage_logs VALUES (1, 'p', 'm', 1, 1, '2026-11-20T12:00:00+00:00')"_s);
    const auto store = Store::open(place.location());
    QCOMPARE(errorOf(store), StoreError::Kind::Internal);
    QVERIFY2(store.error().message.contains(u"no column cost"), qPrintable(store.error().message));
}

void tst_hostilefiles::triggersOfTheFileDoNotRunOnWhatWeWrite()
{
    const TestStore place(Backend::Sqlite);
    (void)place.open();
    RawConnection raw = place.raw();
    raw.execute(u"CREATE TABLE loot (text)"_s);
    for (const QString &table : {u"usage_logs"_s, u"budgets"_s, u"tollkeeper_audit"_s,
                                 u"tollkeeper_limits"_s}) {
        for (const QString &when : {u"BEFORE INSERT"_s, u"AFTER INSERT"_s, u"AFTER UPDATE"_s}) {
            raw.execute(u"CREATE TRIGGER \"%1 %2\" %1 ON %2 BEGIN INSERT INTO loot SELECT"
                        " printf('%%.*c', 100000000, 'x'); UPDATE budgets SET total_cost = 0; END"_s
                            .arg(when, table));
        }
    }
    const auto store = place.open();
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 0.25))).totalUsd, 0.25);
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 0.5))).totalUsd, 0.75);
    QVERIFY(store->setLimit(u"demo"_s, {.maxBudgetUsd = 1}));
    QVERIFY(store->reset({u"demo"_s, {}, {}}));
    QCOMPARE(valueOf(store->audit()).size(), size_t(2));
    QCOMPARE(raw.value(u"SELECT count(*) FROM loot"_s), u"0"_s);
}

void tst_hostilefiles::ourTriggersRunForOthers()
{
    const TestStore place(Backend::Sqlite);
    const auto store = place.open();
    QVERIFY(store->record(sampleCall()));
    while (!valueOf(store->seal()).finished) {
    }
    RawConnection raw = place.raw();
    raw.execute(u"UPDATE usage_logs SET cost = 3.5"_s);
    const SpendCube cube = valueOf(store->totals({}));
    QCOMPARE(cube.cells.size(), size_t(1));
    QCOMPARE(cube.cells.front().totals.cost.toUsd(), 3.5);
}

void tst_hostilefiles::theSchemaIsNotTrusted()
{
    const TestStore place(Backend::Sqlite);
    (void)place.open();
    Connection connection(place.location(), {});
    QVERIFY(connection.open());
    auto trusted = connection.queryText(u"PRAGMA trusted_schema"_s);
    QVERIFY(trusted && trusted->next());
    QCOMPARE(trusted->value(0).toInt(), 0);
    (void)connection.queryText(u"PRAGMA writable_schema = ON"_s); // says nothing, and does nothing
    const auto changed = connection.queryText(u"UPDATE sqlite_master SET sql = '' WHERE name = 'budgets'"_s);
    QVERIFY(!changed);
    QVERIFY2(changed.error().detail.contains(u"may not be modified"), qPrintable(changed.error().detail));
}

void tst_hostilefiles::aBrokenSchemaIsExplained_data()
{
    QTest::addColumn<QString>("sql");
    const auto row = [](const char *name, const QString &sql) { QTest::newRow(name) << sql; };
    row("half a statement", u"UPDATE sqlite_master SET sql = 'CREATE TABLE budgets (project' WHERE name = 'budgets'"_s);
    row("another statement", u"UPDATE sqlite_master SET sql = 'ATTACH ''/etc/passwd'' AS x' WHERE name = 'budgets'"_s);
    row("page that is not there", u"UPDATE sqlite_master SET rootpage = 4000000 WHERE name = 'usage_logs'"_s);
    row("page of another", u"UPDATE sqlite_master SET rootpage = 1 WHERE name = 'usage_logs'"_s);
    row("twice", u"INSERT INTO sqlite_master SELECT * FROM sqlite_master WHERE name = 'budgets'"_s);
}

void tst_hostilefiles::aBrokenSchemaIsExplained()
{
    QFETCH(QString, sql);
    const TestStore place(Backend::Sqlite);
    place.raw().execute(peer::schema(Backend::Sqlite));
    place.raw().execute(u"PRAGMA writable_schema = ON; "_s + sql);
    const auto store = Store::open(place.location());
    const auto read = store ? (*store)->spend({}, BucketUnit::Day)
                            : Result<SpendCube>(tl::unexpected(store.error()));
    QCOMPARE(errorOf(read), StoreError::Kind::Internal);
    const QString message = read.error().message;
    QVERIFY2(message.contains(place.url()) && message.contains(u"damaged")
                 && message.contains(u".recover"),
             qPrintable(message));
}

void tst_hostilefiles::endlessNamesAreLeftOutCountedAndCut()
{
    const TestStore place(Backend::Sqlite);
    {
        const auto store = place.open();
        QVERIFY(store->record(sampleCall()));
    }
    RawConnection raw = place.raw();
    constexpr qint64 size = 5'000'000;
    const QString endless = u"(SELECT replace(hex(zeroblob(%1)), '00', '=<b>x'))"_s.arg(size / 5);
    raw.execute(peer::insertLog({.project = endless}));
    raw.execute(peer::insertLog({.model = endless}));
    raw.execute(u"INSERT INTO budgets (project, total_cost, updated_at) VALUES (%1, 1.0, '2026-11-20')"_s.arg(endless));
    const auto store = place.open();
    const SpendCube cube = valueOf(store->spend({}, BucketUnit::Day));
    QCOMPARE(cube.badRows, qint64(2));
    QCOMPARE(cube.projects, QStringList{u"demo"_s});
    QCOMPARE(valueOf(store->spendFromLog({}, BucketUnit::Day)).badRows, qint64(2));
    const auto budgets = valueOf(store->budgets());
    QCOMPARE(budgets.size(), size_t(2));
    CallQuery bad;
    bad.badOnly = true;
    const auto calls = valueOf(store->calls(bad));
    QCOMPARE(calls.size(), size_t(2));
    for (const Call &call : calls) {
        QCOMPARE(call.badReason, u"name is too long"_s);
        QVERIFY(call.usage.project.size() + call.usage.model.size() < 100'000);
    }
    for (const Budget &budget : budgets)
        QVERIFY(budget.project.size() < 100'000);
    qint64 good = 0;
    QCOMPARE(valueOf(store->forEachRow({}, [&good](const LogRow &row) {
        good += row.good ? 1 : 0;
        return true;
    })), qint64(3));
    QCOMPARE(good, qint64(1));
    while (!valueOf(store->seal()).finished) {
    }
    QCOMPARE(valueOf(store->spend({}, BucketUnit::Day)).badRows, qint64(2));
}

void tst_hostilefiles::aValueThatTakesAllMemoryIsNotRead()
{
    const TestStore place(Backend::Sqlite);
    QVERIFY(place.open()->record(sampleCall()));
    place.raw().execute(peer::insertLog({.model = u"CAST(zeroblob(140000000) AS TEXT)"_s}));
    const auto store = place.open();
    const auto spend = store->spend({}, BucketUnit::Day);
    QCOMPARE(errorOf(spend), StoreError::Kind::Internal);
    QVERIFY2(spend.error().message.contains(u"was not read. Remove that row"),
             qPrintable(spend.error().message));
    QCOMPARE(valueOf(store->budgets()).size(), size_t(1));
}

void tst_hostilefiles::aWindowAddsUpProjectsThatNobodyLooksAt()
{
    const TestStore place(Backend::Sqlite);
    (void)place.open();
    constexpr int projects = mostShown + 2'345;
    RawConnection raw = place.raw();
    raw.execute(u"BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1)"
                " INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at)"
                " SELECT 'project ' || i, 'model ' || i, 1, 1, 0.25, '2026-11-20T12:00:00+00:00' FROM n;"
                " INSERT INTO budgets (project, total_cost, updated_at) SELECT project, cost, created_at"
                " FROM usage_logs; COMMIT"_s.arg(projects));
    const auto store = place.open();
    const Range hours = Range::days({2026, 11, 20}, {2026, 11, 20});
    const SnapshotPtr snapshot = valueOf(readSnapshot(*store, hours, Timestamp::now()));
    QVERIFY(snapshot);
    for (const SpendCube *cube : {&snapshot->daily, &snapshot->hourly}) {
        QCOMPARE(cube->projects.size(), mostShown + 1);
        QCOMPARE(cube->models.size(), mostShown + 1);
        QCOMPARE(total(*cube).calls, qint64(projects));
        QCOMPARE(total(*cube).cost.toUsd(), projects * 0.25);
        QVERIFY(cube->projects.contains(u"2,345 other projects"_s));
    }
    QCOMPARE(snapshot->budgets.size(), size_t(mostShown + 1));
    QCOMPARE(snapshot->budgets.back().totalUsd, 2'345 * 0.25);
    QVERIFY(readSnapshot(*store, hours, Timestamp::now(), snapshot->sealed));
}

QTEST_GUILESS_MAIN(tst_hostilefiles)
#include "tst_hostilefiles.moc"
