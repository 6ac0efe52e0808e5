// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults.h"
#include "postgrescluster.h"
#include "store/forwarding.h"
#include "tcpproxy.h"
#include "teststore.h"
#include "tollctl.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Calls that wait in a local store are carried to the team's, and everything goes wrong meanwhile:
/// however often it has to be tried, each arrives once.
class tst_sync final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theConnectionIsCutAtEachMessage_data();
    void theConnectionIsCutAtEachMessage();
    void itIsKilledAgainAndAgain();
    void severalAtOnceAreKilled();
    void theServerIsKilledMeanwhile();

private:
    void letWait(int calls);
    void startAnew() const;
    [[nodiscard]] QStringList complaints() const;
    [[nodiscard]] std::unique_ptr<QProcess> startSync() const
    {
        return m_tollctl->start({u"sync"_s, u"--store-url"_s, m_team->url()});
    }
    [[nodiscard]] QString arrived() const
    {
        return m_team->raw().value(u"SELECT count(*) FROM usage_logs"_s);
    }

    std::unique_ptr<TestStore> m_team;
    std::unique_ptr<Tollctl> m_tollctl;
    Ledger m_ledger; ///< the local store acknowledged these calls
};

namespace {

constexpr int patienceMs = 2'000;

bool succeeded(const QProcess &process)
{
    return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

} // namespace

void tst_sync::init()
{
    m_team = std::make_unique<TestStore>(Backend::Postgres);
    (void)m_team->open();
    m_tollctl = std::make_unique<Tollctl>();
    m_ledger = {};
}

void tst_sync::cleanup()
{
    m_tollctl.reset();
    m_team.reset();
}

void tst_sync::letWait(int calls)
{
    StoreOptions standIn;
    standIn.meantFor = m_team->location().place();
    const auto local =
        valueOf(Store::open(StoreLocation::sqliteFile(m_tollctl->defaultStore()), standIn));
    std::vector<RecordRequest> requests;
    for (int i = 0; i < calls; ++i) {
        requests.push_back({{u"project-%1"_s.arg(i % 5), u"local-%1"_s.arg(i), 1, 2,
                             0.1 * (i % 7) + 1e-10},
                            {}});
    }
    const auto told = local->record(requests);
    std::vector<Answer> answers;
    for (size_t i = 0; i < told.size(); ++i)
        answers.push_back(Answer::of(requests[i].usage, told[i], 0));
    m_ledger.add(u"local"_s, answers);
    QCOMPARE(m_ledger.count(u"logged"_s), calls);
}

// As if nothing had been carried yet.
void tst_sync::startAnew() const
{
    m_team->raw().execute(u"TRUNCATE usage_logs, budgets, tollkeeper_received"_s);
    RawConnection(m_tollctl->defaultStore())
        .execute(u"UPDATE tollkeeper_outbox SET moved_at = NULL"_s);
}

QStringList tst_sync::complaints() const
{
    QStringList found = m_ledger.complaints(m_team->url(), boundMs);
    const QString left =
        RawConnection(m_tollctl->defaultStore())
            .value(u"SELECT count(*) FROM tollkeeper_outbox WHERE moved_at IS NULL"_s);
    if (left != u"0")
        found << u"%1 calls still wait"_s.arg(left);
    return found;
}

void tst_sync::theConnectionIsCutAtEachMessage_data()
{
    QTest::addColumn<int>("way");
    QTest::newRow("to the server") << static_cast<int>(TcpProxy::Way::ToServer);
    QTest::newRow("to the client") << static_cast<int>(TcpProxy::Way::ToClient);
}

void tst_sync::theConnectionIsCutAtEachMessage()
{
    QFETCH(int, way);
    letWait(105); // two transactions
    if (QTest::currentTestFailed())
        return;
    TcpProxy proxy(PostgresCluster::shared().port());
    StoreOptions options;
    options.patienceMs = patienceMs;
    const auto team =
        valueOf(Store::open(*StoreLocation::parse(proxy.url(m_team->url())), options));
    const auto local = valueOf(Store::open(StoreLocation::sqliteFile(m_tollctl->defaultStore())));
    QVERIFY(team && local);

    // Most of the messages to the client are rows of one answer: in the short form, some of them.
    const bool all = qEnvironmentVariableIsSet("TOLLKEEPER_TRIALS");
    const int step = all || way == static_cast<int>(TcpProxy::Way::ToServer) ? 1 : 11;
    int faults = 0;
    int attempts = 0;
    bool struck = true;
    for (int after = 0; struck; after += step) {
        proxy.disarm();
        startAnew();
        proxy.arm({TcpProxy::Kind::Cut, static_cast<TcpProxy::Way>(way), after});
        constexpr int mostAttempts = 3;
        bool done = false;
        for (int attempt = 0; !done && attempt < mostAttempts; ++attempt, ++attempts)
            done = !forward(*local, *team).error;
        struck = proxy.struck();
        faults += struck ? 1 : 0;
        QVERIFY2(done, qPrintable(u"after %1 messages"_s.arg(after)));
        VERIFY_BOOKS(complaints(), after);
    }
    QVERIFY(faults > 2);
    printFigures(u"sync, cut "_s + QString::fromUtf8(QTest::currentDataTag()),
                 u"%1 trials, %1 faults, %2 runs; 0 lost, 0 twice"_s.arg(faults).arg(attempts));
}

// SIGKILL at any moment of its life: between any two of its statements to either store, and while
// the server commits.
void tst_sync::itIsKilledAgainAndAgain()
{
    constexpr int calls = 3'000;
    letWait(calls);
    if (QTest::currentTestFailed())
        return;
    // How long a run takes by itself, to spread the kills over its life.
    QElapsedTimer timer;
    timer.start();
    {
        const auto process = startSync();
        QVERIFY(process->waitForFinished(boundMs) && succeeded(*process));
    }
    const int life = static_cast<int>(timer.elapsed());

    int trials = 0;
    int killed = 0;
    int halfWay = 0; // killed with something carried and something left
    for (const quint32 seed : seeds(1)) {
        std::mt19937 random(seed);
        startAnew();
        bool done = false;
        for (int round = 0; !done; ++round) {
            const auto process = startSync();
            const int patience = life / 4 + round * life / 20; // grows, so that it ends at last
            if (!process->waitForFinished(std::uniform_int_distribution(1, patience)(random))) {
                process->kill();
                ++killed;
            }
            process->waitForFinished();
            done = succeeded(*process);
            const int there = arrived().toInt();
            halfWay += !done && there > 0 && there < calls ? 1 : 0;
            QVERIFY(there <= calls);
        }
        ++trials;
        VERIFY_BOOKS(complaints(), seed);
    }
    QVERIFY(halfWay > 0);
    printFigures(u"sync, killed"_s,
                 u"%1 trials, %2 faults, of them %3 half way, %4 calls carried; 0 lost, 0 twice"_s
                     .arg(trials).arg(killed).arg(halfWay).arg(trials * calls));
}

void tst_sync::severalAtOnceAreKilled()
{
    constexpr int calls = 1'500;
    letWait(calls);
    if (QTest::currentTestFailed())
        return;
    int trials = 0;
    int killed = 0;
    for (const quint32 seed : seeds(1)) {
        std::mt19937 random(seed);
        startAnew();
        bool done = false;
        for (int round = 0; !done; ++round) {
            std::vector<std::unique_ptr<QProcess>> processes;
            for (int i = 0; i < 3; ++i)
                processes.push_back(startSync());
            QTest::qWait(std::uniform_int_distribution(20, 150 + 50 * round)(random));
            for (size_t i = 0; round < 6 && i < 2; ++i) {
                if (processes[i]->state() == QProcess::NotRunning)
                    continue;
                processes[i]->kill();
                ++killed;
            }
            for (const auto &process : processes) {
                QVERIFY(process->state() == QProcess::NotRunning
                        || process->waitForFinished(boundMs));
                done = done || succeeded(*process);
            }
        }
        // Who was through may have left what another one had on its way.
        const auto last = startSync();
        QVERIFY(last->waitForFinished(boundMs) && succeeded(*last));
        ++trials;
        VERIFY_BOOKS(complaints(), seed);
    }
    printFigures(u"sync, three at once, killed"_s,
                 u"%1 trials, %2 faults, %3 calls carried; 0 lost, 0 twice"_s.arg(trials)
                     .arg(killed)
                     .arg(trials * calls));
}

void tst_sync::theServerIsKilledMeanwhile()
{
    constexpr int calls = 2'000;
    constexpr int kills = 4;
    letWait(calls);
    if (QTest::currentTestFailed())
        return;
    PostgresCluster &server = PostgresCluster::shared();
    int trials = 0;
    for (const quint32 seed : seeds(1)) {
        std::mt19937 random(seed);
        startAnew();
        bool done = false;
        for (int round = 0; round < kills || !done; ++round) {
            const auto process = startSync();
            QTest::qWait(std::uniform_int_distribution(20, 250)(random));
            if (round < kills) {
                server.kill();
                server.start();
            }
            done = Tollctl::finish(*process).exitCode == 0;
        }
        ++trials;
        VERIFY_BOOKS(complaints(), seed);
    }
    printFigures(u"sync, server killed"_s,
                 u"%1 trials, %2 faults, %3 calls carried; 0 lost, 0 twice"_s.arg(trials)
                     .arg(trials * kills)
                     .arg(trials * calls));
}

QTEST_GUILESS_MAIN(tst_sync)
#include "tst_sync.moc"
