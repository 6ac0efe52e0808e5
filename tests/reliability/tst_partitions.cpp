// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "peer.h"
#include "postgrescluster.h"
#include "sealedanswers.h"
#include "testdata.h"
#include "teststore.h"

#include "analysis/summary.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// usage_logs as its administrator has partitioned it by time, with packaging/postgresql/partition.sql
/// or from the start: every answer stays right, whatever happens to the partitions.
class tst_partitions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase() { m_cluster.reset(); }
    void aStoreInUseIsPartitioned();
    void statementsOnPartitionsAreSeen_data();
    void statementsOnPartitionsAreSeen();
    void partitionsComeAndGo_data();
    void partitionsComeAndGo();
    void theWindowNoticesThatAPartitionWent();
    void aPartitionedStoreIsOpenedByTheFirstClient();
    void aRangeReadsItsPartitionsOnly();
    void aPreparedTransactionIsWaitedFor();
    void idsTakenInStockAreNotSealed();

private:
    // Rows of five months and what is due to come, a partition a month, all sealed.
    std::unique_ptr<Store> openPartitioned();
    [[nodiscard]] std::unique_ptr<Store> open() const;
    void sealAndCompare(Store &store);

    std::unique_ptr<PostgresCluster> m_cluster;
    QString m_url;
    SealedSpendPtr m_known;
};

void tst_partitions::initTestCase()
{
    PostgresCluster::Options options;
    options.settings = QStringList{u"max_prepared_transactions=4"_s};
    m_cluster = std::make_unique<PostgresCluster>(options);
}

void tst_partitions::init()
{
    m_url = m_cluster->createDatabase();
    m_known.reset();
}

void tst_partitions::cleanup()
{
    m_cluster->dropDatabase(m_url);
}

std::unique_ptr<Store> tst_partitions::open() const
{
    auto store = Store::open(*StoreLocation::parse(m_url));
    if (!store)
        qFatal("The store did not open: %s", qPrintable(store.error().message));
    return std::move(*store);
}

std::unique_ptr<Store> tst_partitions::openPartitioned()
{
    RawConnection raw(m_url);
    raw.execute(u"CREATE TABLE usage_logs (id SERIAL, project TEXT NOT NULL, model TEXT NOT NULL, "
                "input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, cost DOUBLE PRECISION NOT NULL, "
                "created_at TIMESTAMPTZ NOT NULL, PRIMARY KEY (id, created_at)) PARTITION BY RANGE (created_at); "
                "SET TIME ZONE 'UTC'"_s);
    for (int month = 7; month <= 11; ++month) {
        raw.execute(u"CREATE TABLE logs_%1 PARTITION OF usage_logs FOR VALUES FROM ('2026-%1-01') TO "
                    "('2026-%2-01')"_s.arg(month, 2, 10, QChar(u'0'))
                        .arg(month + 1, 2, 10, QChar(u'0')));
    }
    raw.execute(u"CREATE TABLE logs_other PARTITION OF usage_logs DEFAULT; "
                "INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at) "
                "SELECT 'p' || n % 3, 'm' || n % 2, n, 1, n * 0.0000000001, "
                "TIMESTAMPTZ '2026-07-01 00:30Z' + n * INTERVAL '7 hours' FROM generate_series(1, 500) AS n; "
                "INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at) "
                "VALUES ('bad', 'm', 1, 1, 0.5, 'infinity')"_s);
    auto store = open();
    sealAndCompare(*store);
    return store;
}

void tst_partitions::sealAndCompare(Store &store)
{
    QCOMPARE(disagreement(store, m_known), QString());
    sealAll(store, 100);
    QCOMPARE(disagreement(store, m_known), QString());
    QVERIFY(m_known); // it reads sealed cells again
}

void tst_partitions::aStoreInUseIsPartitioned()
{
    m_cluster->restore(m_url, dataFile(u"llm_toll_azure.pg.sql.gz"_s));
    const GoldenAnswers golden(Backend::Postgres);
    RawConnection raw(m_url);
    const QString member = m_cluster->createRole(m_url);
    raw.execute(u"GRANT SELECT, INSERT ON usage_logs TO %1; GRANT USAGE ON SEQUENCE usage_logs_id_seq TO %1; "
                "GRANT SELECT, INSERT, UPDATE ON budgets TO %1"_s.arg(PostgresCluster::roleOf(member)));
    const auto window = open(); // it stays open
    sealAndCompare(*window);
    m_cluster->restore(m_url, QStringLiteral(TOLLKEEPER_PARTITION_SQL));
    QCOMPARE(raw.value(u"SELECT relkind FROM pg_class WHERE oid = 'usage_logs'::regclass"_s), u"p"_s);

    QCOMPARE(total(valueOf(window->spend({}, BucketUnit::Day))), golden.total());
    sealAndCompare(*window);
    QVERIFY(valueOf(window->record(sampleCall(u"after"_s, 0.5), 1.0)).logged());
    QVERIFY(!valueOf(window->record(sampleCall(u"after"_s, 0.6), 1.0)).logged());
    QVERIFY(!RawConnection(member).tryExecute(
        peer::record(Backend::Postgres, u"peer"_s, 0.25, Timestamp::now())));
    const auto second = open();
    QCOMPARE(total(valueOf(second->spend({}, BucketUnit::Day))).calls, golden.total().calls + 2);
    sealAndCompare(*second);
}

void tst_partitions::statementsOnPartitionsAreSeen_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("a row of the log moves to another partition")
        << u"UPDATE usage_logs SET created_at = '2026-07-03Z' WHERE id = 400"_s;
    QTest::newRow("rows of a partition change") << u"UPDATE logs_08 SET cost = cost + 1 WHERE id % 2 = 0"_s;
    QTest::newRow("rows of a partition are deleted") << u"DELETE FROM logs_08 WHERE id % 3 = 0"_s;
    QTest::newRow("a partition is emptied") << u"TRUNCATE logs_09"_s;
    QTest::newRow("the log is emptied") << u"TRUNCATE usage_logs"_s;
    QTest::newRow("rows come late into a partition")
        << u"INSERT INTO logs_07 (id, project, model, input_tokens, output_tokens, cost, created_at) "
           "SELECT nextval('usage_logs_id_seq'), 'late', 'm', 1, 1, 0.25, '2026-07-09Z' FROM generate_series(1, 9)"_s;
    QTest::newRow("an upsert changes a row")
        << u"INSERT INTO usage_logs SELECT * FROM usage_logs WHERE id = 200 "
           "ON CONFLICT (id, created_at) DO UPDATE SET cost = 3"_s;
    QTest::newRow("with triggers off, by the owner")
        << u"SET session_replication_role = replica; DELETE FROM usage_logs WHERE id % 5 = 0"_s;
}

void tst_partitions::statementsOnPartitionsAreSeen()
{
    QFETCH(QString, sql);
    const auto store = openPartitioned();
    RawConnection(m_url).execute(sql);
    sealAndCompare(*store);
}

void tst_partitions::partitionsComeAndGo_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("an old one is detached") << u"ALTER TABLE usage_logs DETACH PARTITION logs_07"_s;
    QTest::newRow("an old one is dropped") << u"DROP TABLE logs_08"_s;
    QTest::newRow("a new one comes")
        << u"CREATE TABLE logs_12 PARTITION OF usage_logs FOR VALUES FROM ('2026-12-01') TO ('2027-01-01')"_s;
    QTest::newRow("one with old rows and ids comes")
        << u"CREATE TABLE logs_old (LIKE usage_logs INCLUDING ALL); "
           "INSERT INTO logs_old SELECT id, 'old', 'm', 1, 1, 0.125, created_at - INTERVAL '1 year' "
           "FROM usage_logs WHERE created_at < '2026-08-01'; "
           "ALTER TABLE usage_logs ATTACH PARTITION logs_old FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')"_s;
    QTest::newRow("one takes the place of another, with as many rows")
        << u"ALTER TABLE usage_logs DETACH PARTITION logs_09; "
           "CREATE TABLE logs_09_mended (LIKE usage_logs INCLUDING ALL); "
           "INSERT INTO logs_09_mended SELECT id, 'mended', model, 1, 1, cost, created_at FROM logs_09; "
           "ALTER TABLE usage_logs ATTACH PARTITION logs_09_mended FOR VALUES FROM ('2026-09-01') TO ('2026-10-01')"_s;
    QTest::newRow("one is changed while it is away")
        << u"ALTER TABLE usage_logs DETACH PARTITION logs_09; UPDATE logs_09 SET cost = 9; "
           "ALTER TABLE usage_logs ATTACH PARTITION logs_09 FOR VALUES FROM ('2026-09-01') TO ('2026-10-01')"_s;
    QTest::newRow("one is divided again")
        << u"CREATE TABLE logs_12 PARTITION OF usage_logs FOR VALUES FROM ('2026-12-01') TO ('2027-01-01') "
           "PARTITION BY RANGE (created_at); "
           "CREATE TABLE logs_12_a PARTITION OF logs_12 FOR VALUES FROM ('2026-12-01') TO ('2026-12-15'); "
           "CREATE TABLE logs_12_b PARTITION OF logs_12 FOR VALUES FROM ('2026-12-15') TO ('2027-01-01'); "
           "INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at) "
           "VALUES ('p1', 'm', 1, 1, 0.5, '2026-12-05Z')"_s;
}

void tst_partitions::partitionsComeAndGo()
{
    QFETCH(QString, sql);
    const auto store = openPartitioned();
    RawConnection raw(m_url);
    raw.execute(u"SET TIME ZONE 'UTC'"_s);
    raw.execute(sql);
    QCOMPARE(disagreement(*store, m_known), QString());
    raw.execute(u"DELETE FROM usage_logs WHERE id % 11 = 0"_s); // before anybody has adopted it
    sealAndCompare(*store);
    raw.execute(u"UPDATE usage_logs SET project = 'renamed' WHERE id % 13 = 0"_s);
    sealAndCompare(*store);
}

void tst_partitions::theWindowNoticesThatAPartitionWent()
{
    const auto store = openPartitioned();
    const ChangeMark before = valueOf(store->changeMark());
    QCOMPARE(valueOf(store->changeMark()), before);
    RawConnection(m_url).execute(u"ALTER TABLE usage_logs DETACH PARTITION logs_07"_s);
    QVERIFY(valueOf(store->changeMark()) != before);
}

void tst_partitions::aPartitionedStoreIsOpenedByTheFirstClient()
{
    const auto store = openPartitioned(); // nothing but usage_logs was there
    QVERIFY(store->info().access.canRecord);
    QVERIFY(valueOf(store->record(sampleCall(u"fresh"_s, 0.75), 1.0)).logged());
    QCOMPARE(valueOf(store->projectTotal(u"fresh"_s)), 0.75);
    QCOMPARE(valueOf(store->record({{sampleCall(u"fresh"_s, 0.125), 1.0}, {sampleCall(u"b"_s, 1), {}}})
                         .front())
                 .totalUsd,
             0.875);
    QVERIFY(store->reset({u"fresh"_s, u"a test"_s, {}}));
    CallQuery query;
    query.filter.project = u"fresh"_s;
    QCOMPARE(valueOf(store->calls(query)).size(), size_t(2));
    QCOMPARE(disagreement(*store, m_known), QString());
}

void tst_partitions::aRangeReadsItsPartitionsOnly()
{
    // A session counts its scans at the latest when it ends.
    RawConnection raw(m_url);
    const auto sessions = [&raw] {
        return raw.value(u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tollkeeper'"_s);
    };
    openPartitioned().reset();
    QTRY_COMPARE_WITH_TIMEOUT(sessions(), u"0"_s, 30'000);
    raw.execute(u"SELECT pg_stat_reset()"_s);
    SpendFilter filter;
    filter.range = Range::days(QDate(2026, 9, 3), QDate(2026, 9, 4));
    filter.project = u"p1"_s;
    QVERIFY(!valueOf(open()->spendFromLog(filter, BucketUnit::Hour)).cells.empty());
    QTRY_COMPARE_WITH_TIMEOUT(sessions(), u"0"_s, 30'000);
    const auto scans = [&raw](const QString &table) {
        return raw.value(u"SELECT coalesce(idx_scan, 0) + seq_scan FROM pg_stat_user_tables WHERE relname = "
                         "'%1'"_s.arg(table));
    };
    QVERIFY(scans(u"logs_09"_s) != u"0");
    QCOMPARE(scans(u"logs_08"_s), u"0"_s);
    QCOMPARE(scans(u"logs_10"_s), u"0"_s);
}

void tst_partitions::aPreparedTransactionIsWaitedFor()
{
    const auto store = openPartitioned();
    RawConnection raw(m_url);
    raw.execute(u"BEGIN; "_s + peer::insertLog({}) + u" PREPARE TRANSACTION 'half'"_s);
    for (int i = 0; i < 30; ++i)
        raw.execute(peer::insertLog({}));
    QVERIFY(!valueOf(store->seal(10)).finished); // the lower id is still on its way
    raw.execute(u"COMMIT PREPARED 'half'"_s);
    QCOMPARE(disagreement(*store, m_known), QString());
    sealAndCompare(*store);
}

void tst_partitions::idsTakenInStockAreNotSealed()
{
    const auto store = openPartitioned();
    RawConnection slow(m_url);
    slow.execute(u"ALTER SEQUENCE usage_logs_id_seq CACHE 50"_s);
    slow.execute(peer::insertLog({})); // holds the next 49, too
    RawConnection quick(m_url);
    for (int i = 0; i < 60; ++i)
        quick.execute(peer::insertLog({}));
    sealAll(*store, 10);
    slow.execute(peer::insertLog({}));
    QCOMPARE(disagreement(*store, m_known), QString());
}

QTEST_GUILESS_MAIN(tst_partitions)
#include "tst_partitions.moc"
