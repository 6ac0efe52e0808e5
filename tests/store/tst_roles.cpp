// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/summary.h"
#include "postgrescluster.h"
#include "store/rights.h"
#include "teststore.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

QString rolesSql()
{
    QFile file(QStringLiteral(TOLLKEEPER_ROLES_SQL));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no roles.sql");
    return QString::fromUtf8(file.readAll());
}

// Somebody who may log in and has been given one of the roles.
QString memberOf(const TestStore &place, const QString &role)
{
    const QString url = PostgresCluster::shared().createRole(place.url());
    place.raw().execute(u"GRANT %1 TO %2"_s.arg(role, PostgresCluster::roleOf(url)));
    return url;
}

std::unique_ptr<Store> openAs(const QString &url)
{
    auto store = Store::open(*StoreLocation::parse(url));
    if (!store)
        qFatal("%s", qPrintable(store.error().message));
    return *std::move(store);
}

QString rightsIn(const TestStore &place)
{
    return place.raw().value(
        u"SELECT string_agg(concat_ws(' ', grantee, table_name, privilege_type), ', ' ORDER BY 1)"
        " FROM (SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE grantee LIKE 'tollkeeper\\_%') AS rights"_s);
}

} // namespace

/// packaging/postgresql/roles.sql: each role does through our own store what it is for.
class TestRoles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_place.reset(); }
    void aViewerReadsEverythingAndChangesNothing();
    void aWriterRecordsAndSealsButDoesNotAdminister();
    void anAdminResetsUndoesAndSetsLimits();
    void nobodyMayChangeTheLogOrTheAuditLog();
    void runningItAgainTakesBackWhatWasGrantedMeanwhile();
    void withoutAStoreItSaysWhatToDoFirst();
    void whatIsMissingIsNamedAsTheGrantThatHelps();

private:
    std::unique_ptr<TestStore> m_place;
};

void TestRoles::init()
{
    m_place = std::make_unique<TestStore>(Backend::Postgres);
    const auto owner = m_place->open();
    QVERIFY(owner->record(sampleCall(u"demo"_s, 0.25)));
    QVERIFY(owner->setLimit(u"demo"_s, {10, {}, {}}));
    m_place->raw().execute(rolesSql());
}

void TestRoles::aViewerReadsEverythingAndChangesNothing()
{
    const auto store = openAs(memberOf(*m_place, u"tollkeeper_viewer"_s));
    QVERIFY(store->info().access.readOnly());
    QVERIFY(!store->info().access.canSeal);
    QCOMPARE(total(valueOf(store->spend({}, BucketUnit::Day))).calls, 1);
    QCOMPARE(valueOf(store->calls({})).size(), size_t(1));
    QCOMPARE(valueOf(store->budgets()).front().limit->maxBudgetUsd, 10.0);
    QCOMPARE(valueOf(store->audit()).size(), size_t(1));
    QVERIFY(store->changeMark());

    QCOMPARE(errorOf(store->record(sampleCall())), StoreError::Kind::NotPermitted);
    QCOMPARE(errorOf(store->reset({u"demo"_s, {}, {}})), StoreError::Kind::NotPermitted);
    QCOMPARE(errorOf(store->setLimit(u"demo"_s, {1, {}, {}})), StoreError::Kind::NotPermitted);
    QCOMPARE(errorOf(store->clearLimit(u"demo"_s)), StoreError::Kind::NotPermitted);
    QCOMPARE(errorOf(store->seal()), StoreError::Kind::NotPermitted);
    QCOMPARE(valueOf(m_place->open()->projectTotal(u"demo"_s)), 0.25);
}

void TestRoles::aWriterRecordsAndSealsButDoesNotAdminister()
{
    const auto store = openAs(memberOf(*m_place, u"tollkeeper_writer"_s));
    const Access &access = store->info().access;
    QVERIFY(access.canRecord && access.canSeal && !access.canReset && !access.canSetLimits);
    QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 0.5))).logged());
    QVERIFY(!valueOf(store->record(sampleCall(u"demo"_s, 100))).logged());
    QVERIFY(valueOf(store->seal()).finished);
    QCOMPARE(total(valueOf(store->spend({}, BucketUnit::Day))).calls, 2);

    QCOMPARE(errorOf(store->reset({u"demo"_s, {}, {}})), StoreError::Kind::NotPermitted);
    QCOMPARE(errorOf(store->setLimit(u"demo"_s, {1, {}, {}})), StoreError::Kind::NotPermitted);
    QCOMPARE(errorOf(store->clearLimit(u"demo"_s)), StoreError::Kind::NotPermitted);
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.75);
}

void TestRoles::anAdminResetsUndoesAndSetsLimits()
{
    const auto store = openAs(memberOf(*m_place, u"tollkeeper_admin"_s));
    const Access &access = store->info().access;
    QVERIFY2(access.reason.isEmpty(), qPrintable(access.reason));
    QVERIFY(access.missing.empty());
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.5)));
    const AuditEntry entry = valueOf(store->reset({u"demo"_s, {}, {}}));
    QCOMPARE(entry.amountUsd, 0.75);
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.0);
    QVERIFY(store->undoReset(entry.id));
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.75);
    QVERIFY(store->setLimit(u"demo"_s, {5, {}, {}}));
    QVERIFY(store->clearLimit(u"demo"_s));
    QVERIFY(valueOf(store->seal()).finished);
}

void TestRoles::nobodyMayChangeTheLogOrTheAuditLog()
{
    for (const QString &table : {u"usage_logs"_s, u"tollkeeper_audit"_s}) {
        for (const QString &right : {u"UPDATE"_s, u"DELETE"_s, u"TRUNCATE"_s})
            QCOMPARE(m_place->raw().value(u"SELECT has_table_privilege('tollkeeper_admin', '%1', '%2')"_s
                                              .arg(table, right)),
                     u"f"_s);
    }
}

void TestRoles::runningItAgainTakesBackWhatWasGrantedMeanwhile()
{
    const QString before = rightsIn(*m_place);
    QVERIFY(before.contains(u"tollkeeper_viewer usage_logs SELECT"));
    m_place->raw().execute(u"GRANT DELETE ON usage_logs TO tollkeeper_viewer"_s);
    QVERIFY(rightsIn(*m_place) != before);
    m_place->raw().execute(rolesSql());
    QCOMPARE(rightsIn(*m_place), before);
}

void TestRoles::withoutAStoreItSaysWhatToDoFirst()
{
    const TestStore empty(Backend::Postgres);
    const QString message = empty.raw().tryExecute(rolesSql()).value_or(QString());
    QVERIFY2(message.contains(u"no complete store"), qPrintable(message));
}

void TestRoles::whatIsMissingIsNamedAsTheGrantThatHelps()
{
    const QString url = memberOf(*m_place, u"tollkeeper_writer"_s);
    StoreInfo info = openAs(url)->info();
    QVERIFY(missingFor(Task::Record, info.access).empty());
    QCOMPARE(rightsText(missingFor(Task::Reset, info.access)), u"INSERT on tollkeeper_audit"_s);
    QCOMPARE(rightsText(missingFor(Task::SetLimits, info.access)),
             u"INSERT on tollkeeper_audit; INSERT, UPDATE and DELETE on tollkeeper_limits"_s);
    m_place->raw().execute(
        grantStatements(missingFor(Task::Reset, info.access), info.databaseRole));
    info = openAs(url)->info();
    QVERIFY(info.access.canReset && !info.access.canSetLimits);
    m_place->raw().execute(grantStatements(info.access.missing, info.databaseRole));
    info = openAs(url)->info();
    QVERIFY2(info.access.canSetLimits && info.access.missing.empty(),
             qPrintable(info.access.reason));
}

QTEST_GUILESS_MAIN(TestRoles)
#include "tst_roles.moc"
