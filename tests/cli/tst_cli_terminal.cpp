// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "teststore.h"
#include "tollctl.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Pipes, terminals, colours and streams: how tollctl behaves among other programs.
class TestCliTerminal final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_store;
    std::unique_ptr<Tollctl> m_tollctl;

    [[nodiscard]] Outcome shell(const QString &script) const
    {
        QProcess process;
        m_tollctl->prepare(process);
        process.setProgram(u"/bin/sh"_s);
        process.setArguments({u"-c"_s, script, Tollctl::builtExecutable(), m_store->url()});
        process.start();
        return Tollctl::finish(process);
    }

    // What tollctl prints when its standard output, or its standard error, is a terminal.
    enum class Stream { Output, Error };
    [[nodiscard]] QByteArray onTerminal(const QStringList &arguments,
                                        Stream stream = Stream::Output) const
    {
        const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
        if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0)
            qFatal("No pseudo terminal");
        // Kept open here, so that nothing is lost when tollctl ends before it is read.
        const char *name = ptsname(terminal);
        const int other = open(name, O_RDWR | O_NOCTTY);
        QProcess process;
        m_tollctl->prepare(process);
        process.setArguments(arguments + QStringList{u"--store-url"_s, m_store->url()});
        if (stream == Stream::Output)
            process.setStandardOutputFile(QString::fromLatin1(name), QIODevice::Append);
        else
            process.setStandardErrorFile(QString::fromLatin1(name), QIODevice::Append);
        process.start();
        const Outcome outcome = Tollctl::finish(process);
        // What was written comes through the terminal by and by, also after its writer has ended.
        QByteArray text;
        constexpr int quietMs = 500;
        for (pollfd readable{terminal, POLLIN, 0}; poll(&readable, 1, quietMs) > 0;) {
            char some[4096];
            const auto length = read(terminal, some, sizeof some);
            if (length <= 0)
                break;
            text.append(some, length);
        }
        close(other);
        close(terminal);
        return outcome.exitCode == 0 ? text : outcome.err;
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init()
    {
        m_store = std::make_unique<TestStore>();
        m_store->loadAzure();
        m_tollctl = std::make_unique<Tollctl>();
        m_tollctl->set(u"TERM"_s, u"xterm"_s);
    }
    void cleanup() { m_store.reset(); }

    void aClosedPipeEndsQuietly_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::newRow("export csv") << u"export csv"_s;
        QTest::newRow("export json") << u"export json"_s;
        QTest::newRow("stats") << u"stats"_s;
    }
    void aClosedPipeEndsQuietly()
    {
        QFETCH(QString, verb);
        const Outcome outcome =
            shell(u"{ \"$0\" %1 --store-url \"$1\"; echo $? >&2; } | head -c 1"_s.arg(verb));
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out.size(), 1);
        QCOMPARE(outcome.err, QByteArray("0\n"));
    }

    void recordStopsWhenNobodyReadsTheAnswers()
    {
        // Lines that were read already may be under way; those that come later are not taken.
        const Outcome outcome = shell(
            u"{ sleep 0.5; for i in 1 2 3 4 5 6 7 8; do echo '{\"project\":\"p\",\"model\":\"m\","
            "\"input_tokens\":1,\"output_tokens\":1,\"cost\":1}'; sleep 0.5; done 2>&-; } | "
            "{ \"$0\" record --jsonl --store-url \"$1\"; echo $? >&2; } | true"_s);
        QCOMPARE(outcome.err, QByteArray("4\n"));
        const int recorded =
            m_store->raw().value(u"SELECT count(*) FROM usage_logs WHERE project = 'p'"_s).toInt();
        QVERIFY2(recorded >= 1 && recorded < 8, qPrintable(QString::number(recorded)));
    }

    void aFullDiskIsTold()
    {
        if (!QFile::exists(u"/dev/full"_s))
            QSKIP("no /dev/full here");
        const Outcome outcome = shell(u"\"$0\" export csv --store-url \"$1\" > /dev/full"_s);
        QCOMPARE(outcome.exitCode, 4);
        QVERIFY2(outcome.err.contains("No space left"), outcome.err);
        QCOMPARE(outcome.err.count('\n'), 1);
    }

    void coloursAreForTerminalsAndNotWhereNoColorIsSet()
    {
        const QByteArray escape = "\x1b[";
        QVERIFY(onTerminal({u"budgets"_s}).contains(escape));
        QVERIFY(
            !m_tollctl->run({u"budgets"_s, u"--store-url"_s, m_store->url()}).out.contains(escape));
        QVERIFY(!onTerminal({u"budgets"_s, u"--json"_s}).contains(escape));
        m_tollctl->set(u"TERM"_s, u"dumb"_s);
        QVERIFY(!onTerminal({u"budgets"_s}).contains(escape));
        m_tollctl->set(u"TERM"_s, u"xterm"_s);
        m_tollctl->set(u"NO_COLOR"_s, u"1"_s);
        const QByteArray plain = onTerminal({u"budgets"_s});
        QVERIFY(plain.contains("code-assistant"));
        QVERIFY(!plain.contains(escape));
    }

    void progressIsShownOnATerminalOnly()
    {
        const QString file = m_tollctl->home() + u"/calls.csv"_s;
        const QStringList command{u"export"_s, u"csv"_s, u"--output"_s, file};
        const QByteArray shown = onTerminal(command, Stream::Error);
        QVERIFY2(shown.contains(" calls, ") && shown.contains(" a second"), shown);
        QVERIFY2(shown.trimmed().endsWith("calls.csv."), shown);
        const Outcome piped =
            m_tollctl->run(command + QStringList{u"--store-url"_s, m_store->url()});
        QCOMPARE(piped.err.count('\n'), 1);
        QVERIFY2(!piped.err.contains('\r'), piped.err);
    }

    void anInterruptedExportLeavesNoFile()
    {
        if (m_store->backend() == Backend::Sqlite)
            QSKIP("SQLite's readers wait for nobody");
        auto raw = m_store->raw();
        m_store->open().reset(); // makes the tables, which would wait
        raw.execute(u"BEGIN; LOCK TABLE usage_logs"_s);
        const QString folder = m_tollctl->home() + u"/exports"_s;
        QVERIFY(QDir().mkpath(folder));
        const auto process = m_tollctl->start({u"export"_s, u"csv"_s, u"--output"_s,
                                               folder + u"/calls.csv"_s, u"--store-url"_s,
                                               m_store->url()});
        QTRY_COMPARE(m_store->raw().value(u"SELECT count(*) FROM pg_locks WHERE NOT granted AND"
                                          " relation = to_regclass('usage_logs')"_s),
                     u"1"_s);
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        raw.execute(u"COMMIT"_s);
        const Outcome outcome = Tollctl::finish(*process);
        QCOMPARE(outcome.exitCode, 4);
        QVERIFY2(outcome.err.contains("Cancelled. No file was written."), outcome.err);
        QVERIFY(QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    }

    void cronsPoorLocaleChangesNothing()
    {
        const QByteArray table = m_tollctl->run({u"stats"_s, u"--db"_s, m_store->url()}).out;
        m_tollctl->set(u"LC_ALL"_s, u"C"_s);
        const Outcome outcome = m_tollctl->run({u"stats"_s, u"--db"_s, m_store->url()});
        QCOMPARE(outcome.out, table);
        QCOMPARE(outcome.err, QByteArray());
    }

    void dataAndRemarksGoToDifferentStreams()
    {
        const Outcome outcome =
            m_tollctl->run({u"stats"_s, u"--db"_s, m_store->url(), u"--since"_s, u"2200-01-01"_s});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, QByteArray());
        QCOMPARE(outcome.err, QByteArray("No calls match.\n"));
    }
};

QTEST_GUILESS_MAIN(TestCliTerminal)
#include "tst_cli_terminal.moc"
