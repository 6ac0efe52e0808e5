// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgrescluster.h"
#include "store/pool.h"
#include "teststore.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QFuture>
#include <QSemaphore>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// A store shared by many threads: how many connections there are, who waits, and who does not.
class tst_pool final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void opensTheFirstConnectionsAtOnceAndNoMoreThanAllowed();
    void runsManyJobsOnFewConnections();
    void holdsTheCapForJobsAtOnce();
    void failsAJobThatWaitsTooLong();
    void keepsAnErrorToItsJob();
    void endsReadingTransactionsOnReturn();
    void failsWaitingJobsWhenItIsDestroyed();
    void saysWhyItCannotBeOpened();
    void worksAgainAfterTheServerWasRestarted();
    void closesItsConnections();

private:
    [[nodiscard]] static int connections(const TestStore &place);
};

namespace {

std::unique_ptr<StorePool> openPool(const TestStore &place, const PoolOptions &options = {})
{
    auto pool = StorePool::open(place.location(), options);
    if (!pool)
        qFatal("The pool did not open: %s", qPrintable(pool.error().message));
    return std::move(*pool);
}

// A job that keeps its connection until \a gate opens.
auto waitingAt(QSemaphore &gate, QSemaphore &arrived)
{
    return [&gate, &arrived](Store &store) -> Result<double> {
        arrived.release();
        gate.acquire();
        return store.projectTotal(u"demo"_s);
    };
}

} // namespace

int tst_pool::connections(const TestStore &place)
{
    return place.raw()
        .value(u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tollkeeper' "
               "AND datname = current_database()"_s)
        .toInt();
}

void tst_pool::opensTheFirstConnectionsAtOnceAndNoMoreThanAllowed()
{
    constexpr int jobs = 12;
    const TestStore place;
    PoolOptions options;
    options.minConnections = 3;
    options.maxConnections = 5;
    const auto pool = openPool(place, options);
    const bool postgres = place.backend() == Backend::Postgres;
    if (postgres)
        QCOMPARE(connections(place), 3);
    QSemaphore gate;
    QSemaphore arrived;
    std::vector<QFuture<Result<double>>> futures;
    for (int i = 0; i < jobs; ++i)
        futures.push_back(pool->run(waitingAt(gate, arrived)));
    QVERIFY(arrived.tryAcquire(5, 10'000));
    QVERIFY(!arrived.tryAcquire(1, 200));
    if (postgres)
        QCOMPARE(connections(place), 5);
    gate.release(jobs);
    for (auto &future : futures)
        QCOMPARE(valueOf(future.result()), 0.0);
}

void tst_pool::runsManyJobsOnFewConnections()
{
    constexpr int jobs = 64;
    const TestStore place;
    const auto pool = openPool(place);
    std::vector<QFuture<Result<Decision>>> futures;
    for (int i = 0; i < jobs; ++i) {
        futures.push_back(pool->run(
            [i](Store &store) { return store.record(sampleCall(u"project %1"_s.arg(i % 4))); }));
    }
    for (auto &future : futures)
        QVERIFY(valueOf(future.result()).logged());
    QCOMPARE(place.raw().value(u"SELECT count(*) FROM usage_logs"_s).toInt(), jobs);
    if (place.backend() == Backend::Postgres)
        QVERIFY(connections(place) <= PoolOptions().maxConnections);
}

void tst_pool::holdsTheCapForJobsAtOnce()
{
    constexpr int jobs = 64;
    const TestStore place;
    const auto pool = openPool(place);
    std::vector<QFuture<Result<Decision>>> futures;
    for (int i = 0; i < jobs; ++i) {
        futures.push_back(
            pool->run([](Store &store) { return store.record(sampleCall(u"demo"_s, 0.1), 1.0); }));
    }
    int logged = 0;
    for (auto &future : futures)
        logged += valueOf(future.result()).logged() ? 1 : 0;
    QCOMPARE(logged, 10);
}

void tst_pool::failsAJobThatWaitsTooLong()
{
    const TestStore place;
    PoolOptions options;
    options.maxConnections = 1;
    options.waitMs = 200;
    const auto pool = openPool(place, options);
    QSemaphore gate;
    QSemaphore arrived;
    auto first = pool->run(waitingAt(gate, arrived));
    arrived.acquire();
    QElapsedTimer timer;
    timer.start();
    bool ran = false;
    auto second = pool->run([&ran](Store &store) {
        ran = true;
        return store.projectTotal(u"demo"_s);
    });
    QCOMPARE(errorOf(second.result()), StoreError::Kind::Busy);
    QVERIFY(timer.elapsed() >= options.waitMs);
    QVERIFY(timer.elapsed() < options.waitMs + 2000);
    gate.release();
    QCOMPARE(valueOf(first.result()), 0.0);
    QVERIFY(!ran);
    QVERIFY(pool->run([](Store &store) { return store.budgets(); }).result());
}

void tst_pool::keepsAnErrorToItsJob()
{
    const TestStore place;
    PoolOptions options;
    options.maxConnections = 1;
    const auto pool = openPool(place, options);
    auto bad = pool->run([](Store &store) { return store.undoReset(12345); });
    auto good = pool->run([](Store &store) { return store.record(sampleCall()); });
    QCOMPARE(errorOf(bad.result()), StoreError::Kind::Invalid);
    QVERIFY(valueOf(good.result()).logged());
}

void tst_pool::endsReadingTransactionsOnReturn()
{
    const TestStore place;
    PoolOptions options;
    options.maxConnections = 1; // else a second one may still be opening when we look
    const auto pool = openPool(place, options);
    for (int i = 0; i < 5; ++i) {
        QVERIFY(pool->run([](Store &store) { return store.calls({}); }).result());
        QVERIFY(pool->run([](Store &store) { return store.budgets(); }).result());
        QVERIFY(pool->run([](Store &store) { return store.spend({}, BucketUnit::Day); }).result());
        QVERIFY(pool->run([](Store &store) { return store.changeMark(); }).result());
        QVERIFY(!pool->run([](Store &store) { return store.record(UsageRecord{}); }).result());
        QVERIFY(!pool->run([](Store &store) { return store.reset({u"nobody"_s, {}, {}}); }).result());
    }
    if (place.backend() == Backend::Postgres) {
        QCOMPARE(place.raw().value(u"SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' "
                                   "AND application_name = 'tollkeeper'"_s),
                 u"0"_s);
    } else {
        // A reader in the middle of something would keep the log from being emptied.
        QVERIFY(pool->run([](Store &store) { return store.record(sampleCall()); }).result());
        QCOMPARE(place.raw().value(u"PRAGMA wal_checkpoint(TRUNCATE)"_s), u"0"_s);
    }
}

void tst_pool::failsWaitingJobsWhenItIsDestroyed()
{
    const TestStore place;
    PoolOptions options;
    options.maxConnections = 1;
    auto pool = openPool(place, options);
    QSemaphore gate;
    QSemaphore arrived;
    auto running = pool->run(waitingAt(gate, arrived));
    arrived.acquire();
    auto waiting = pool->run([](Store &store) { return store.budgets(); });
    gate.release();
    pool.reset();
    QVERIFY(running.result());
    const auto result = waiting.result();
    QVERIFY(result || result.error().kind == StoreError::Kind::Cancelled);
}

void tst_pool::saysWhyItCannotBeOpened()
{
    const TestStore place;
    StoreLocation missing = StoreLocation::sqliteFile(QFileInfo(place.url()).path());
    if (place.backend() == Backend::Postgres)
        missing = *StoreLocation::parse(PostgresCluster::shared().url(u"no_such_database"_s));
    PoolOptions options;
    options.minConnections = 4;
    const auto pool = StorePool::open(missing, options);
    QVERIFY(!pool);
    QVERIFY(!pool.error().message.isEmpty());
    QVERIFY(!pool.error().message.contains(PostgresCluster::adminPassword()));
}

void tst_pool::worksAgainAfterTheServerWasRestarted()
{
    if (currentBackend() == Backend::Sqlite)
        return; // there is no server
    const TestStore place;
    PoolOptions options;
    options.minConnections = 4;
    options.maxConnections = 4;
    const auto pool = openPool(place, options);
    PostgresCluster::shared().restart();
    std::vector<QFuture<Result<Decision>>> futures;
    for (int i = 0; i < 16; ++i)
        futures.push_back(pool->run([](Store &store) { return store.record(sampleCall()); }));
    for (auto &future : futures)
        QVERIFY(valueOf(future.result()).logged());
    QCOMPARE(place.raw().value(u"SELECT count(*) FROM usage_logs"_s), u"16"_s);
}

void tst_pool::closesItsConnections()
{
    const TestStore place;
    {
        PoolOptions options;
        options.minConnections = 4;
        const auto pool = openPool(place, options);
        QVERIFY(pool->run([](Store &store) { return store.record(sampleCall()); }).result());
    }
    if (place.backend() == Backend::Postgres) {
        QTRY_COMPARE(connections(place), 0);
    } else {
        // The last one to close removes it; of two at the same moment each may leave it to the other.
        place.open().reset();
        QVERIFY(!QFile::exists(place.url() + u"-wal"_s));
    }
}

QTEST_GUILESS_MAIN(tst_pool)
#include "tst_pool.moc"
