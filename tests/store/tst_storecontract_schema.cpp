// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientprocess.h"
#include "peer.h"
#include "teststore.h"

#include <QCoreApplication>
#include <QElapsedTimer>
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
    void namesAMissingColumn();
    void saysWhatIsOpen();
};

/// Files that are no stores, and how new ones are made.
class tst_sqlitefiles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createsFolderAndPrivateFile();
    void switchesToWriteAheadLogging();
    void takesAnEmptyFileForANewStore();
    void refusesAFolder();
    void refusesTheDatabaseOfAnotherProgram();
    void refusesAFileThatIsNoDatabase();
    void reportsADamagedFile();
    void waitsForALockedFileOnlySoLong();
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

QString write(const QTemporaryDir &folder, const QByteArray &content)
{
    QFile file(folder.filePath(u"calls.db"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("Cannot write a test file");
    return file.fileName();
}

StoreError errorOfOpening(const QString &path, const StoreOptions &options = {})
{
    const auto store = Store::open(StoreLocation::sqliteFile(path), options);
    if (store)
        qFatal("%s was opened", qPrintable(path));
    return store.error();
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

void tst_sqlitefiles::createsFolderAndPrivateFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a/b/calls.db"_s);
    const auto store = Store::open(StoreLocation::sqliteFile(path));
    QVERIFY(store);
    QVERIFY((*store)->record(sampleCall()));
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther
        | QFile::WriteOther;
    for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QCOMPARE(QFile::permissions(path + suffix) & others, QFile::Permissions());
}

void tst_sqlitefiles::switchesToWriteAheadLogging()
{
    const TestStore place(Backend::Sqlite);
    place.raw().execute(peer::schema(Backend::Sqlite));
    QCOMPARE(place.raw().value(u"PRAGMA journal_mode"_s), u"delete"_s);
    (void)place.open();
    QCOMPARE(place.raw().value(u"PRAGMA journal_mode"_s), u"wal"_s);
}

void tst_sqlitefiles::takesAnEmptyFileForANewStore()
{
    const QTemporaryDir folder;
    const auto store = Store::open(StoreLocation::sqliteFile(write(folder, {})));
    QVERIFY(store && (*store)->record(sampleCall()));
}

void tst_sqlitefiles::refusesAFolder()
{
    const QTemporaryDir folder;
    const StoreError error = errorOfOpening(folder.path());
    QCOMPARE(error.kind, StoreError::Kind::Invalid);
    QVERIFY(error.message.contains(folder.path()));
}

void tst_sqlitefiles::refusesTheDatabaseOfAnotherProgram()
{
    const TestStore place(Backend::Sqlite);
    place.raw().execute(u"CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')"_s);
    QCOMPARE(errorOfOpening(place.url()).kind, StoreError::Kind::Internal);
    QCOMPARE(tables(place), QStringList{u"recipes"_s});
}

void tst_sqlitefiles::refusesAFileThatIsNoDatabase()
{
    const QTemporaryDir folder;
    const QByteArray letter = QByteArray("Dear Sir or Madam,\n").repeated(100);
    const QString path = write(folder, letter);
    const StoreError error = errorOfOpening(path);
    QCOMPARE(error.kind, StoreError::Kind::Internal);
    QVERIFY2(error.message.contains(path), qPrintable(error.message));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), letter);
}

void tst_sqlitefiles::reportsADamagedFile()
{
    const TestStore place(Backend::Sqlite);
    place.loadAzure();
    QFile file(place.url());
    QVERIFY(file.open(QIODevice::ReadWrite));
    constexpr qint64 pages = 200;
    for (qint64 offset = 4096 * 4; offset < 4096 * pages; offset += 4096) {
        QVERIFY(file.seek(offset));
        file.write(QByteArray(4096, 'x'));
    }
    file.close();
    const auto store = Store::open(place.location());
    const auto read = store ? (*store)->spend({}, BucketUnit::Day)
                            : Result<SpendCube>(tl::unexpected(store.error()));
    QCOMPARE(errorOf(read), StoreError::Kind::Internal);
    QVERIFY2(read.error().message.contains(place.url()), qPrintable(read.error().message));
}

void tst_sqlitefiles::waitsForALockedFileOnlySoLong()
{
    const TestStore place(Backend::Sqlite);
    StoreOptions options;
    options.busyTimeoutMs = 300;
    const auto store = place.open(options);
    RawConnection other = place.raw();
    other.execute(u"BEGIN IMMEDIATE"_s);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(errorOf(store->record(sampleCall())), StoreError::Kind::Busy);
    QVERIFY(timer.elapsed() >= options.busyTimeoutMs / 2);
    other.execute(u"COMMIT"_s);
    QCOMPARE(valueOf(store->calls({})).size(), size_t(0));
    QVERIFY(store->record(sampleCall()));
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    tst_storecontract_schema contract;
    tst_sqlitefiles files;
    return QTest::qExec(&contract, argc, argv) | QTest::qExec(&files, argc, argv);
}

#include "tst_storecontract_schema.moc"
