// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "peer.h"
#include "sealedanswers.h"
#include "standbypair.h"
#include "store/pool.h"
#include "testdata.h"
#include "teststore.h"

#include "analysis/summary.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Reading from a hot standby while changes go to its primary, two real servers.
class tst_standby final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase() { m_servers.reset(); }
    void readsOnTheStandbyAndChangesOnThePrimary();
    void needsNoMoreThanTheRightToRead();
    void seesItsOwnChangesAtOnce();
    void saysHowFarTheStandbyIsBehind();
    void answersOnTheStandbyEqualTheLog();
    void asksAgainWhatWasInTheWayOfReplay();
    void doesNotReadAnotherDatabase();
    void namesTheReadingInASentence();
    void aUrlThatPrefersAStandbyMeansBoth();
    void goesToThePrimaryWhenTheStandbyIsGone();

private:
    [[nodiscard]] std::unique_ptr<StorePool> openPool(const QString &readUrl) const;

    std::unique_ptr<StandbyPair> m_servers;
};

namespace {

bool readsOnStandby(StorePool &pool)
{
    return valueOf(pool.read([](Store &store) -> Result<bool> { return store.info().standby; }).result());
}

} // namespace

void tst_standby::initTestCase()
{
    m_servers = std::make_unique<StandbyPair>();
    m_servers->primary().restore(m_servers->primaryUrl(), dataFile(u"llm_toll_azure.pg.sql.gz"_s));
    QVERIFY(Store::open(*StoreLocation::parse(m_servers->primaryUrl()))); // makes the tables
}

void tst_standby::init()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_servers->hasFollowed(), 20'000);
}

std::unique_ptr<StorePool> tst_standby::openPool(const QString &readUrl) const
{
    PoolOptions options;
    options.maxConnections = 3;
    options.readFrom = *StoreLocation::parse(readUrl);
    return valueOf(StorePool::open(*StoreLocation::parse(m_servers->primaryUrl()), options));
}

void tst_standby::readsOnTheStandbyAndChangesOnThePrimary()
{
    const auto pool = openPool(m_servers->standbyUrl());
    QVERIFY(readsOnStandby(*pool));
    QVERIFY(pool->standbyReading()->used);
    QVERIFY(pool->info().access.canReset); // the primary's
    const auto changed = pool->change([](Store &store) -> Result<bool> { return store.info().standby; });
    QCOMPARE(valueOf(changed.result()), false);
    QVERIFY(valueOf(pool->record({sampleCall(u"ours"_s), {}}).result()).logged());
}

void tst_standby::needsNoMoreThanTheRightToRead()
{
    const QString member = m_servers->primary().createRole(m_servers->primaryUrl());
    RawConnection(m_servers->primaryUrl())
        .execute(u"GRANT SELECT ON ALL TABLES IN SCHEMA public TO "_s + PostgresCluster::roleOf(member));
    QTRY_VERIFY_WITH_TIMEOUT(m_servers->hasFollowed(), 20'000);
    PoolOptions options;
    options.readFrom = *StoreLocation::parse(
        QString(member).replace(QString::number(m_servers->primary().port()),
                                QString::number(m_servers->standby().port())));
    const auto pool = valueOf(StorePool::open(*StoreLocation::parse(member), options));
    QVERIFY(readsOnStandby(*pool));
    QCOMPARE(sentence(*pool->standbyReading()),
             u"reads from standby 127.0.0.1:%1, up to date"_s.arg(m_servers->standby().port()));
}

void tst_standby::seesItsOwnChangesAtOnce()
{
    const auto pool = openPool(m_servers->standbyUrl());
    QVERIFY(readsOnStandby(*pool));
    m_servers->pause();
    Limit limit;
    limit.maxBudgetUsd = 12.5;
    QVERIFY(pool->change([limit](Store &store) { return store.setLimit(u"ours"_s, limit); }).result());
    const auto budgets = valueOf(pool->read([](Store &store) { return store.budgets(); }).result());
    const auto ours = std::find_if(budgets.begin(), budgets.end(),
                                   [](const Budget &budget) { return budget.project == u"ours"; });
    QVERIFY(ours != budgets.end() && ours->limit);
    QCOMPARE(ours->limit->maxBudgetUsd, 12.5);
    QVERIFY(!pool->standbyReading()->used);
    m_servers->resume();
    QTRY_VERIFY_WITH_TIMEOUT(readsOnStandby(*pool), 20'000);
}

void tst_standby::saysHowFarTheStandbyIsBehind()
{
    const auto pool = openPool(m_servers->standbyUrl());
    QVERIFY(readsOnStandby(*pool));
    QCOMPARE(pool->standbyReading()->lagMs, std::optional<qint64>(0));
    m_servers->pause();
    RawConnection(m_servers->primaryUrl()).execute(peer::insertLog({}));
    QTRY_VERIFY_WITH_TIMEOUT(readsOnStandby(*pool) && pool->standbyReading()->lagMs > 1'000, 20'000);
    QVERIFY2(sentence(*pool->standbyReading()).contains(u" s behind"),
             qPrintable(sentence(*pool->standbyReading())));
    m_servers->resume();
    QTRY_VERIFY_WITH_TIMEOUT(readsOnStandby(*pool) && pool->standbyReading()->lagMs == 0, 20'000);
}

void tst_standby::answersOnTheStandbyEqualTheLog()
{
    const auto primary = valueOf(Store::open(*StoreLocation::parse(m_servers->primaryUrl())));
    const auto standby = valueOf(Store::open(*StoreLocation::parse(m_servers->standbyUrl())));
    QVERIFY(standby->info().standby && standby->info().access.readOnly() && !standby->info().access.canSeal);
    RawConnection raw(m_servers->primaryUrl());
    SealedSpendPtr ofPrimary;
    SealedSpendPtr ofStandby;
    for (int i = 0; i < 6; ++i) {
        (void)valueOf(primary->seal(2'000));
        const auto before = standby->changeMark();
        raw.execute(u"UPDATE usage_logs SET cost = cost + 1 WHERE id = %1"_s.arg(100 + i));
        QTRY_VERIFY_WITH_TIMEOUT(m_servers->hasFollowed(), 20'000);
        QVERIFY(valueOf(standby->changeMark()) != valueOf(before)); // a window there looks again
        QCOMPARE(disagreement(*standby, ofStandby), QString());
        QCOMPARE(disagreement(*primary, ofPrimary), QString());
        // A window that goes to the standby, which may lack a step of sealing, and back.
        m_servers->pause();
        (void)valueOf(primary->seal(2'000));
        QCOMPARE(disagreement(*primary, ofPrimary), QString());
        SealedSpendPtr between = ofPrimary;
        QCOMPARE(disagreement(*standby, between), QString());
        QCOMPARE(disagreement(*primary, between), QString());
        m_servers->resume();
    }
    QVERIFY(ofStandby);
}

void tst_standby::asksAgainWhatWasInTheWayOfReplay()
{
    RawConnection raw(m_servers->primaryUrl());
    // More than what the network holds, so that the query still runs when its first rows are read.
    raw.execute(u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at) "
                "SELECT 'wide', repeat('m', 1000), 1, 1, 0.5, '2026-11-20T12:00:00Z' FROM "
                "generate_series(1, 12000)"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_servers->hasFollowed(), 20'000);
    const auto pool = openPool(m_servers->standbyUrl());
    const auto calls =
        valueOf(pool->run([](Store &store) { return store.forEachCall({}, [](const Call &) { return true; }); })
                    .result());
    QVERIFY(readsOnStandby(*pool));
    std::atomic_int onStandby = 0;
    std::atomic_int rows = 0;
    auto reading = pool->read([&onStandby, &rows](Store &store) {
        onStandby += store.info().standby ? 1 : 0;
        rows = 0;
        return store.forEachCall({}, [&rows, &store](const Call &) {
            if (++rows < 400 && store.info().standby)
                QThread::msleep(10); // the rest waits on the server
            return true;
        });
    });
    QTRY_VERIFY(rows > 0);
    raw.execute(u"DELETE FROM usage_logs WHERE project = 'wide' OR id > 8000"_s);
    raw.execute(u"VACUUM (FREEZE) usage_logs"_s);
    const auto read = reading.result();
    QVERIFY2(read, read ? "" : qPrintable(read.error().message + read.error().detail));
    QVERIFY(onStandby > 0);
    QVERIFY(*read == rows && *read <= calls);
    QVERIFY(!pool->standbyReading()->used);
    QTRY_VERIFY_WITH_TIMEOUT(readsOnStandby(*pool), 20'000); // it was no failure of the standby
}

void tst_standby::doesNotReadAnotherDatabase()
{
    const QString other = m_servers->primary().createDatabase();
    QVERIFY(Store::open(*StoreLocation::parse(other)));
    const auto pool = openPool(other);
    const Totals read = total(
        valueOf(pool->read([](Store &store) { return store.totals({}); }).result()));
    QVERIFY(read.calls > 0);
    QVERIFY2(sentence(*pool->standbyReading()).contains(u"another database"),
             qPrintable(sentence(*pool->standbyReading())));
}

void tst_standby::namesTheReadingInASentence()
{
    StandbyReading reading{u"db2"_s, true, 0, {}};
    QCOMPARE(sentence(reading), u"reads from standby db2, up to date"_s);
    reading.lagMs = 3'400;
    QCOMPARE(sentence(reading), u"reads from standby db2, 3 s behind"_s);
    reading.lagMs.reset();
    QCOMPARE(sentence(reading), u"reads from standby db2, lag unknown"_s);
    reading.used = false;
    QCOMPARE(sentence(reading), u"reads from the primary until standby db2 has followed"_s);
    reading.trouble = u"cannot be read"_s;
    QCOMPARE(sentence(reading), u"reads from the primary: standby db2 cannot be read"_s);
}

void tst_standby::aUrlThatPrefersAStandbyMeansBoth()
{
    const auto location = *StoreLocation::parse(m_servers->preferringStandby());
    const auto readFrom = valueOf(readLocation({}, location));
    QVERIFY(readFrom);
    QVERIFY(valueOf(Store::open(*readFrom))->info().standby);
    QVERIFY(valueOf(Store::open(location.forChanges()))->info().access.canRecord);
    QCOMPARE(location.forChanges().place(), location.place());

    const StoreChoice named = withReading(chooseStore(u"postgresql://h/db"_s, {}, {}), {}, u"postgresql://env/db"_s);
    QCOMPARE(named.readUrl, QString()); // the environment's need not be the same store
    const StoreChoice both = withReading(chooseStore({}, {}, u"postgresql://h/db"_s), {}, u"postgresql://env/db"_s);
    QCOMPARE(both.readUrl, u"postgresql://env/db"_s);
    QCOMPARE(errorOf(readLocation({{}, StoreOrigin::UrlOption, u"/a/file.db"_s}, location)),
             StoreError::Kind::Invalid);
    QVERIFY(!valueOf(readLocation(both, StoreLocation::sqliteFile(u"/a/file.db"_s))));
}

void tst_standby::goesToThePrimaryWhenTheStandbyIsGone()
{
    const auto pool = openPool(m_servers->standbyUrl());
    QVERIFY(readsOnStandby(*pool));
    m_servers->standby().kill();
    std::vector<QFuture<Result<std::vector<Budget>>>> readings;
    for (int i = 0; i < 6; ++i)
        readings.push_back(pool->read([](Store &store) { return store.budgets(); }));
    for (auto &reading : readings)
        QVERIFY(reading.result());
    QVERIFY2(sentence(*pool->standbyReading()).contains(u"cannot be read"),
             qPrintable(sentence(*pool->standbyReading())));
    QVERIFY(pool->change([](Store &store) { return store.clearLimit(u"ours"_s); }).result());
}

QTEST_GUILESS_MAIN(tst_standby)
#include "tst_standby.moc"
