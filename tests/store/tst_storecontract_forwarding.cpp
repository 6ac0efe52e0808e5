// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgrescluster.h"
#include "store/forwarding.h"
#include "teststore.h"

#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Calls that wait in a local store's outbox, and how they get to the store they were meant for,
/// which is of either kind.
class tst_storecontract_forwarding final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_team;
    std::unique_ptr<TestStore> m_local;

    // The local store, standing in for the team's.
    [[nodiscard]] std::unique_ptr<Store> standIn() const
    {
        return m_local->open({.meantFor = m_team->location().place()});
    }
    [[nodiscard]] QString localCount(const QString &condition) const
    {
        return m_local->raw().value(u"SELECT count(*) FROM tollkeeper_outbox WHERE "_s + condition);
    }
    [[nodiscard]] QString teamCalls() const
    {
        return m_team->raw().value(u"SELECT count(*) FROM usage_logs"_s);
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init()
    {
        m_team = std::make_unique<TestStore>();
        m_local = std::make_unique<TestStore>(Backend::Sqlite);
    }
    void cleanup()
    {
        m_team.reset();
        m_local.reset();
    }

    void aStandInPutsWhatItLogsIntoItsOutboxAndNothingElse()
    {
        const auto local = standIn();
        QVERIFY(valueOf(local->record(sampleCall(u"a"_s, 0.25))).logged());
        QVERIFY(!valueOf(local->record(sampleCall(u"a"_s, 9), 1)).logged());
        const auto batch =
            local->record({{sampleCall(u"a"_s, 0.125), {}}, {sampleCall(u"b"_s, 9), 1},
                           {sampleCall(u"b"_s, 0.5), {}}});
        QCOMPARE(std::ranges::count_if(batch, [](const auto &d) { return d && d->logged(); }), 2);
        (void)valueOf(m_local->open()->record(sampleCall(u"a"_s, 4))); // a call of its own

        const std::vector<OutboxTarget> expected{
            {m_team->location().place(), 3, Money::fromUsd(0.875)}};
        QCOMPARE(valueOf(local->outbox()), expected);
        QCOMPARE(localCount(u"log_id IN (SELECT id FROM usage_logs WHERE cost < 1)"_s), u"3"_s);
    }

    void holdsNoPassword()
    {
        const auto location =
            *StoreLocation::parse(u"postgresql://ana:hush@db:5433/team?sslpassword=hush&sslmode=require"_s);
        QCOMPARE(location.place(), u"postgresql://db:5433/team"_s);
    }

    void callsArriveAsTheyWereMadeAndAreCharged()
    {
        const auto team = m_team->open();
        (void)valueOf(team->record(sampleCall(u"a"_s, 1)));
        const auto local = standIn();
        for (int i = 0; i < 3; ++i)
            (void)valueOf(local->record({u"a"_s, u"m"_s, i, 2 * i, 0.1}));
        const ForwardSummary summary = forward(*local, *team);
        QVERIFY(!summary.error);
        QCOMPARE(summary.store, team->info().title);
        QCOMPARE(summary.received.calls, 3);
        QCOMPARE(summary.received.cost, Money::fromUsd(0.3));
        QCOMPARE(summary.received.projects.size(), size_t{1});
        QCOMPARE(valueOf(team->projectTotal(u"a"_s)), 1.3);

        CallQuery query;
        query.filter.model = u"m"_s;
        const auto here = valueOf(local->calls(query));
        const auto there = valueOf(team->calls(query));
        QCOMPARE(there.size(), here.size());
        for (size_t i = 0; i < here.size(); ++i) {
            QCOMPARE(there[i].usage, here[i].usage);
            QCOMPARE(there[i].createdAt, here[i].createdAt);
        }
        QVERIFY(valueOf(local->outbox()).empty());
        QCOMPARE(localCount(u"moved_at IS NOT NULL"_s), u"3"_s);
    }

    void moreThanOneTransactionIsCarriedWithProgress()
    {
        constexpr int calls = 250;
        const auto local = standIn();
        (void)local->record(std::vector<RecordRequest>(calls, {sampleCall(u"a"_s, 0.01), {}}));
        const auto team = m_team->open();
        std::vector<std::pair<qint64, qint64>> steps;
        const ForwardSummary summary = forward(*local, *team, {.progress = [&](qint64 done, qint64 all) {
            steps.emplace_back(done, all);
            return true;
        }});
        QVERIFY(!summary.error);
        const std::vector<std::pair<qint64, qint64>> expected{{100, calls}, {200, calls}, {calls, calls}};
        QCOMPARE(steps, expected);
        QCOMPARE(summary.received.calls, calls);
        QCOMPARE(summary.received.projects.front().cost, Money::fromUsd(2.5));
        QCOMPARE(valueOf(team->projectTotal(u"a"_s)), 2.5);
    }

    void aRunThatStoppedIsTakenUpWhereItStopped()
    {
        const auto local = standIn();
        (void)local->record(std::vector<RecordRequest>(150, {sampleCall(u"a"_s, 0.01), {}}));
        const auto team = m_team->open();
        const ForwardSummary first =
            forward(*local, *team, {.progress = [](qint64, qint64) { return false; }});
        QCOMPARE(first.error->kind, StoreError::Kind::Cancelled);
        QCOMPARE(first.received.calls, 100);
        // The next one dies between the two stores: taken in there, and not marked here.
        const auto rest = valueOf(local->waitingCalls({}, 0, 30));
        QCOMPARE(valueOf(team->receive(rest)).calls, 30);
        const ForwardSummary last = forward(*local, *team);
        QCOMPARE(last.received.calls, 20);
        QCOMPARE(last.received.alreadyThere, 30);
        QCOMPARE(teamCalls(), u"150"_s);
        QCOMPARE(valueOf(team->projectTotal(u"a"_s)), 1.5);
        QCOMPARE(forward(*local, *team).received, Received());
    }

    void twoAtTheSameTimeAndACopyOfTheFileCarryEachCallOnce()
    {
        constexpr int calls = 400;
        const auto local = standIn();
        std::vector<RecordRequest> requests;
        for (int i = 0; i < calls; ++i)
            requests.push_back({sampleCall(u"project-%1"_s.arg(i % 7), 0.01), {}});
        (void)local->record(requests);
        TestStore copy(Backend::Sqlite);
        m_local->raw().execute(u"VACUUM INTO "_s + RawConnection::quoted(copy.url()));
        // The copy goes on by itself, with the same numbers as the original.
        (void)copy.open({.meantFor = m_team->location().place()})->record(sampleCall(u"new"_s, 1));
        (void)local->record(sampleCall(u"new"_s, 1));

        (void)m_team->open();
        std::atomic<qint64> moved = 0;
        std::vector<std::thread> threads;
        for (const TestStore *from : {m_local.get(), m_local.get(), &copy, &copy}) {
            threads.emplace_back([&moved, from, to = m_team.get()] {
                const auto source = from->open();
                const auto target = to->open();
                ForwardSummary summary;
                do
                    summary = forward(*source, *target);
                while (summary.error && summary.error->kind == StoreError::Kind::Busy);
                moved += summary.received.calls;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        // Who lost its way to a Busy answer may have left some: nothing is lost by that.
        const auto team = m_team->open();
        moved += forward(*local, *team).received.calls + forward(*copy.open(), *team).received.calls;
        QCOMPARE(teamCalls(), QString::number(calls + 2));
        QCOMPARE(moved.load(), qint64{calls + 2});
        QCOMPARE(valueOf(team->projectTotal(u"new"_s)), 2.0);
    }

    void limitsAreNotAskedButSaidToBeExceeded()
    {
        const auto team = m_team->open();
        (void)valueOf(team->setLimit(u"a"_s, {.maxBudgetUsd = 1}));
        (void)valueOf(team->setLimit(u"b"_s, {.maxBudgetUsd = 1}));
        (void)valueOf(team->record(sampleCall(u"a"_s, 0.75)));
        const auto local = standIn();
        (void)valueOf(local->record(sampleCall(u"a"_s, 0.5)));
        (void)valueOf(local->record(sampleCall(u"b"_s, 1)));
        const ForwardSummary summary = forward(*local, *team);
        QCOMPARE(summary.received.calls, 2);
        const std::vector<ReceivedProject> expected{{u"a"_s, 1, Money::fromUsd(0.5), 1.25, 1.0},
                                                    {u"b"_s, 1, Money::fromUsd(1), 1.0, 1.0}};
        QCOMPARE(summary.received.projects, expected);
        QVERIFY(summary.received.projects[0].overLimit());
        QVERIFY(!summary.received.projects[1].overLimit()); // exactly reached
    }

    void callsForAnotherStoreStay()
    {
        (void)valueOf(m_local->open({.meantFor = u"postgresql://elsewhere/x"_s})
                          ->record(sampleCall(u"a"_s, 0.5)));
        const auto local = standIn();
        (void)valueOf(local->record(sampleCall(u"a"_s, 0.25)));
        const auto team = m_team->open();
        const ForwardSummary summary =
            forward(*local, *team, {.target = m_team->location().place()});
        QCOMPARE(summary.received.calls, 1);
        const std::vector<OutboxTarget> expected{
            {u"postgresql://elsewhere/x"_s, 1, Money::fromUsd(0.5)}};
        QCOMPARE(summary.elsewhere, expected);
        QCOMPARE(forward(*local, *team).received.calls, 1);
    }

    void aRowThatNoStoreTakesStaysAndHoldsNothingUp()
    {
        const auto local = standIn();
        for (int i = 0; i < 3; ++i)
            (void)valueOf(local->record(sampleCall(u"a"_s, 0.25)));
        m_local->raw().execute(u"UPDATE usage_logs SET cost = -1 WHERE id = 2"_s);
        const auto team = m_team->open();
        const ForwardSummary summary = forward(*local, *team);
        QVERIFY(!summary.error);
        QCOMPARE(summary.received.calls, 2);
        QCOMPARE(summary.unfit, 1);
        QVERIFY2(summary.unfitReason.contains(u"-1"), qPrintable(summary.unfitReason));
        QCOMPARE(localCount(u"moved_at IS NULL"_s), u"1"_s);
    }

    void aBrokenCounterLosesNoCall()
    {
        if (m_team->backend() == Backend::Sqlite)
            QSKIP("SQLite stores no NaN");
        const auto team = m_team->open();
        (void)valueOf(team->record(sampleCall(u"a"_s, 0.25)));
        m_team->raw().execute(u"UPDATE budgets SET total_cost = 'NaN'"_s);
        const auto local = standIn();
        (void)valueOf(local->record(sampleCall(u"a"_s, 0.25)));
        (void)valueOf(local->record(sampleCall(u"b"_s, 0.25)));
        QCOMPARE(forward(*local, *team).received.calls, 2);
        QCOMPARE(teamCalls(), u"3"_s);
        QCOMPARE(valueOf(team->projectTotal(u"b"_s)), 0.25);
    }

    void aStoreIsNotCarriedToItself()
    {
        const auto local = standIn();
        (void)valueOf(local->record(sampleCall()));
        const auto again = m_local->open();
        QCOMPARE(forward(*local, *again).error->kind, StoreError::Kind::Invalid);
        QCOMPARE(valueOf(local->outbox()).front().calls, 1);
    }

    void whoMayNotUseTheTableOfTheKeysCarriesNothing_data()
    {
        QTest::addColumn<bool>("missing");
        QTest::newRow("no right to it") << false;
        QTest::newRow("not there") << true;
    }
    void whoMayNotUseTheTableOfTheKeysCarriesNothing()
    {
        if (m_team->backend() == Backend::Sqlite)
            QSKIP("SQLite has no roles");
        QFETCH(bool, missing);
        (void)m_team->open();
        const QString url = PostgresCluster::shared().createRole(m_team->url());
        const QString grants = u"GRANT SELECT, INSERT, UPDATE ON usage_logs, budgets TO %1;"
                               "GRANT USAGE ON SEQUENCE usage_logs_id_seq TO %1;"
                               "GRANT SELECT ON tollkeeper_meta, tollkeeper_limits TO %1;"_s;
        m_team->raw().execute(QString(grants).replace(u"%1"_s, PostgresCluster::roleOf(url)));
        if (missing)
            m_team->raw().execute(u"DROP TABLE tollkeeper_received"_s);
        const auto team = valueOf(Store::open(*StoreLocation::parse(url)));
        QVERIFY(team->info().access.canRecord); // the store is not worse for it
        const auto local = standIn();
        (void)valueOf(local->record(sampleCall(u"a"_s, 0.25)));
        const ForwardSummary summary = forward(*local, *team);
        QCOMPARE(summary.error->kind, StoreError::Kind::NotPermitted);
        QCOMPARE(teamCalls(), u"0"_s);
        QCOMPARE(valueOf(local->outbox()).front().calls, 1);
    }

    void onlyAFileStandsInForAnotherStore()
    {
        if (m_team->backend() == Backend::Sqlite)
            QSKIP("of servers");
        const auto opened = Store::open(m_team->location(), {.meantFor = u"x"_s});
        QCOMPARE(errorOf(opened), StoreError::Kind::Invalid);
        const auto team = m_team->open();
        QVERIFY(valueOf(team->outbox()).empty());
        QVERIFY(valueOf(team->waitingCalls({}, 0, 1)).empty());
    }
};

QTEST_GUILESS_MAIN(tst_storecontract_forwarding)
#include "tst_storecontract_forwarding.moc"
