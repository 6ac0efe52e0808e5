// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgrescluster.h"
#include "teststore.h"
#include "tollctl.h"

#include "values/money.h"
#include "values/timestamp.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

const QStringList factors{u"calls"_s, u"mix"_s, u"input_tokens_per_call"_s,
                          u"output_tokens_per_call"_s, u"price"_s};

Money moneyOf(const QJsonObject &row, const QString &key)
{
    return Money::fromUsd(row[key].toDouble());
}

} // namespace

/// why, and what stats says about models without a price.
class TestCliWhy final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_store;
    Tollctl m_tollctl;

    [[nodiscard]] Outcome run(QStringList arguments) const
    {
        return m_tollctl.run(arguments << u"--store-url"_s << m_store->url());
    }
    // What tollctl refuses, with the sentence that says why.
    void refuses(const QStringList &arguments, const QByteArray &sentence) const
    {
        const Outcome outcome = run(QStringList{u"why"_s} + arguments);
        QCOMPARE(outcome.exitCode, 64);
        QCOMPARE(outcome.out, QByteArray());
        QVERIFY2(outcome.err.contains(sentence), outcome.err);
    }
    void log(const QString &day, const QString &project, const QString &model, int input,
             int output, const QString &cost) const
    {
        m_store->raw().execute(
            u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, "
            u"created_at)"
            " VALUES ('%1', '%2', %3, %4, %5, '%6T10:00:00+00:00')"_s.arg(project, model)
                .arg(input)
                .arg(output)
                .arg(cost, day));
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init()
    {
        m_store = std::make_unique<TestStore>();
        (void)m_store->open(); // which makes the tables
    }
    void cleanup() { m_store.reset(); }

    void theDifferenceIsSplitByFactorAndProject()
    {
        log(u"2026-10-05"_s, u"bot"_s, u"gpt-4o"_s, 1000, 200, u"0.0045"_s);
        log(u"2026-10-06"_s, u"gone"_s, u"gpt-4o"_s, 1000, 200, u"0.0045"_s);
        log(u"2026-11-05"_s, u"bot"_s, u"gpt-4o"_s, 1000, 600, u"0.0085"_s);
        log(u"2026-11-05"_s, u"bot"_s, u"gpt-4o"_s, 1000, 600, u"0.0085"_s);
        const Outcome outcome =
            run({u"why"_s, u"--since"_s, u"2026-11-01"_s, u"--until"_s, u"2026-11-10"_s,
                 u"--compare-since"_s, u"2026-10-01"_s, u"--json"_s});
        QVERIFY2(outcome.exitCode == 0, outcome.err);
        const QJsonObject json = outcome.json();
        QCOMPARE(json["before"_L1]["since"_L1].toString(), u"2026-10-01"_s);
        QCOMPARE(json["before"_L1]["until"_L1].toString(), u"2026-10-10"_s);
        QCOMPARE(json["now"_L1]["until"_L1].toString(), u"2026-11-10"_s);
        const QJsonArray rows = json["rows"_L1].toArray();
        QCOMPARE(rows.size(), 2);
        const QJsonObject bot = rows[0].toObject();
        QCOMPARE(bot["project"_L1].toString(), u"bot"_s);
        QCOMPARE(moneyOf(bot, u"change"_s).toString(), u"0.0125"_s);
        QCOMPARE(moneyOf(bot, u"calls"_s).toString(), u"0.0065"_s);
        QCOMPARE(moneyOf(bot, u"output_tokens_per_call"_s).toString(), u"0.006"_s);
        QCOMPARE(moneyOf(bot, u"price"_s), Money());
        QCOMPARE(moneyOf(rows[1].toObject(), u"calls"_s).toString(), u"-0.0045"_s);
        QCOMPARE(moneyOf(json["total"_L1].toObject(), u"change"_s).toString(), u"0.008"_s);
        QCOMPARE(json["summary"_L1].toString(),
                 u"Spend rose by < $0.01 (89 %), mostly bot: more calls (< $0.01)."_s);
    }

    void thePartsOfLlmTollsCallsAddUpExactly()
    {
        m_store = std::make_unique<TestStore>();
        m_store->loadAzure();
        // All of these calls are of one day: against a day without any.
        const Outcome outcome = run(
            {u"why"_s, u"--since"_s, u"2023-11-16"_s, u"--until"_s, u"2023-11-16"_s, u"--json"_s});
        const QJsonObject json = outcome.json();
        Money changes;
        const QJsonArray rows = json["rows"_L1].toArray();
        for (const auto &row : rows) {
            Money sum;
            for (const QString &factor : factors)
                sum += moneyOf(row.toObject(), factor);
            QCOMPARE(sum, moneyOf(row.toObject(), u"change"_s));
            changes += sum;
        }
        QCOMPARE(changes, moneyOf(json["total"_L1].toObject(), u"change"_s));
        const Outcome stats = run({u"stats"_s, u"--json"_s});
        QCOMPARE(changes, moneyOf(stats.json()["total"_L1].toObject(), u"cost"_s));
    }

    void withoutRangesThisMonthIsComparedWithTheOneBefore()
    {
        const QDate today = Timestamp::now().day();
        const QDate start(today.year(), today.month(), 1);
        log(start.toString(Qt::ISODate), u"bot"_s, u"gpt-4o"_s, 10, 10, u"3"_s);
        log(start.addMonths(-1).toString(Qt::ISODate), u"bot"_s, u"gpt-4o"_s, 10, 10, u"2"_s);
        const QJsonObject json = run({u"why"_s, u"--json"_s}).json();
        QCOMPARE(json["now"_L1]["since"_L1].toString(), start.toString(Qt::ISODate));
        QCOMPARE(json["before"_L1]["since"_L1].toString(),
                 start.addMonths(-1).toString(Qt::ISODate));
        QCOMPARE(moneyOf(json["total"_L1].toObject(), u"price"_s).toString(), u"1"_s);
    }

    void oneRangeIsComparedWithAsManyDaysBefore()
    {
        const QJsonObject json = run({u"why"_s, u"--since"_s, u"2026-11-11"_s, u"--until"_s,
                                      u"2026-11-20"_s, u"--json"_s})
                                     .json();
        QCOMPARE(json["before"_L1]["since"_L1].toString(), u"2026-11-01"_s);
        QCOMPARE(json["before"_L1]["until"_L1].toString(), u"2026-11-10"_s);
        QCOMPARE(json["rows"_L1].toArray().size(), 0);
    }

    void tableAndCsvSayTheSame()
    {
        log(u"2026-10-05"_s, u"=bot"_s, u"gpt-4o"_s, 1000, 200, u"4"_s);
        log(u"2026-11-05"_s, u"=bot"_s, u"gpt-4o"_s, 1000, 200, u"6"_s);
        const QStringList why{u"why"_s,        u"--since"_s,         u"2026-11-05"_s, u"--until"_s,
                              u"2026-11-05"_s, u"--compare-since"_s, u"2026-10-05"_s};
        const QByteArray table = run(why).out;
        QVERIFY2(table.startsWith("Spend rose by $2.00 (50 %), mostly a higher price per token "
                                  "(+$2.00).\n5 Nov 2026, against 5 Oct 2026\n\n"),
                 table);
        QVERIFY(table.contains("Total"));
        QCOMPARE(run(why + QStringList{u"--format"_s, u"csv"_s}).out,
                 "project,cost_before,cost_now,change,calls,mix,input_tokens_per_call,"
                 "output_tokens_per_call,price\n'=bot,4,6,2,0,0,0,0,2\n");
    }

    void aProjectIsSplitAloneAndAnUnknownOneIsNamed()
    {
        log(u"2026-11-05"_s, u"bot"_s, u"gpt-4o"_s, 1000, 200, u"6"_s);
        log(u"2026-11-05"_s, u"code"_s, u"gpt-4o"_s, 1000, 200, u"8"_s);
        const QStringList why{u"why"_s, u"--since"_s, u"2026-11-05"_s, u"--until"_s,
                              u"2026-11-05"_s};
        const QJsonObject json =
            run(why + QStringList{u"--json"_s, u"--project"_s, u"bot"_s}).json();
        QCOMPARE(json["rows"_L1].toArray().size(), 1);
        QCOMPARE(moneyOf(json["total"_L1].toObject(), u"change"_s).toString(), u"6"_s);
        const Outcome unknown = run(why + QStringList{u"--project"_s, u"bto"_s});
        QCOMPARE(unknown.exitCode, 0);
        QVERIFY2(unknown.err.contains("has no project \"bto\""), unknown.err);
    }

    void rangesThatMakeNoSenseAreRefused()
    {
        refuses({u"--until"_s, u"2026-11-05"_s}, "--until needs --since");
        refuses({u"--compare-until"_s, u"2026-11-05"_s}, "--compare-until needs --compare-since");
        refuses({u"--since"_s, u"2026-11-05"_s, u"--until"_s, u"2026-11-04"_s},
                "--since 2026-11-05 is after --until 2026-11-04");
        refuses({u"--compare-since"_s, u"2026-11-05"_s, u"--compare-until"_s, u"2026-11-04"_s},
                "--compare-since 2026-11-05 is after --compare-until 2026-11-04");
        refuses({u"--since"_s, u"0001-01-01"_s, u"--until"_s, u"9999-12-31"_s},
                "There are not as many days before 0001-01-01");
        refuses({u"--since"_s, u"yesterday"_s}, "\"yesterday\"");
    }

    void statsNamesModelsThatHaveNoPrice()
    {
        log(u"2026-11-05"_s, u"bot"_s, u"gpt-5"_s, 1000, 200, u"0"_s);
        log(u"2026-11-05"_s, u"bot"_s, u"ollama/llama3"_s, 1000, 200, u"0"_s);
        log(u"2026-11-05"_s, u"bot"_s, u"gpt-4o"_s, 1000, 200, u"6"_s);
        const Outcome outcome = run({u"stats"_s, u"--json"_s});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.err,
                 "1 model has calls but no cost: gpt-5. A missing price hides spend.\n");
        QCOMPARE(run({u"stats"_s, u"--model"_s, u"gpt-4o"_s}).err, QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestCliWhy)
#include "tst_cli_why.moc"
