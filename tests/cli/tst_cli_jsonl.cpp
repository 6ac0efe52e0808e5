// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "teststore.h"
#include "tollctl.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// record --jsonl: a call a line, an answer a line.
class TestCliJsonl final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_store;
    Tollctl m_tollctl;

    [[nodiscard]] QStringList arguments() const
    {
        return {u"record"_s, u"--jsonl"_s, u"--store-url"_s, m_store->url()};
    }
    [[nodiscard]] Outcome run(const QByteArray &lines) const
    {
        return m_tollctl.run(arguments(), lines);
    }
    // A call of "chat" that costs \a cost, with \a more members.
    static QByteArray call(const QByteArray &cost = "0.25", const QByteArray &more = {})
    {
        return QByteArray("{\"project\":\"chat\",\"model\":\"gpt-4o\",\"input_tokens\":1,\"output_"
                          "tokens\":2,\"cost\":") +
               cost + more + "}\n";
    }
    [[nodiscard]] int storedCalls() const
    {
        return m_store->raw().value(u"SELECT count(*) FROM usage_logs"_s).toInt();
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init() { m_store = std::make_unique<TestStore>(); }
    void cleanup() { m_store.reset(); }

    void everyLineIsAnsweredInOrder()
    {
        const Outcome outcome =
            run(call("0.5", ",\"id\":1") + call("9", ",\"max_budget\":1,\"id\":2") + "what?\n" +
                call("0.25", ",\"max_budget\":null,\"id\":3"));
        const QList<QByteArray> lines = outcome.out.split('\n');
        QCOMPARE(lines.size(), 5); // the last one is empty
        QCOMPARE(lines[0], "{\"status\":\"logged\",\"total_cost\":0.5,\"id\":1}");
        QCOMPARE(lines[1], "{\"status\":\"refused\",\"total_cost\":9.5,\"max_budget\":1,\"id\":2}");
        QVERIFY(lines[2].startsWith("{\"status\":\"error\",\"kind\":\"invalid\",\"message\":"));
        QCOMPARE(lines[3], "{\"status\":\"logged\",\"total_cost\":0.75,\"id\":3}");
        QCOMPARE(outcome.exitCode, 3);
        QVERIFY2(outcome.err.contains("2 logged, 1 refused, 0 failed, 1 invalid"), outcome.err);
        QCOMPARE(storedCalls(), 2);
    }

    void anAnswerComesBeforeTheNextQuestion()
    {
        const auto process = m_tollctl.start(arguments());
        for (int i = 1; i <= 3; ++i) {
            process->write(call("1"));
            while (!process->canReadLine())
                QVERIFY(process->waitForReadyRead(20'000));
            const auto answer = QJsonDocument::fromJson(process->readLine());
            QCOMPARE(answer["total_cost"_L1].toInt(), i);
        }
        process->write(call("1").trimmed()); // the last line may end without a line break
        QCOMPARE(Tollctl::finish(*process).exitCode, 0);
        QCOMPARE(storedCalls(), 4);
    }

    void theExitCodeTellsOfTheWorst()
    {
        QCOMPARE(run({}).exitCode, 0);
        QCOMPARE(run(call("0.1")).exitCode, 0);
        QCOMPARE(run(call("0.1") + "{}\n").exitCode, 64);
        QCOMPARE(run(call("0.1") + "{}\n" + call("9", ",\"max_budget\":1")).exitCode, 3);
    }

    void anIdIsEchoedAsItWasWritten_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::newRow("number") << QByteArray("7");
        QTest::newRow("number with zeros") << QByteArray("1.50");
        QTest::newRow("exponent") << QByteArray("1E3");
        QTest::newRow("past a double") << QByteArray("12345678901234567890123");
        QTest::newRow("text") << QByteArray("\"a \\\" b } ] , \\\\\"");
        QTest::newRow("escaped text") << QByteArray("\"\\u00e9\\/\"");
        QTest::newRow("plain text") << QByteArray("\"é 日本\"");
        QTest::newRow("null") << QByteArray("null");
        QTest::newRow("boolean") << QByteArray("false");
        QTest::newRow("empty list") << QByteArray("[]");
        QTest::newRow("object with its order")
            << QByteArray("{ \"b\":[1,{\"x\":\"}\"}], \"a\": 1.0 }");
    }
    void anIdIsEchoedAsItWasWritten()
    {
        QFETCH(QByteArray, id);
        QByteArray first = call();
        first.replace("{", "{ \"id\" : " + id + " , ");
        const QByteArray expected = ",\"id\":" + id + "}\n";
        const Outcome atTheFront = run(first);
        QVERIFY2(atTheFront.out.endsWith(expected), atTheFront.out);
        QCOMPARE(atTheFront.exitCode, 0);
        const Outcome atTheEnd = run(call("0.1", ",\"id\":" + id));
        QVERIFY2(atTheEnd.out.endsWith(expected), atTheEnd.out);
        const Outcome ofAnError = run(call("-1", ",\"id\":" + id));
        QVERIFY2(ofAnError.out.endsWith(expected), ofAnError.out);
        QCOMPARE(ofAnError.exitCode, 64);
    }

    void aBadLineIsAnsweredPreciselyAndTheRunGoesOn_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("word"); // of the message
        const auto row = [](const char *name, const QByteArray &line, const char *word) {
            QTest::newRow(name) << line.trimmed() << QByteArray(word);
        };
        const auto with = [](const char *before, const char *after) {
            return call().replace(before, after);
        };
        row("empty", "", "empty");
        row("blanks", " \t", "empty");
        row("no JSON", "hello", "not JSON");
        row("half a line", call().left(40), "not JSON");
        row("two objects", call().trimmed() + " " + call(), "not JSON");
        row("a list", "[1]", "not an object");
        row("NaN", call("NaN"), "NaN");
        row("infinite", call("-Infinity"), "Infinity");
        row("1e999", call("1e999"), "number");
        row("negative cost", call("-0.5"), "-0.5");
        row("cost as text", call("\"0.5\""), "cost must be a number");
        row("cost is null", call("null"), "cost must be a number, not null");
        row("half a token", with("\"input_tokens\":1", "\"input_tokens\":1.5"),
            "input_tokens must be a whole number, not 1.5");
        row("a token as float", with("\"output_tokens\":2", "\"output_tokens\":2.0"),
            "output_tokens must be a whole number, not 2.0");
        row("tokens as text", with("\"input_tokens\":1", "\"input_tokens\":\"1\""),
            "input_tokens must be a whole number");
        row("negative tokens", with("\"input_tokens\":1", "\"input_tokens\":-1"), "-1");
        row("past a double", with("\"input_tokens\":1", "\"input_tokens\":9007199254740993"),
            "9007199254740993");
        row("past 64 bits", with("\"input_tokens\":1", "\"input_tokens\":18446744073709551617"),
            "18446744073709551617");
        row("project is a number", with("\"chat\"", "5"), "project must be a string, not 5");
        row("empty project", with("chat", ""), "project");
        row("long project", with("chat", QByteArray(1001, 'x')), "1001");
        row("NUL in a name", with("chat", "a\\u0000b"), "NUL");
        row("half a surrogate", with("chat", "\\ud83d"), "Unicode");
        row("cap as text", call("1", ",\"max_budget\":\"5\""), "max_budget must be a number");
        row("negative cap", call("1", ",\"max_budget\":-5"), "-5");
        row("missing keys", "{\"project\":\"chat\",\"cost\":1}",
            "Missing: model, input_tokens, output_tokens.");
        row("unknown key", with("\"model\"", "\"modle\""), "Did you mean \\\"model\\\"?");
        row("a key twice", call("1", ",\"cost\":0"), "more than once");
        row("invalid UTF-8", with("chat", "\xff\xfe"), "UTF-8");
        row("raw escape", with("chat", "\x1b[31m"), "control character");
        row("deep", QByteArray(5000, '['), "not JSON");
        row("10 MB", QByteArray(10'000'000, 'x'), "longer than");
    }
    void aBadLineIsAnsweredPreciselyAndTheRunGoesOn()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, word);
        const Outcome outcome = run(line + '\n' + call());
        const QList<QByteArray> answers = outcome.out.split('\n');
        QCOMPARE(answers.size(), 3);
        const auto error = QJsonDocument::fromJson(answers[0]).object();
        QCOMPARE(error["status"_L1].toString(), u"error"_s);
        QCOMPARE(error["kind"_L1].toString(), u"invalid"_s);
        QVERIFY2(answers[0].contains(word), answers[0]);
        QCOMPARE(answers[1], "{\"status\":\"logged\",\"total_cost\":0.25}");
        QCOMPARE(outcome.exitCode, 64);
        QCOMPARE(storedCalls(), 1);
    }

    void windowsLineEndsAndAByteOrderMarkAreFine()
    {
        const Outcome outcome = run("\xEF\xBB\xBF" + call().replace("\n", "\r\n") + call());
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(storedCalls(), 2);
    }

    void aStoreThatCannotBeReachedFailsEveryLine()
    {
        const Outcome outcome =
            m_tollctl.run({u"record"_s, u"--jsonl"_s, u"--store-url"_s,
                           u"postgresql://ana:hush@127.0.0.1:1/nowhere"_s},
                          call("1", ",\"id\":\"a\"") + call("1", ",\"id\":\"b\""));
        QCOMPARE(outcome.exitCode, 4);
        const QList<QByteArray> answers = outcome.out.split('\n');
        QCOMPARE(answers.size(), 3);
        QVERIFY(answers[0].contains("\"kind\":\"unavailable\"") && answers[0].endsWith("\"a\"}"));
        QVERIFY(answers[1].contains("\"kind\":\"unavailable\"") && answers[1].endsWith("\"b\"}"));
        QVERIFY(!outcome.out.contains("hush") && !outcome.err.contains("hush"));
    }

    void optionsOfASingleCallDoNotGoWithJsonl()
    {
        const Outcome outcome = m_tollctl.run(arguments() + QStringList{u"--project"_s, u"x"_s});
        QCOMPARE(outcome.exitCode, 64);
        QVERIFY2(outcome.err.contains("--jsonl"), outcome.err);
    }
};

QTEST_GUILESS_MAIN(TestCliJsonl)
#include "tst_cli_jsonl.moc"
