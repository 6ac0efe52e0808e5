// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgrescluster.h"
#include "testdata.h"
#include "teststore.h"
#include "tollctl.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// stats, budgets and export over the calls that llm-toll stored, against its own answers.
class TestCliReading final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_store;
    Tollctl m_tollctl;

    [[nodiscard]] Outcome run(QStringList arguments) const
    {
        return m_tollctl.run(arguments << u"--store-url"_s << m_store->url());
    }

    static Totals totalsOf(const QJsonObject &row)
    {
        return {row["call_count"_L1].toInteger(), row["input_tokens"_L1].toInteger(),
                row["output_tokens"_L1].toInteger(), Money::fromUsd(row["cost"_L1].toDouble()),
                Timestamp::parse(row["last_used"_L1].toString())};
    }

    // Compares "rows" with llm-toll's summaries, and the members of a row with the contract's.
    static void compareRows(const Outcome &outcome, const QString &key,
                            const std::vector<Summary> &expected)
    {
        QVERIFY2(outcome.exitCode == 0, outcome.err);
        QCOMPARE(outcome.err, QByteArray());
        const QJsonArray rows = outcome.json()["rows"_L1].toArray();
        QCOMPARE(rows.size(), static_cast<qsizetype>(expected.size()));
        QMap<QString, Totals> byName;
        for (const auto &row : rows) {
            QStringList keys{u"call_count"_s, u"cost"_s, u"input_tokens"_s, u"last_used"_s,
                             u"output_tokens"_s};
            keys << key;
            keys.sort();
            QCOMPARE(row.toObject().keys(), keys);
            byName.insert(row.toObject()[key].toString(), totalsOf(row.toObject()));
        }
        for (const Summary &summary : expected) {
            Totals totals = byName.value(summary.name);
            if (!summary.totals.lastUsed) // llm-toll's summaries of models have none
                totals.lastUsed.reset();
            QCOMPARE(totals.cost.toString(), summary.totals.cost.toString());
            QVERIFY2(totals == summary.totals, qPrintable(summary.name));
        }
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init()
    {
        m_store = std::make_unique<TestStore>();
        m_store->loadAzure();
    }
    void cleanup() { m_store.reset(); }

    void statsHoldsLlmTollsTotalsToTheTenthDecimal()
    {
        const GoldenAnswers golden(currentBackend());
        const Outcome outcome = run({u"stats"_s, u"--json"_s});
        compareRows(outcome, u"project"_s, golden.projects());
        const QJsonObject total = outcome.json()["total"_L1].toObject();
        QVERIFY(!total.contains("project"_L1));
        QVERIFY(totalsOf(total) == golden.total());
        QVERIFY(
            outcome.out.contains("\"cost\":" + golden.total().cost.toString().toLatin1() + ','));
    }

    void statsOfAProjectHasARowForEachModel()
    {
        compareRows(run({u"stats"_s, u"--project"_s, u"support-chat"_s, u"--format"_s, u"json"_s}),
                    u"model"_s, GoldenAnswers(currentBackend()).modelsOf(u"support-chat"_s));
    }

    void statsOfAModelHasARowForEachProject()
    {
        compareRows(run({u"--stats"_s, u"--model"_s, u"gpt-4o"_s, u"--json"_s}), u"project"_s,
                    GoldenAnswers(currentBackend()).projectsOf(u"gpt-4o"_s));
    }

    void statsAsCsvHasTheRowsOfItsJson()
    {
        const QJsonArray rows = run({u"stats"_s, u"--json"_s}).json()["rows"_L1].toArray();
        const QByteArray csv = run({u"stats"_s, u"--format"_s, u"csv"_s}).out;
        QVERIFY(csv.startsWith("project,call_count,input_tokens,output_tokens,cost,last_used\n"));
        for (const auto &row : rows) {
            const QString numbers = u",%1,%2,%3,"_s.arg(row["call_count"_L1].toInteger())
                                        .arg(row["input_tokens"_L1].toInteger())
                                        .arg(row["output_tokens"_L1].toInteger());
            QVERIFY2(csv.contains(numbers.toLatin1()), qPrintable(numbers));
        }
        QVERIFY(!csv.contains("Total"));
    }

    void sinceAndUntilIncludeTheirDays()
    {
        const GoldenAnswers golden(currentBackend());
        const qint64 all = golden.total().calls;
        const auto callsOf = [this](const QStringList &range) {
            const Outcome outcome = run(QStringList{u"stats"_s, u"--json"_s} + range);
            return outcome.json()["total"_L1]["call_count"_L1].toInteger();
        };
        const auto text = [](QDate date) { return date.toString(Qt::ISODate); };
        const QString day = text(golden.onlyDay());
        const QString dayBefore = text(golden.onlyDay().addDays(-1));
        const QString dayAfter = text(golden.onlyDay().addDays(1));
        QCOMPARE(callsOf({u"--since"_s, day, u"--until"_s, day}), all);
        QCOMPARE(callsOf({u"--since"_s, dayAfter, u"--until"_s, dayAfter}), 0);
        QCOMPARE(callsOf({u"--since"_s, dayBefore, u"--until"_s, dayBefore}), 0);
        QCOMPARE(callsOf({u"--since"_s, day}), all);
        QCOMPARE(callsOf({u"--since"_s, dayAfter}), 0);
        QCOMPARE(callsOf({u"--until"_s, day}), all);
        QCOMPARE(callsOf({u"--until"_s, dayBefore}), 0);
        QCOMPARE(callsOf({u"--since"_s, u"0001-01-01"_s, u"--until"_s, u"9999-12-31"_s}), all);
        QCOMPARE(callsOf({u"--until"_s, u"0001-01-01"_s}), 0);
        QCOMPARE(callsOf({u"--since"_s, u"9999-12-31"_s}), 0);
    }

    void budgetsHoldLlmTollsCounters()
    {
        const Outcome outcome = run({u"budgets"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 0);
        const auto counters = GoldenAnswers(currentBackend()).counters();
        const QJsonArray budgets = outcome.json()["budgets"_L1].toArray();
        QCOMPARE(budgets.size(), static_cast<qsizetype>(counters.size()));
        int resets = 0;
        for (const auto &value : budgets) {
            const QJsonObject budget = value.toObject();
            const QStringList keys{u"last_reset_at"_s, u"max_budget"_s, u"project"_s,
                                   u"status"_s,        u"total_cost"_s, u"updated_at"_s,
                                   u"used_percent"_s};
            QCOMPARE(budget.keys(), keys);
            QCOMPARE(Money::fromUsd(budget["total_cost"_L1].toDouble()).toString(),
                     counters.at(budget["project"_L1].toString()).toString());
            QCOMPARE(budget["status"_L1].toString(), u"no_limit"_s);
            QVERIFY(budget["max_budget"_L1].isNull() && budget["used_percent"_L1].isNull());
            QVERIFY(Timestamp::parse(budget["updated_at"_L1].toString()));
            resets += budget["last_reset_at"_L1].isNull() ? 0 : 1;
        }
        QCOMPARE(resets, 1);
    }

    void exportedCsvIsLlmTollsByteForByte()
    {
        QFile golden(dataFile(u"llm_toll_azure.export_code-assistant.csv"_s));
        QVERIFY(golden.open(QIODevice::ReadOnly));
        const QByteArray expected = golden.readAll();
        const QStringList project{u"--project"_s, u"code-assistant"_s};
        QCOMPARE(run(QStringList{u"export"_s, u"csv"_s} + project).out, expected);
        QCOMPARE(run(project + QStringList{u"--export"_s, u"csv"_s}).out, expected);

        QFile file(m_tollctl.home() + u"/calls.csv"_s);
        const Outcome outcome =
            run(QStringList{u"--export"_s, u"csv"_s, u"--output"_s, file.fileName()} + project);
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, QByteArray());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), expected);
        QVERIFY(file.remove());
    }

    void exportedJsonHoldsEveryCall()
    {
        const Outcome outcome = run({u"export"_s, u"json"_s});
        QCOMPARE(outcome.exitCode, 0);
        const QJsonArray calls = QJsonDocument::fromJson(outcome.out).array();
        Totals sum;
        for (const auto &call : calls) {
            sum += {1, call["input_tokens"_L1].toInteger(), call["output_tokens"_L1].toInteger(),
                    Money::fromUsd(call["cost"_L1].toDouble()),
                    Timestamp::parse(call["created_at"_L1].toString())};
        }
        QVERIFY(sum == GoldenAnswers(currentBackend()).total());
    }

    void formulasAreDefusedUnlessRawIsWanted()
    {
        const QByteArray formula = "=cmd|'/c calc'!A0,";
        for (const QStringList &csv : {QStringList{u"export"_s, u"csv"_s},
                                       {u"stats"_s, u"--format"_s, u"csv"_s},
                                       {u"budgets"_s, u"--format"_s, u"csv"_s}}) {
            QVERIFY(run(csv).out.contains("\n'" + formula));
            QVERIFY(run(csv + QStringList{u"--raw"_s}).out.contains('\n' + formula));
        }
    }

    void rowsThatNoSumCanCountAreNamed()
    {
        RawConnection raw = m_store->raw();
        raw.execute(u"INSERT INTO usage_logs "
                    "(project, model, input_tokens, output_tokens, cost, created_at) "
                    "SELECT project, 'broken', 1, 1, -1, created_at FROM usage_logs LIMIT 3"_s);
        const Outcome outcome = run({u"stats"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.err.startsWith("3 rows were left out of the sums"));
        QVERIFY(totalsOf(outcome.json()["total"_L1].toObject()) ==
                GoldenAnswers(currentBackend()).total());
        const Outcome bad = run({u"export"_s, u"csv"_s, u"--bad-only"_s});
        QCOMPARE(bad.out.count(",broken,1,1,-1"), 3);
        QCOMPARE(bad.out.count('\n'), 4);
    }

    void anUnknownProjectIsNamedWithItsNearest()
    {
        for (const QStringList &verb : {QStringList{u"stats"_s}, {u"export"_s, u"csv"_s}}) {
            const Outcome outcome = run(verb + QStringList{u"--project"_s, u"suport-chat"_s});
            QCOMPARE(outcome.exitCode, 0);
            QVERIFY2(outcome.err.contains("Did you mean \"support-chat\"?"), outcome.err);
        }
    }
};

QTEST_GUILESS_MAIN(TestCliReading)
#include "tst_cli_reading.moc"
