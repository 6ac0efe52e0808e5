// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/summary.h"
#include "peer.h"
#include "postgrescluster.h"
#include "session/session.h"
#include "teststore.h"
#include "watchdog.h"

#include <QDir>
#include <QElapsedTimer>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>


using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using tollkeeper::ui::Session;
using State = tollkeeper::ui::Session::State;

namespace {

constexpr int fastPollMs = 50;
constexpr int patienceMs = 30'000;
constexpr qint64 longestBlockMs = 50;

} // namespace

/// What the session makes of servers that are not there, go away, or fall silent.
class SessionTroubleTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void onlyTheStoreOfTheEnvironmentFallsBack_data();
    void onlyTheStoreOfTheEnvironmentFallsBack();
    void retryLeavesTheFallbackOnceTheServerIsThere();
    void aWrongUrlFailsWithoutShowingItsPassword();
    void aStoppedServerLeavesTheLastFiguresAndComesBackByItself();
    void aSilentServerNeverBlocksTheWindow();
    void closingAWindowDoesNotWaitForASilentServer();

private:
    QTemporaryDir m_home;
};

void SessionTroubleTest::initTestCase()
{
    qputenv("HOME", m_home.path().toLocal8Bit()); // where the local store is
    QCOMPARE(QDir(defaultStorePath()), QDir(m_home.filePath(u".llm_toll.db"_s)));
}

void SessionTroubleTest::onlyTheStoreOfTheEnvironmentFallsBack_data()
{
    QTest::addColumn<StoreOrigin>("origin");
    QTest::addColumn<bool>("fallsBack");
    QTest::newRow("environment") << StoreOrigin::Environment << true;
    QTest::newRow("--store-url") << StoreOrigin::UrlOption << false;
}

void SessionTroubleTest::onlyTheStoreOfTheEnvironmentFallsBack()
{
    QFETCH(StoreOrigin, origin);
    QFETCH(bool, fallsBack);
    // Port 1 refuses at once.
    const QString url = u"postgresql://alice:geheim@127.0.0.1:1/costs"_s;
    Session session;
    QSignalSpy fellBack(&session, &Session::fellBack);
    session.open(StoreChoice{url, origin});
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot() || session.state() == State::Failed, patienceMs);
    QCOMPARE(session.state(), fallsBack ? State::Open : State::Failed);
    QCOMPARE(fellBack.size(), fallsBack ? 1 : 0);
    QCOMPARE(session.fallbackWarning().isEmpty(), !fallsBack);
    if (fallsBack) {
        QVERIFY2(session.fallbackWarning().startsWith(
                     u"Failed to create store from LLM_TOLL_STORE_URL="
                     "'postgresql://alice:***@127.0.0.1:1/costs': "_s),
                 qPrintable(session.fallbackWarning()));
        QCOMPARE(session.location()->path(), defaultStorePath());
    } else {
        QCOMPARE(session.error()->kind, StoreError::Kind::Unavailable);
        QVERIFY(!session.error()->message.contains(u"geheim"));
    }
}

void SessionTroubleTest::retryLeavesTheFallbackOnceTheServerIsThere()
{
    auto &cluster = PostgresCluster::shared();
    const TestStore store(Backend::Postgres);
    cluster.stop();
    const auto startAgain = qScopeGuard([&cluster] { cluster.restart(); });
    Session session;
    session.open(StoreChoice{store.url(), StoreOrigin::Environment});
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), State::Open, patienceMs);
    QVERIFY(!session.fallbackWarning().isEmpty());
    session.retry();
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot() && !session.fallbackWarning().isEmpty(),
                             patienceMs);
    cluster.start();
    session.retry();
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot() && session.fallbackWarning().isEmpty(),
                             patienceMs);
    QCOMPARE(session.snapshot()->store.backend, Backend::Postgres);
}

void SessionTroubleTest::aWrongUrlFailsWithoutShowingItsPassword()
{
    Session session;
    session.open(StoreChoice{u"postgresql://alice:ge heim@[::1/costs"_s, StoreOrigin::UrlOption});
    QTRY_COMPARE(session.state(), State::Failed);
    QCOMPARE(session.error()->kind, StoreError::Kind::Invalid);
    QVERIFY2(!session.error()->message.contains(u"heim"), qPrintable(session.error()->message));
}

void SessionTroubleTest::aStoppedServerLeavesTheLastFiguresAndComesBackByItself()
{
    auto &cluster = PostgresCluster::shared();
    const TestStore store(Backend::Postgres);
    QVERIFY(valueOf(store.open()->record(sampleCall())).logged());
    Session session;
    session.setPollInterval(fastPollMs);
    session.open(store.location());
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), State::Open, patienceMs);

    cluster.stop();
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), State::Stale, patienceMs);
    QCOMPARE(total(session.snapshot()->daily).calls, 1);
    QCOMPARE(session.error()->kind, StoreError::Kind::Unavailable);
    const Timestamp lastSeen = session.currentAsOf();

    cluster.start();
    store.raw().execute(peer::record(Backend::Postgres, u"meanwhile"_s, 1, Timestamp::now()));
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), State::Open, patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(total(session.snapshot()->daily).calls, 2, patienceMs);
    QVERIFY(session.currentAsOf() > lastSeen);
    QVERIFY(!session.error());
}

void SessionTroubleTest::aSilentServerNeverBlocksTheWindow()
{
    auto &cluster = PostgresCluster::shared();
    const TestStore store(Backend::Postgres);
    QVERIFY(valueOf(store.open()->record(sampleCall())).logged());
    Session session;
    session.setPollInterval(fastPollMs);
    session.open(store.location());
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), State::Open, patienceMs);

    cluster.suspend();
    auto wakeUp = qScopeGuard([&cluster] { cluster.resume(); });
    Watchdog watchdog;
    session.refresh();
    auto limit = session.setLimit(u"demo"_s, Limit{5, Period::None, {}});
    auto calls = session.calls({});
    session.setHours(session.snapshot()->daily.extent().inHours());
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), State::Stale, patienceMs);
    QVERIFY(session.snapshot());
    QVERIFY(!limit.isFinished());
    const qint64 blocked = watchdog.longestBlock();
    QVERIFY2(blocked < longestBlockMs, qPrintable(u"%1 ms"_s.arg(blocked)));

    cluster.resume();
    wakeUp.dismiss();
    QTRY_VERIFY_WITH_TIMEOUT(limit.isFinished() && calls.isFinished(), patienceMs);
    QVERIFY(limit.result().has_value());
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), State::Open, patienceMs);
    QCOMPARE(session.snapshot()->budgets.front().limit->maxBudgetUsd, 5.0);
}

void SessionTroubleTest::closingAWindowDoesNotWaitForASilentServer()
{
    auto &cluster = PostgresCluster::shared();
    const TestStore store(Backend::Postgres);
    auto session = std::make_unique<Session>();
    session->setPollInterval(fastPollMs);
    session->open(store.location());
    QTRY_COMPARE_WITH_TIMEOUT(session->state(), State::Open, patienceMs);
    cluster.suspend();
    const auto wakeUp = qScopeGuard([&cluster] { cluster.resume(); });
    session->refresh();
    QElapsedTimer clock;
    clock.start();
    session.reset();
    QVERIFY2(clock.elapsed() < 500, qPrintable(u"%1 ms"_s.arg(clock.elapsed())));
    // What is left of it on Qt's threads ends, too: the process must be able to exit.
    QVERIFY(QThreadPool::globalInstance()->waitForDone(patienceMs));
}

QTEST_GUILESS_MAIN(SessionTroubleTest)
#include "tst_sessiontrouble.moc"
