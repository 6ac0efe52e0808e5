// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/snapshot.h"
#include "teststore.h"

#include <QTest>

#include <sqlite3.h>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

constexpr int rows = 60'000;
// Rows that are not sealed yet, and what the look for changes sums up.
constexpr int fewRows = 8'000;

/// Every statement that SQLite runs on connections that are opened while it lives, with its values.
class Statements final
{
public:
    Statements()
    {
        s_seen = &m_seen;
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(&watch));
    }
    ~Statements()
    {
        sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&watch));
        s_seen = nullptr;
    }
    Q_DISABLE_COPY_MOVE(Statements)
    QStringList take() { return std::exchange(m_seen, {}); }

private:
    static int watch(sqlite3 *database, char **, const void *)
    {
        return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, &note, nullptr);
    }
    static int note(unsigned, void *, void *statement, void *)
    {
        char *sql = sqlite3_expanded_sql(static_cast<sqlite3_stmt *>(statement));
        if (s_seen)
            s_seen->append(QString::fromUtf8(sql));
        sqlite3_free(sql);
        return 0;
    }
    QStringList m_seen;
    static inline QStringList *s_seen = nullptr;
};

void fill(const TestStore &place)
{
    RawConnection raw = place.raw();
    const QString insert =
        u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at) "_s;
    if (place.backend() == Backend::Postgres) {
        raw.execute(insert + u"SELECT 'project ' || (i % 7), 'model ' || (i % 5), 1, 1, 0.25,"
                             " timestamptz '2026-01-01Z' + i * interval '5 minutes'"
                             " FROM generate_series(1, %1) i"_s.arg(rows));
        raw.execute(u"ANALYZE usage_logs"_s);
    } else {
        raw.execute(u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "_s
                        .arg(rows)
                    + insert + u"SELECT 'project ' || (i % 7), 'model ' || (i % 5), 1, 1, 0.25,"
                               " strftime('%Y-%m-%dT%H:%M:%S', '2026-01-01', (i * 5) || ' minutes')"
                               " || '+00:00' FROM n"_s);
    }
}

// Rows of the log that the server has read so far, once all sessions but this one are gone.
qint64 rowsRead(const TestStore &place)
{
    return place.raw().value(u"SELECT seq_tup_read + coalesce(idx_tup_fetch, 0)"
                             " FROM pg_stat_user_tables WHERE relname = 'usage_logs'"_s).toLongLong();
}

/// A session's numbers are there once its process has ended.
void waitForOtherSessions(const TestStore &place)
{
    RawConnection raw = place.raw();
    QTRY_COMPARE(raw.value(u"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                           " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"_s),
                 u"0"_s);
}

} // namespace

/// What the window asks for while it is open must not read the whole log, however it grows.
class tst_readingplans final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void nothingReadsTheWholeLog_data();
    void nothingReadsTheWholeLog();
};

void tst_readingplans::nothingReadsTheWholeLog_data()
{
    using Read = std::function<void(Store &, const SealedSpendPtr &)>;
    QTest::addColumn<Read>("read");
    const Range noHours{BucketUnit::Hour, 0, -1};
    QTest::newRow("refresh") << Read([noHours](Store &store, const SealedSpendPtr &known) {
        const auto now = Timestamp::startOf(QDate(2026, 7, 1));
        const auto snapshot = valueOf(readSnapshot(store, noHours, now, known));
        QCOMPARE(snapshot->sealed != nullptr, true);
        QVERIFY(store.changeMark());
    });
    QTest::newRow("first reading") << Read([noHours](Store &store, const SealedSpendPtr &) {
        QVERIFY(readSnapshot(store, noHours, Timestamp::startOf(QDate(2026, 7, 1))));
    });
    QTest::newRow("totals of a project") << Read([](Store &store, const SealedSpendPtr &) {
        QVERIFY(store.totals({{}, u"project 3"_s, {}}));
    });
    QTest::newRow("pages of the log") << Read([](Store &store, const SealedSpendPtr &) {
        CallQuery query;
        query.limit = 100;
        query.after = valueOf(store.calls(query)).back();
        query.before = std::exchange(query.after, {});
        QVERIFY(store.calls(query));
        query = {};
        query.from = Timestamp::startOf(QDate(2026, 3, 1));
        QVERIFY(store.calls(query));
        query.filter.project = u"project 3"_s;
        QVERIFY(store.calls(query));
        query = {};
        query.filter.model = u"no such model"_s;
        QVERIFY(store.calls(query));
        query = {};
        query.badOnly = true;
        QVERIFY(store.calls(query));
    });
}

void tst_readingplans::nothingReadsTheWholeLog()
{
    using Read = std::function<void(Store &, const SealedSpendPtr &)>;
    QFETCH(Read, read);
    const TestStore place;
    place.open().reset();
    fill(place);
    SealedSpendPtr known;
    {
        const auto store = place.open();
        while (!valueOf(store->seal()).finished) {
        }
        known = valueOf(store->dailySpend()).sealed;
    }
    if (place.backend() == Backend::Postgres) {
        waitForOtherSessions(place);
        const qint64 before = rowsRead(place);
        {
            const auto store = place.open();
            read(*store, known);
        }
        waitForOtherSessions(place);
        const qint64 counted = rowsRead(place) - before;
        QVERIFY2(counted < fewRows, qPrintable(u"%1 rows were read"_s.arg(counted)));
        return;
    }
    Statements statements;
    const auto store = place.open();
    statements.take();
    read(*store, known);
    const QStringList seen = statements.take();
    QVERIFY(seen.size() >= 3);
    auto raw = place.raw();
    for (const QString &sql : seen) {
        if (!sql.startsWith(u"SELECT"_s) && !sql.startsWith(u"WITH"_s))
            continue;
        for (const QStringList &step : raw.rows(u"EXPLAIN QUERY PLAN "_s + sql)) {
            // The newest rows by id, of which only so many are taken, are a scan in SQLite's words.
            const bool scans = step.back().startsWith(u"SCAN usage_logs"_s);
            const bool bounded = sql.contains(u"ORDER BY id DESC LIMIT 1000"_s);
            QVERIFY2(!scans || bounded, qPrintable(sql + u'\n' + step.back()));
            // All of a project, row by row.
            QVERIFY2(!step.back().endsWith(u"USING INDEX idx_usage_logs_project_created (project=?)"_s),
                     qPrintable(sql + u'\n' + step.back()));
        }
    }
}

QTEST_GUILESS_MAIN(tst_readingplans)
#include "tst_readingplans.moc"
