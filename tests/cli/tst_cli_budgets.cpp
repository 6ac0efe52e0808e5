// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "aging.h"
#include "postgrescluster.h"
#include "teststore.h"
#include "tollctl.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// limit, check, reset, audit and undo.
class TestCliBudgets final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_store;
    Tollctl m_tollctl;

    [[nodiscard]] Outcome run(const QStringList &arguments) const
    {
        return m_tollctl.run(QStringList{u"--store-url"_s, m_store->url()} + arguments);
    }
    void spend(const QString &project, const QString &cost) const
    {
        const Outcome outcome =
            run({u"record"_s, u"--project"_s, project, u"--model"_s, u"gpt-4o"_s,
                 u"--input-tokens"_s, u"1"_s, u"--output-tokens"_s, u"1"_s, u"--cost"_s, cost});
        QVERIFY2(outcome.exitCode == 0, outcome.err);
    }
    [[nodiscard]] QJsonObject budgetOf(const QString &project) const
    {
        const QJsonArray budgets = run({u"budgets"_s, u"--json"_s}).json()["budgets"_L1].toArray();
        for (const auto &budget : budgets) {
            if (budget["project"_L1].toString() == project)
                return budget.toObject();
        }
        return {};
    }
    void setLimit(const QString &project, const QString &usd) const
    {
        QCOMPARE(run({u"limit"_s, u"--project"_s, project, u"--set"_s, usd}).exitCode, 0);
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init() { m_store = std::make_unique<TestStore>(); }
    void cleanup() { m_store.reset(); }

    void aLimitIsSetShownChangedAndCleared()
    {
        spend(u"chat"_s, u"1"_s);
        const auto limit = [this](const QStringList &arguments) {
            const Outcome outcome =
                run(QStringList{u"limit"_s, u"--project"_s, u"chat"_s, u"--json"_s} + arguments);
            return outcome.exitCode == 0 ? outcome.out : outcome.err;
        };
        QCOMPARE(limit({}), "{\"limits\":[{\"project\":\"chat\",\"max_budget\":null,"
                            "\"period\":null,\"warn_percents\":null}]}\n");
        const QByteArray monthly = "{\"limits\":[{\"project\":\"chat\",\"max_budget\":12.5,"
                                   "\"period\":\"monthly\",\"warn_percents\":[50,80]}]}\n";
        QCOMPARE(
            limit({u"--set"_s, u"12.5"_s, u"--period"_s, u"monthly"_s, u"--warn"_s, u"80,50,80"_s}),
            monthly);
        QCOMPARE(limit({}), monthly);
        QCOMPARE(limit({u"--set"_s, u"20"_s}), QByteArray(monthly).replace("12.5", "20"));
        QVERIFY(limit({u"--set"_s, u"20"_s, u"--period"_s, u"none"_s}).contains("\"period\":null"));
        QCOMPARE(budgetOf(u"chat"_s)["max_budget"_L1].toDouble(), 20.0);
        QVERIFY(limit({u"--clear"_s}).contains("\"max_budget\":null"));
        QCOMPARE(run({u"limit"_s, u"--project"_s, u"chat"_s, u"--clear"_s}).exitCode, 64);
    }

    void everyLimitIsListedWithoutAProject()
    {
        setLimit(u"a"_s, u"1"_s);
        setLimit(u"b"_s, u"2"_s);
        QCOMPARE(run({u"limit"_s, u"--json"_s}).json()["limits"_L1].toArray().size(), 2);
    }

    void aLimitOfAnUnknownProjectIsSetWithAWarning()
    {
        spend(u"support"_s, u"1"_s);
        const Outcome outcome = run({u"limit"_s, u"--project"_s, u"suport"_s, u"--set"_s, u"1"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.err.contains("Did you mean \"support\"?"), outcome.err);
    }

    void wrongLimitsAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("negative") << QStringList{u"--set"_s, u"-1"_s} << QByteArray("-1");
        QTest::newRow("not a number") << QStringList{u"--set"_s, u"lots"_s} << QByteArray("lots");
        QTest::newRow("NaN") << QStringList{u"--set"_s, u"nan"_s} << QByteArray("nan");
        QTest::newRow("infinite") << QStringList{u"--set"_s, u"inf"_s} << QByteArray("inf");
        QTest::newRow("too large") << QStringList{u"--set"_s, u"1e999"_s} << QByteArray("1e999");
        QTest::newRow("period") << QStringList{u"--set"_s, u"1"_s, u"--period"_s, u"yearly"_s}
                                << QByteArray("yearly");
        QTest::newRow("threshold of 0")
            << QStringList{u"--set"_s, u"1"_s, u"--warn"_s, u"0,50"_s} << QByteArray("0,50");
        QTest::newRow("threshold of 101")
            << QStringList{u"--set"_s, u"1"_s, u"--warn"_s, u"50,101"_s} << QByteArray("50,101");
        QTest::newRow("threshold with a percent sign")
            << QStringList{u"--set"_s, u"1"_s, u"--warn"_s, u"50%"_s} << QByteArray("50%");
        QTest::newRow("set and clear")
            << QStringList{u"--set"_s, u"1"_s, u"--clear"_s} << QByteArray("--clear");
        QTest::newRow("period alone")
            << QStringList{u"--period"_s, u"daily"_s} << QByteArray("--set");
    }
    void wrongLimitsAreRefused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, word);
        const Outcome outcome = run(QStringList{u"limit"_s, u"--project"_s, u"chat"_s} + arguments);
        QCOMPARE(outcome.exitCode, 64);
        QVERIFY2(outcome.err.contains(word), outcome.err);
        QVERIFY(budgetOf(u"chat"_s).isEmpty());
    }

    void checkTellsOfThresholdsAndLimitsByItsExitCode()
    {
        spend(u"chat"_s, u"4"_s);
        spend(u"free"_s, u"9"_s);
        const auto check = [this](const QStringList &more = {}) {
            return run(QStringList{u"check"_s} + more).exitCode;
        };
        QCOMPARE(check(), 0);
        setLimit(u"chat"_s, u"8.01"_s);
        const Outcome fine = run({u"check"_s});
        QCOMPARE(fine.exitCode, 0);
        QCOMPARE(fine.out + fine.err, QByteArray()); // cron would mail it
        setLimit(u"chat"_s, u"8"_s);
        QCOMPARE(check(), 1);
        QCOMPARE(budgetOf(u"chat"_s)["status"_L1].toString(), u"warning"_s);
        QCOMPARE(budgetOf(u"chat"_s)["used_percent"_L1].toDouble(), 50.0);
        setLimit(u"chat"_s, u"4"_s);
        QCOMPARE(check(), 2);
        QCOMPARE(check({u"--project"_s, u"chat"_s}), 2);
        QCOMPARE(check({u"--project"_s, u"free"_s}), 0);
        QCOMPARE(run({u"check"_s, u"--json"_s}).json()["budgets"_L1].toArray().size(), 1);
        QCOMPARE(budgetOf(u"chat"_s)["status"_L1].toString(), u"exceeded"_s);
    }

    void checkOfAnUnknownProjectIsAnErrorThatNamesTheNearest()
    {
        spend(u"support"_s, u"1"_s);
        const Outcome outcome = run({u"check"_s, u"--project"_s, u"suport"_s});
        QCOMPARE(outcome.exitCode, 64);
        QVERIFY2(outcome.err.contains("Did you mean \"support\"?"), outcome.err);
    }

    void checkCountsABrokenCounterAsReached()
    {
        spend(u"chat"_s, u"1"_s);
        setLimit(u"chat"_s, u"100"_s);
        m_store->raw().execute(currentBackend() == Backend::Sqlite
                                   ? u"UPDATE budgets SET total_cost = 9e999"_s
                                   : u"UPDATE budgets SET total_cost = 'NaN'"_s);
        const Outcome outcome = run({u"check"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.json()["budgets"_L1][0]["total_cost"_L1].isNull());
        QVERIFY2(outcome.err.contains("\"chat\""), outcome.err);
    }

    void aResetClearsTheCounterAndAnUndoGivesItBack()
    {
        m_store->loadAzure();
        const QString project = u"code-assistant"_s;
        const double before = budgetOf(project)["total_cost"_L1].toDouble();
        const QByteArray log = run({u"export"_s, u"csv"_s}).out;

        const QJsonObject entry =
            run({u"reset"_s, u"--project"_s, project, u"--reason"_s, u"new month"_s, u"--json"_s})
                .json();
        QCOMPARE(entry["amount"_L1].toDouble(), before);
        QCOMPARE(entry["action"_L1].toString(), u"reset"_s);
        QCOMPARE(budgetOf(project)["total_cost"_L1].toDouble(), 0.0);
        QVERIFY(Timestamp::parse(budgetOf(project)["last_reset_at"_L1].toString()));
        QCOMPARE(run({u"export"_s, u"csv"_s}).out, log);
        const QJsonObject logged = run({u"audit"_s, u"--project"_s, project, u"--json"_s})
                                       .json()["audit"_L1][0]
                                       .toObject();
        QCOMPARE(logged, entry);
        QCOMPARE(logged["reason"_L1].toString(), u"new month"_s);
        QCOMPARE(run({u"audit"_s, u"--project"_s, u"support-chat"_s, u"--json"_s})
                     .json()["audit"_L1]
                     .toArray()
                     .size(),
                 0);

        spend(project, u"0.5"_s);
        const QString id = QString::number(entry["id"_L1].toInteger());
        QCOMPARE(run({u"undo"_s, u"--audit-id"_s, id}).exitCode, 0);
        QCOMPARE(budgetOf(project)["total_cost"_L1].toDouble(), before + 0.5);
        const Outcome again = run({u"undo"_s, u"--audit-id"_s, id});
        QCOMPARE(again.exitCode, 64);
        QVERIFY2(again.err.contains("undone"), again.err);
        QCOMPARE(budgetOf(project)["total_cost"_L1].toDouble(), before + 0.5);
    }

    void aResetSaysWhatItClearedAndHowToUndoIt()
    {
        spend(u"chat"_s, u"1.25"_s);
        const Outcome outcome = run({u"--reset"_s, u"--project"_s, u"chat"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.out.contains("$1.25 cleared"), outcome.out);
        const QByteArray hint = "tollctl undo --audit-id ";
        QVERIFY(outcome.out.contains(hint));
        const QByteArray id = outcome.out.mid(outcome.out.indexOf(hint) + hint.size()).trimmed();
        QCOMPARE(run({u"undo"_s, u"--audit-id"_s, QString::fromLatin1(id)}).exitCode, 0);
        QCOMPARE(budgetOf(u"chat"_s)["total_cost"_L1].toDouble(), 1.25);
    }

    void aResetOfAnUnknownProjectNamesTheNearestAndChangesNothing()
    {
        spend(u"support"_s, u"1"_s);
        const Outcome outcome = run({u"reset"_s, u"--project"_s, u"suport"_s});
        QCOMPARE(outcome.exitCode, 64);
        QVERIFY2(outcome.err.contains("Did you mean \"support\"?"), outcome.err);
        QVERIFY(budgetOf(u"suport"_s).isEmpty());
        QCOMPARE(run({u"audit"_s, u"--json"_s}).json()["audit"_L1].toArray().size(), 0);
    }

    void whatIsNotInTheAuditLogCannotBeUndone()
    {
        spend(u"chat"_s, u"1"_s);
        setLimit(u"chat"_s, u"2"_s);
        for (const QString &id : {u"999"_s, u"-1"_s, u"one"_s, u"1"_s}) // 1 is the limit
            QCOMPARE(run({u"undo"_s, u"--audit-id"_s, id}).exitCode, 64);
    }

    void theAuditLogAsCsvHasAColumnForEachKey()
    {
        spend(u"chat"_s, u"1"_s);
        QCOMPARE(run({u"reset"_s, u"--project"_s, u"chat"_s, u"--reason"_s, u"=1+1"_s}).exitCode,
                 0);
        const QByteArray csv = run({u"audit"_s, u"--format"_s, u"csv"_s}).out;
        QVERIFY(csv.startsWith("id,at,action,project,amount,covers_log_id,database_role,os_user,"
                               "reason,undoes,undone_by,previous_amount,max_budget\n"));
        QVERIFY2(csv.contains(",'=1+1,"), csv);
    }

    void theLedgerTellsOfDifferencesByItsExitCode()
    {
        spend(u"chat"_s, u"0.75"_s);
        spend(u"search"_s, u"0.5"_s);
        const Outcome agrees = run({u"ledger"_s, u"--json"_s});
        QCOMPARE(agrees.exitCode, 0);
        QVERIFY2(agrees.out.startsWith(
                     "{\"ledger\":[{\"project\":\"chat\",\"total_cost\":0.75,\"logged\":0.75,"
                     "\"difference\":0,\"finding\":\"agrees\",\"since\":null,\"call_count\":1,"
                     "\"bad_rows\":0},{\"project\":\"search\","),
                 agrees.out);
        m_store->raw().execute(u"UPDATE budgets SET total_cost = 9 WHERE project = 'search'"_s);
        const Outcome differs = run({u"ledger"_s});
        QCOMPARE(differs.exitCode, 1);
        QVERIFY2(differs.out.contains("Edited counter") && differs.out.contains("Agrees"), differs.out);
        QVERIFY2(differs.err.contains("search"), differs.err);
        QCOMPARE(run({u"ledger"_s, u"--project"_s, u"chat"_s}).exitCode, 0);
        QCOMPARE(run({u"ledger"_s, u"--project"_s, u"nobody"_s}).exitCode, 64);
    }

    void aRepairSetsTheCounterToTheLogAndIsWrittenDown()
    {
        spend(u"chat"_s, u"0.75"_s);
        m_store->raw().execute(u"UPDATE budgets SET total_cost = 9"_s);
        const Outcome repaired =
            run({u"repair"_s, u"--project"_s, u"chat"_s, u"--reason"_s, u"restored"_s});
        QCOMPARE(repaired.exitCode, 0);
        QCOMPARE(repaired.out, "Repaired the counter of \"chat\": $0.75, was $9.00.\n");
        QCOMPARE(run({u"ledger"_s}).exitCode, 0);
        const QJsonObject entry =
            run({u"audit"_s, u"--json"_s}).json()["audit"_L1].toArray().first().toObject();
        QCOMPARE(entry["action"_L1].toString(), u"repaired"_s);
        QCOMPARE(entry["amount"_L1].toDouble(), 0.75);
        QCOMPARE(entry["previous_amount"_L1].toDouble(), 9.0);
        QCOMPARE(entry["reason"_L1].toString(), u"restored"_s);
        QCOMPARE(run({u"repair"_s, u"--project"_s, u"chat"_s}).exitCode, 64); // nothing to repair
    }

    void aPeriodThatIsOverStaysInTheAuditLog()
    {
        awaitCalmTime();
        spend(u"chat"_s, u"0.75"_s);
        QCOMPARE(run({u"limit"_s, u"--project"_s, u"chat"_s, u"--set"_s, u"1"_s, u"--period"_s,
                      u"daily"_s})
                     .exitCode,
                 0);
        age(*m_store, 1);
        QCOMPARE(run({u"check"_s}).exitCode, 0);
        QCOMPARE(budgetOf(u"chat"_s)["total_cost"_L1].toDouble(), 0.0);
        const QJsonArray audit = run({u"audit"_s, u"--json"_s}).json()["audit"_L1].toArray();
        QCOMPARE(audit.size(), 2);
        QCOMPARE(audit[0]["action"_L1].toString(), u"period_closed"_s);
        QCOMPARE(audit[0]["amount"_L1].toDouble(), 0.75);
        QCOMPARE(audit[0]["max_budget"_L1].toDouble(), 1.0);
    }

    void aRehearsalPrintsPastDaysAndChangesNothing()
    {
        spend(u"chat"_s, u"0.75"_s);
        const QString today = Timestamp::now().day().toString(Qt::ISODate);
        const auto rehearse = [this](const QString &usd) {
            return run({u"limit"_s, u"--project"_s, u"chat"_s, u"--set"_s, usd, u"--period"_s,
                        u"monthly"_s, u"--rehearse"_s, u"--json"_s});
        };
        const Outcome warned = rehearse(u"1"_s);
        QCOMPARE(warned.exitCode, 0);
        QCOMPARE(warned.out, "{\"rehearsal\":[{\"day\":\"" + today.toLatin1()
                                 + "\",\"event\":\"warned\",\"percent\":50,\"spent\":0.75}]}\n");
        QVERIFY2(warned.err.contains("Nothing was changed"), warned.err);
        QVERIFY(rehearse(u"0.5"_s).out.contains("\"event\":\"reached\",\"percent\":null"));
        QCOMPARE(rehearse(u"5"_s).out, "{\"rehearsal\":[]}\n");
        QVERIFY(budgetOf(u"chat"_s)["max_budget"_L1].isNull());
        QCOMPARE(run({u"audit"_s, u"--json"_s}).json()["audit"_L1].toArray().size(), 0);
        QCOMPARE(run({u"limit"_s, u"--project"_s, u"chat"_s, u"--rehearse"_s}).exitCode, 64);
    }

    void aRoleThatMayOnlyReadSeesEverythingAndChangesNothing()
    {
        if (currentBackend() == Backend::Sqlite)
            QSKIP("tst_cli_stores has the read-only file");
        spend(u"chat"_s, u"1"_s);
        auto &cluster = PostgresCluster::shared();
        const QString url = cluster.createRole(m_store->url());
        PostgresCluster::execute(m_store->url(),
                                 u"GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1"_s.arg(
                                     PostgresCluster::roleOf(url)));
        const auto asReader = [&](const QStringList &arguments) {
            return m_tollctl.run(arguments + QStringList{u"--store-url"_s, url});
        };
        QCOMPARE(asReader({u"stats"_s}).exitCode, 0);
        QCOMPARE(asReader({u"budgets"_s}).exitCode, 0);
        QCOMPARE(asReader({u"check"_s}).exitCode, 0);
        const Outcome reset = asReader({u"reset"_s, u"--project"_s, u"chat"_s});
        QCOMPARE(reset.exitCode, 4);
        QVERIFY(!reset.err.isEmpty());
        QCOMPARE(budgetOf(u"chat"_s)["total_cost"_L1].toDouble(), 1.0);
    }
};

QTEST_GUILESS_MAIN(TestCliBudgets)
#include "tst_cli_budgets.moc"
