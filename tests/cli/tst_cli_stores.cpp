// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgrescluster.h"
#include "rawconnection.h"
#include "testdata.h"
#include "teststore.h"
#include "tollctl.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <QUrl>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Which store tollctl opens, and what happens when that does not work.
class TestCliStores final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Tollctl> m_tollctl;

    [[nodiscard]] QString path(const QString &name) const
    {
        return m_tollctl->home() + u'/' + name;
    }
    [[nodiscard]] QString madeStore(const QString &name = u"calls.db"_s) const
    {
        record({u"--db"_s, path(name)});
        return path(name);
    }
    Outcome record(const QStringList &more = {}) const
    {
        return m_tollctl->run(QStringList{u"record"_s, u"--project"_s, u"chat"_s, u"--model"_s,
                                          u"m"_s, u"--input-tokens"_s, u"1"_s, u"--output-tokens"_s,
                                          u"1"_s, u"--cost"_s, u"0.5"_s} +
                              more);
    }
    static qint64 callsIn(const Outcome &stats)
    {
        return stats.json()["total"_L1]["call_count"_L1].toInteger();
    }
    // The run failed with \a exitCode and one sentence that has \a word in it; and no data.
    static void verifyFailed(const Outcome &outcome, int exitCode, const QByteArray &word)
    {
        QVERIFY2(outcome.exitCode == exitCode,
                 qPrintable(QString::number(outcome.exitCode) + u": "_s +
                            QString::fromUtf8(outcome.err)));
        QVERIFY2(outcome.err.contains(word), outcome.err);
        QCOMPARE(outcome.err.count('\n'), 1);
        QCOMPARE(outcome.out, QByteArray());
    }
    static QByteArray contents(const QString &file)
    {
        QFile device(file);
        return device.open(QIODevice::ReadOnly) ? device.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init() { m_tollctl = std::make_unique<Tollctl>(); }
    void cleanup() { m_tollctl.reset(); }

    void withoutAWordTheStoreIsInTheHomeFolder()
    {
        QCOMPARE(record().exitCode, 0);
        QVERIFY(QFile::exists(m_tollctl->defaultStore()));
        QCOMPARE(QFile::permissions(m_tollctl->defaultStore()) & QFile::Permissions(0x77),
                 QFile::Permissions());
    }

    void theOptionsComeBeforeTheEnvironmentAndTheUrlBeforeTheFile()
    {
        m_tollctl->set(u"LLM_TOLL_STORE_URL"_s, path(u"environment.db"_s));
        QCOMPARE(record().exitCode, 0);
        QCOMPARE(record({u"--db"_s, path(u"option.db"_s)}).exitCode, 0);
        QCOMPARE(record({u"--db"_s, path(u"option.db"_s), u"--store-url"_s,
                         u"sqlite:///"_s + path(u"url.db"_s)})
                     .exitCode,
                 0);
        for (const QString &name : {u"environment.db"_s, u"option.db"_s, u"url.db"_s})
            QCOMPARE(RawConnection(path(name)).value(u"SELECT count(*) FROM usage_logs"_s), u"1"_s);
        QVERIFY(!QFile::exists(m_tollctl->defaultStore()));
    }

    void theEnvironmentsServerIsReplacedByTheLocalFileWithAMaskedWarning_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("nobody listens") << u"postgresql://ana:hush@127.0.0.1:1/team"_s;
        QTest::newRow("short scheme") << u"postgres://ana:hush@127.0.0.1:1/team"_s;
        QTest::newRow("password as keyword")
            << u"postgresql://ana@127.0.0.1:1/team?password=hush"_s;
        QTest::newRow("unknown host") << u"postgresql://ana:hush@no-such-host.invalid/team"_s;
        QTest::newRow("no such port") << u"postgresql://ana:hush@127.0.0.1:x/team"_s;
        QTest::newRow("cannot be read") << u"postgresql://ana:hush@[::1/team"_s;
        auto &cluster = PostgresCluster::shared();
        QTest::newRow("wrong password")
            << cluster.url(u"postgres"_s, PostgresCluster::adminRole(), u"hush"_s);
        QTest::newRow("no such database")
            << u"postgresql://%1:%2@127.0.0.1:%3/nowhere?sslpassword=hush"_s
                   .arg(PostgresCluster::adminRole(), QString::fromLatin1(QUrl::toPercentEncoding(
                                                          PostgresCluster::adminPassword())))
                   .arg(cluster.port());
    }
    void theEnvironmentsServerIsReplacedByTheLocalFileWithAMaskedWarning()
    {
        QFETCH(QString, url);
        m_tollctl->set(u"LLM_TOLL_STORE_URL"_s, url);
        const Outcome outcome = record();
        QVERIFY2(outcome.exitCode == 0, outcome.err);
        QCOMPARE(outcome.out, "{\"status\":\"logged\",\"total_cost\":0.5}\n");
        QVERIFY2(outcome.err.startsWith("Failed to create store from LLM_TOLL_STORE_URL='postgres"),
                 outcome.err);
        QVERIFY2(outcome.err.endsWith("Falling back to local SQLite.\n"), outcome.err);
        QVERIFY2(!outcome.err.contains("hush"), outcome.err);
        QVERIFY2(!outcome.err.contains(PostgresCluster::adminPassword().toUtf8()), outcome.err);
        QCOMPARE(
            RawConnection(m_tollctl->defaultStore()).value(u"SELECT count(*) FROM usage_logs"_s),
            u"1"_s);
    }

    void aStoreThatWasNamedNeverFallsBack()
    {
        const QStringList store{u"--store-url"_s, u"postgresql://ana:hush@127.0.0.1:1/team"_s};
        verifyFailed(m_tollctl->run(QStringList{u"stats"_s} + store), 4, "127.0.0.1");
        const Outcome recorded = record(store);
        QCOMPARE(recorded.exitCode, 4);
        QCOMPARE(recorded.json()["status"_L1].toString(), u"error"_s);
        QCOMPARE(recorded.json()["kind"_L1].toString(), u"unavailable"_s);
        QVERIFY(!(recorded.out + recorded.err).contains("hush"));
        QVERIFY(!QFile::exists(m_tollctl->defaultStore()));
    }

    void aServerThatNeverAnswersIsGivenUpWithinTheConnectTimeout()
    {
        auto &cluster = PostgresCluster::shared();
        const QString url = cluster.url(u"postgres"_s) + u"?connect_timeout=2"_s;
        cluster.suspend();
        QElapsedTimer timer;
        timer.start();
        const Outcome outcome = m_tollctl->run({u"stats"_s, u"--store-url"_s, url});
        const qint64 elapsed = timer.elapsed();
        cluster.resume();
        verifyFailed(outcome, 4, "");
        QVERIFY2(elapsed >= 1'000 && elapsed < 6'000, qPrintable(QString::number(elapsed)));
        QVERIFY(!outcome.err.contains(PostgresCluster::adminPassword().toUtf8()));
    }

    void aServerThatComesBackIsUsedAgain()
    {
        auto &cluster = PostgresCluster::shared();
        const QString url = cluster.createDatabase();
        const auto process = m_tollctl->start({u"record"_s, u"--jsonl"_s, u"--store-url"_s, url});
        const auto answer = [&] {
            process->write("{\"project\":\"p\",\"model\":\"m\",\"input_tokens\":1,"
                           "\"output_tokens\":1,\"cost\":1}\n");
            while (!process->canReadLine()) {
                if (!process->waitForReadyRead(30'000))
                    break;
            }
            return process->readLine();
        };
        QCOMPARE(answer(), "{\"status\":\"logged\",\"total_cost\":1}\n");
        cluster.stop();
        const QByteArray failed = answer();
        QVERIFY2(failed.startsWith("{\"status\":\"error\""), failed);
        cluster.start();
        QCOMPARE(answer(), "{\"status\":\"logged\",\"total_cost\":2}\n");
        QCOMPARE(Tollctl::finish(*process).exitCode, 4);
        QCOMPARE(PostgresCluster::execute(url, u"SELECT count(*) FROM usage_logs"_s), u"2"_s);
    }

    void aMissingDriverIsNamedWithItsPackage()
    {
        const QString executable = path(u"tollctl"_s);
        QVERIFY(QFile::copy(Tollctl::builtExecutable(), executable));
        QFile configuration(path(u"qt.conf"_s));
        QVERIFY(configuration.open(QIODevice::WriteOnly));
        configuration.write("[Paths]\nPlugins = nowhere\n");
        configuration.close();
        m_tollctl->setExecutable(executable);
        verifyFailed(m_tollctl->run({u"stats"_s, u"--store-url"_s,
                                     PostgresCluster::shared().url(u"postgres"_s)}),
                     4, "libqt6sql6-psql");
    }

    void anotherSchemeIsAMistakeWhereverItIsNamed()
    {
        const QString url = u"mysql://ana:hush@db/team"_s;
        verifyFailed(m_tollctl->run({u"stats"_s, u"--store-url"_s, url}), 64, "mysql://");
        verifyFailed(m_tollctl->run({u"stats"_s, u"--db"_s, url}), 64, "mysql://");
        m_tollctl->set(u"LLM_TOLL_STORE_URL"_s, url);
        const Outcome outcome = m_tollctl->run({u"stats"_s});
        verifyFailed(outcome, 64, "mysql://");
        QVERIFY(!outcome.err.contains("hush"));
        QVERIFY(!QFile::exists(m_tollctl->defaultStore()));
    }

    void aFolderIsNoFile()
    {
        verifyFailed(m_tollctl->run({u"stats"_s, u"--db"_s, m_tollctl->home()}), 64, "folder");
    }

    void aCorruptFileIsNamedAndLeftAsItIs()
    {
        const QString file = path(u"corrupt.db"_s);
        QFile device(file);
        QVERIFY(device.open(QIODevice::WriteOnly));
        device.write(QByteArray("this is no database\n").repeated(500));
        device.close();
        const QByteArray before = contents(file);
        verifyFailed(m_tollctl->run({u"stats"_s, u"--db"_s, file}), 4, "corrupt.db");
        QCOMPARE(contents(file), before);
    }

    void anotherProgramsDatabaseIsNotTouched()
    {
        const QString file = path(u"foreign.db"_s);
        RawConnection(file).execute(u"CREATE TABLE budgets (name TEXT, percent REAL)"_s);
        const Outcome outcome = m_tollctl->run({u"stats"_s, u"--db"_s, file});
        verifyFailed(outcome, 4, "budgets");
        QCOMPARE(RawConnection(file).value(u"SELECT count(*) FROM sqlite_master"_s), u"1"_s);
    }

    void aMissingColumnIsNamed()
    {
        const QString file = path(u"missing.db"_s);
        RawConnection(file).execute(
            u"CREATE TABLE usage_logs (id INTEGER PRIMARY KEY, project TEXT,"
            " model TEXT, input_tokens INTEGER, cost REAL,"
            " created_at TEXT)"_s);
        verifyFailed(m_tollctl->run({u"stats"_s, u"--db"_s, file}), 4, "output_tokens");
    }

    void aStoreOfANewerVersionIsRefusedAlsoFromTheEnvironment()
    {
        const QString file = madeStore();
        RawConnection raw(file);
        raw.execute(u"UPDATE tollkeeper_meta SET value = 999 WHERE key = 'schema_version'"_s);
        verifyFailed(m_tollctl->run({u"stats"_s, u"--db"_s, file}), 4, "newer");
        m_tollctl->set(u"LLM_TOLL_STORE_URL"_s, file);
        verifyFailed(m_tollctl->run({u"stats"_s}), 4, "newer");
        QVERIFY(!QFile::exists(m_tollctl->defaultStore()));
    }

    void aLockedFileIsReadAndAWriteGivesUpInTime()
    {
        const QString file = madeStore();
        RawConnection writer(file);
        writer.execute(u"BEGIN IMMEDIATE"_s);
        QCOMPARE(callsIn(m_tollctl->run({u"stats"_s, u"--json"_s, u"--db"_s, file})), 1);
        const Outcome outcome = record({u"--db"_s, file});
        QCOMPARE(outcome.exitCode, 4);
        QCOMPARE(outcome.json()["kind"_L1].toString(), u"busy"_s);
        writer.execute(u"ROLLBACK"_s);
        QCOMPARE(record({u"--db"_s, file}).json()["total_cost"_L1].toDouble(), 1.0);
    }

    void aReadOnlyFileIsReadAndNotWritten()
    {
        const QString file = madeStore();
        RawConnection(file).execute(u"PRAGMA journal_mode = DELETE"_s);
        // Root may write whatever its mode says, so somebody else has to try.
        const QString executable = path(u"tollctl"_s);
        QVERIFY(QFile::copy(Tollctl::builtExecutable(), executable));
        const auto forAll = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;
        const auto runForAll = QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;
        QVERIFY(QFile::setPermissions(executable, forAll | runForAll));
        QVERIFY(QFile::setPermissions(file, forAll));
        QVERIFY(QFile::setPermissions(m_tollctl->home(), forAll | runForAll));
        m_tollctl->setExecutable(executable);
        if (geteuid() == 0)
            m_tollctl->becomeNobody();

        QCOMPARE(callsIn(m_tollctl->run({u"stats"_s, u"--json"_s, u"--db"_s, file})), 1);
        const Outcome outcome = record({u"--db"_s, file});
        QCOMPARE(outcome.exitCode, 4);
        QCOMPARE(outcome.json()["kind"_L1].toString(), u"not_permitted"_s);
        verifyFailed(m_tollctl->run({u"reset"_s, u"--project"_s, u"chat"_s, u"--db"_s, file}), 4,
                     "");
        QVERIFY(QFile::setPermissions(m_tollctl->home(), forAll | runForAll | QFile::WriteOwner));
    }
};

QTEST_GUILESS_MAIN(TestCliStores)
#include "tst_cli_stores.moc"
