// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "teststore.h"
#include "tollctl.h"

#include <QJsonDocument>
#include <QTest>

#include <map>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// record --jsonl --jobs: many calls at the same time, answered as if they came one by one.
class TestCliJobs final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_store;
    Tollctl m_tollctl;

    [[nodiscard]] QStringList arguments(const QString &jobs) const
    {
        return {u"record"_s, u"--jsonl"_s, u"--jobs"_s, jobs, u"--store-url"_s, m_store->url()};
    }
    static QByteArray call(int id, const QString &project, double cost = 0.001)
    {
        return u"{\"id\":%1,\"project\":\"%2\",\"model\":\"m\",\"input_tokens\":1,\"output_tokens\":2,"
               "\"cost\":%3,\"max_budget\":0.02}\n"_s.arg(id).arg(project).arg(cost).toUtf8();
    }
    [[nodiscard]] int stored(const QString &what = u"count(*)"_s) const
    {
        return m_store->raw().value(u"SELECT "_s + what + u" FROM usage_logs"_s).toInt();
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init() { m_store = std::make_unique<TestStore>(); }
    void cleanup() { m_store.reset(); }

    void answersAndDecisionsKeepTheOrderOfTheLines()
    {
        constexpr int lines = 2'000;
        constexpr int projects = 50;
        constexpr int everyNthIsBad = 7;
        constexpr double cap = 0.02;
        QByteArray input;
        for (int i = 0; i < lines; ++i)
            input += i % everyNthIsBad == 0 ? call(i, QString()) : call(i, QString::number(i % projects));
        const Outcome outcome = m_tollctl.run(arguments(u"8"_s), input);
        QCOMPARE(outcome.exitCode, 3);

        const QList<QByteArray> answers = outcome.out.trimmed().split('\n');
        QCOMPARE(answers.size(), lines);
        std::map<int, int> logged; // a project's calls, a thousandth each
        for (int i = 0; i < lines; ++i) {
            const auto answer = QJsonDocument::fromJson(answers[i]);
            QCOMPARE(answer["id"_L1].toInt(-1), i);
            const QString status = answer["status"_L1].toString();
            if (i % everyNthIsBad == 0) {
                QCOMPARE(status, u"error"_s);
                continue;
            }
            int &before = logged[i % projects];
            const bool fits = (before + 1) * 0.001 <= cap + 1e-9;
            QCOMPARE(status, fits ? u"logged"_s : u"refused"_s);
            before += fits;
            if (fits)
                QCOMPARE(answer["total_cost"_L1].toDouble(), before * 0.001);
        }
        QCOMPARE(stored(), static_cast<int>(projects * cap * 1'000));
    }

    void linesThatWaitTogetherShareTransactions()
    {
        if (m_store->backend() == Backend::Sqlite)
            QSKIP("SQLite does not tell which transaction wrote a row");
        constexpr int lines = 1'000;
        QByteArray input;
        for (int i = 0; i < lines; ++i)
            input += call(i, u"busy"_s, 0);
        QCOMPARE(m_tollctl.run(arguments(u"4"_s), input).exitCode, 0);
        QCOMPARE(stored(), lines);
        const int transactions = stored(u"count(DISTINCT xmin::text)"_s);
        QVERIFY2(transactions <= lines / 5, qPrintable(QString::number(transactions)));
    }

    void aProjectThatHasToWaitHoldsUpNoOther()
    {
        if (m_store->backend() == Backend::Sqlite)
            QSKIP("SQLite has one writer");
        constexpr int projects = 20;
        QCOMPARE(m_tollctl.run(arguments(u"1"_s), call(0, u"0"_s)).exitCode, 0);
        auto other = m_store->raw();
        other.execute(u"BEGIN; SELECT * FROM budgets FOR UPDATE"_s);
        const auto process = m_tollctl.start(arguments(u"4"_s));
        for (int i = 0; i < projects; ++i)
            process->write(call(i, QString::number(i)));
        QTRY_VERIFY_WITH_TIMEOUT(stored() > projects / 3, 20'000);
        QVERIFY(!process->canReadLine()); // the first answer is to come first
        other.execute(u"ROLLBACK"_s);
        const Outcome outcome = Tollctl::finish(*process);
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out.count('\n'), projects);
        QCOMPARE(stored(), projects + 1);
    }

    void anAnswerComesBeforeTheNextQuestion()
    {
        const auto process = m_tollctl.start(arguments(u"8"_s));
        for (int i = 1; i <= 5; ++i) {
            process->write(call(i, u"chat"_s));
            while (!process->canReadLine())
                QVERIFY(process->waitForReadyRead(20'000));
            QCOMPARE(QJsonDocument::fromJson(process->readLine())["id"_L1].toInt(), i);
        }
        QCOMPARE(Tollctl::finish(*process).exitCode, 0);
    }

    void whenNobodyReadsTheAnswersItEndsThoughTheQuestionsGoOn()
    {
        QProcess shell;
        m_tollctl.prepare(shell);
        shell.setProgram(u"/bin/sh"_s);
        shell.setArguments({u"-c"_s,
                            u"{ \"$0\" record --jsonl --jobs 4 --store-url \"$1\"; echo $? >&2; }"
                            " | head -n 1"_s,
                            Tollctl::builtExecutable(), m_store->url()});
        shell.start();
        int questions = 0;
        do // its standard input stays open
            shell.write(call(++questions, u"chat"_s));
        while (!shell.waitForFinished(500) && questions < 60);
        QCOMPARE(shell.state(), QProcess::NotRunning);
        QCOMPARE(shell.readAllStandardOutput().count('\n'), 1);
        QCOMPARE(shell.readAllStandardError(), "4\n");
        QVERIFY(stored() <= questions);
    }

    void aNumberOfJobsThatCannotBeIsWrongUsage_data()
    {
        QTest::addColumn<QString>("jobs");
        for (const char *jobs : {"0", "-1", "65", "x", "1.5", ""})
            QTest::newRow(*jobs ? jobs : "empty") << QString::fromLatin1(jobs);
    }
    void aNumberOfJobsThatCannotBeIsWrongUsage()
    {
        QFETCH(QString, jobs);
        const Outcome outcome = m_tollctl.run(arguments(jobs), call(1, u"chat"_s));
        QCOMPARE(outcome.exitCode, 64);
        QVERIFY2(outcome.err.contains("--jobs"), outcome.err);
        QCOMPARE(outcome.out, QByteArray());
    }

    void jobsGoWithJsonl()
    {
        const Outcome outcome = m_tollctl.run({u"record"_s, u"--jobs"_s, u"2"_s});
        QCOMPARE(outcome.exitCode, 64);
        QVERIFY2(outcome.err.contains("--jsonl"), outcome.err);
    }
};

QTEST_GUILESS_MAIN(TestCliJobs)
#include "tst_cli_jobs.moc"
