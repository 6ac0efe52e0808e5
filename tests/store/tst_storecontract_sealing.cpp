// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "peer.h"
#include "sealedanswers.h"
#include "testdata.h"
#include "teststore.h"

#include <QTest>

#include <random>
#include <thread>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Sealed summaries: at every moment the fast answer equals the slow sum over the raw log.
/// TOLLKEEPER_TRIALS sets how many random histories are lived through; the default is short.
class tst_storecontract_sealing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void equalsTheLogThroughRandomHistories();
    void sealsTheRealCalls();
    void countsALateCallOfASealedDay();
    void isThroughThoughAWriterGoesOn();
    void waitsForATransactionThatHoldsALowerId();
    void sealsOnceWhenSeveralClientsDo();
    void goesOnAfterAStop();
    void beginsAnewWhenItsTriggersWereDropped();
    void readsRightWithoutTheSummaries();
};

namespace {

// One random thing that somebody does to the log.
class History
{
public:
    History(const TestStore &place, unsigned seed) : m_place(place), m_raw(place.raw()), m_random(seed)
    {
    }

    void step(Store &store)
    {
        const int choice = upTo(12);
        if (choice < 5)
            return insertSome();
        if (choice == 5)
            return m_raw.execute(u"DELETE FROM usage_logs WHERE id % %1 = %2"_s.arg(upTo(50) + 7)
                                     .arg(upTo(5)));
        if (choice == 6)
            return m_raw.execute(u"UPDATE usage_logs SET cost = cost + 0.5, project = 'q%1' "
                                 "WHERE id % 31 = %2"_s.arg(upTo(3)).arg(upTo(31)));
        if (choice == 7)
            return m_raw.execute(u"UPDATE usage_logs SET created_at = '2026-10-0%1T00:00:00+00:00' "
                                 "WHERE id % 41 = %2"_s.arg(upTo(8) + 1).arg(upTo(41)));
        if (choice == 8 && upTo(6) == 0) {
            return m_raw.execute(m_place.backend() == Backend::Postgres
                                     ? u"TRUNCATE usage_logs RESTART IDENTITY"_s
                                     : u"DELETE FROM usage_logs"_s);
        }
        (void)valueOf(store.seal(upTo(80) + 5));
    }

private:
    int upTo(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); }

    void insertSome()
    {
        for (int i = upTo(50); i >= 0; --i) {
            peer::LogRow row;
            row.project = u"'p%1'"_s.arg(upTo(5));
            row.model = u"'m%1'"_s.arg(upTo(3));
            row.cost = upTo(30) == 0 ? u"-1"_s : QString::number(upTo(100'000) / 1e7, 'f', 10);
            // Just before midnight, where careless rounding moves a call to the next day.
            row.createdAt = u"'2026-11-1%1T23:59:59.99960%2+00:00'"_s.arg(upTo(9)).arg(upTo(9));
            if (upTo(15) == 0)
                row.createdAt = u"'2026-11-1%1T03:30:00+09:00'"_s.arg(upTo(9));
            if (upTo(40) == 0)
                row.createdAt = m_place.backend() == Backend::Postgres ? u"'infinity'"_s
                                                                       : u"'no date'"_s;
            m_raw.execute(peer::insertLog(row));
        }
    }

    const TestStore &m_place;
    RawConnection m_raw;
    std::mt19937 m_random;
};

} // namespace

void tst_storecontract_sealing::equalsTheLogThroughRandomHistories()
{
    const int trials = std::max(2, qEnvironmentVariableIntValue("TOLLKEEPER_TRIALS"));
    for (int seed = 1; seed <= trials; ++seed) {
        const TestStore place;
        const auto store = place.open();
        History history(place, static_cast<unsigned>(seed));
        SealedSpendPtr known;
        for (int step = 0; step < 40; ++step) {
            history.step(*store);
            const QString wrong = disagreement(*store, known);
            QVERIFY2(wrong.isEmpty(),
                     qPrintable(u"%1, seed %2, step %3"_s.arg(wrong).arg(seed).arg(step)));
        }
    }
}

void tst_storecontract_sealing::sealsTheRealCalls()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    sealAll(*store, 1'000);
    // All but the few that are read faster than they are sealed are in the summaries by now.
    const qint64 sealed =
        place.raw().value(u"SELECT sum(calls) FROM tollkeeper_usage_daily"_s).toLongLong();
    const GoldenAnswers golden(place.backend());
    QVERIFY(sealed > golden.total().calls * 9 / 10);
    QCOMPARE(total(valueOf(store->spend({}, BucketUnit::Day))), golden.total());
    SealedSpendPtr known;
    QCOMPARE(disagreement(*store, known), QString());
}

void tst_storecontract_sealing::countsALateCallOfASealedDay()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    sealAll(*store, 1'000);
    const Totals before = total(valueOf(store->spend({}, BucketUnit::Day)));
    peer::LogRow late;
    late.createdAt = u"'2023-11-16T18:30:00+00:00'"_s;
    place.raw().execute(peer::insertLog(late));
    const Totals after = total(valueOf(store->spend({}, BucketUnit::Day)));
    QCOMPARE(after.calls, before.calls + 1);
    QCOMPARE(after.cost, before.cost + Money::fromUsd(late.cost.toDouble()));
}

void tst_storecontract_sealing::isThroughThoughAWriterGoesOn()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    sealAll(*store, 1'000);
    const qint64 before = valueOf(store->seal(1'000)).sealedTo;
    RawConnection writer = place.raw();
    constexpr int most = 40; // that stay in the log
    int steps = 0;
    for (int call = 0; call < 10 * most; ++call) {
        writer.execute(peer::insertLog({}));
        for (SealProgress now; !now.finished; ++steps)
            now = valueOf(store->seal(1'000));
    }
    QVERIFY(valueOf(store->seal(1'000)).sealedTo >= before + 9 * most);
    // One look a call, and a step only when half of what may stay has come.
    QVERIFY2(steps <= 10 * most + 10 * 2 + 1, qPrintable(QString::number(steps)));
}

void tst_storecontract_sealing::waitsForATransactionThatHoldsALowerId()
{
    if (currentBackend() != Backend::Postgres)
        return; // SQLite has one writer: ids cannot appear out of order
    const TestStore place;
    const auto store = place.open();
    place.raw().execute(peer::insertLog({}));
    sealAll(*store, 10); // from here on it is watched
    RawConnection slow = place.raw();
    slow.execute(u"BEGIN; "_s + peer::insertLog({}));
    RawConnection quick = place.raw();
    for (int i = 0; i < 100; ++i)
        quick.execute(peer::insertLog({}));
    (void)valueOf(store->seal(10)); // cannot be through: the lower id is still on its way
    slow.execute(u"COMMIT"_s);
    QCOMPARE(total(valueOf(store->spend({}, BucketUnit::Day))).calls, 102);
    sealAll(*store, 10);
    QCOMPARE(total(valueOf(store->spend({}, BucketUnit::Day))).calls, 102);
}

void tst_storecontract_sealing::sealsOnceWhenSeveralClientsDo()
{
    const TestStore place;
    place.loadAzure();
    (void)place.open();
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back([location = place.location()] {
            const auto store = Store::open(location);
            for (bool finished = !store; !finished;) {
                const auto progress = (*store)->seal(500);
                finished = progress && progress->finished;
            }
        });
    }
    for (std::thread &client : clients)
        client.join();
    const auto store = place.open();
    SealedSpendPtr known;
    QCOMPARE(disagreement(*store, known), QString());
    QCOMPARE(total(valueOf(store->spend({}, BucketUnit::Day))),
             GoldenAnswers(place.backend()).total());
}

void tst_storecontract_sealing::goesOnAfterAStop()
{
    const TestStore place;
    place.loadAzure();
    qint64 before = -1;
    for (int i = 0; i < 5; ++i) { // a new program each time
        const auto store = place.open();
        const SealProgress progress = valueOf(store->seal(2'000));
        QVERIFY(progress.sealedTo > before);
        before = progress.sealedTo;
        SealedSpendPtr known;
        QCOMPARE(disagreement(*store, known), QString());
    }
}

void tst_storecontract_sealing::beginsAnewWhenItsTriggersWereDropped()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    sealAll(*store, 1'000);
    const bool postgres = place.backend() == Backend::Postgres;
    RawConnection raw = place.raw();
    raw.execute(u"DROP TRIGGER tollkeeper_mark_deleted"_s
                + (postgres ? u" ON usage_logs"_s : QString()));
    raw.execute(u"DELETE FROM usage_logs WHERE id % 3 = 0"_s); // nobody saw that
    SealedSpendPtr known;
    QCOMPARE(disagreement(*store, known), QString());
    sealAll(*store, 5'000);
    QCOMPARE(disagreement(*store, known), QString());
}

void tst_storecontract_sealing::readsRightWithoutTheSummaries()
{
    const TestStore place;
    place.loadAzure();
    auto store = place.open();
    sealAll(*store, 1'000);
    store.reset();
    place.raw().execute(u"DROP TABLE tollkeeper_sealing"_s);
    StoreOptions onlyLook;
    onlyLook.createSchema = false;
    store = place.open(onlyLook);
    QVERIFY(!store->info().access.canSeal);
    QCOMPARE(errorOf(store->seal()), StoreError::Kind::NotPermitted);
    SealedSpendPtr known;
    QCOMPARE(disagreement(*store, known), QString());
}

QTEST_GUILESS_MAIN(tst_storecontract_sealing)
#include "tst_storecontract_sealing.moc"
