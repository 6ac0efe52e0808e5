// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults.h"
#include "store/operations.h"
#include "store/pool.h"
#include "teststore.h"
#include "values/money.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <random>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Nothing fails here: many processes write to one store, and every answer must be right.
class tst_exactness final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void freshProjectsAreNotOverspent();
    void existingRowsAndStoredLimitsAreHeldTo();
    void batchesAndSingleCallsKeepOneBook();
    void resetsAndUndoingInTheMiddleLoseNothing();
    void llmTollBesideUsLosesNothingAndIsNotBlocked();
    void aClosedPoolHasAnsweredEveryCall();
    void theStatementDecidesAsTheContractSays_data();
    void theStatementDecidesAsTheContractSays();
};

namespace {

QString seedOf(quint32 seed, int writer)
{
    return u"seed=%1"_s.arg(seed * 100 + static_cast<quint32>(writer));
}

Limit limitOf(double usd)
{
    Limit limit;
    limit.maxBudgetUsd = usd;
    return limit;
}

} // namespace

void tst_exactness::freshProjectsAreNotOverspent()
{
    Figures figures;
    for (const quint32 seed : seeds(2)) {
        const TestStore place;
        (void)place.open();
        Ledger ledger;
        Writers writers(place.url());
        QStringList names;
        for (int i = 0; i < 12; ++i)
            names << u"fresh%1"_s.arg(i);
        for (int i = 0; i < 6; ++i) {
            writers.add({u"how=single"_s, u"projects="_s + names.join(u','), u"caps=1,1.7,2.05"_s,
                         u"calls=60"_s, seedOf(seed, i)});
        }
        writers.release();
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(place.url(), boundMs), seed);
        VERIFY_BOOKS(ledger.brokenChains(), seed);
        VERIFY_BOOKS(ledger.failures(), seed);
        QVERIFY(ledger.count(u"refused"_s) > 0);
        QVERIFY(ledger.count(u"logged"_s) >= names.size());
    }
    figures.print();
}

void tst_exactness::existingRowsAndStoredLimitsAreHeldTo()
{
    Figures figures;
    for (const quint32 seed : seeds(2)) {
        const TestStore place;
        {
            const auto store = place.open();
            QVERIFY(store->record({u"old"_s, u"w0-1"_s, 1, 1, 0.7}));
            QVERIFY(store->setLimit(u"old"_s, limitOf(20)));
            QVERIFY(store->setLimit(u"new"_s, limitOf(9.3)));
            // The noise that llm-toll's float sums leave behind.
            place.raw().execute(u"INSERT INTO budgets (project, total_cost, updated_at) "
                                "VALUES ('noisy', 52.70175050000012, '2026-11-20T12:00:00+00:00')"_s);
            place.raw().execute(
                u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, "
                "created_at) VALUES ('noisy', 'w0-2', 1, 1, 52.7017505, "
                "'2026-11-20T12:00:00+00:00')"_s);
        }
        Ledger ledger;
        ledger.add(u"w0"_s, {}, true);
        Writers writers(place.url());
        for (int i = 0; i < 6; ++i) {
            writers.add({u"how=single"_s, u"projects=old,new,noisy"_s, u"caps=-,15,60.5"_s,
                         u"calls=60"_s, seedOf(seed, i)});
        }
        writers.release();
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(place.url(), boundMs), seed);
        VERIFY_BOOKS(ledger.brokenChains(), seed);
        VERIFY_BOOKS(ledger.failures(), seed);
        QVERIFY(valueOf(place.open()->projectTotal(u"old"_s)) <= 20);
        QVERIFY(valueOf(place.open()->projectTotal(u"new"_s)) <= 9.3);
        QVERIFY(ledger.count(u"refused"_s) > 0);
    }
    figures.print();
}

void tst_exactness::batchesAndSingleCallsKeepOneBook()
{
    Figures figures;
    for (const quint32 seed : seeds(2)) {
        const TestStore place;
        (void)place.open();
        Ledger ledger;
        Writers writers(place.url());
        for (int i = 0; i < 4; ++i) {
            writers.add({u"how=mixed"_s, u"projects=a,b,c,d,e"_s, u"caps=-,40,90"_s,
                         u"calls=600"_s, seedOf(seed, i)});
        }
        writers.release();
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(place.url(), boundMs), seed);
        VERIFY_BOOKS(ledger.brokenChains(), seed);
        VERIFY_BOOKS(ledger.failures(), seed);
    }
    figures.print();
}

void tst_exactness::resetsAndUndoingInTheMiddleLoseNothing()
{
    Figures figures;
    for (const quint32 seed : seeds(2)) {
        const TestStore place;
        (void)place.open();
        Ledger ledger;
        Writers writers(place.url());
        for (int i = 0; i < 3; ++i) {
            writers.add({u"how=mixed"_s, u"projects=a,b"_s, u"caps=-,9,50"_s, u"seconds=1.5"_s,
                         seedOf(seed, i)});
        }
        for (int i = 3; i < 5; ++i)
            writers.add({u"how=admin"_s, u"projects=a,b"_s, u"seconds=1.5"_s, seedOf(seed, i)});
        writers.release();
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(place.url(), boundMs), seed);
        VERIFY_BOOKS(ledger.failures(), seed);
        RawConnection raw = place.raw();
        QVERIFY(raw.value(u"SELECT count(*) FROM tollkeeper_audit WHERE action = 'reset'"_s).toInt() > 0);
        // Where nothing was undone after it, the total is the log above what the reset covers.
        for (const QStringList &reset : raw.rows(
                 u"SELECT project, max(covers_log_id) FROM tollkeeper_audit r WHERE action = 'reset' "
                 "AND NOT EXISTS (SELECT 1 FROM tollkeeper_audit u WHERE u.action = 'undo' AND "
                 "u.project = r.project) GROUP BY project"_s)) {
            Money since;
            for (const QStringList &row : raw.rows(
                     u"SELECT cost FROM usage_logs WHERE project = '%1' AND id > %2"_s.arg(
                         reset[0], reset[1].isNull() ? u"0"_s : reset[1])))
                since += Money::fromUsd(row[0].toDouble());
            QCOMPARE(Money::fromUsd(valueOf(place.open()->projectTotal(reset[0]))), since);
        }
    }
    figures.print();
}

void tst_exactness::llmTollBesideUsLosesNothingAndIsNotBlocked()
{
    Figures figures;
    for (const quint32 seed : seeds(2)) {
        const TestStore place;
        (void)place.open();
        Ledger ledger;
        Writers writers(place.url());
        const auto add = [&](const QString &how, int writer) {
            writers.add({u"how="_s + how, u"projects=a,b,c"_s, u"caps=-,30"_s, u"calls=150"_s,
                         seedOf(seed, writer)});
        };
        add(u"single"_s, 0);
        add(u"mixed"_s, 1);
        add(u"batch"_s, 2);
        add(u"peer"_s, 3);
        add(u"peer"_s, 4);
        add(u"peercap"_s, 5);
        writers.add({u"how=admin"_s, u"projects=a,b,c"_s, u"calls=20"_s, seedOf(seed, 6)});
        writers.release();
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(place.url(), boundMs), seed);
        VERIFY_BOOKS(ledger.failures(), seed); // a deadlock or a lost row would be one
    }
    figures.print();
}

void tst_exactness::aClosedPoolHasAnsweredEveryCall()
{
    const TestStore place;
    PoolOptions options;
    options.maxConnections = 1;
    std::vector<QFuture<Result<Decision>>> told;
    {
        const auto pool = valueOf(StorePool::open(place.location(), options));
        QVERIFY(pool);
        for (int i = 0; i < 2000; ++i)
            told.push_back(pool->record({sampleCall(u"demo"_s, 0.25), {}}));
    }
    int logged = 0;
    for (auto &future : told) {
        QVERIFY(future.isFinished());
        QVERIFY(!future.isCanceled());
        const auto answer = future.result();
        if (answer)
            ++logged;
        else
            QCOMPARE(answer.error().kind, StoreError::Kind::Cancelled);
    }
    QCOMPARE(place.raw().value(u"SELECT count(*) FROM usage_logs"_s).toInt(), logged);
    QCOMPARE(valueOf(place.open()->projectTotal(u"demo"_s)), logged * 0.25);
}

void tst_exactness::theStatementDecidesAsTheContractSays_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("sums that users have") << 0;
    QTest::newRow("sums with float noise") << 1;
    QTest::newRow("sums next to a tie") << 2;
    QTest::newRow("caps that are reached exactly, or missed by one step of the double") << 3;
    QTest::newRow("bits without sense") << 4;
}

void tst_exactness::theStatementDecidesAsTheContractSays()
{
    QFETCH(int, kind);
    const auto trials = seeds(2);
    const int triples = 400 * static_cast<int>(trials.size());
    std::mt19937_64 random(trials.front());
    const auto between = [&random](double low, double high) {
        return std::uniform_real_distribution(low, high)(random);
    };
    const auto units = [&random](qint64 most) {
        return std::uniform_int_distribution<qint64>(0, most)(random);
    };
    struct Triple
    {
        double total;
        double cost;
        std::optional<double> cap;
    };
    std::vector<Triple> all;
    for (int i = 0; i < triples; ++i) {
        Triple triple{round10(between(0, 1000)), round10(between(0, 1)), {}};
        if (kind == 1) {
            for (qint64 step = units(200); step > 0; --step)
                triple.total += round10(between(0, 0.5)); // as llm-toll adds
        } else if (kind == 2) {
            // Half a unit of the 10th decimal off, give or take some steps of the double.
            const double whole = static_cast<double>(units(999'999'999)) * 1e-4;
            triple.total = whole + (static_cast<double>(units(1000)) + 0.5) * 1e-10;
            for (qint64 step = units(4); step > 0; --step)
                triple.total = std::nextafter(triple.total, i % 2 ? 1e9 : -1e9);
            triple.cost = static_cast<double>(units(1000)) * 1e-10;
        } else if (kind == 4) {
            triple.total = std::bit_cast<double>(
                (random() & 0x000fffffffffffffULL) | ((1023ULL - 34 + units(54)) << 52));
            triple.cost = round10(std::min(between(0, 1) * triple.total, maxCostUsd));
        }
        const double sum = round10(triple.total + triple.cost);
        switch (units(5)) {
        case 0:
            break;
        case 1:
            triple.cap = sum;
            break;
        case 2:
            triple.cap = std::nextafter(sum, 0.0);
            break;
        case 3:
            triple.cap = triple.total;
            break;
        case 4:
            triple.cap = std::nextafter(sum, 1e300);
            break;
        default:
            triple.cap = kind == 3 ? sum : between(0, 2 * sum);
        }
        if (triple.cap)
            triple.cap = std::max(0.0, *triple.cap);
        all.push_back(triple);
    }

    const TestStore place;
    const auto store = place.open();
    QStringList rows;
    for (int i = 0; i < triples; ++i) {
        rows << u"('p%1', %2, '2026-11-20T12:00:00+00:00')"_s.arg(i).arg(
            all[static_cast<size_t>(i)].total, 0, 'g', 17);
    }
    place.raw().execute(u"INSERT INTO budgets (project, total_cost, updated_at) VALUES "_s
                        + rows.join(u','));
    int refused = 0;
    for (int i = 0; i < triples; ++i) {
        const Triple &triple = all[static_cast<size_t>(i)];
        const Decision expected =
            operations::decide(triple.total, round10(triple.cost), triple.cap);
        const Decision told =
            valueOf(store->record(sampleCall(u"p%1"_s.arg(i), triple.cost), triple.cap));
        refused += expected.logged() ? 0 : 1;
        const auto describe = [&] {
            return u"total %1, cost %2, cap %3: %4 %5 instead of %6 %7"_s
                .arg(triple.total, 0, 'g', 17)
                .arg(triple.cost, 0, 'g', 17)
                .arg(triple.cap.value_or(-1), 0, 'g', 17)
                .arg(static_cast<int>(told.outcome))
                .arg(told.totalUsd, 0, 'g', 17)
                .arg(static_cast<int>(expected.outcome))
                .arg(expected.totalUsd, 0, 'g', 17);
        };
        QVERIFY2(told == expected, qPrintable(describe()));
    }
    QVERIFY(refused > triples / 10);
    QVERIFY(refused < triples);
    printFigures(QString::fromUtf8(QTest::currentDataTag()),
                 u"%1 decisions, %2 refused, all as decide() says"_s.arg(triples).arg(refused));
    const auto totals = place.raw().rows(u"SELECT project, total_cost FROM budgets"_s);
    for (const QStringList &row : totals) {
        const Triple &triple = all[QStringView(row[0]).mid(1).toULongLong()];
        const Decision expected =
            operations::decide(triple.total, round10(triple.cost), triple.cap);
        if (place.backend() == Backend::Postgres) // SQLite's command line prints 15 digits
            QCOMPARE(row[1].toDouble(), expected.logged() ? expected.totalUsd : triple.total);
    }
}

QTEST_GUILESS_MAIN(tst_exactness)
#include "tst_exactness.moc"
