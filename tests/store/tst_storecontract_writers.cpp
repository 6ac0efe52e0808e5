// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientprocess.h"
#include "teststore.h"

#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Many writers at once, ours and llm-toll's: no cap is passed, no call is lost, nobody deadlocks.
class tst_storecontract_writers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void neverOverspendsFreshProjects();
    void neverOverspendsABusyProject();
    void neverOverspendsAStoredLimitFromThreads();
    void worksBesideLlmTollsWriters();
    void losesNothingToResets();
    void undoesAResetOnceWhoeverTries();
};

namespace {

int count(const std::vector<QStringList> &answers, QStringView word)
{
    int found = 0;
    for (const QStringList &answer : answers) {
        for (const QString &line : answer)
            found += line == word ? 1 : 0;
    }
    return found;
}

// Lines that are neither of the two answers: errors, for the message of a failure.
QString others(const std::vector<QStringList> &answers)
{
    QStringList lines;
    for (const QStringList &answer : answers) {
        for (const QString &line : answer) {
            if (line != u"logged" && line != u"refused")
                lines << line;
        }
    }
    return lines.join(u'\n');
}

} // namespace

void tst_storecontract_writers::neverOverspendsFreshProjects()
{
    constexpr int processes = 16;
    constexpr int projects = 25;
    const TestStore place;
    const auto store = place.open();
    QStringList names;
    for (int i = 0; i < projects; ++i)
        names << u"fresh %1"_s.arg(i);
    ClientProcesses clients;
    for (int i = 0; i < processes; ++i)
        clients.add(QStringList{u"record"_s, place.url(), u"1"_s, u"1"_s, u"1"_s} + names);
    clients.release();
    const auto answers = clients.finish();
    QCOMPARE(others(answers), QString());
    QCOMPARE(count(answers, u"logged"), projects);
    QCOMPARE(count(answers, u"refused"), projects * (processes - 1));
    const auto budgets = valueOf(store->budgets());
    QCOMPARE(budgets.size(), size_t(projects));
    for (const Budget &budget : budgets)
        QCOMPARE(budget.totalUsd, 1.0);
    QCOMPARE(valueOf(store->calls({})).size(), size_t(projects));
}

void tst_storecontract_writers::neverOverspendsABusyProject()
{
    constexpr int processes = 8;
    constexpr int each = 50;
    constexpr int room = 100;
    const TestStore place;
    const auto store = place.open();
    ClientProcesses clients;
    for (int i = 0; i < processes; ++i) {
        clients.add({u"record"_s, place.url(), u"0.01"_s, QString::number(room / 100),
                     QString::number(each), u"busy"_s});
    }
    clients.release();
    const auto answers = clients.finish();
    QCOMPARE(others(answers), QString());
    QCOMPARE(count(answers, u"logged"), room);
    QCOMPARE(count(answers, u"refused"), processes * each - room);
    QCOMPARE(valueOf(store->projectTotal(u"busy"_s)), 1.0);
    QCOMPARE(valueOf(store->calls({})).size(), size_t(room));
}

void tst_storecontract_writers::neverOverspendsAStoredLimitFromThreads()
{
    constexpr int threads = 8;
    constexpr int each = 25;
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->setLimit(u"busy"_s, {10, {}, {}}));
    std::atomic_int logged = 0;
    std::atomic_int refused = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < threads; ++i) {
        workers.emplace_back([&] {
            const auto own = place.open();
            for (int call = 0; call < each; ++call) {
                if (const auto decision = own->record(sampleCall(u"busy"_s, 0.1)))
                    ++(decision->logged() ? logged : refused);
            }
        });
    }
    for (std::thread &worker : workers)
        worker.join();
    QCOMPARE(logged.load(), 100);
    QCOMPARE(refused.load(), threads * each - 100);
    QCOMPARE(valueOf(store->projectTotal(u"busy"_s)), 10.0);
}

void tst_storecontract_writers::worksBesideLlmTollsWriters()
{
    constexpr int processes = 4;
    constexpr int each = 100;
    const TestStore place;
    const auto store = place.open();
    ClientProcesses clients;
    for (int i = 0; i < processes; ++i) {
        clients.add({u"record"_s, place.url(), u"0.25"_s, u"-"_s, QString::number(each / 2),
                     u"shared"_s, u"other"_s});
        clients.add({u"peer-record"_s, place.url(), u"0.25"_s, QString::number(each / 2),
                     u"shared"_s, u"other"_s});
    }
    clients.release();
    const auto answers = clients.finish();
    QCOMPARE(others(answers), QString());
    QCOMPARE(count(answers, u"logged"), 2 * processes * each);
    // 0.25 adds up exactly, so llm-toll's unrounded sums are right to the bit as well.
    QCOMPARE(valueOf(store->projectTotal(u"shared"_s)), processes * each * 0.25);
    QCOMPARE(valueOf(store->projectTotal(u"other"_s)), processes * each * 0.25);
    QCOMPARE(place.raw().value(u"SELECT count(*) FROM usage_logs"_s).toInt(),
             2 * processes * each);
}

void tst_storecontract_writers::losesNothingToResets()
{
    constexpr int processes = 4;
    constexpr int each = 100;
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"busy"_s, 0.25)));
    ClientProcesses clients;
    for (int i = 0; i < processes; ++i) {
        clients.add({u"record"_s, place.url(), u"0.25"_s, u"-"_s, QString::number(each),
                     u"busy"_s});
    }
    clients.release();
    double cleared = 0;
    qint64 covered = 0;
    for (int i = 0; i < 20; ++i) {
        const AuditEntry entry = valueOf(store->reset({u"busy"_s, {}, {}}));
        cleared += entry.amountUsd;
        QVERIFY(*entry.coversLogId >= covered);
        covered = *entry.coversLogId;
        // What a reset covers is exactly what it and those before it have cleared.
        QCOMPARE(place.raw().value(u"SELECT count(*) FROM usage_logs WHERE id <= %1"_s.arg(covered))
                     .toInt() * 0.25,
                 cleared);
        QTest::qWait(5);
    }
    const auto answers = clients.finish();
    QCOMPARE(others(answers), QString());
    QCOMPARE(cleared + valueOf(store->projectTotal(u"busy"_s)), (processes * each + 1) * 0.25);
}

void tst_storecontract_writers::undoesAResetOnceWhoeverTries()
{
    constexpr int threads = 8;
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    const AuditEntry reset = valueOf(store->reset({u"demo"_s, {}, {}}));
    std::atomic_int undone = 0;
    std::atomic_int conflicts = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < threads; ++i) {
        workers.emplace_back([&] {
            const auto entry = place.open()->undoReset(reset.id);
            if (entry)
                ++undone;
            else if (entry.error().kind == StoreError::Kind::Conflict)
                ++conflicts;
        });
    }
    for (std::thread &worker : workers)
        worker.join();
    QCOMPARE(undone.load(), 1);
    QCOMPARE(conflicts.load(), threads - 1);
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.75);
}

QTEST_GUILESS_MAIN(tst_storecontract_writers)
#include "tst_storecontract_writers.moc"
