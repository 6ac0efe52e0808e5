// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults.h"
#include "peer.h"
#include "postgrescluster.h"
#include "tcpproxy.h"
#include "teststore.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>
#include <thread>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// The server is killed, stopped and continued, or restarted while several processes write.
class tst_serverfaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLostNorCountedTwice_data();
    void nothingIsLostNorCountedTwice();
    void aServerThatStaysSilentKeepsNobodyWaiting();
    void aLockThatSomebodyElseKeepsIsNotWaitedForLong();
    void aClientThatIsStoppedInTheMiddleGivesItsLocksBack();
};

namespace {

enum Fault { Killed, Stopped, Restarted, OneProcessKilled, Mixed };

void strike(PostgresCluster &server, int fault, std::mt19937 &random)
{
    const auto between = [&random](int low, int high) {
        return std::uniform_int_distribution(low, high)(random);
    };
    switch (fault == Mixed ? between(Killed, OneProcessKilled) : fault) {
    case Killed:
        server.kill();
        QTest::qWait(between(0, 300));
        server.start();
        break;
    case Stopped:
        server.suspend();
        QTest::qWait(between(50, 1500));
        server.resume();
        break;
    case Restarted:
        server.restart();
        break;
    default:
        server.killOneProcess(static_cast<int>(between(0, 1000)));
    }
}

} // namespace

void tst_serverfaults::nothingIsLostNorCountedTwice_data()
{
    QTest::addColumn<int>("fault");
    QTest::newRow("killed") << static_cast<int>(Killed);
    QTest::newRow("stopped and continued") << static_cast<int>(Stopped);
    QTest::newRow("restarted") << static_cast<int>(Restarted);
    QTest::newRow("one of its processes killed") << static_cast<int>(OneProcessKilled);
    QTest::newRow("all of these") << static_cast<int>(Mixed);
}

void tst_serverfaults::nothingIsLostNorCountedTwice()
{
    QFETCH(int, fault);
    PostgresCluster &server = PostgresCluster::shared();
    Figures figures;
    for (const quint32 seed : seeds(1)) {
        std::mt19937 random(seed);
        const TestStore place(Backend::Postgres);
        (void)place.open();
        Ledger ledger;
        Writers writers(place.url());
        int index = 0;
        for (const QString &how : {u"single"_s, u"single"_s, u"batch"_s, u"mixed"_s, u"admin"_s}) {
            writers.add({u"how="_s + how, u"projects=a,b"_s, u"caps=-,60,500"_s, u"seconds=2.5"_s,
                         u"seed=%1"_s.arg(seed * 10 + static_cast<quint32>(++index))});
        }
        writers.release();
        for (int i = 0; i < 3; ++i) {
            QTest::qWait(std::uniform_int_distribution(50, 700)(random));
            strike(server, fault, random);
            ++figures.faults;
        }
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(place.url(), boundMs), seed);
        // The server was back at once, so whatever was in doubt could be found out.
        VERIFY_BOOKS(ledger.inDoubt() > 0 ? ledger.failures() : QStringList(), seed);
        QVERIFY(ledger.count(u"logged"_s) > 0);
    }
    figures.print();
}

void tst_serverfaults::aServerThatStaysSilentKeepsNobodyWaiting()
{
    PostgresCluster &server = PostgresCluster::shared();
    const TestStore place(Backend::Postgres);
    (void)place.open();
    Ledger ledger;
    Writers writers(place.url() + u"?connect_timeout=2"_s);
    constexpr int patienceMs = 1'500;
    for (const QString &how : {u"single"_s, u"batch"_s, u"pool"_s}) {
        writers.add({u"how="_s + how, u"projects=a,b"_s, u"seconds=1.5"_s, u"seed=1"_s,
                     u"patience=%1"_s.arg(patienceMs)});
    }
    writers.release();
    QTest::qWait(500);
    server.suspend();
    // All of them give up by themselves.
    constexpr int connectTimeoutMs = 2'000;
    constexpr qint64 longestMs = 4 * patienceMs + 2 * connectTimeoutMs;
    QTRY_VERIFY_WITH_TIMEOUT(!writers.running(), 3 * longestMs);
    server.resume();
    QTest::qWait(500); // what is left over comes true, or does not
    writers.finish(ledger);
    QVERIFY(ledger.count(u"logged"_s) > 0);
    QVERIFY(ledger.inDoubt() > 0);
    VERIFY_BOOKS(ledger.complaints(place.url(), longestMs), 1);
}

void tst_serverfaults::aLockThatSomebodyElseKeepsIsNotWaitedForLong()
{
    const TestStore place(Backend::Postgres);
    const auto store = place.open();
    QVERIFY(store->record(sampleCall()));
    RawConnection other = place.raw();
    other.execute(u"BEGIN; SELECT * FROM budgets FOR UPDATE"_s);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(errorOf(store->record(sampleCall())), StoreError::Kind::Busy);
    QVERIFY(timer.elapsed() < 14'000);
    other.execute(u"ROLLBACK"_s);
    QCOMPARE(valueOf(store->record(sampleCall())).totalUsd, 0.5);
}

// Its next statement does not come: to the server, that is a process that was stopped.
void tst_serverfaults::aClientThatIsStoppedInTheMiddleGivesItsLocksBack()
{
    const TestStore place(Backend::Postgres);
    TcpProxy proxy(PostgresCluster::shared().port());
    const auto store = valueOf(Store::open(*StoreLocation::parse(proxy.url(place.url()))));
    QVERIFY(store);
    const std::vector<RecordRequest> batch(2, {sampleCall(), {}});
    QVERIFY(store->record(batch).front()); // statements are prepared, the row is there
    constexpr int toTheLock = 3; // BEGIN, make sure of the row, lock it
    proxy.arm({TcpProxy::Kind::Hold, TcpProxy::Way::ToServer, toTheLock});
    std::vector<Result<Decision>> told;
    std::thread client([&] { told = store->record(batch); });
    QTRY_VERIFY(proxy.struck());
    // llm-toll waits for as long as it takes.
    RawConnection peer = place.raw();
    QElapsedTimer timer;
    timer.start();
    peer.execute(test::peer::record(Backend::Postgres, u"demo"_s, 0.5, Timestamp::now()));
    QVERIFY2(timer.elapsed() < 12'000, qPrintable(QString::number(timer.elapsed())));
    proxy.release();
    client.join();
    // What the client wanted was done afterwards, once.
    QCOMPARE(told.size(), batch.size());
    QCOMPARE(valueOf(told.back()).totalUsd, 1.5);
    QCOMPARE(peer.value(u"SELECT count(*) || ' ' || sum(cost) FROM usage_logs"_s), u"5 1.5"_s);
}

QTEST_GUILESS_MAIN(tst_serverfaults)
#include "tst_serverfaults.moc"
