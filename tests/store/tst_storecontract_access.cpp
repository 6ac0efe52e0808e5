// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientprocess.h"
#include "peer.h"
#include "postgrescluster.h"
#include "testdata.h"
#include "teststore.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Users who may not do everything: what they see, and that nothing is written in their name.
class tst_storecontract_access final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWithTheRightToSelectAlone_data();
    void readsWithTheRightToSelectAlone();
    void readsAServerThatTakesNoChanges();
    void recordsWithTheRightsOfLlmToll();
    void doesNotRecordPastALimitThatItMayNotRead();
    void namesWhatIsMissing();
    void refusesAStranger();
    void cannotStartAStoreWithoutTheRightToCreate();
    void readsAFileThatMayNotBeWritten_data();
    void readsAFileThatMayNotBeWritten();
    void refusesAFileThatMayNotBeRead();
};

namespace {

const QString readRights = u"GRANT SELECT ON usage_logs, budgets TO %1;"_s;
const QString readOurs = u"GRANT SELECT ON tollkeeper_meta, tollkeeper_limits, tollkeeper_audit TO %1;"_s;
const QString peerRights = u"GRANT SELECT, INSERT, UPDATE ON usage_logs, budgets TO %1;"
                           "GRANT USAGE ON SEQUENCE usage_logs_id_seq TO %1;"_s;

QString memberOf(const TestStore &place, const QString &grants)
{
    const QString url = PostgresCluster::shared().createRole(place.url());
    const QString role = PostgresCluster::roleOf(url);
    if (!grants.isEmpty())
        place.raw().execute(QString(grants).replace(u"%1"_s, role));
    return url;
}

Result<std::unique_ptr<Store>> openAs(const QString &url)
{
    return Store::open(*StoreLocation::parse(url));
}

// Runs the test client as somebody else where this process is root, whom no mode stops.
QStringList lookAsSomebodyElse(const QString &path)
{
    QTemporaryDir folder;
    const QString program = folder.filePath(u"client"_s);
    QFile::copy(clientProgram(), program);
    for (const QString &shared : {folder.path(), program})
        QFile::setPermissions(shared, QFile::Permissions(0x5555) | QFile::WriteOwner);
    ClientProcesses clients(program);
    clients.add({u"look"_s, path}, [] {
        const passwd *nobody = ::geteuid() == 0 ? ::getpwnam("nobody") : nullptr;
        if (nobody
            && (::setgroups(0, nullptr) != 0 || ::setgid(nobody->pw_gid) != 0
                || ::setuid(nobody->pw_uid) != 0))
            ::_exit(126);
    });
    clients.release();
    return clients.finish().front();
}

} // namespace

void tst_storecontract_access::readsWithTheRightToSelectAlone_data()
{
    QTest::addColumn<bool>("ownTables");
    QTest::addColumn<QString>("grants");
    QTest::newRow("no Tollkeeper was here before") << false << readRights;
    QTest::newRow("Tollkeeper's tables may be read") << true << readRights + readOurs;
    QTest::newRow("Tollkeeper's tables may not be read") << true << readRights;
}

void tst_storecontract_access::readsWithTheRightToSelectAlone()
{
    QFETCH(bool, ownTables);
    QFETCH(QString, grants);
    const TestStore place(Backend::Postgres);
    place.loadAzure();
    if (ownTables) {
        const auto owner = place.open();
        QVERIFY(owner->reset({u"line\nbreak"_s, {}, {}}));
        QVERIFY(owner->setLimit(u"code-assistant"_s, {99, {}, {}}));
    }
    const auto store = openAs(memberOf(place, grants));
    QVERIFY2(store, store ? "" : qPrintable(store.error().message));
    QVERIFY((*store)->info().access.readOnly());
    QVERIFY(!(*store)->info().access.reason.isEmpty());

    const GoldenAnswers golden(Backend::Postgres);
    QCOMPARE(total(valueOf((*store)->spend({}, BucketUnit::Day))), golden.total());
    QCOMPARE(valueOf((*store)->calls({})).size(), size_t(CallQuery().limit));
    QVERIFY((*store)->changeMark());
    const auto budgets = valueOf((*store)->budgets());
    QCOMPARE(budgets.size(), golden.counters().size());
    QCOMPARE(budgets.front().limit.has_value(), grants.contains(readOurs));
    QCOMPARE(valueOf((*store)->audit()).size(), size_t(grants.contains(readOurs) ? 2 : 0));

    QCOMPARE(errorOf((*store)->record(sampleCall())), StoreError::Kind::NotPermitted);
    QCOMPARE(errorOf((*store)->reset({u"code-assistant"_s, {}, {}})), StoreError::Kind::NotPermitted);
    QCOMPARE(errorOf((*store)->setLimit(u"code-assistant"_s, {})), StoreError::Kind::NotPermitted);
    QCOMPARE(errorOf((*store)->clearLimit(u"code-assistant"_s)), StoreError::Kind::NotPermitted);
    QCOMPARE(errorOf((*store)->undoReset(1)), StoreError::Kind::NotPermitted);
    QCOMPARE(total(valueOf(place.open()->spend({}, BucketUnit::Day))), golden.total());
    QCOMPARE(place.raw().value(u"SELECT count(*) FROM budgets WHERE project = 'demo'"_s), u"0"_s);
}

void tst_storecontract_access::readsAServerThatTakesNoChanges()
{
    const TestStore place(Backend::Postgres);
    place.loadAzure();
    const auto store = openAs(place.url() + u"?options=-c%20default_transaction_read_only%3Don"_s);
    QVERIFY2(store, store ? "" : qPrintable(store.error().message));
    QVERIFY((*store)->info().access.readOnly());
    QVERIFY(!(*store)->info().access.reason.isEmpty());
    QCOMPARE(total(valueOf((*store)->spend({}, BucketUnit::Day))),
             GoldenAnswers(Backend::Postgres).total());
    QCOMPARE(errorOf((*store)->record(sampleCall())), StoreError::Kind::NotPermitted);
}

void tst_storecontract_access::recordsWithTheRightsOfLlmToll()
{
    const TestStore place(Backend::Postgres);
    place.raw().execute(peer::schema(Backend::Postgres));
    const auto store = openAs(memberOf(place, peerRights));
    QVERIFY2(store, store ? "" : qPrintable(store.error().message));
    const Access access = (*store)->info().access;
    QVERIFY(access.canRecord);
    QVERIFY(!access.canReset && !access.canSetLimits);
    QVERIFY(!access.reason.isEmpty());
    QVERIFY(valueOf((*store)->record(sampleCall(u"demo"_s, 1), 1.0)).logged());
    QVERIFY(!valueOf((*store)->record(sampleCall(u"demo"_s, 1), 1.0)).logged());
    QCOMPARE(errorOf((*store)->reset({u"demo"_s, {}, {}})), StoreError::Kind::NotPermitted);
}

void tst_storecontract_access::doesNotRecordPastALimitThatItMayNotRead()
{
    const TestStore place(Backend::Postgres);
    QVERIFY(place.open()->setLimit(u"demo"_s, {1, {}, {}}));
    const auto store = openAs(memberOf(place, peerRights));
    QVERIFY2(store, store ? "" : qPrintable(store.error().message));
    QVERIFY(!(*store)->info().access.canRecord);
    QCOMPARE(errorOf((*store)->record(sampleCall(u"demo"_s, 5))), StoreError::Kind::NotPermitted);
    QCOMPARE(place.raw().value(u"SELECT count(*) FROM usage_logs"_s), u"0"_s);
}

void tst_storecontract_access::namesWhatIsMissing()
{
    const TestStore place(Backend::Postgres);
    (void)place.open();
    const auto store = openAs(memberOf(place, readRights));
    QVERIFY(store);
    QVERIFY((*store)->info().access.reason.contains((*store)->info().databaseRole));
    const auto recorded = (*store)->record(sampleCall());
    QCOMPARE(errorOf(recorded), StoreError::Kind::NotPermitted);
    QVERIFY(!recorded.error().message.isEmpty());
}

void tst_storecontract_access::refusesAStranger()
{
    const TestStore place(Backend::Postgres);
    (void)place.open();
    const auto store = openAs(memberOf(place, {}));
    const auto read = store ? (*store)->spend({}, BucketUnit::Day)
                            : Result<SpendCube>(tl::unexpected(store.error()));
    QCOMPARE(errorOf(read), StoreError::Kind::NotPermitted);
}

void tst_storecontract_access::cannotStartAStoreWithoutTheRightToCreate()
{
    const TestStore place(Backend::Postgres);
    const auto store = openAs(memberOf(place, {}));
    QCOMPARE(errorOf(store), StoreError::Kind::NotPermitted);
    QVERIFY(!store.error().message.isEmpty());
}

void tst_storecontract_access::readsAFileThatMayNotBeWritten_data()
{
    QTest::addColumn<bool>("folderWritable");
    QTest::addColumn<bool>("ours");
    QTest::newRow("llm-toll's file") << true << false;
    QTest::newRow("llm-toll's file in a read-only folder") << false << false;
    QTest::newRow("our file") << true << true;
    QTest::newRow("our file in a read-only folder") << false << true;
}

void tst_storecontract_access::readsAFileThatMayNotBeWritten()
{
    QFETCH(bool, folderWritable);
    QFETCH(bool, ours);
    const TestStore place(Backend::Sqlite);
    place.loadAzure();
    const qint64 calls = GoldenAnswers(Backend::Sqlite).total().calls;
    if (ours)
        (void)place.open();
    const QString folder = QFileInfo(place.url()).path();
    const QFile::Permissions read = QFile::Permissions(0x4444);
    const QFile::Permissions enter = QFile::Permissions(0x5555);
    QVERIFY(QFile::setPermissions(place.url(), read));
    QVERIFY(QFile::setPermissions(folder, folderWritable ? QFile::Permissions(0x7777) : enter));
    const QStringList lines = lookAsSomebodyElse(place.url());
    QFile::setPermissions(folder, QFile::Permissions(0x7700));
    QCOMPARE(lines.value(0), u"read-only"_s);
    QCOMPARE(lines.value(1), QString::number(calls));
    QVERIFY2(lines.value(2).startsWith(u"not_permitted"), qPrintable(lines.value(2)));
    QCOMPARE(place.raw().value(u"SELECT count(*) FROM usage_logs"_s), QString::number(calls));
}

void tst_storecontract_access::refusesAFileThatMayNotBeRead()
{
    const TestStore place(Backend::Sqlite);
    (void)place.open();
    QFile::setPermissions(QFileInfo(place.url()).path(), QFile::Permissions(0x7777));
    QFile::setPermissions(place.url(), QFile::Permissions());
    const QStringList lines = lookAsSomebodyElse(place.url());
    QCOMPARE(lines.size(), 1);
    QVERIFY2(lines.front().startsWith(u"not_permitted"), qPrintable(lines.front()));
}

QTEST_GUILESS_MAIN(tst_storecontract_access)
#include "tst_storecontract_access.moc"
