// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "serverprocess.h"
#include "standbypair.h"
#include "teststore.h"
#include "tollctl.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// tollctl over a primary and its standby: what reads asks the standby, what changes the primary.
class tst_cli_standby final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_servers.reset(); }
    void readsFromTheStandby_data();
    void readsFromTheStandby();
    void oneUrlForBoth();
    void readsFromTheStoreWhenTheStandbyIsGone();
    void aFileHasNoStandby();

private:
    std::unique_ptr<StandbyPair> m_servers;
};

void tst_cli_standby::initTestCase()
{
    m_servers = std::make_unique<StandbyPair>();
    const auto store = valueOf(Store::open(*StoreLocation::parse(m_servers->primaryUrl())));
    QVERIFY(valueOf(store->record(sampleCall(u"seen"_s, 0.25))).logged());
    QTRY_VERIFY_WITH_TIMEOUT(m_servers->hasFollowed(), 20'000);
    m_servers->pause(); // from here on the two differ
    QVERIFY(valueOf(store->record(sampleCall(u"unseen"_s, 0.5))).logged());
}

void tst_cli_standby::readsFromTheStandby_data()
{
    QTest::addColumn<QStringList>("verb");
    QTest::newRow("stats") << QStringList{u"stats"_s, u"--format"_s, u"csv"_s};
    QTest::newRow("budgets") << QStringList{u"budgets"_s, u"--format"_s, u"csv"_s};
    QTest::newRow("export") << QStringList{u"export"_s, u"csv"_s};
    QTest::newRow("check") << QStringList{u"check"_s};
}

void tst_cli_standby::readsFromTheStandby()
{
    QFETCH(QStringList, verb);
    Tollctl tollctl;
    tollctl.set(u"LLM_TOLL_STORE_URL"_s, m_servers->primaryUrl());
    const Outcome direct = tollctl.run(verb);
    QCOMPARE(direct.exitCode, 0);
    const Outcome named = tollctl.run(verb + QStringList{u"--read-url"_s, m_servers->standbyUrl()});
    QCOMPARE(named.exitCode, 0);
    tollctl.set(u"LLM_TOLL_READ_URL"_s, m_servers->standbyUrl());
    const Outcome fromEnvironment = tollctl.run(verb);
    QCOMPARE(fromEnvironment.out, named.out);
    QCOMPARE(fromEnvironment.exitCode, 0);
    if (verb.front() != u"check") {
        QVERIFY2(direct.out.contains("unseen"), direct.out.constData());
        QVERIFY2(named.out.contains("seen") && !named.out.contains("unseen"), named.out.constData());
    }
    // The variable belongs to the other one: a store that is named is read itself.
    const Outcome other = tollctl.run(verb + QStringList{u"--store-url"_s, m_servers->primaryUrl()});
    QCOMPARE(other.out, direct.out);
}

void tst_cli_standby::oneUrlForBoth()
{
    Tollctl tollctl;
    const QStringList store{u"--store-url"_s, m_servers->preferringStandby()};
    const Outcome limit = tollctl.run(
        QStringList{u"limit"_s, u"--project"_s, u"seen"_s, u"--set"_s, u"7"_s} + store);
    QVERIFY2(limit.exitCode == 0, limit.err.constData());
    const Outcome stats = tollctl.run(QStringList{u"stats"_s, u"--json"_s} + store);
    QCOMPARE(stats.json()[u"rows"_s].toArray().size(), 1);
}

void tst_cli_standby::readsFromTheStoreWhenTheStandbyIsGone()
{
    Tollctl tollctl;
    const QString nowhere = QString(m_servers->standbyUrl())
                                .replace(QString::number(m_servers->standby().port()),
                                         QString::number(freePort()));
    const Outcome stats = tollctl.run({u"stats"_s, u"--format"_s, u"csv"_s, u"--store-url"_s,
                                       m_servers->primaryUrl(), u"--read-url"_s, nowhere});
    QCOMPARE(stats.exitCode, 0);
    QVERIFY(stats.out.contains("unseen"));
    QVERIFY2(stats.err.contains("Reads from the store itself"), stats.err.constData());
    QVERIFY(!stats.err.contains("p%40ss"));
}

void tst_cli_standby::aFileHasNoStandby()
{
    Tollctl tollctl;
    const Outcome stats = tollctl.run({u"stats"_s, u"--db"_s, u"x.db"_s, u"--read-url"_s,
                                       m_servers->standbyUrl()});
    QCOMPARE(stats.exitCode, 64);
    QVERIFY(!stats.err.contains("p%40ss"));
}

QTEST_GUILESS_MAIN(tst_cli_standby)
#include "tst_cli_standby.moc"
