// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "teststore.h"
#include "tollctl.h"

#include <QTest>

#include <vector>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// record of one call.
class TestCliRecord final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_store;
    Tollctl m_tollctl;

    // A call of "chat"; the options in \a more come instead of the usual ones.
    [[nodiscard]] QStringList call(const QStringList &more) const
    {
        QStringList arguments{u"record"_s, u"--store-url"_s, m_store->url()};
        const QStringList usual{u"--project"_s,      u"chat"_s, u"--model"_s,         u"gpt-4o"_s,
                                u"--input-tokens"_s, u"10"_s,   u"--output-tokens"_s, u"20"_s,
                                u"--cost"_s,         u"0.25"_s};
        for (qsizetype i = 0; i < usual.size(); i += 2) {
            if (!more.contains(usual[i]))
                arguments += usual.mid(i, 2);
        }
        return arguments + more;
    }
    [[nodiscard]] Outcome record(const QStringList &more = {}) const
    {
        return m_tollctl.run(call(more));
    }
    [[nodiscard]] QString stored(const QString &expression) const
    {
        return m_store->raw().value(u"SELECT %1 FROM usage_logs"_s.arg(expression));
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init() { m_store = std::make_unique<TestStore>(); }
    void cleanup() { m_store.reset(); }

    void aCallIsLoggedAndAnsweredWithTheNewTotal()
    {
        const Outcome first = record();
        QCOMPARE(first.exitCode, 0);
        QCOMPARE(first.out, "{\"status\":\"logged\",\"total_cost\":0.25}\n");
        QCOMPARE(first.err, QByteArray());
        QCOMPARE(record({u"--cost"_s, u"0.0000000001"_s}).out,
                 "{\"status\":\"logged\",\"total_cost\":0.2500000001}\n");
        QCOMPARE(stored(u"count(*)"_s), u"2"_s);
        QCOMPARE(stored(u"sum(input_tokens)"_s), u"20"_s);
        QCOMPARE(stored(u"sum(output_tokens)"_s), u"40"_s);
    }

    void aCallBeyondTheCapIsRefusedAndWritesNothing()
    {
        QCOMPARE(record({u"--max-budget"_s, u"0.25"_s}).exitCode, 0); // exactly reached
        const Outcome refused = record({u"--max-budget"_s, u"0.25"_s});
        QCOMPARE(refused.exitCode, 3);
        QCOMPARE(refused.out, "{\"status\":\"refused\",\"total_cost\":0.25,\"max_budget\":0.25}\n");
        QVERIFY2(refused.err.contains("Refused"), refused.err);
        QCOMPARE(record({u"--max-budget"_s, u"0.4"_s}).out,
                 "{\"status\":\"refused\",\"total_cost\":0.5,\"max_budget\":0.4}\n");
        QCOMPARE(stored(u"count(*)"_s), u"1"_s);
    }

    void theSmallerOfCapAndStoredLimitHolds()
    {
        const auto limit = m_tollctl.run({u"limit"_s, u"--project"_s, u"chat"_s, u"--set"_s,
                                          u"0.3"_s, u"--db"_s, m_store->url()});
        QCOMPARE(limit.exitCode, 0);
        QCOMPARE(record({u"--max-budget"_s, u"0.2"_s}).json()["max_budget"_L1].toDouble(), 0.2);
        QCOMPARE(record().exitCode, 0);
        const Outcome refused = record({u"--max-budget"_s, u"99"_s});
        QCOMPARE(refused.exitCode, 3);
        QCOMPARE(refused.json()["max_budget"_L1].toDouble(), 0.3);
    }

    void wrongValuesAreRefusedBeforeTheStoreIsAsked_data()
    {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QByteArray>("word");
        const auto row = [](const char *name, const QStringList &more, const char *word) {
            QTest::newRow(name) << more << QByteArray(word);
        };
        row("negative tokens", {u"--input-tokens"_s, u"-1"_s}, "-1");
        row("tokens past the column", {u"--output-tokens"_s, u"2147483648"_s}, "2147483648");
        row("tokens past 64 bits", {u"--input-tokens"_s, u"99999999999999999999"_s}, "999999999");
        row("half a token", {u"--input-tokens"_s, u"1.5"_s}, "1.5");
        row("no number", {u"--cost"_s, u"cheap"_s}, "cheap");
        row("NaN", {u"--cost"_s, u"nan"_s}, "nan");
        row("infinite", {u"--cost"_s, u"inf"_s}, "inf");
        row("negative", {u"--cost"_s, u"-0.5"_s}, "-0.5");
        row("negative cap", {u"--max-budget"_s, u"-1"_s}, "-1");
        row("NaN cap", {u"--max-budget"_s, u"nan"_s}, "nan");
        row("empty project", {u"--project"_s, u""_s}, "project");
        row("empty model", {u"--model="_s, u"--model"_s, u""_s}, "--model");
        row("long name", {u"--project"_s, u"x"_s.repeated(1001)}, "1001");
    }
    void wrongValuesAreRefusedBeforeTheStoreIsAsked()
    {
        QFETCH(QStringList, more);
        QFETCH(QByteArray, word);
        const Outcome outcome = record(more);
        QCOMPARE(outcome.exitCode, 64);
        QVERIFY2(outcome.err.contains(word), outcome.err);
        if (more.size() == 2) { // else the command line itself was wrong
            QCOMPARE(outcome.json()["status"_L1].toString(), u"error"_s);
            QCOMPARE(outcome.json()["kind"_L1].toString(), u"invalid"_s);
            QVERIFY(!outcome.json()["message"_L1].toString().isEmpty());
        }
        const Outcome stats = m_tollctl.run({u"stats"_s, u"--json"_s, u"--db"_s, m_store->url()});
        QCOMPARE(stats.json()["total"_L1]["call_count"_L1].toInteger(), 0);
    }

    void missingOptionsAreNamed()
    {
        const Outcome outcome =
            m_tollctl.run({u"record"_s, u"--db"_s, m_store->url(), u"--project"_s, u"chat"_s});
        QCOMPARE(outcome.exitCode, 64);
        const QString message = outcome.json()["message"_L1].toString();
        for (const auto &option :
             {u"--model"_s, u"--input-tokens"_s, u"--output-tokens"_s, u"--cost"_s})
            QVERIFY(message.contains(option));
        QVERIFY(!message.contains(u"--project"_s));
    }

    void awkwardNamesArriveAsTheyAre_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("quotes") << u"O'Brien \"quoted\" `x`"_s;
        QTest::newRow("line breaks") << u"a\nb\r\nc"_s;
        QTest::newRow("HTML") << u"<b>bold</b>&amp;"_s;
        QTest::newRow("right to left") << u"\u202Eevil\u202C שלום"_s;
        QTest::newRow("escapes") << u"\x1b[31mred\x1b]0;title\x07"_s;
        QTest::newRow("SQL") << u"'; DROP TABLE usage_logs; --"_s;
        QTest::newRow("like an option") << u"--json"_s;
        QTest::newRow("like a list") << u"[a,b]"_s;
        QTest::newRow("braces") << u"{}"_s;
        QTest::newRow("equals sign") << u"a=b"_s;
        QTest::newRow("blanks") << u"  two  "_s;
        QTest::newRow("emoji") << u"日本 🚀"_s;
        QTest::newRow("placeholder") << u"%1 :project ? $1"_s;
    }
    void awkwardNamesArriveAsTheyAre()
    {
        QFETCH(QString, name);
        QCOMPARE(record({u"--project"_s, name}).exitCode, 0);
        QCOMPARE(stored(u"project"_s), name);
        const auto stats = [&](const QString &format) {
            return m_tollctl.run({u"stats"_s, u"--format"_s, format, u"--db"_s, m_store->url()});
        };
        QCOMPARE(stats(u"json"_s).json()["rows"_L1][0]["project"_L1].toString(), name);
        // The same name as a filter, also in its short form.
        const Outcome filtered = m_tollctl.run(
            {u"stats"_s, u"--json"_s, u"--project="_s + name, u"--db"_s, m_store->url()});
        QCOMPARE(filtered.json()["total"_L1]["call_count"_L1].toInteger(), 1);
        // A terminal never sees a control character or an override.
        const QString table = QString::fromUtf8(stats(u"table"_s).out);
        QCOMPARE(table.count(u'\n'), 4);
        for (const QChar c : table) {
            QVERIFY(c.isPrint() || c == u'\n' || c.isSurrogate());
            QVERIFY(c.category() != QChar::Other_Format);
        }
    }

    void processesAtTheSameMomentNeverOverspend()
    {
        constexpr int processes = 16;
        const QStringList arguments =
            call({u"--project"_s, u"fresh"_s, u"--cost"_s, u"0.3"_s, u"--max-budget"_s, u"1"_s});
        std::vector<std::unique_ptr<QProcess>> running;
        for (int i = 0; i < processes; ++i)
            running.push_back(m_tollctl.start(arguments));
        int logged = 0;
        int refused = 0;
        for (const auto &process : running) {
            const Outcome outcome = Tollctl::finish(*process);
            QVERIFY2(outcome.exitCode == 0 || outcome.exitCode == 3, outcome.err);
            ++(outcome.exitCode == 0 ? logged : refused);
        }
        QCOMPARE(logged, 3); // 3 x 0.30 fit under 1.00
        QCOMPARE(refused, processes - 3);
        QCOMPARE(stored(u"count(*)"_s), u"3"_s);
        const QString total = m_store->raw().value(u"SELECT total_cost FROM budgets"_s);
        QCOMPARE(total.toDouble(), 0.9);
    }
};

QTEST_GUILESS_MAIN(TestCliRecord)
#include "tst_cli_record.moc"
