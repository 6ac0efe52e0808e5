// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientprocess.h"
#include "peer.h"
#include "postgrescluster.h"
#include "store/schema.h"
#include "teststore.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Connecting: what is created, when nothing is, and what is refused.
class tst_storecontract_schema final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void createsTheTablesOfLlmTollVerbatim();
    void addsOnlyTablesOfItsOwnName();
    void worksOnAStoreThatLlmTollMade();
    void letsManyProcessesConnectToAnEmptyStoreAtOnce();
    void letsProcessesConnectWhileLlmTollConnects();
    void waitsForNoWriterWhenTheStoreIsComplete();
    void holdsNoLockAfterConnecting();
    void onlyLooksWhenToldTo();
    void refusesANewerSchemaAndLeavesItAlone();
    void upgradesAStoreOfTheVersionBefore();
    void upgradesOnceHoweverManyProcessesStart();
    void worksOnAnOlderStoreThatItMayNotUpgrade();
    void namesAMissingColumn();
    void saysWhatIsOpen();
};

namespace {

// Everything that the catalogue knows about llm-toll's tables.
QString peerCatalogue(const TestStore &place)
{
    const QString sql = place.backend() == Backend::Postgres
        ? u"SELECT table_name, column_name, data_type, is_nullable, column_default "
          "FROM information_schema.columns WHERE table_name IN ('usage_logs', 'budgets') "
          "UNION ALL SELECT tablename, indexname, indexdef, '', '' FROM pg_indexes "
          "WHERE tablename IN ('usage_logs', 'budgets') "
          "UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '' "
          "FROM pg_constraint WHERE conrelid IN ('usage_logs'::regclass, 'budgets'::regclass) "
          "UNION ALL SELECT tgrelid::regclass::text, tgname, '', '', '' FROM pg_trigger "
          "WHERE tgrelid IN ('usage_logs'::regclass, 'budgets'::regclass) ORDER BY 1, 2, 3"_s
        : u"SELECT m.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, "
          "m.sql LIKE '%AUTOINCREMENT%' FROM sqlite_master m, pragma_table_info(m.name) c "
          "WHERE m.name IN ('usage_logs', 'budgets') "
          "UNION ALL SELECT m.name, c.name, c.\"desc\", c.coll, '', '', '' "
          "FROM sqlite_master m, pragma_index_xinfo(m.name) c WHERE m.type = 'index' "
          "AND m.tbl_name IN ('usage_logs', 'budgets') "
          "UNION ALL SELECT name, sql, '', '', '', '', '' FROM sqlite_master "
          "WHERE type = 'trigger' ORDER BY 1, 2, 3"_s;
    QStringList lines;
    for (const QStringList &row : place.raw().rows(sql))
        lines << row.join(u" | "_s);
    return lines.join(u'\n');
}

// The columns of Tollkeeper's own tables.
QString ownColumns(const TestStore &place)
{
    const QString sql = place.backend() == Backend::Postgres
        ? u"SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
          "WHERE table_name LIKE 'tollkeeper%' ORDER BY 1, ordinal_position"_s
        : u"SELECT m.name, c.name, c.type, c.\"notnull\" FROM sqlite_master m, "
          "pragma_table_info(m.name) c WHERE m.name LIKE 'tollkeeper%' ORDER BY 1, c.cid"_s;
    QStringList lines;
    for (const QStringList &row : place.raw().rows(sql))
        lines << row.join(u" | "_s);
    return lines.join(u'\n');
}

// Makes a store as the version before left it, with a reset in its audit log.
AuditEntry asOfVersion1(const TestStore &place)
{
    const auto store = place.open();
    (void)valueOf(store->record(sampleCall(u"demo"_s, 0.75)));
    const AuditEntry entry = valueOf(store->reset({u"demo"_s, u"before"_s, {}}));
    place.raw().execute(u"ALTER TABLE tollkeeper_audit DROP COLUMN previous_amount;"
                        "ALTER TABLE tollkeeper_audit DROP COLUMN max_budget;"
                        "UPDATE tollkeeper_meta SET value = '1'"_s);
    return entry;
}

QStringList tables(const TestStore &place)
{
    QStringList names;
    for (const QStringList &row : place.raw().rows(
             place.backend() == Backend::Postgres
                 ? u"SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"_s
                 : u"SELECT name FROM sqlite_master WHERE type = 'table' "
                   "AND name NOT LIKE 'sqlite%' ORDER BY 1"_s))
        names << row.front();
    return names;
}

} // namespace

void tst_storecontract_schema::createsTheTablesOfLlmTollVerbatim()
{
    const TestStore ours;
    (void)ours.open();
    const TestStore theirs;
    theirs.raw().execute(peer::schema(theirs.backend()));
    QVERIFY(peerCatalogue(theirs).contains(u"idx_usage_logs_project_created"));
    QCOMPARE(peerCatalogue(ours), peerCatalogue(theirs));
}

void tst_storecontract_schema::addsOnlyTablesOfItsOwnName()
{
    const TestStore place;
    (void)place.open();
    for (const QString &table : tables(place)) {
        QVERIFY2(table == u"usage_logs" || table == u"budgets" || table.startsWith(u"tollkeeper_"),
                 qPrintable(table));
    }
}

void tst_storecontract_schema::worksOnAStoreThatLlmTollMade()
{
    const TestStore place;
    place.raw().execute(peer::schema(place.backend())
                        + peer::record(place.backend(), u"demo"_s, 0.5, Timestamp::now()));
    const QString before = peerCatalogue(place);
    const auto store = place.open();
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.5);
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 0.25))).totalUsd, 0.75);
    QCOMPARE(peerCatalogue(place), before);
}

void tst_storecontract_schema::letsManyProcessesConnectToAnEmptyStoreAtOnce()
{
    constexpr int rounds = 4;
    constexpr int processes = 16;
    for (int round = 0; round < rounds; ++round) {
        const TestStore place;
        ClientProcesses clients;
        for (int i = 0; i < processes; ++i)
            clients.add({u"connect"_s, place.url()});
        clients.release();
        for (const QStringList &answer : clients.finish())
            QCOMPARE(answer, QStringList{u"ok"_s});
        (void)place.open();
    }
}

void tst_storecontract_schema::letsProcessesConnectWhileLlmTollConnects()
{
    constexpr int rounds = 4;
    constexpr int each = 8;
    for (int round = 0; round < rounds; ++round) {
        const TestStore place;
        ClientProcesses clients;
        for (int i = 0; i < each; ++i) {
            clients.add({u"connect"_s, place.url()});
            clients.add({u"peer-connect"_s, place.url()});
        }
        clients.release();
        const auto answers = clients.finish();
        // llm-toll's own start may fail in PostgreSQL whatever we do: it collides with itself.
        for (size_t i = 0; i < answers.size(); i += 2)
            QCOMPARE(answers[i], QStringList{u"ok"_s});
    }
}

void tst_storecontract_schema::waitsForNoWriterWhenTheStoreIsComplete()
{
    const TestStore place;
    QVERIFY(place.open()->setLimit(u"demo"_s, {}));
    RawConnection writer = place.raw();
    QString url = place.url();
    if (place.backend() == Backend::Postgres) {
        // Whatever a writer could wait for conflicts with its own lock; so we would wait for it.
        QString lock = u"BEGIN; "_s;
        for (const QString &table : tables(place))
            lock += u"LOCK TABLE %1 IN ROW EXCLUSIVE MODE; "_s.arg(table);
        writer.execute(lock + u"UPDATE tollkeeper_meta SET value = value; "_s);
        url += u"?options=-c%20lock_timeout%3D2000"_s;
    } else {
        writer.execute(u"BEGIN IMMEDIATE"_s);
    }
    writer.execute(peer::insertLog({}));
    StoreOptions options;
    options.busyTimeoutMs = 0;
    const auto store = Store::open(*StoreLocation::parse(url), options);
    QVERIFY2(store, store ? "" : qPrintable(store.error().message + store.error().detail));
    QCOMPARE(valueOf((*store)->calls({})).size(), size_t(0));
    writer.execute(u"COMMIT"_s);
    QCOMPARE(valueOf((*store)->calls({})).size(), size_t(1));
}

void tst_storecontract_schema::holdsNoLockAfterConnecting()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->calls({}));
    QVERIFY(store->spend({}, BucketUnit::Day));
    QVERIFY(store->budgets());
    QVERIFY(store->changeMark());
    RawConnection other = place.raw();
    if (place.backend() == Backend::Postgres) {
        const QString ours = u"FROM pg_stat_activity WHERE application_name = 'tollkeeper' "
                             "AND datname = current_database()"_s;
        QCOMPARE(other.value(u"SELECT count(*) "_s + ours), u"1"_s);
        QCOMPARE(other.value(u"SELECT state "_s + ours), u"idle"_s);
        QCOMPARE(other.value(u"SELECT count(*) FROM pg_locks WHERE pid = (SELECT pid %1)"_s.arg(ours)),
                 u"0"_s);
    } else {
        // Only a file that nobody reads or writes can be locked for one alone.
        other.execute(u"PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)"_s);
        QCOMPARE(other.value(u"PRAGMA wal_checkpoint(TRUNCATE)"_s), u"0"_s);
        QCOMPARE(other.tryExecute(u"BEGIN IMMEDIATE; COMMIT"_s), std::nullopt);
    }
}

void tst_storecontract_schema::onlyLooksWhenToldTo()
{
    const TestStore place;
    StoreOptions options;
    options.createSchema = false;
    QCOMPARE(errorOf(Store::open(place.location(), options)), StoreError::Kind::Invalid);
    if (place.backend() == Backend::Sqlite)
        QVERIFY(!QFile::exists(place.url()));
    else
        QCOMPARE(tables(place), QStringList());
    (void)place.open();
    QVERIFY(Store::open(place.location(), options));
}

void tst_storecontract_schema::refusesANewerSchemaAndLeavesItAlone()
{
    const TestStore place;
    (void)place.open();
    RawConnection raw = place.raw();
    raw.execute(u"UPDATE tollkeeper_meta SET value = '999'; DROP TABLE tollkeeper_limits"_s);
    const QStringList before = tables(place);
    QCOMPARE(errorOf(Store::open(place.location())), StoreError::Kind::SchemaNewer);
    QCOMPARE(tables(place), before);
    QCOMPARE(raw.value(u"SELECT value FROM tollkeeper_meta"_s), u"999"_s);
}

void tst_storecontract_schema::upgradesAStoreOfTheVersionBefore()
{
    const TestStore fresh;
    (void)fresh.open();
    const TestStore place;
    const AuditEntry before = asOfVersion1(place);
    QVERIFY(ownColumns(place) != ownColumns(fresh));
    const auto store = place.open();
    QCOMPARE(ownColumns(place), ownColumns(fresh));
    QCOMPARE(place.raw().value(u"SELECT value FROM tollkeeper_meta WHERE key = 'schema_version'"_s),
             QString::number(schemaVersion));
    QCOMPARE(valueOf(store->audit()), std::vector{before});
    QVERIFY(store->undoReset(before.id));
}

void tst_storecontract_schema::upgradesOnceHoweverManyProcessesStart()
{
    constexpr int processes = 16;
    const TestStore place;
    (void)asOfVersion1(place);
    ClientProcesses clients;
    for (int i = 0; i < processes; ++i)
        clients.add({i % 2 == 0 ? u"connect"_s : u"record"_s, place.url(), u"0.25"_s, u"-"_s, u"1"_s,
                     u"demo"_s});
    clients.release();
    const auto answers = clients.finish();
    for (int i = 0; i < processes; ++i)
        QCOMPARE(answers[size_t(i)], QStringList{i % 2 == 0 ? u"ok"_s : u"logged"_s});
    QCOMPARE(valueOf(place.open()->audit()).size(), size_t(1));
}

void tst_storecontract_schema::worksOnAnOlderStoreThatItMayNotUpgrade()
{
    const TestStore place;
    if (place.backend() == Backend::Sqlite)
        QSKIP("Who may write a file may upgrade it");
    (void)asOfVersion1(place);
    const QString url = PostgresCluster::shared().createRole(place.url());
    const QString role = PostgresCluster::roleOf(url);
    place.raw().execute(u"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO %1;"
                        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO %1"_s.arg(role));
    const auto store = Store::open(*StoreLocation::parse(url));
    QVERIFY2(store, store ? "" : qPrintable(store.error().message));
    QVERIFY(valueOf((*store)->record(sampleCall(u"demo"_s, 0.25))).logged());
    QVERIFY(!(*store)->info().access.canReset);
    QVERIFY(!(*store)->info().access.reason.isEmpty());
    QCOMPARE(valueOf((*store)->audit()).size(), size_t(0));
    QCOMPARE(errorOf((*store)->reset({u"demo"_s, {}, {}})), StoreError::Kind::NotPermitted);
    QCOMPARE(place.raw().value(u"SELECT value FROM tollkeeper_meta WHERE key = 'schema_version'"_s),
             u"1"_s);
}

void tst_storecontract_schema::namesAMissingColumn()
{
    const TestStore place;
    (void)place.open();
    place.raw().execute(u"ALTER TABLE usage_logs DROP COLUMN output_tokens"_s);
    const QString before = peerCatalogue(place);
    const auto store = Store::open(place.location());
    QVERIFY(!store);
    QCOMPARE(store.error().kind, StoreError::Kind::Internal);
    QVERIFY2(store.error().message.contains(u"usage_logs")
                 && store.error().message.contains(u"output_tokens"),
             qPrintable(store.error().message));
    QCOMPARE(peerCatalogue(place), before);
}

void tst_storecontract_schema::saysWhatIsOpen()
{
    const TestStore place;
    StoreOptions options;
    options.osUser = u"grace"_s;
    const auto store = place.open(options);
    const StoreInfo &info = store->info();
    QCOMPARE(info.backend, place.backend());
    QCOMPARE(info.osUser, u"grace"_s);
    QVERIFY(!info.title.isEmpty());
    QVERIFY(info.access.canRecord && info.access.canReset && info.access.canSetLimits);
    QCOMPARE(info.access.reason, QString());
    RawConnection raw = place.raw();
    if (place.backend() == Backend::Postgres) {
        QCOMPARE(info.databaseRole, raw.value(u"SELECT current_user"_s));
        QVERIFY(info.serverVersion.startsWith(u"PostgreSQL 15"));
        QVERIFY2(!info.display.contains(u"w%2Frd") && !info.display.contains(u"w/rd"),
                 qPrintable(info.display));
    } else {
        QCOMPARE(info.databaseRole, QString());
        QCOMPARE(info.serverVersion, u"SQLite "_s + raw.value(u"SELECT sqlite_version()"_s));
        QCOMPARE(info.display, place.url());
    }
}

QTEST_GUILESS_MAIN(tst_storecontract_schema)
#include "tst_storecontract_schema.moc"
