// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planted.h"
#include "postgrescluster.h"
#include "teststore.h"
#include "tollctl.h"

#include <QFile>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// A password that tollctl is given, in whatever form, is found nowhere that it leads to.
class TestCliSecrets final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_place;
    QString m_role;

    /// "postgresql://USER@HOST:PORT/DATABASE" with \a user in place.
    [[nodiscard]] QString url(const QString &user) const
    {
        const QUrl admin(m_place->url());
        return u"postgresql://%1@%2:%3%4"_s.arg(user, admin.host(), QString::number(admin.port()),
                                               admin.path());
    }
    [[nodiscard]] QString service(const QByteArray &more) const
    {
        const QUrl admin(m_place->url());
        return u"[team]\nhost=%1\nport=%2\ndbname=%3\nuser=%4\n"_s.arg(
                   admin.host(), QString::number(admin.port()), admin.path().mid(1), m_role)
            + QString::fromUtf8(more);
    }
    static void write(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    }
    static void verifyClean(const Outcome &outcome, const QStringList &arguments)
    {
        QVERIFY2(!planted::isIn(outcome.out) && !planted::isIn(outcome.err),
                 arguments.join(u' ').toUtf8() + " > " + outcome.out + outcome.err);
    }
    static QStringList recordArguments()
    {
        return {u"record"_s,       u"--project"_s, u"chat"_s,         u"--model"_s, u"m"_s,
                u"--input-tokens"_s, u"1"_s,       u"--output-tokens"_s, u"1"_s,    u"--cost"_s,
                u"0.5"_s};
    }
    /// Rows of a URL that holds the password in some form; \a all: also those that open no store.
    void addForms(bool all) const
    {
        QTest::addColumn<QString>("store");
        QTest::addColumn<bool>("works");
        const auto row = [all](const char *name, const QString &store, bool works) {
            if (works || all)
                QTest::newRow(name) << store << works;
        };
        const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(planted::password()));
        const QString user = m_role + u':';
        row("user information", url(user + encoded), true);
        row("wholly encoded", url(user + planted::encodedWholly()), true);
        row("query", url(m_role) + u"?password="_s + encoded, true);
        row("encoded keyword", url(m_role) + u"?%70assword="_s + planted::encodedWholly(), true);
        row("beside another", url(user + encoded) + u"?sslpassword="_s + encoded + u"2"_s, true);
        row("wrong", url(user + encoded + u'x'), false);
        row("not encoded", url(user + planted::password()), false);
        row("no server", u"postgresql://u:%1@127.0.0.1:1/db"_s.arg(encoded), false);
        row("no host", u"postgresql://u:"_s + planted::password().left(8), false);
        row("settings", u"host=127.0.0.1 port=1 user=u password='%1'"_s.arg(planted::password()), false);
        row("another scheme", u"mysql://u:%1@127.0.0.1/db"_s.arg(encoded), false);
        row("one slash", u"postgresql:/u:%1@127.0.0.1/db"_s.arg(encoded), false);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_place = std::make_unique<TestStore>(Backend::Postgres);
        m_role = planted::role(m_place->url());
    }
    void cleanupTestCase() { m_place.reset(); }

    void isNeitherPrintedNorWritten_data() { addForms(true); }
    void isNeitherPrintedNorWritten()
    {
        QFETCH(QString, store);
        QFETCH(bool, works);
        const Tollctl tollctl;
        const auto run = [&](const QStringList &arguments) {
            const QStringList all = arguments + QStringList{u"--store-url"_s, store};
            const Outcome outcome = tollctl.run(all);
            verifyClean(outcome, all);
            return outcome.exitCode;
        };
        QCOMPARE(run(recordArguments()) == 0, works);
        const auto file = [&](const QString &name) { return tollctl.home() + u'/' + name; };
        const QList<QStringList> verbs{
            {u"stats"_s},
            {u"budgets"_s, u"--json"_s},
            {u"limit"_s, u"--project"_s, u"chat"_s, u"--set"_s, u"100"_s},
            {u"check"_s},
            {u"export"_s, u"csv"_s, u"--output"_s, file(u"calls.csv"_s)},
            {u"export"_s, u"json"_s, u"--output"_s, file(u"calls.json"_s)},
            {u"export"_s, u"xlsx"_s, u"--output"_s, file(u"calls.xlsx"_s)},
            {u"report"_s, u"xlsx"_s, u"--output"_s, file(u"report.xlsx"_s)},
            {u"verify"_s, file(u"calls.csv"_s)},
            {u"reset"_s, u"--project"_s, u"chat"_s},
            {u"audit"_s},
            {u"ledger"_s}};
        for (const QStringList &verb : works ? verbs : verbs.first(4)) {
            const int exitCode = run(verb);
            QVERIFY2((exitCode == 0) == works, qPrintable(verb.join(u' ')));
        }
        // Where it does not belong.
        for (const QStringList &slip :
             {QStringList{u"stats"_s, store}, {u"stats"_s, u"--stor-url="_s + store},
              {u"stats"_s, u"--since"_s, store}, {u"stats"_s, u"--format"_s, store}, {store},
              {u"export"_s, store}, {u"undo"_s, u"--audit-id"_s, store}}) {
            const Outcome outcome = tollctl.run(slip);
            verifyClean(outcome, slip);
            QVERIFY(outcome.exitCode != 0);
        }
        QCOMPARE(planted::filesIn(tollctl.home()), QStringList());
    }

    void isInNoFileThatStandsInForTheServer_data() { addForms(true); }
    void isInNoFileThatStandsInForTheServer()
    {
        QFETCH(QString, store);
        Tollctl tollctl;
        tollctl.set(u"LLM_TOLL_STORE_URL"_s, store);
        verifyClean(tollctl.run(recordArguments()), recordArguments());
        verifyClean(tollctl.run({u"sync"_s}), {u"sync"_s});
        QCOMPARE(planted::filesIn(tollctl.home()), QStringList());
    }

    void isInNoArgumentListOnceTheyAreRead_data() { addForms(false); }
    void isInNoArgumentListOnceTheyAreRead()
    {
        QFETCH(QString, store);
        const Tollctl tollctl;
        for (const QStringList &words :
             {QStringList{u"--store-url"_s, store}, {u"--store-url="_s + store}}) {
            const auto process = tollctl.start(QStringList{u"record"_s, u"--jsonl"_s} + words);
            process->write("{\"project\":\"p\",\"model\":\"m\",\"input_tokens\":1,"
                           "\"output_tokens\":1,\"cost\":1}\n");
            while (!process->canReadLine())
                QVERIFY(process->waitForReadyRead(30'000));
            const QByteArray arguments = planted::argumentsOf(process->processId());
            QVERIFY2(arguments.contains("--jsonl") && arguments.contains("***"), arguments);
            QVERIFY2(!planted::isIn(arguments), arguments);
            QCOMPARE(Tollctl::finish(*process).exitCode, 0);
        }
    }

    void comesFromWhereLibpqLooksForIt_data()
    {
        QTest::addColumn<QString>("way");
        for (const auto &way : {"PGPASSWORD", "passfile", "service"})
            QTest::newRow(way) << QString::fromLatin1(way);
    }
    void comesFromWhereLibpqLooksForIt()
    {
        QFETCH(QString, way);
        Tollctl tollctl;
        const QTemporaryDir secrets; // apart from what is looked through
        QString store = url(m_role);
        if (way == u"PGPASSWORD") {
            tollctl.set(way, planted::password());
        } else if (way == u"passfile") {
            const QString escaped =
                planted::password().replace(u"\\"_s, u"\\\\"_s).replace(u":"_s, u"\\:"_s);
            write(secrets.filePath(u"pgpass"_s), "*:*:*:*:" + escaped.toUtf8() + '\n');
            store += u"?passfile="_s + secrets.filePath(u"pgpass"_s);
        } else {
            write(secrets.filePath(u"services"_s),
                  service("password=" + planted::password().toUtf8() + '\n').toUtf8());
            tollctl.set(u"PGSERVICEFILE"_s, secrets.filePath(u"services"_s));
            store = u"postgresql:///?service=team"_s;
        }
        const QString exported = tollctl.home() + u"/calls.csv"_s;
        for (const QStringList &verb :
             {recordArguments(), {u"stats"_s}, {u"export"_s, u"csv"_s, u"--output"_s, exported}}) {
            const Outcome outcome = tollctl.run(verb + QStringList{u"--store-url"_s, store});
            QVERIFY2(outcome.exitCode == 0, outcome.err);
            verifyClean(outcome, verb);
        }
        QCOMPARE(planted::filesIn(tollctl.home()), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestCliSecrets)
#include "tst_cli_secrets.moc"
