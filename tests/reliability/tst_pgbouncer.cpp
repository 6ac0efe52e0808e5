// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults.h"
#include "pgbouncer.h"
#include "postgrescluster.h"
#include "tcpproxy.h"
#include "teststore.h"
#include "values/money.h"

#include <QTest>

#include <random>
#include <thread>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// PgBouncer in transaction mode stands between: many clients, two connections to the server, and
/// nothing of a session can be relied on.
class tst_pgbouncer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void manyClientsStartOnAnEmptyStore();
    void manyClientsShareTwoConnections();
    void everyOperationWorks();
    void whatWasCutIsFoundOut_data();
    void whatWasCutIsFoundOut();
    void aStatementThatComesLateDoesNothing_data();
    void aStatementThatComesLateDoesNothing();
    void nothingIsLostWhenItIsKilled();

private:
    std::unique_ptr<PgBouncer> m_bouncer;
};

namespace {

constexpr int clients = 16;

// A store behind \a proxy, before \a url, whose patience is short.
std::unique_ptr<Store> openThrough(TcpProxy &proxy, const QString &url)
{
    StoreOptions options;
    options.patienceMs = 2'000;
    return valueOf(Store::open(valueOf(StoreLocation::parse(proxy.url(url))), options));
}

} // namespace

void tst_pgbouncer::initTestCase()
{
    m_bouncer = std::make_unique<PgBouncer>(PostgresCluster::shared(), 2);
}

void tst_pgbouncer::manyClientsStartOnAnEmptyStore()
{
    for (const quint32 seed : seeds(2)) {
        const TestStore place(Backend::Postgres);
        const auto location = StoreLocation::parse(m_bouncer->url(place.url()));
        std::vector<std::thread> threads;
        std::vector<QString> errors(clients);
        for (size_t i = 0; i < clients; ++i) {
            threads.emplace_back([&location, &error = errors[i]] {
                if (const auto store = Store::open(*location); !store)
                    error = store.error().message + u" | "_s + store.error().detail;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        for (const QString &error : errors)
            QVERIFY2(error.isEmpty(), qPrintable(u"seed %1: %2"_s.arg(seed).arg(error)));
        // What a client leaves behind in a shared session is in the next one's way.
        QCOMPARE(PostgresCluster::execute(m_bouncer->url(place.url()),
                                          u"SELECT count(*) FROM pg_prepared_statements"_s),
                 u"0"_s);
    }
}

void tst_pgbouncer::manyClientsShareTwoConnections()
{
    Figures figures;
    for (const quint32 seed : seeds(1)) {
        const TestStore place(Backend::Postgres);
        const QString url = m_bouncer->url(place.url());
        Ledger ledger;
        Writers writers(url);
        const QStringList ways{u"single"_s, u"mixed"_s, u"batch"_s, u"pool"_s};
        for (int i = 0; i < clients; ++i) {
            writers.add({u"how="_s + (i == 0 ? u"admin"_s : ways[i % ways.size()]),
                         u"projects=a,b,c"_s, u"caps=-,60,200"_s, u"seconds=2"_s,
                         u"seed=%1"_s.arg(seed * 100 + static_cast<quint32>(i))});
        }
        writers.release();
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(place.url(), boundMs), seed);
        VERIFY_BOOKS(ledger.failures(), seed);
        QCOMPARE(place.raw().value(u"SELECT count(*) FROM pg_prepared_statements"_s), u"0"_s);
    }
    figures.print();
}

void tst_pgbouncer::everyOperationWorks()
{
    const TestStore place(Backend::Postgres);
    const auto location = StoreLocation::parse(m_bouncer->url(place.url()));
    const auto store = valueOf(Store::open(*location));
    QVERIFY(store);
    QCOMPARE(valueOf(store->record(sampleCall(), 1)).totalUsd, 0.25);
    QCOMPARE(valueOf(store->record(sampleCall(), 1)).totalUsd, 0.5);
    QVERIFY(!valueOf(store->record(sampleCall(), 0.6)).logged());
    for (const auto &told : store->record(std::vector<RecordRequest>(3, {sampleCall(), {}})))
        QVERIFY(valueOf(told).logged());
    Limit limit;
    limit.maxBudgetUsd = 1.25;
    QVERIFY(store->setLimit(u"demo"_s, limit));
    QVERIFY(!valueOf(store->record(sampleCall())).logged());
    const AuditEntry reset = valueOf(store->reset({u"demo"_s, u"why"_s, {}}));
    QCOMPARE(reset.amountUsd, 1.25);
    QCOMPARE(valueOf(store->undoReset(reset.id)).amountUsd, 1.25);
    QVERIFY(store->clearLimit(u"demo"_s));
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 1.25);
    QCOMPARE(valueOf(store->calls({})).size(), size_t(5));
    QCOMPARE(valueOf(store->budgets()).size(), size_t(1));
    QCOMPARE(valueOf(store->audit()).size(), size_t(4));
    QVERIFY(store->changeMark());
    QVERIFY(store->spend({}, BucketUnit::Day));
    QCOMPARE(valueOf(store->forEachCall({}, [](const Call &) { return true; })), 5);
}

void tst_pgbouncer::whatWasCutIsFoundOut_data()
{
    QTest::addColumn<bool>("batch");
    QTest::addColumn<int>("way");
    for (const bool batch : {false, true}) {
        for (const auto way : {TcpProxy::Way::ToServer, TcpProxy::Way::ToClient}) {
            QTest::addRow("%s, cut %s", batch ? "a batch" : "one call",
                          way == TcpProxy::Way::ToServer ? "to the server" : "to the client")
                << batch << static_cast<int>(way);
        }
    }
}

void tst_pgbouncer::whatWasCutIsFoundOut()
{
    QFETCH(bool, batch);
    QFETCH(int, way);
    const TestStore place(Backend::Postgres);
    TcpProxy proxy(m_bouncer->port());
    const auto store = openThrough(proxy, m_bouncer->url(place.url()));
    RawConnection raw = place.raw();
    int calls = 0;
    const auto record = [&]() -> Result<Decision> {
        const UsageRecord call{u"demo"_s, u"m%1"_s.arg(++calls), 1, 1, 0.1};
        return batch ? store->record(std::vector<RecordRequest>{{call, {}}, {call, {}}}).back()
                     : store->record(call);
    };
    QVERIFY(record());
    const int perCall = batch ? 2 : 1;
    int logged = 1;
    bool struck = true;
    for (int after = 0; struck; ++after) {
        proxy.arm({TcpProxy::Kind::Cut, static_cast<TcpProxy::Way>(way), after});
        const auto told = record();
        struck = proxy.struck();
        QVERIFY2(told || told.error().kind == StoreError::Kind::Unavailable,
                 qPrintable(told ? QString() : told.error().message));
        logged += told ? 1 : 0;
        QCOMPARE(raw.value(u"SELECT count(*) FROM usage_logs"_s).toInt(), logged * perCall);
        QCOMPARE(raw.value(u"SELECT total_cost FROM budgets"_s).toDouble(),
                 Money::fromUnits(logged * perCall * Money::unitsPerUsd / 10).toUsd());
    }
}

void tst_pgbouncer::aStatementThatComesLateDoesNothing_data()
{
    QTest::addColumn<int>("batch"); // calls
    QTest::addColumn<int>("after"); // messages that come in time
    QTest::newRow("one call") << 1 << 0;
    QTest::newRow("a batch, from its first statement on") << 3 << 0;
    QTest::newRow("a batch, from its third statement on") << 3 << 2;
    QTest::newRow("a batch, its COMMIT") << 3 << 4;
}

void tst_pgbouncer::aStatementThatComesLateDoesNothing()
{
    QFETCH(int, batch);
    QFETCH(int, after);
    const TestStore place(Backend::Postgres);
    TcpProxy proxy(m_bouncer->port());
    const auto store = openThrough(proxy, m_bouncer->url(place.url()));
    RawConnection raw = place.raw();
    const auto logged = [&raw] {
        return raw.value(u"SELECT count(*) FROM usage_logs"_s).toInt();
    };
    const std::vector<RecordRequest> calls(static_cast<size_t>(batch), {sampleCall(), {}});
    for (const auto &told : store->record(calls))
        QVERIFY(valueOf(told).logged());
    proxy.arm({TcpProxy::Kind::Hold, TcpProxy::Way::ToServer, after});
    const auto told = store->record(calls).front();
    QVERIFY(proxy.struck());
    const bool inDoubt = !told && told.error().kind == StoreError::Kind::InDoubt;
    QVERIFY2(told || inDoubt || told.error().kind == StoreError::Kind::Unavailable,
             qPrintable(told ? QString() : told.error().message));
    const int before = logged();
    QCOMPARE(before, told ? 2 * batch : batch);
    proxy.release();
    QTest::qWait(500);
    // Only who was told that nobody knows may find it recorded later, once.
    QVERIFY(logged() == before || (inDoubt && logged() == 2 * batch));
    QCOMPARE(raw.value(u"SELECT total_cost FROM budgets"_s).toDouble(), 0.25 * logged());
}

void tst_pgbouncer::nothingIsLostWhenItIsKilled()
{
    Figures figures;
    for (const quint32 seed : seeds(1)) {
        std::mt19937 random(seed);
        const TestStore place(Backend::Postgres);
        Ledger ledger;
        Writers writers(m_bouncer->url(place.url()));
        for (const QString &how : {u"single"_s, u"single"_s, u"mixed"_s, u"batch"_s, u"admin"_s}) {
            writers.add({u"how="_s + how, u"projects=a,b"_s, u"caps=-,60"_s, u"seconds=3"_s,
                         u"seed=%1"_s.arg(random())});
        }
        writers.release();
        for (int i = 0; i < 2; ++i) {
            QTest::qWait(std::uniform_int_distribution(50, 900)(random));
            m_bouncer->kill();
            m_bouncer->start();
            ++figures.faults;
        }
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(place.url(), boundMs), seed);
        VERIFY_BOOKS(ledger.inDoubt() > 0 ? ledger.failures() : QStringList(), seed);
    }
    figures.print();
}

QTEST_GUILESS_MAIN(tst_pgbouncer)
#include "tst_pgbouncer.moc"
