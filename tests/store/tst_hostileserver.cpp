// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "peer.h"
#include "postgrescluster.h"
#include "teststore.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// A PostgreSQL database in which somebody else may make things: nothing of theirs runs in the name
/// of who connects with us, as far as a table may be trusted.
class tst_hostileserver final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatStandsInThePlaceOfATableIsNotRead_data();
    void whatStandsInThePlaceOfATableIsNotRead();
    void functionsOfTheSameNamesAreNotCalled_data();
    void functionsOfTheSameNamesAreNotCalled();
};

namespace {

// Everything that a window and a terminal ask for.
void useAll(Store &store)
{
    QCOMPARE(valueOf(store.record(sampleCall(u"demo"_s, 0.25))).totalUsd, 0.25);
    const std::vector<RecordRequest> batch(3, RecordRequest{sampleCall(u"demo"_s, 0.5), {}});
    for (const auto &decision : store.record(batch))
        QVERIFY(decision && decision->logged());
    while (!valueOf(store.seal()).finished) {
    }
    QCOMPARE(valueOf(store.spend({}, BucketUnit::Day)).cells.size(), size_t(1));
    QCOMPARE(valueOf(store.spendFromLog({}, BucketUnit::Hour)).cells.size(), size_t(1));
    QCOMPARE(valueOf(store.calls({})).size(), size_t(4));
    QCOMPARE(valueOf(store.forEachRow({}, [](const LogRow &) { return true; })), qint64(4));
    QVERIFY(store.setLimit(u"demo"_s, {.maxBudgetUsd = 10, .period = Period::Daily}));
    const AuditEntry reset = valueOf(store.reset({u"demo"_s, {}, {}}));
    QVERIFY(store.undoReset(reset.id));
    QCOMPARE(valueOf(store.budgets()).size(), size_t(1));
    QCOMPARE(valueOf(store.ledger()).size(), size_t(1));
    QCOMPARE(valueOf(store.audit()).size(), size_t(3));
    QVERIFY(store.changeMark());
    QVERIFY(store.walPosition());
}

} // namespace

void tst_hostileserver::whatStandsInThePlaceOfATableIsNotRead_data()
{
    QTest::addColumn<QString>("sql");
    const QString log = u" AS SELECT loot() AS id, 'p' AS project, 'm' AS model, 1 AS input_tokens,"
                        " 1 AS output_tokens, 1.0 AS cost, now() AS created_at"_s;
    QTest::newRow("view") << u"CREATE VIEW usage_logs"_s + log;
    QTest::newRow("materialized view") << u"CREATE MATERIALIZED VIEW usage_logs"_s + log + u" WITH NO DATA"_s;
    QTest::newRow("view with a trigger that takes rows")
        << u"CREATE VIEW usage_logs"_s + log
            + u"; CREATE TRIGGER t INSTEAD OF INSERT ON usage_logs FOR EACH ROW EXECUTE FUNCTION loot_row()"_s;
    QTest::newRow("view with a rule") << u"CREATE VIEW usage_logs"_s + log
            + u"; CREATE RULE r AS ON INSERT TO usage_logs DO INSTEAD SELECT loot()"_s;
    QTest::newRow("view for budgets")
        << u"CREATE VIEW budgets AS SELECT 'p' AS project, 1.0 * loot() AS total_cost,"
           " now() AS last_reset_at, now() AS updated_at"_s;
}

void tst_hostileserver::whatStandsInThePlaceOfATableIsNotRead()
{
    QFETCH(QString, sql);
    const TestStore place(Backend::Postgres);
    RawConnection raw = place.raw();
    raw.execute(u"CREATE TABLE taken (who text);"
                " CREATE FUNCTION loot() RETURNS integer LANGUAGE sql AS"
                " 'INSERT INTO taken VALUES (current_user) RETURNING 1';"
                " CREATE FUNCTION loot_row() RETURNS trigger LANGUAGE plpgsql AS"
                " 'BEGIN PERFORM loot(); RETURN NEW; END'"_s);
    raw.execute(sql);
    for (const bool creates : {false, true}) {
        StoreOptions options;
        options.createSchema = creates;
        const auto store = Store::open(place.location(), options);
        QCOMPARE(errorOf(store), StoreError::Kind::Internal);
        QVERIFY2(store.error().message.contains(u"is a view and not a table"),
                 qPrintable(store.error().message));
    }
    QCOMPARE(raw.value(u"SELECT count(*) FROM taken"_s), u"0"_s);
}

void tst_hostileserver::functionsOfTheSameNamesAreNotCalled_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("schema named as the user") << QString();
    QTest::newRow("a path that puts the server's own last") << u"{role}, public, pg_catalog"_s;
    QTest::newRow("quoted") << u"{role}, \"pg_catalog\", public"_s;
}

void tst_hostileserver::functionsOfTheSameNamesAreNotCalled()
{
    QFETCH(QString, path);
    const TestStore place(Backend::Postgres);
    (void)place.open(); // as an administrator does once
    auto &cluster = PostgresCluster::shared();
    const QString url = cluster.createRole(place.url());
    const QString role = PostgresCluster::roleOf(url);
    RawConnection raw = place.raw();
    raw.execute(u"GRANT ALL ON ALL TABLES IN SCHEMA public TO %1;"
                " GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO %1;"
                " CREATE SCHEMA %1; GRANT USAGE ON SCHEMA %1 TO PUBLIC"_s.arg(role));
    // As exact as our calls, so that they would be preferred to what takes any type.
    const QStringList takers{
        u"now()"_s, u"clock_timestamp()"_s, u"pg_backend_pid()"_s, u"pg_is_in_recovery()"_s,
        u"current_setting(text)"_s, u"to_regclass(text)"_s, u"md5(text)"_s, u"length(text)"_s,
        u"octet_length(text)"_s, u"floor(double precision)"_s, u"round(numeric, integer)"_s,
        u"date_part(text, timestamptz)"_s, u"to_char(timestamp, text)"_s, u"isfinite(timestamptz)"_s,
        u"concat(numeric, text, text, text, pg_lsn)"_s, u"has_table_privilege(text, text)"_s,
        u"pg_get_serial_sequence(text, text)"_s, u"pg_advisory_xact_lock(bigint)"_s,
        u"to_jsonb(pg_inherits)"_s, u"string_to_array(text, text)"_s, u"chr(integer)"_s};
    for (const QString &taker : takers) {
        raw.execute(u"CREATE FUNCTION %1.%2 RETURNS text LANGUAGE plpgsql AS"
                    " 'BEGIN RAISE EXCEPTION ''taken''; END'"_s.arg(role, taker));
    }
    raw.execute(u"CREATE FUNCTION %1.taken(text, text) RETURNS boolean LANGUAGE plpgsql AS"
                " 'BEGIN RAISE EXCEPTION ''taken''; END';"
                " CREATE OPERATOR %1.= (LEFTARG = text, RIGHTARG = text, FUNCTION = %1.taken);"
                " CREATE OPERATOR %1.~~ (LEFTARG = text, RIGHTARG = text, FUNCTION = %1.taken)"_s.arg(role));
    if (!path.isEmpty()) {
        raw.execute(u"ALTER ROLE %1 SET search_path = %2"_s.arg(
            role, QString(path).replace(u"{role}"_s, role)));
    }
    const auto store = Store::open(*StoreLocation::parse(url));
    QVERIFY2(store, store ? "" : qPrintable(store.error().message + store.error().detail));
    useAll(**store);
}

QTEST_GUILESS_MAIN(tst_hostileserver)
#include "tst_hostileserver.moc"
