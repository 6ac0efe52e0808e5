// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgrescluster.h"
#include "teststore.h"
#include "tollctl.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Store and forward: the team's server is down, calls are recorded on this machine, the server
/// comes back, and every call gets there once.
class TestCliSync final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_team;
    std::unique_ptr<Tollctl> m_tollctl;

    static QByteArray line(const QByteArray &project, const QByteArray &cost)
    {
        return "{\"project\":\"" + project + "\",\"model\":\"m\",\"input_tokens\":1,\"output_tokens\":2,"
               "\"cost\":" + cost + "}\n";
    }
    // Records while nobody answers at the store of LLM_TOLL_STORE_URL, whose database is there.
    void recordWithoutTheServer(const QByteArray &lines, int exitCode = 0) const
    {
        PostgresCluster::shared().stop();
        const Outcome outcome = m_tollctl->run({u"record"_s, u"--jsonl"_s}, lines);
        PostgresCluster::shared().start();
        QVERIFY2(outcome.exitCode == exitCode, outcome.err);
        QVERIFY2(outcome.err.contains("Falling back to local SQLite."), outcome.err);
    }
    [[nodiscard]] QString local(const QString &sql) const
    {
        return RawConnection(m_tollctl->defaultStore()).value(sql);
    }
    [[nodiscard]] QString team(const QString &sql) const { return m_team->raw().value(sql); }
    static void verify(const Outcome &outcome, int exitCode, const QByteArray &out)
    {
        QVERIFY2(outcome.exitCode == exitCode, outcome.err + outcome.out);
        QCOMPARE(outcome.out, out);
    }

private Q_SLOTS:
    void init()
    {
        m_team = std::make_unique<TestStore>(Backend::Postgres);
        (void)m_team->open();
        m_tollctl = std::make_unique<Tollctl>();
        m_tollctl->set(u"LLM_TOLL_STORE_URL"_s, m_team->url());
    }
    void cleanup()
    {
        m_tollctl.reset();
        m_team.reset();
    }

    void callsOfAnOutageAreCarriedToTheTeamStore()
    {
        recordWithoutTheServer(line("chat", "0.1") + line("chat", "0.2") + line("search", "0.0456"));
        const QStringList single{u"record"_s, u"--project"_s, u"chat"_s, u"--model"_s, u"m"_s,
                                 u"--input-tokens"_s, u"1"_s, u"--output-tokens"_s, u"1"_s,
                                 u"--cost"_s, u"0.5"_s};
        QCOMPARE(m_tollctl->run(single).json()["total_cost"_L1].toDouble(), 0.5); // at the team again
        const QByteArray store = m_team->location().title().toUtf8();
        const Outcome synced = m_tollctl->run({u"sync"_s});
        verify(synced, 0, "Moved 3 calls, $0.3456, to " + store + ".\n");
        QCOMPARE(synced.err, QByteArray());
        QCOMPARE(team(u"SELECT sum(total_cost) FROM budgets"_s), u"0.8456"_s);
        QCOMPARE(team(u"SELECT count(*) FROM usage_logs"_s), u"4"_s);
        QCOMPARE(local(u"SELECT count(*) FROM usage_logs"_s), u"3"_s);
        verify(m_tollctl->run({u"sync"_s}), 0, "Nothing waits to be carried to " + store + ".\n");
        QCOMPARE(team(u"SELECT count(*) FROM usage_logs"_s), u"4"_s);
    }

    void aSingleCallOfAnOutageIsCarriedToo()
    {
        PostgresCluster::shared().stop();
        const Outcome recorded = m_tollctl->run(
            {u"record"_s, u"--project"_s, u"chat"_s, u"--model"_s, u"m"_s, u"--input-tokens"_s,
             u"1"_s, u"--output-tokens"_s, u"1"_s, u"--cost"_s, u"0.5"_s});
        PostgresCluster::shared().start();
        QCOMPARE(recorded.exitCode, 0);
        const QJsonObject answer = m_tollctl->run({u"sync"_s, u"--json"_s}).json();
        QCOMPARE(answer["moved"_L1].toInt(), 1);
        QCOMPARE(team(u"SELECT total_cost FROM budgets"_s), u"0.5"_s);
    }

    void limitsThatAreExceededNowAreNamed()
    {
        const QStringList limit{u"limit"_s, u"--project"_s, u"chat"_s, u"--set"_s, u"1"_s};
        QCOMPARE(m_tollctl->run(limit).exitCode, 0);
        recordWithoutTheServer(line("chat", "0.75") + line("chat", "0.5") + line("other", "9"));
        const Outcome outcome = m_tollctl->run({u"sync"_s});
        verify(outcome, 0, "Moved 3 calls, $10.25, to " + m_team->location().title().toUtf8()
                               + ".\nProject chat is now over its limit: $1.25 of $1.00.\n");
    }

    void jsonTellsTheSame()
    {
        (void)m_team->open()->setLimit(u"chat"_s, {.maxBudgetUsd = 0.5});
        recordWithoutTheServer(line("chat", "0.75") + line("other", "0.1"));
        const QJsonObject answer = m_tollctl->run({u"sync"_s, u"--json"_s}).json();
        QCOMPARE(answer["store"_L1].toString(), m_team->location().title());
        QCOMPARE(answer["moved"_L1].toInt(), 2);
        QCOMPARE(answer["cost"_L1].toDouble(), 0.85);
        QCOMPARE(answer["already_there"_L1].toInt(), 0);
        const QJsonObject chat = answer["projects"_L1].toArray().first().toObject();
        QCOMPARE(chat["project"_L1].toString(), u"chat"_s);
        QCOMPARE(chat["call_count"_L1].toInt(), 1);
        QCOMPARE(chat["total_cost"_L1].toDouble(), 0.75);
        QCOMPARE(chat["max_budget"_L1].toDouble(), 0.5);
        QCOMPARE(chat["over_limit"_L1], QJsonValue(true));
        QCOMPARE(answer["projects"_L1].toArray().last()["over_limit"_L1], QJsonValue(false));
    }

    void callsOfALocalStoreThatWasNamedAreNotCarried()
    {
        const QStringList named{u"record"_s, u"--jsonl"_s, u"--db"_s, m_tollctl->defaultStore()};
        QCOMPARE(m_tollctl->run(named, line("mine", "1")).exitCode, 0);
        recordWithoutTheServer(line("chat", "0.5"));
        QCOMPARE(m_tollctl->run({u"sync"_s, u"--json"_s}).json()["moved"_L1].toInt(), 1);
        QCOMPARE(team(u"SELECT count(*) FROM budgets WHERE project = 'mine'"_s), u"0"_s);
    }

    void callsForAnotherStoreWaitUntilAllAreAskedFor()
    {
        m_tollctl->set(u"LLM_TOLL_STORE_URL"_s, u"postgresql://ana:hush@127.0.0.1:1/elsewhere"_s);
        (void)m_tollctl->run({u"record"_s, u"--jsonl"_s}, line("chat", "0.5"));
        m_tollctl->set(u"LLM_TOLL_STORE_URL"_s, m_team->url());
        const Outcome outcome = m_tollctl->run({u"sync"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.err.contains("postgresql://127.0.0.1:1/elsewhere"), outcome.err);
        QCOMPARE(team(u"SELECT count(*) FROM usage_logs"_s), u"0"_s);
        QCOMPARE(m_tollctl->run({u"sync"_s, u"--all"_s, u"--json"_s}).json()["moved"_L1].toInt(), 1);
        QFile file(m_tollctl->defaultStore());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("hush"));
    }

    void aServerThatIsStillDownLosesNothing()
    {
        recordWithoutTheServer(line("chat", "0.5"));
        PostgresCluster::shared().stop();
        const Outcome outcome = m_tollctl->run({u"sync"_s});
        PostgresCluster::shared().start();
        verify(outcome, 4, "");
        QVERIFY2(!outcome.err.contains(PostgresCluster::adminPassword().toUtf8()), outcome.err);
        QCOMPARE(m_tollctl->run({u"sync"_s, u"--json"_s}).json()["moved"_L1].toInt(), 1);
    }

    void withoutAStoreToCarryToItIsWrongUsage()
    {
        m_tollctl->set(u"LLM_TOLL_STORE_URL"_s, {});
        verify(m_tollctl->run({u"sync"_s}), 64, "");
        m_tollctl->set(u"LLM_TOLL_STORE_URL"_s, u"mysql://db/x"_s);
        verify(m_tollctl->run({u"sync"_s}), 64, "");
    }

    void whereNothingWasEverRecordedNothingWaits()
    {
        QCOMPARE(m_tollctl->run({u"sync"_s, u"--json"_s}).json()["moved"_L1].toInt(), 0);
        QVERIFY(!QFile::exists(m_tollctl->defaultStore()));
        const QStringList noFile{u"sync"_s, u"--db"_s, m_tollctl->home() + u"/no.db"_s};
        QCOMPARE(m_tollctl->run(noFile).exitCode, 64);
    }

    // The two moments that matter most; for all the others see tst_sync.
    void aSyncThatIsKilledBetweenTheStoresCarriesEachCallOnce_data()
    {
        QTest::addColumn<bool>("arrived");
        QTest::newRow("before the team store took the calls in") << false;
        QTest::newRow("after it, and before that was noted here") << true;
    }
    void aSyncThatIsKilledBetweenTheStoresCarriesEachCallOnce()
    {
        QFETCH(bool, arrived);
        constexpr int calls = 20;
        recordWithoutTheServer(line("chat", "0.01").repeated(calls));
        QCOMPARE(m_tollctl->run({u"record"_s, u"--jsonl"_s}, line("chat", "1")).exitCode, 0);
        {
            auto holder = arrived ? RawConnection(m_tollctl->defaultStore()) : m_team->raw();
            holder.execute(arrived ? u"BEGIN IMMEDIATE"_s
                                   : u"BEGIN; SELECT * FROM budgets FOR UPDATE"_s);
            const auto process = m_tollctl->start({u"sync"_s});
            if (arrived) {
                QTRY_COMPARE(team(u"SELECT count(*) FROM usage_logs"_s), QString::number(calls + 1));
            } else {
                QTRY_VERIFY(team(u"SELECT count(*) FROM pg_stat_activity"
                                 " WHERE wait_event_type = 'Lock'"_s) != u"0");
            }
            process->kill();
            process->waitForFinished();
        }
        QCOMPARE(local(u"SELECT count(*) FROM tollkeeper_outbox WHERE moved_at IS NULL"_s),
                 QString::number(calls));
        const QJsonObject answer = m_tollctl->run({u"sync"_s, u"--json"_s}).json();
        QCOMPARE(answer["moved"_L1].toInt(), arrived ? 0 : calls);
        QCOMPARE(answer["already_there"_L1].toInt(), arrived ? calls : 0);
        QCOMPARE(team(u"SELECT count(*) FROM usage_logs"_s), QString::number(calls + 1));
        QCOMPARE(team(u"SELECT total_cost FROM budgets"_s), u"1.2"_s);
    }
};

QTEST_GUILESS_MAIN(TestCliSync)
#include "tst_cli_sync.moc"
