// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "teststore.h"
#include "tollctl.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// The command line itself: help, slips of the pen, llm-toll's spellings, and opening the window.
class TestCliCommandline final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Tollctl> m_tollctl;

    [[nodiscard]] QString path(const QString &name) const
    {
        return m_tollctl->home() + u'/' + name;
    }
    void record(const QString &project) const
    {
        const Outcome outcome = m_tollctl->run(
            {u"record"_s, u"--db"_s, path(u"a.db"_s), u"--project"_s, project, u"--model"_s, u"m"_s,
             u"--input-tokens"_s, u"1"_s, u"--output-tokens"_s, u"1"_s, u"--cost"_s, u"1"_s});
        QVERIFY2(outcome.exitCode == 0, outcome.err);
    }
    // A program in place of the window that writes down how it was started, then waits for no one.
    [[nodiscard]] QString installProbe() const
    {
        QFile probe(path(u"bin-tollkeeper"_s));
        if (!probe.open(QIODevice::WriteOnly))
            return {};
        probe.write("#!/bin/sh\n{ echo \"$#:$*\"; echo \"$TOLLKEEPER_STORE_URL\"; } > \"$HOME/t\"\n"
                    "mv \"$HOME/t\" \"$HOME/started\"\n");
        probe.close();
        return probe.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)
                   ? probe.fileName()
                   : QString();
    }
    // tollctl alone in a folder, so that a window which was built beside it is not opened.
    void standAlone() const
    {
        const QString executable = path(u"tollctl"_s);
        QVERIFY(QFile::copy(Tollctl::builtExecutable(), executable));
        m_tollctl->setExecutable(executable);
    }

private Q_SLOTS:
    void init() { m_tollctl = std::make_unique<Tollctl>(); }
    void cleanup() { m_tollctl.reset(); }

    void everyVerbHasHelpWithExamples_data()
    {
        QTest::addColumn<QString>("verb");
        for (const char *verb : {"stats", "why", "budgets", "check", "limit", "reset", "audit", "undo",
                                 "ledger", "repair", "export", "verify", "report", "record", "sync",
                                 "dashboard"})
            QTest::newRow(verb) << QString::fromLatin1(verb);
    }
    void everyVerbHasHelpWithExamples()
    {
        QFETCH(QString, verb);
        const Outcome help = m_tollctl->run({verb, u"--help"_s});
        QCOMPARE(help.exitCode, 0);
        QCOMPARE(help.err, QByteArray());
        QVERIFY(help.out.contains("Examples:"));
        QVERIFY(help.out.contains("--store-url URL"));
        QCOMPARE(m_tollctl->run({u"help"_s, verb}).out, help.out);
        QVERIFY(m_tollctl->run({u"--help"_s}).out.contains("\n  " + verb.toLatin1() + ' '));
        for (const QByteArray &line : help.out.split('\n'))
            QVERIFY2(line.size() <= 100, line);
    }

    void theVersionIsTold()
    {
        const Outcome outcome = m_tollctl->run({u"--version"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.out.startsWith("tollctl "));
    }

    void slipsOfThePenAreAnsweredWithASuggestion_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char *name, const QStringList &arguments, const char *words) {
            QTest::newRow(name) << arguments << QByteArray(words);
        };
        row("a verb", {u"stast"_s}, "Did you mean \"stats\"?");
        row("half a verb", {u"dash"_s}, "Did you mean \"dashboard\"?");
        row("a verb after the store", {u"--db"_s, u"a.db"_s, u"budget"_s},
            "Did you mean \"budgets\"?");
        row("no verb at all", {u"--db"_s, u"a.db"_s}, "");
        row("nothing", {}, "Usage: tollctl");
        row("an option", {u"stats"_s, u"--projct"_s, u"x"_s}, "Did you mean \"--project\"?");
        row("a value too few", {u"stats"_s, u"--db"_s}, "--db takes one value");
        row("an option twice", {u"stats"_s, u"--db"_s, u"a"_s, u"--db"_s, u"b"_s},
            "--db takes one value");
        row("a word too many", {u"stats"_s, u"all"_s}, "\"all\" was not expected");
        row("a format", {u"stats"_s, u"--format"_s, u"xml"_s}, "xml");
        row("two formats", {u"stats"_s, u"--format"_s, u"csv"_s, u"--json"_s}, "--json");
        row("no such day", {u"stats"_s, u"--since"_s, u"2026-02-30"_s}, "\"2026-02-30\"");
        row("no date", {u"stats"_s, u"--until"_s, u"yesterday"_s}, "\"yesterday\"");
        row("a time", {u"stats"_s, u"--since"_s, u"2026-02-01T10:00"_s}, "2026-02-01T10:00");
        row("an empty date", {u"stats"_s, u"--since="_s}, "--since");
        row("days the wrong way round",
            {u"stats"_s, u"--since"_s, u"2026-03-02"_s, u"--until"_s, u"2026-03-01"_s},
            "2026-03-02 is after --until 2026-03-01");
        row("xlsx", {u"export"_s, u"xlsx"_s}, "--output");
        row("focus", {u"export"_s, u"focus"_s, u"--focus-version"_s, u"2"_s}, "1.4 or 1.2");
        row("no export format", {u"export"_s}, "FORMAT");
        row("another export format", {u"--export"_s, u"pdf"_s}, "pdf");
        row("reset of nothing", {u"reset"_s}, "--project");
        row("undo of nothing", {u"undo"_s}, "--audit-id");
        row("limit of nothing", {u"limit"_s, u"--set"_s, u"1"_s}, "--project");
        row("empty file name", {u"stats"_s, u"--db="_s}, "");
    }
    void slipsOfThePenAreAnsweredWithASuggestion()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, words);
        const Outcome outcome = m_tollctl->run(arguments);
        QVERIFY2(outcome.exitCode == 64, outcome.err);
        QVERIFY2(outcome.err.contains(words), outcome.err);
        QVERIFY(!outcome.err.isEmpty());
        QCOMPARE(outcome.out, QByteArray());
        QVERIFY(!QFile::exists(m_tollctl->defaultStore())); // found out before a store was opened
    }

    void whatIsTypedInTheWrongPlaceIsNotEchoedWithItsPassword()
    {
        const QString url = u"postgresql://ana:hush@db/team"_s;
        for (const QStringList &arguments : {QStringList{url},
                                             {u"stats"_s, url},
                                             {u"stats"_s, u"--store-ulr"_s, url},
                                             {u"stats"_s, u"--format"_s, url},
                                             {u"export"_s, url},
                                             {u"--export"_s, url}}) {
            const Outcome outcome = m_tollctl->run(arguments);
            QCOMPARE(outcome.exitCode, 64);
            QVERIFY2(!outcome.err.contains("hush"), outcome.err);
        }
    }

    void anArgumentThatIsNotUtf8IsRefused()
    {
        QProcess shell;
        m_tollctl->prepare(shell);
        shell.setProgram(u"/bin/sh"_s);
        shell.setArguments({u"-c"_s, u"\"$0\" stats --project \"$(printf '\\377')\""_s,
                            Tollctl::builtExecutable()});
        shell.start();
        const Outcome outcome = Tollctl::finish(shell);
        QCOMPARE(outcome.exitCode, 64);
        QVERIFY2(outcome.err.contains("UTF-8"), outcome.err);
    }

    void llmTollsSpellingsDoTheSame()
    {
        record(u"chat"_s);
        record(u"code"_s);
        const QString db = path(u"a.db"_s);
        const auto same = [this](const QStringList &theirs, const QStringList &ours) {
            const Outcome outcome = m_tollctl->run(theirs);
            QVERIFY2(outcome.exitCode == 0, outcome.err);
            QVERIFY(!outcome.out.isEmpty());
            QCOMPARE(outcome.out, m_tollctl->run(ours).out);
        };
        same({u"--stats"_s, u"--db"_s, db}, {u"stats"_s, u"--db"_s, db});
        same({u"--db"_s, db, u"--project"_s, u"chat"_s, u"--stats"_s},
             {u"stats"_s, u"--project"_s, u"chat"_s, u"--db"_s, db});
        same({u"--export=csv"_s, u"--store-url"_s, db}, {u"--db"_s, db, u"export"_s, u"csv"_s});
        same({u"--project"_s, u"code"_s, u"--export"_s, u"json"_s, u"--db"_s, db},
             {u"export"_s, u"json"_s, u"--project"_s, u"code"_s, u"--db"_s, db});
        const Outcome reset =
            m_tollctl->run({u"--reset"_s, u"--project"_s, u"chat"_s, u"--db"_s, db});
        QVERIFY(reset.out.contains("$1.00 cleared"));
    }

    void aProjectMayBeCalledLikeAVerbOrAnOption()
    {
        record(u"--reset"_s);
        record(u"stats"_s);
        for (const QString &project : {u"--reset"_s, u"stats"_s}) {
            const Outcome outcome = m_tollctl->run(
                {u"--project"_s, project, u"--db"_s, path(u"a.db"_s), u"--stats"_s, u"--json"_s});
            QCOMPARE(outcome.json()["total"_L1]["call_count"_L1].toInteger(), 1);
        }
        QVERIFY(m_tollctl->run({u"audit"_s, u"--db"_s, path(u"a.db"_s)}).out.isEmpty());
    }

    void theWindowIsToldOfTheStoreButNoArgumentHoldsAPassword_data()
    {
        QTest::addColumn<QStringList>("store");
        QTest::addColumn<QByteArray>("started");
        const QByteArray url = "postgresql://ana:hush@db/team";
        QTest::newRow("no store") << QStringList{} << QByteArray("0:\n\n");
        QTest::newRow("file") << QStringList{u"--db"_s, u"team.db"_s}
                              << QByteArray("2:--db team.db\n\n");
        QTest::newRow("URL") << QStringList{u"--store-url"_s, QString::fromLatin1(url)}
                             << "0:\n" + url + '\n';
        QTest::newRow("llm-toll's port")
            << QStringList{u"--port"_s, u"8050"_s} << QByteArray("0:\n\n");
    }
    void theWindowIsToldOfTheStoreButNoArgumentHoldsAPassword()
    {
        QFETCH(QStringList, store);
        QFETCH(QByteArray, started);
        standAlone();
        QVERIFY(QDir(m_tollctl->home()).mkdir(u"bin"_s));
        QVERIFY(QFile::rename(installProbe(), path(u"bin/tollkeeper"_s)));
        m_tollctl->set(u"PATH"_s, path(u"bin"_s) + u":/usr/bin:/bin"_s);
        m_tollctl->set(u"TOLLKEEPER_STORE_URL"_s, u"left over"_s);
        const Outcome outcome = m_tollctl->run(QStringList{u"--dashboard"_s} + store);
        QVERIFY2(outcome.exitCode == 0, outcome.err);
        QCOMPARE(outcome.out + outcome.err, QByteArray());
        QTRY_VERIFY(QFile::exists(path(u"started"_s)));
        QFile file(path(u"started"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), started);
    }

    void aWindowThatIsNotInstalledIsNamed()
    {
        standAlone();
        m_tollctl->set(u"PATH"_s, m_tollctl->home());
        const Outcome outcome = m_tollctl->run({u"dashboard"_s});
        QCOMPARE(outcome.exitCode, 4);
        QVERIFY2(outcome.err.contains("tollkeeper"), outcome.err);
        QCOMPARE(m_tollctl->run({u"dashboard"_s, u"--db"_s, u"mysql://x/y"_s}).exitCode, 64);
    }
};

QTEST_GUILESS_MAIN(TestCliCommandline)
#include "tst_cli_commandline.moc"
