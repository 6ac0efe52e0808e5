// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "peer.h"
#include "testdata.h"
#include "teststore.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Sums over the log: against what llm-toll answers, at the edges of days, and past bad rows.
class tst_storecontract_spend final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void agreesWithLlmTollPerProject();
    void agreesWithLlmTollPerModel();
    void agreesWithLlmTollPerModelOfAProject();
    void agreesWithLlmTollPerProjectOfAModel();
    void agreesWithLlmTollPerDay();
    void addsUpTheSameByTheHour();
    void isEmptyForAnEmptyStore();
    void narrowsToARange_data();
    void narrowsToARange();
    void countsACallInItsUtcDayWhateverItsOffset();
    void addsUpExactlyWhereDoublesDrift();
    void doesNotOverflow();
    void leavesOutBadRowsAndCountsThem_data();
    void leavesOutBadRowsAndCountsThem();
    void countsBadRowsWithinTheFilterOnly();
};

namespace {

std::vector<Summary> withoutTimes(std::vector<Summary> summaries)
{
    for (Summary &summary : summaries)
        summary.totals.lastUsed.reset();
    return summaries;
}

QString described(const std::vector<Summary> &summaries)
{
    QStringList lines;
    for (const auto &[name, totals] : summaries) {
        lines << u"%1: %2 calls, %3 + %4 tokens, %5 USD, %6"_s.arg(name)
                     .arg(totals.calls)
                     .arg(totals.inputTokens)
                     .arg(totals.outputTokens)
                     .arg(totals.cost.toString(),
                          totals.lastUsed ? totals.lastUsed->toIso() : u"-"_s);
    }
    return lines.join(u'\n');
}

std::vector<Summary> summarised(const TestStore &place, GroupBy groupBy,
                                const SpendFilter &filter = {})
{
    return summarise(valueOf(place.open()->spend(filter, BucketUnit::Day)), groupBy);
}

// Calls at \a moments, one each.
void insertAt(const TestStore &place, const QStringList &moments)
{
    RawConnection raw = place.raw();
    for (const QString &moment : moments) {
        peer::LogRow row;
        row.createdAt = RawConnection::quoted(moment);
        raw.execute(peer::insertLog(row));
    }
}

} // namespace

void tst_storecontract_spend::agreesWithLlmTollPerProject()
{
    const TestStore place;
    place.loadAzure();
    QCOMPARE(described(summarised(place, GroupBy::Project)),
             described(GoldenAnswers(place.backend()).projects()));
}

void tst_storecontract_spend::agreesWithLlmTollPerModel()
{
    const TestStore place;
    place.loadAzure();
    QCOMPARE(described(withoutTimes(summarised(place, GroupBy::Model))),
             described(GoldenAnswers(place.backend()).models()));
}

void tst_storecontract_spend::agreesWithLlmTollPerModelOfAProject()
{
    const TestStore place;
    place.loadAzure();
    const QString project = u"support-chat"_s;
    QCOMPARE(described(withoutTimes(summarised(place, GroupBy::Model, {{}, project, {}}))),
             described(GoldenAnswers(place.backend()).modelsOf(project)));
}

void tst_storecontract_spend::agreesWithLlmTollPerProjectOfAModel()
{
    const TestStore place;
    place.loadAzure();
    const QString model = u"gpt-4o"_s;
    QCOMPARE(described(withoutTimes(summarised(place, GroupBy::Project, {{}, {}, model}))),
             described(GoldenAnswers(place.backend()).projectsOf(model)));
}

void tst_storecontract_spend::agreesWithLlmTollPerDay()
{
    const TestStore place;
    place.loadAzure();
    const GoldenAnswers golden(place.backend());
    const SpendCube cube = valueOf(place.open()->spend({}, BucketUnit::Day));
    QCOMPARE(cube.extent(), Range::days(golden.onlyDay(), golden.onlyDay()));
    QCOMPARE(described({{u"day"_s, total(cube)}}), described({{u"day"_s, golden.total()}}));
    QCOMPARE(cube.badRows, 0);
}

void tst_storecontract_spend::addsUpTheSameByTheHour()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    const SpendCube hourly = valueOf(store->spend({}, BucketUnit::Hour));
    QCOMPARE(hourly.unit, BucketUnit::Hour);
    QCOMPARE(total(hourly), total(valueOf(store->spend({}, BucketUnit::Day))));
    const auto rows = place.raw().rows(
        place.backend() == Backend::Postgres
            ? u"SELECT floor(extract(epoch FROM created_at) / 3600)::int AS hour, count(*) "
              "FROM usage_logs GROUP BY 1 ORDER BY 1"_s
            : u"SELECT CAST(strftime('%s', created_at) AS INTEGER) / 3600 AS hour, count(*) "
              "FROM usage_logs GROUP BY 1 ORDER BY 1"_s);
    QVERIFY(rows.size() > 1);
    std::map<qint32, qint64> calls;
    for (const SpendCube::Cell &cell : hourly.cells)
        calls[cell.bucket] += cell.totals.calls;
    QCOMPARE(calls.size(), rows.size());
    for (const QStringList &row : rows)
        QCOMPARE(calls[row[0].toInt()], row[1].toLongLong());
}

void tst_storecontract_spend::isEmptyForAnEmptyStore()
{
    const TestStore place;
    const SpendCube cube = valueOf(place.open()->spend({}, BucketUnit::Day));
    QVERIFY(cube.cells.empty());
    QCOMPARE(cube.badRows, 0);
    QCOMPARE(cube.extent().size(), 0);
}

void tst_storecontract_spend::narrowsToARange_data()
{
    QTest::addColumn<Range>("range");
    QTest::addColumn<int>("calls");
    const QDate day(2026, 11, 20);
    const qint32 midnight = epochDay(day) * 24;
    QTest::newRow("the day before") << Range::days(day.addDays(-1), day.addDays(-1)) << 1;
    QTest::newRow("the day") << Range::days(day, day) << 4;
    QTest::newRow("two days") << Range::days(day, day.addDays(1)) << 5;
    QTest::newRow("its first hour") << Range{BucketUnit::Hour, midnight, midnight} << 2;
    QTest::newRow("its last hours") << Range{BucketUnit::Hour, midnight + 22, midnight + 23} << 1;
    QTest::newRow("an empty range") << Range::days(day, day.addDays(-1)) << 0;
}

void tst_storecontract_spend::narrowsToARange()
{
    QFETCH(Range, range);
    QFETCH(int, calls);
    const TestStore place;
    const auto store = place.open();
    insertAt(place, {u"2026-11-19T23:59:59.999999+00:00"_s, u"2026-11-20T00:00:00+00:00"_s,
                     u"2026-11-20T00:00:00.000001+00:00"_s, u"2026-11-20T12:30:00.5+00:00"_s,
                     u"2026-11-20T23:59:59.999999+00:00"_s, u"2026-11-21T00:00:00+00:00"_s});
    for (const BucketUnit unit : {BucketUnit::Day, BucketUnit::Hour}) {
        const SpendCube cube = valueOf(store->spend({range, {}, {}}, unit));
        QCOMPARE(total(cube).calls, calls);
        const Range expected = unit == BucketUnit::Day ? range.inDays() : range.inHours();
        for (const SpendCube::Cell &cell : cube.cells)
            QVERIFY(expected.contains(cell.bucket));
    }
    CallQuery query;
    query.filter.range = range;
    QCOMPARE(valueOf(store->calls(query)).size(), size_t(calls));
}

void tst_storecontract_spend::countsACallInItsUtcDayWhateverItsOffset()
{
    const TestStore place;
    const auto store = place.open();
    const QDate day(2026, 11, 20);
    insertAt(place, {u"2026-11-21T08:30:00+09:00"_s, u"2026-11-20T19:45:00.999999-04:00"_s,
                     u"2026-11-20 23:50:00+00:00"_s, u"2026-11-20T23:59:59.999Z"_s});
    const SpendCube cube = valueOf(store->spend({}, BucketUnit::Hour));
    QCOMPARE(cube.badRows, 0);
    QCOMPARE(total(cube).calls, 4);
    for (const SpendCube::Cell &cell : cube.cells)
        QCOMPARE(cell.bucket, epochDay(day) * 24 + 23);
    QCOMPARE(total(cube).lastUsed, Timestamp::parse(u"2026-11-20T23:59:59.999Z"));
    QCOMPARE(total(valueOf(store->spend({Range::days(day, day), {}, {}}, BucketUnit::Day))).calls, 4);
}

void tst_storecontract_spend::addsUpExactlyWhereDoublesDrift()
{
    const TestStore place;
    const auto store = place.open();
    RawConnection raw = place.raw();
    constexpr int calls = 1000;
    raw.execute(u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, "
                "created_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                "WHERE i < %1) SELECT 'demo', 'm', 1, 1, 0.1000000001, '2026-11-20 12:00:00+00:00'%2 "
                "FROM n"_s.arg(calls)
                    .arg(place.backend() == Backend::Postgres ? u"::timestamptz"_s : QString()));
    const Totals totals = total(valueOf(store->spend({}, BucketUnit::Day)));
    QCOMPARE(totals.cost.toString(), u"100.0000001"_s);
    QCOMPARE(totals.calls, calls);
}

void tst_storecontract_spend::doesNotOverflow()
{
    const TestStore place;
    const auto store = place.open();
    RawConnection raw = place.raw();
    constexpr int calls = 5000; // 500 million USD: within Money, past what doubles hold exactly
    raw.execute(u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, "
                "created_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                "WHERE i < %1) SELECT 'demo', 'm', %2, %2, 99999.0000000001, "
                "'2026-11-20 12:00:00+00:00'%3 FROM n"_s.arg(calls)
                    .arg(maxTokens)
                    .arg(place.backend() == Backend::Postgres ? u"::timestamptz"_s : QString()));
    const Totals totals = total(valueOf(store->spend({}, BucketUnit::Day)));
    QCOMPARE(totals.inputTokens, calls * maxTokens);
    QCOMPARE(totals.cost.toString(),
             Money::fromUnits(calls * Money::fromUsd(99999.0000000001).units()).toString());
}

void tst_storecontract_spend::leavesOutBadRowsAndCountsThem_data()
{
    using Row = peer::LogRow;
    QTest::addColumn<QString>("sqlite");
    QTest::addColumn<QString>("postgresql");
    const auto row = [](const char *name, auto member, const QString &sqlite,
                        const QString &postgres) {
        Row a;
        a.*member = sqlite;
        Row b;
        b.*member = postgres;
        QTest::newRow(name) << (sqlite.isEmpty() ? QString() : peer::insertLog(a))
                            << (postgres.isEmpty() ? QString() : peer::insertLog(b));
    };
    const QString none;
    row("NaN cost", &Row::cost, none, u"'NaN'"_s);
    row("infinite cost", &Row::cost, u"9e999"_s, u"'Infinity'"_s);
    row("infinite credit", &Row::cost, u"-9e999"_s, u"'-Infinity'"_s);
    row("negative cost", &Row::cost, u"-0.5"_s, u"-0.5"_s);
    row("absurd cost", &Row::cost, u"1e300"_s, u"1e300"_s);
    row("cost as text", &Row::cost, u"'cheap'"_s, none);
    row("cost as blob", &Row::cost, u"x'31'"_s, none);
    row("negative input", &Row::inputTokens, u"-1"_s, u"-1"_s);
    row("negative output", &Row::outputTokens, u"-1"_s, u"-1"_s);
    row("absurd input", &Row::inputTokens, u"9223372036854775807"_s, none);
    row("half a token", &Row::outputTokens, u"0.5"_s, none);
    row("tokens as text", &Row::outputTokens, u"'many'"_s, none);
    row("endless time", &Row::createdAt, none, u"'infinity'"_s);
    row("no beginning", &Row::createdAt, none, u"'-infinity'"_s);
    row("before the year 1", &Row::createdAt, none, u"'4000-01-01 BC'"_s);
    row("after the year 9999", &Row::createdAt, u"'12026-11-20T12:00:00+00:00'"_s,
        u"'12026-11-20 12:00:00+00'"_s);
    row("unreadable date", &Row::createdAt, u"'yesterday'"_s, none);
    row("no date", &Row::createdAt, u"''"_s, none);
    row("no such day", &Row::createdAt, u"'2026-02-30T12:00:00+00:00'"_s, none);
    row("no such month", &Row::createdAt, u"'2026-13-01T12:00:00+00:00'"_s, none);
    row("no such hour", &Row::createdAt, u"'2026-11-20T24:30:00+00:00'"_s, none);
    row("date with a tail", &Row::createdAt, u"'2026-11-20T12:00:00+00:00 or so'"_s, none);
    row("fraction with letters", &Row::createdAt, u"'2026-11-20T12:00:00.12x+00:00'"_s, none);
    row("number for a date", &Row::createdAt, u"20261120"_s, none);
    row("blob for a date", &Row::createdAt, u"x'00'"_s, none);
    row("blob for a project", &Row::project, u"x'ff00'"_s, none);
}

void tst_storecontract_spend::leavesOutBadRowsAndCountsThem()
{
    const TestStore place;
    QFETCH(QString, sqlite);
    QFETCH(QString, postgresql);
    const QString insert = place.backend() == Backend::Sqlite ? sqlite : postgresql;
    if (insert.isEmpty())
        return; // this backend refuses such a value itself
    const auto store = place.open();
    place.raw().execute(peer::insertLog({}) + insert + peer::insertLog({}));
    for (const BucketUnit unit : {BucketUnit::Day, BucketUnit::Hour}) {
        const SpendCube cube = valueOf(store->spend({}, unit));
        QCOMPARE(cube.badRows, 1);
        const Totals totals = total(cube);
        QCOMPARE(totals.calls, 2);
        QCOMPARE(totals.cost.toString(), u"0.5"_s);
        QCOMPARE(totals.inputTokens, 200);
        QCOMPARE(cube.extent().size(), 1);
    }
    CallQuery query;
    QCOMPARE(valueOf(store->calls(query)).size(), size_t(3));
    query.badOnly = true;
    const auto bad = valueOf(store->calls(query));
    QCOMPARE(bad.size(), size_t(1));
    QVERIFY(!bad.front().badReason.isEmpty());
    int reasons = 0;
    for (const Call &call : valueOf(store->calls({})))
        reasons += call.badReason.isEmpty() ? 0 : 1;
    QCOMPARE(reasons, 1);
}

void tst_storecontract_spend::countsBadRowsWithinTheFilterOnly()
{
    const TestStore place;
    const auto store = place.open();
    peer::LogRow bad;
    bad.cost = u"-1"_s;
    peer::LogRow other = bad;
    other.project = u"'other'"_s;
    place.raw().execute(peer::insertLog(bad) + peer::insertLog(other) + peer::insertLog({}));
    QCOMPARE(valueOf(store->spend({}, BucketUnit::Day)).badRows, 2);
    const SpendCube cube = valueOf(store->spend({{}, u"demo"_s, {}}, BucketUnit::Day));
    QCOMPARE(cube.badRows, 1);
    QCOMPARE(total(cube).calls, 1);
}

QTEST_GUILESS_MAIN(tst_storecontract_spend)
#include "tst_storecontract_spend.moc"
