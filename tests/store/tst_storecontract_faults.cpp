// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientprocess.h"
#include "postgrescluster.h"
#include "teststore.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <sys/resource.h>

#include <csignal>
#include <functional>
#include <thread>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Bad luck: servers that stop, die or fall silent, clients that die, disks that are full. A call
/// that was acknowledged is in the store once; one that was not can be tried again.
class tst_storecontract_faults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void worksAgainAfterTheServerWasRestarted();
    void isUnavailableWhileTheServerIsDown();
    void connectsToASilentServerOnlySoLong();
    void abortEndsAnOperationThatWaitsForASilentServer();
    void keepsWhatItAcknowledgedWhenTheServerIsKilled();
    void countsEveryCallOnceWhenConnectionsAreCut();
    void leavesTheStoreWholeWhenClientsAreKilled_data();
    void leavesTheStoreWholeWhenClientsAreKilled();
    void keepsWhatItAcknowledgedWhenTheDiskIsFull();
};

namespace {

PostgresCluster &server()
{
    return PostgresCluster::shared();
}

struct Outcome
{
    int logged = 0;
    QStringList errors;
};

Outcome outcomeOf(const std::vector<QStringList> &answers)
{
    Outcome outcome;
    for (const QStringList &answer : answers) {
        for (const QString &line : answer) {
            if (line == u"logged")
                ++outcome.logged;
            else
                outcome.errors << line;
        }
    }
    return outcome;
}

// Writers without a cap, 0.25 USD a call.
void addWriters(ClientProcesses &clients, const TestStore &place, int processes, int times)
{
    for (int i = 0; i < processes; ++i) {
        clients.add({u"record"_s, place.url(), u"0.25"_s, u"-"_s, QString::number(times),
                     u"project %1"_s.arg(i % 2)});
    }
}

int rowsIn(const TestStore &place)
{
    return place.raw().value(u"SELECT count(*) FROM usage_logs"_s).toInt();
}

double chargedIn(const TestStore &place)
{
    return place.raw().value(u"SELECT sum(total_cost) FROM budgets"_s).toDouble();
}

} // namespace

void tst_storecontract_faults::cleanup()
{
    server().resume();
}

void tst_storecontract_faults::worksAgainAfterTheServerWasRestarted()
{
    const TestStore place(Backend::Postgres);
    const auto store = place.open();
    QVERIFY(store->record(sampleCall()));
    using Operation = std::function<bool()>;
    const std::pair<const char *, Operation> operations[] = {
        {"record", [&] { return store->record(sampleCall()).has_value(); }},
        {"spend", [&] { return store->spend({}, BucketUnit::Day).has_value(); }},
        {"calls", [&] { return store->calls({}).has_value(); }},
        {"budgets", [&] { return store->budgets().has_value(); }},
        {"changeMark", [&] { return store->changeMark().has_value(); }},
        {"setLimit", [&] { return store->setLimit(u"demo"_s, {9, {}, {}}).has_value(); }},
        {"reset", [&] { return store->reset({u"demo"_s, {}, {}}).has_value(); }}};
    for (const auto &[name, operation] : operations) {
        server().restart();
        QVERIFY2(operation(), name);
    }
    QCOMPARE(rowsIn(place), 2);
}

void tst_storecontract_faults::isUnavailableWhileTheServerIsDown()
{
    const TestStore place(Backend::Postgres);
    const auto store = place.open();
    server().stop();
    const auto recorded = store->record(sampleCall());
    const auto read = store->spend({}, BucketUnit::Day);
    const auto opened = Store::open(place.location());
    server().start();
    QCOMPARE(errorOf(recorded), StoreError::Kind::Unavailable);
    QCOMPARE(errorOf(read), StoreError::Kind::Unavailable);
    QCOMPARE(errorOf(opened), StoreError::Kind::Unavailable);
    for (const QString &text : {recorded.error().message, recorded.error().detail,
                                opened.error().message, opened.error().detail})
        QVERIFY2(!text.contains(PostgresCluster::adminPassword()), qPrintable(text));
    QVERIFY(valueOf(store->record(sampleCall())).logged());
    QCOMPARE(rowsIn(place), 1);
}

void tst_storecontract_faults::connectsToASilentServerOnlySoLong()
{
    const TestStore place(Backend::Postgres);
    const auto location = StoreLocation::parse(place.url() + u"?connect_timeout=2"_s);
    QVERIFY(location);
    server().suspend();
    QElapsedTimer timer;
    timer.start();
    const auto store = Store::open(*location);
    const qint64 elapsed = timer.elapsed();
    server().resume();
    QCOMPARE(errorOf(store), StoreError::Kind::Unavailable);
    QVERIFY2(elapsed < 5000, qPrintable(QString::number(elapsed)));
}

void tst_storecontract_faults::abortEndsAnOperationThatWaitsForASilentServer()
{
    const TestStore place(Backend::Postgres);
    const auto location = StoreLocation::parse(place.url() + u"?connect_timeout=2"_s);
    const auto store = Store::open(*location);
    QVERIFY(store);
    std::atomic_bool cancelled = false;
    (*store)->setCancelFlag(&cancelled);
    server().suspend();
    std::thread impatient([&] {
        QTest::qSleep(500);
        cancelled = true;
        (*store)->abort();
    });
    QElapsedTimer timer;
    timer.start();
    const auto recorded = (*store)->record(sampleCall());
    const qint64 elapsed = timer.elapsed();
    server().resume();
    impatient.join();
    cancelled = false;
    // The call was on its way: with the server silent, nobody can tell what becomes of it.
    QVERIFY(!recorded);
    const bool inDoubt = recorded.error().kind == StoreError::Kind::InDoubt;
    QVERIFY2(inDoubt || recorded.error().kind == StoreError::Kind::Unavailable,
             qPrintable(recorded.error().message));
    QVERIFY2(elapsed < 6000, qPrintable(QString::number(elapsed)));
    QVERIFY(valueOf((*store)->record(sampleCall())).logged());
    QVERIFY(rowsIn(place) == 1 || (inDoubt && rowsIn(place) == 2));
    QCOMPARE(chargedIn(place), rowsIn(place) * 0.25);
}

void tst_storecontract_faults::keepsWhatItAcknowledgedWhenTheServerIsKilled()
{
    constexpr int rounds = 3;
    constexpr int each = 1000;
    for (int round = 0; round < rounds; ++round) {
        const TestStore place(Backend::Postgres);
        (void)place.open();
        ClientProcesses clients;
        addWriters(clients, place, 4, each);
        clients.release();
        QTest::qWait(200 + round * 77);
        server().kill();
        server().start();
        const Outcome outcome = outcomeOf(clients.finish());
        QVERIFY(outcome.logged > 0);
        for (const QString &error : outcome.errors)
            QVERIFY2(error.startsWith(u"unavailable"), qPrintable(error));
        QCOMPARE(rowsIn(place), outcome.logged);
        QCOMPARE(chargedIn(place), outcome.logged * 0.25);
    }
}

void tst_storecontract_faults::countsEveryCallOnceWhenConnectionsAreCut()
{
    constexpr int processes = 4;
    constexpr int each = 400;
    const TestStore place(Backend::Postgres);
    (void)place.open();
    ClientProcesses clients;
    addWriters(clients, place, processes, each);
    clients.release();
    RawConnection axe = place.raw();
    int cuts = 0;
    for (int i = 0; i < 150; ++i) {
        QTest::qWait(5 + QRandomGenerator::global()->bounded(15));
        cuts += axe.value(u"SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM "
                          "pg_stat_activity WHERE application_name = 'tollkeeper' AND "
                          "datname = current_database() ORDER BY random() LIMIT 1) AS one"_s)
                    .toInt();
    }
    const Outcome outcome = outcomeOf(clients.finish());
    QVERIFY2(cuts > 20, qPrintable(QString::number(cuts)));
    for (const QString &error : outcome.errors)
        QVERIFY2(error.startsWith(u"unavailable"), qPrintable(error));
    QCOMPARE(outcome.logged + outcome.errors.size(), processes * each);
    QCOMPARE(rowsIn(place), outcome.logged);
    QCOMPARE(chargedIn(place), outcome.logged * 0.25);
}

void tst_storecontract_faults::leavesTheStoreWholeWhenClientsAreKilled_data()
{
    QTest::addColumn<int>("backend");
    QTest::newRow("sqlite") << int(Backend::Sqlite);
    QTest::newRow("postgresql") << int(Backend::Postgres);
}

void tst_storecontract_faults::leavesTheStoreWholeWhenClientsAreKilled()
{
    QFETCH(int, backend);
    constexpr int processes = 4;
    const TestStore place(static_cast<Backend>(backend));
    const auto store = place.open();
    ClientProcesses clients;
    addWriters(clients, place, processes, 100'000);
    clients.release();
    QTest::qWait(500);
    clients.kill();
    const Outcome outcome = outcomeOf(clients.finish());
    QVERIFY(outcome.logged > 0);
    QCOMPARE(outcome.errors, QStringList());
    // One call each may have been stored before the client could say so. PostgreSQL notices the
    // death of a client that it serves at its own pace.
    QTRY_COMPARE(chargedIn(place), rowsIn(place) * 0.25);
    QVERIFY(rowsIn(place) >= outcome.logged);
    QVERIFY(rowsIn(place) <= outcome.logged + processes);
    QVERIFY(valueOf(store->record(sampleCall())).logged());
}

void tst_storecontract_faults::keepsWhatItAcknowledgedWhenTheDiskIsFull()
{
    const TestStore place(Backend::Sqlite);
    (void)place.open();
    ClientProcesses clients;
    // A file that may not grow any more stands in for a full disk.
    clients.add({u"record"_s, place.url(), u"0.25"_s, u"-"_s, u"2000"_s, u"demo"_s}, [] {
        constexpr rlim_t bytes = 300'000;
        const rlimit limit{bytes, bytes};
        ::signal(SIGXFSZ, SIG_IGN);
        ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    clients.release();
    const Outcome outcome = outcomeOf(clients.finish());
    QVERIFY(outcome.logged > 0);
    QVERIFY(!outcome.errors.isEmpty());
    QVERIFY2(outcome.errors.front().startsWith(u"internal: "), qPrintable(outcome.errors.front()));
    QCOMPARE(rowsIn(place), outcome.logged);
    QCOMPARE(chargedIn(place), outcome.logged * 0.25);
    QCOMPARE(place.raw().value(u"PRAGMA integrity_check"_s), u"ok"_s);
    QVERIFY(valueOf(place.open()->record(sampleCall())).logged());
}

QTEST_GUILESS_MAIN(tst_storecontract_faults)
#include "tst_storecontract_faults.moc"
