// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientprocess.h"
#include "faults.h"
#include "peer.h"
#include "sealedanswers.h"
#include "teststore.h"

#include "analysis/summary.h"

#include <QTest>
#include <QThread>

#include <atomic>
#include <list>
#include <random>
#include <thread>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Sealing while everything happens to the log that can: after each step of a random history the fast
/// answers equal the sum over the log. TOLLKEEPER_TRIALS=N lives through N histories a backend, some
/// seconds each; a failure names the seed and the step.
class tst_sealingchaos final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void answersEqualTheLogAfterEveryStep();
    void readersSeeOneStateWhileRowsMove();
    void idsSetByHandAreCounted_data();
    void idsSetByHandAreCounted();
    void aLogInTheOldOnesPlaceIsNotMistakenForIt();
};

namespace {

constexpr int stepsOfHistory = 45;

class Chaos
{
public:
    Chaos(const TestStore &place, quint32 seed)
        : m_place(place)
        , m_raw(place.raw())
        , m_random(seed)
        , m_postgres(place.backend() == Backend::Postgres)
    {
        settle(m_raw);
    }

    /// Does something; returns what.
    QString step(Store &store)
    {
        switch (upTo(15)) {
        case 0:
        case 1:
        case 2:
            insert(m_raw, upTo(60) + 1);
            return u"insert"_s;
        case 3:
            change(u"DELETE FROM usage_logs WHERE id % %1 = %2"_s.arg(upTo(50) + 7).arg(upTo(7)));
            return u"delete"_s;
        case 4:
            change(u"UPDATE usage_logs SET cost = cost + 0.5, project = 'q%1' WHERE id % 31 = %2"_s
                              .arg(upTo(3))
                              .arg(upTo(31)));
            return u"update"_s;
        case 5:
            change(u"UPDATE usage_logs SET created_at = '2026-10-0%1T00:00:00+00:00' "
                          "WHERE id % 41 = %2"_s.arg(upTo(8) + 1).arg(upTo(41)));
            return u"move to another day"_s;
        case 6:
            if (upTo(4) > 0)
                return u"nothing"_s;
            change(!m_postgres   ? u"DELETE FROM usage_logs"_s
                       : upTo(2) ? u"TRUNCATE usage_logs RESTART IDENTITY"_s
                                 : u"TRUNCATE usage_logs"_s);
            return u"truncate"_s;
        case 7:
            return takeBack();
        case 8:
            return slowTransaction();
        case 9:
        case 10:
            return sealAtOnce();
        case 11:
            change(u"DROP TRIGGER IF EXISTS tollkeeper_mark_updated"_s
                   + (m_postgres ? u" ON usage_logs"_s : QString()));
            change(u"UPDATE usage_logs SET cost = cost + 0.25 WHERE id % 5 = 0"_s);
            return u"update without its trigger"_s;
        default:
            // It waits for open transactions at every step, and then seals nothing.
            for (int i = m_slow.empty() ? upTo(4) : 0; i >= 0; --i)
                (void)store.seal(upTo(80) + 5);
            return u"seal"_s;
        }
    }
    void end()
    {
        for (RawConnection &slow : m_slow)
            slow.execute(u"COMMIT"_s);
        m_slow.clear();
    }
    [[nodiscard]] int kills() const { return m_kills; }

private:
    int upTo(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); }

    void settle(RawConnection &raw) const
    {
        if (m_postgres)
            raw.execute(u"SET lock_timeout = 100"_s);
    }
    // Unless an open transaction holds some of the rows.
    void change(const QString &sql) { (void)m_raw.tryExecute(sql); }

    peer::LogRow row()
    {
        peer::LogRow row;
        row.project = u"'p%1'"_s.arg(upTo(5));
        row.model = u"'m%1'"_s.arg(upTo(3));
        row.cost = upTo(30) == 0 ? u"-1"_s : QString::number(upTo(100'000) / 1e7, 'f', 10);
        row.createdAt = u"'2026-11-1%1T23:59:59.99960%2+00:00'"_s.arg(upTo(9)).arg(upTo(9));
        if (upTo(6) == 0) // late
            row.createdAt = u"'202%1-03-0%2T12:00:00+00:00'"_s.arg(upTo(6)).arg(upTo(9) + 1);
        if (upTo(40) == 0)
            row.createdAt = m_postgres ? u"'infinity'"_s : u"'no date'"_s;
        return row;
    }
    void insert(RawConnection &raw, int rows)
    {
        QString all;
        for (int i = 0; i < rows; ++i)
            all += peer::insertLog(row());
        raw.execute(all);
    }

    // The newest rows vanish, and with them the highest id.
    QString takeBack()
    {
        change(u"DELETE FROM usage_logs WHERE id > (SELECT max(id) FROM usage_logs) - %1"_s.arg(
            upTo(40)));
        if (upTo(2))
            insert(m_raw, upTo(5) + 1);
        return u"take back the newest"_s;
    }

    // Ids that others overtake. SQLite has one writer.
    QString slowTransaction()
    {
        if (!m_postgres)
            return u"nothing"_s;
        if (m_slow.empty() || (m_slow.size() < 3 && upTo(2))) {
            m_slow.push_back(m_place.raw());
            settle(m_slow.back());
            m_slow.back().execute(u"BEGIN"_s);
            insert(m_slow.back(), upTo(10) + 1);
            if (upTo(2))
                (void)m_slow.back().tryExecute(u"UPDATE usage_logs SET cost = cost * 2 WHERE id % 53 = 0"_s);
            insert(m_raw, upTo(20) + 1);
            return u"begin slowly"_s;
        }
        m_slow.front().execute(upTo(4) > 0 ? u"COMMIT"_s : u"ROLLBACK"_s);
        m_slow.pop_front();
        return u"end slowly"_s;
    }

    // Several processes seal while rows come and change; some are killed in the middle.
    QString sealAtOnce()
    {
        end();
        insert(m_raw, 150);
        ClientProcesses clients;
        for (int i = 0; i < 2; ++i)
            clients.add({u"seal"_s, m_place.url(), QString::number(upTo(20) + 3)});
        clients.release();
        insert(m_raw, upTo(30) + 1);
        change(u"UPDATE usage_logs SET model = 'changed' WHERE id % 37 = %1"_s.arg(upTo(37)));
        if (upTo(3) == 0)
            return (void)clients.finish(), u"seal in several processes"_s;
        QThread::usleep(static_cast<unsigned long>(upTo(40'000)));
        clients.kill();
        (void)clients.finish();
        ++m_kills;
        return u"kill who seals"_s;
    }

    const TestStore &m_place;
    RawConnection m_raw;
    std::list<RawConnection> m_slow;
    std::mt19937 m_random;
    bool m_postgres;
    int m_kills = 0;
};

} // namespace

void tst_sealingchaos::answersEqualTheLogAfterEveryStep()
{
    int steps = 0;
    int kills = 0;
    const auto trials = seeds(2);
    for (const quint32 seed : trials) {
        const TestStore place;
        const auto store = place.open();
        Chaos chaos(place, seed);
        SealedSpendPtr known;
        QStringList done;
        for (int step = 0; step < stepsOfHistory; ++step) {
            done << chaos.step(*store);
            const QString wrong = disagreement(*store, known);
            QVERIFY2(wrong.isEmpty(), qPrintable(u"%1, seed %2, step %3 after %4"_s.arg(wrong)
                                                     .arg(seed)
                                                     .arg(step)
                                                     .arg(done.join(u", "))));
            ++steps;
        }
        chaos.end();
        sealAll(*store, 50);
        QCOMPARE(disagreement(*store, known), QString());
        QCOMPARE(place.raw().value(u"SELECT count(*) FROM tollkeeper_dirty_days"_s), u"0"_s);
        kills += chaos.kills();
    }
    printFigures(u"%1 (%2)"_s.arg(QString::fromUtf8(QTest::currentTestFunction()),
                                  QString::fromUtf8(QTest::currentDataTag())),
                 u"%1 histories, %2 steps, %3 times killed while sealing: every answer equals the log"_s
                     .arg(trials.size())
                     .arg(steps)
                     .arg(kills));
}

void tst_sealingchaos::readersSeeOneStateWhileRowsMove()
{
    const bool postgres = currentBackend() == Backend::Postgres;
    for (const quint32 seed : seeds(1)) {
        const TestStore place;
        const auto store = place.open();
        constexpr int rows = 300;
        const QString fill = postgres
            ? u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at) "
              "SELECT 'p' || n % 3, 'm', 1, 1, 0.5, TIMESTAMPTZ '2026-11-01 12:00Z' + n * INTERVAL '1 hour' "
              "FROM generate_series(1, %1) AS n; "_s.arg(rows)
            : u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at) "
              "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < %1) "
              "SELECT 'p' || n % 3, 'm', 1, 1, 0.5, strftime('%Y-%m-%dT%H:00:00+00:00', '2026-11-01 12:00', "
              "n || ' hours') FROM n; "_s.arg(rows);
        place.raw().execute(fill);

        std::atomic_bool stop = false;
        std::thread mover([&place, &stop, &fill, seed, postgres] {
            std::mt19937 random(seed);
            RawConnection raw = place.raw();
            const QString begin = postgres ? u"BEGIN; "_s : u"BEGIN IMMEDIATE; "_s;
            while (!stop) {
                const auto part = u"id % 7 = %1"_s.arg(random() % 7);
                switch (random() % 4) {
                case 0:
                    raw.execute(u"UPDATE usage_logs SET project = 'p%1', created_at = "
                                "'2026-11-0%2T01:00:00+00:00' WHERE %3"_s.arg(random() % 3)
                                    .arg(random() % 9 + 1)
                                    .arg(part));
                    break;
                case 1:
                    raw.execute((postgres ? begin + u"TRUNCATE usage_logs; "_s
                                          : begin + u"DELETE FROM usage_logs; "_s)
                                + fill + u"COMMIT"_s);
                    break;
                default: { // the same rows under new ids
                    const QString which =
                        part + u" AND id <= "_s + raw.value(u"SELECT max(id) FROM usage_logs"_s);
                    raw.execute(begin
                                + u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, "
                                  "cost, created_at) SELECT project, model, input_tokens, output_tokens, "
                                  "cost, created_at FROM usage_logs WHERE %1; "
                                  "DELETE FROM usage_logs WHERE %1; COMMIT"_s.arg(which));
                }
                }
            }
        });
        std::thread sealer([&place, &stop] {
            const auto own = place.open();
            while (!stop)
                (void)own->seal(25);
        });
        SealedSpendPtr known;
        QString wrong;
        for (int look = 0; look < 150 && wrong.isEmpty(); ++look) {
            const auto daily = store->dailySpend(known);
            const auto sums = store->totals({});
            if (!daily || !sums)
                continue; // SQLite: somebody wrote for longer than we wait
            known = daily->sealed;
            for (const Totals &totals : {total(daily->cube), total(*sums)}) {
                if (totals.calls != rows)
                    wrong = u"%1 calls at look %2, seed %3"_s.arg(totals.calls).arg(look).arg(seed);
            }
        }
        stop = true;
        mover.join();
        sealer.join();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
}

void tst_sealingchaos::idsSetByHandAreCounted_data()
{
    QTest::addColumn<int>("way");
    QTest::newRow("moved out and back in") << 0;
    QTest::newRow("a huge id") << 1;
    QTest::newRow("the sequence starts over") << 2;
}

void tst_sealingchaos::idsSetByHandAreCounted()
{
    QFETCH(int, way);
    const TestStore place;
    const bool postgres = place.backend() == Backend::Postgres;
    RawConnection raw = place.raw();
    SealedSpendPtr known;
    {
        const auto store = place.open();
        QString some;
        for (int i = 0; i < 200; ++i)
            some += peer::insertLog({});
        raw.execute(some);
        sealAll(*store, 20);
        if (way == 0) {
            raw.execute(u"CREATE TABLE archive AS SELECT * FROM usage_logs WHERE id < 50; "
                        "DELETE FROM usage_logs WHERE id < 50"_s);
            sealAll(*store, 20);
            raw.execute(u"INSERT INTO usage_logs SELECT * FROM archive"_s);
        } else if (way == 1) {
            raw.execute(u"INSERT INTO usage_logs VALUES (2000000000, 'far', 'm', 1, 1, 0.5, "
                        "'2026-11-12T00:00:00+00:00'); "_s
                        + some);
        } else {
            raw.execute(u"DELETE FROM usage_logs; "_s
                        + (postgres ? u"ALTER SEQUENCE usage_logs_id_seq RESTART; "_s
                                    : u"DELETE FROM sqlite_sequence WHERE name = 'usage_logs'; "_s)
                        + peer::insertLog({}));
        }
        if (way > 0) { // seen at once
            QCOMPARE(disagreement(*store, known), QString());
            sealAll(*store, 20);
            raw.execute(some);
            QCOMPARE(disagreement(*store, known), QString());
        }
    }
    // Nothing tells of an id below: who seals next compares.
    const auto next = place.open();
    sealAll(*next, 20);
    QCOMPARE(disagreement(*next, known), QString());
}

void tst_sealingchaos::aLogInTheOldOnesPlaceIsNotMistakenForIt()
{
    const TestStore place;
    const auto store = place.open();
    RawConnection raw = place.raw();
    for (int i = 0; i < 200; ++i)
        raw.execute(peer::insertLog({}));
    sealAll(*store, 20);
    SealedSpendPtr known;
    QCOMPARE(disagreement(*store, known), QString());
    // As a dump of the table alone brings it back, with its triggers.
    if (place.backend() == Backend::Postgres) {
        raw.execute(u"CREATE TABLE copied (LIKE usage_logs INCLUDING ALL); "
                    "INSERT INTO copied SELECT id, project, model, 7, 7, 0.125, created_at FROM usage_logs "
                    "WHERE id % 2 = 0"_s);
        for (const auto &[name, action, rows] :
             {std::tuple{u"deleted"_s, u"DELETE"_s, u"REFERENCING OLD TABLE AS old_rows"_s},
              {u"updated"_s, u"UPDATE"_s, u"REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows"_s},
              {u"truncated"_s, u"TRUNCATE"_s, QString()}}) {
            raw.execute(u"CREATE TRIGGER tollkeeper_mark_%1 AFTER %2 ON copied %3 FOR EACH STATEMENT "
                        "EXECUTE FUNCTION tollkeeper_mark_days()"_s.arg(name, action, rows));
        }
        raw.execute(u"ALTER SEQUENCE usage_logs_id_seq OWNED BY copied.id; DROP TABLE usage_logs; "
                    "ALTER TABLE copied RENAME TO usage_logs"_s);
    } else {
        raw.execute(u"DROP TABLE usage_logs; "_s + peer::schema(Backend::Sqlite)
                    + peer::insertLog({}));
    }
    QCOMPARE(disagreement(*store, known), QString());
    sealAll(*store, 20);
    QCOMPARE(disagreement(*store, known), QString());
}

QTEST_GUILESS_MAIN(tst_sealingchaos)
#include "tst_sealingchaos.moc"
