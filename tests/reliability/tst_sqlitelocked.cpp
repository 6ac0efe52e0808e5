// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults.h"
#include "teststore.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Another program keeps the SQLite file locked for longer than anybody wants to wait.
class tst_sqlitelocked final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void saysSoInTimeAndRecordsNothing_data();
    void saysSoInTimeAndRecordsNothing();
    void writersWaitForALockThatIsGivenBackInTime();
    void writersAreToldOfALockThatIsNotGivenBackInTime();
    void opensAStoreThatIsLocked();

private:
    std::unique_ptr<TestStore> m_place;
};

namespace {

constexpr int busyMs = 500;

StoreOptions impatient()
{
    StoreOptions options;
    options.busyTimeoutMs = busyMs;
    return options;
}

template <class T> std::optional<StoreError::Kind> kindOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error().kind);
}

} // namespace

void tst_sqlitelocked::init()
{
    m_place = std::make_unique<TestStore>(Backend::Sqlite);
}

void tst_sqlitelocked::saysSoInTimeAndRecordsNothing_data()
{
    using Operation = std::function<std::optional<StoreError::Kind>(Store &)>;
    QTest::addColumn<Operation>("operation");
    QTest::newRow("one call") << Operation([](Store &store) {
        return kindOf(store.record(sampleCall()));
    });
    QTest::newRow("a batch") << Operation([](Store &store) {
        return kindOf(store.record(std::vector<RecordRequest>(
            3, RecordRequest{sampleCall(), {}})).back());
    });
    QTest::newRow("a reset") << Operation([](Store &store) {
        return kindOf(store.reset({u"demo"_s, {}, {}}));
    });
    QTest::newRow("a limit") << Operation([](Store &store) {
        return kindOf(store.setLimit(u"demo"_s, {}));
    });
}

void tst_sqlitelocked::saysSoInTimeAndRecordsNothing()
{
    QFETCH(const std::function<std::optional<StoreError::Kind>(Store &)>, operation);
    const auto store = m_place->open(impatient());
    QVERIFY(store->record(sampleCall()));
    RawConnection other = m_place->raw();
    other.execute(u"BEGIN IMMEDIATE"_s);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(operation(*store), std::optional(StoreError::Kind::Busy));
    QVERIFY2(timer.elapsed() >= busyMs - 50 && timer.elapsed() < 10 * busyMs,
             qPrintable(QString::number(timer.elapsed())));
    // Reading goes on meanwhile.
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.25);
    other.execute(u"ROLLBACK"_s);
    QCOMPARE(other.value(u"SELECT count(*) FROM usage_logs"_s), u"1"_s);
    QCOMPARE(other.value(u"SELECT count(*) FROM tollkeeper_audit"_s), u"0"_s);
    QCOMPARE(operation(*store), std::optional<StoreError::Kind>());
}

void tst_sqlitelocked::writersWaitForALockThatIsGivenBackInTime()
{
    (void)m_place->open();
    Ledger ledger;
    Writers writers(m_place->url());
    for (int i = 0; i < 3; ++i)
        writers.add({u"how=mixed"_s, u"projects=a,b"_s, u"seconds=4"_s, u"seed=%1"_s.arg(i)});
    RawConnection other = m_place->raw();
    writers.release();
    for (int i = 0; i < 3; ++i) {
        QTest::qWait(200);
        other.execute(u"BEGIN IMMEDIATE"_s);
        QTest::qWait(800);
        other.execute(u"ROLLBACK"_s);
    }
    writers.finish(ledger);
    VERIFY_BOOKS(ledger.complaints(m_place->url(), boundMs), 0);
    VERIFY_BOOKS(ledger.failures(), 0);
    QVERIFY(ledger.longestWaitMs() > 500);
}

void tst_sqlitelocked::writersAreToldOfALockThatIsNotGivenBackInTime()
{
    Figures figures;
    for (const quint32 seed : seeds(1)) {
        std::mt19937 random(seed);
        const auto between = [&random](int low, int high) {
            return std::uniform_int_distribution(low, high)(random);
        };
        const TestStore place(Backend::Sqlite);
        (void)place.open();
        Ledger ledger;
        Writers writers(place.url());
        int index = 0;
        for (const QString &how : {u"single"_s, u"mixed"_s, u"batch"_s, u"admin"_s}) {
            writers.add({u"how="_s + how, u"projects=a,b"_s, u"caps=-,60"_s, u"seconds=3"_s,
                         u"busy=%1"_s.arg(busyMs),
                         u"seed=%1"_s.arg(seed * 10 + static_cast<quint32>(++index))});
        }
        RawConnection other = place.raw();
        writers.release();
        for (int i = 0; i < 3; ++i) {
            QTest::qWait(between(50, 300));
            other.execute(u"BEGIN IMMEDIATE"_s); // has to wait, too
            QTest::qWait(between(busyMs / 2, 2 * busyMs));
            other.execute(u"ROLLBACK"_s);
            ++figures.faults;
        }
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(place.url(), boundMs), seed);
        for (const QString &failure : ledger.failures())
            QVERIFY2(failure.startsWith(kindName(StoreError::Kind::Busy)), qPrintable(failure));
        QVERIFY(ledger.count(u"logged"_s) > 0);
    }
    figures.print();
}

void tst_sqlitelocked::opensAStoreThatIsLocked()
{
    (void)m_place->open();
    RawConnection other = m_place->raw();
    other.execute(u"BEGIN IMMEDIATE"_s);
    const auto store = m_place->open(impatient());
    QCOMPARE(errorOf(store->record(sampleCall())), StoreError::Kind::Busy);
    other.execute(u"ROLLBACK"_s);
    QVERIFY(store->record(sampleCall()));
}

QTEST_GUILESS_MAIN(tst_sqlitelocked)
#include "tst_sqlitelocked.moc"
