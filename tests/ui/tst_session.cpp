// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "peer.h"
#include "session/session.h"
#include "testdata.h"
#include "teststore.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using tollkeeper::ui::Session;
using State = tollkeeper::ui::Session::State;

namespace {

constexpr int fastPollMs = 30;

Totals totalsOf(const Session &session)
{
    return session.snapshot() ? total(session.snapshot()->daily) : Totals();
}

std::optional<Budget> budgetOf(const Session &session, const QString &project)
{
    for (const Budget &budget : session.snapshot()->budgets) {
        if (budget.project == project)
            return budget;
    }
    return {};
}

/// Waits for an answer without blocking the session, which lives in this thread.
template <class T>
T answerOf(QFuture<T> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000))
        failBecause(u"no answer came"_s);
    return future.result();
}

} // namespace

/// The session on real stores of both kinds.
class SessionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void opensAStoreAndReadsItWhole();
    void aWriteOfAnotherProgramShowsByItself();
    void anUnchangedStoreIsNotReadAgain();
    void refreshReadsAnUnchangedStore();
    void aResetEmptiesTheGaugeInTheNextSnapshot();
    void anUndoGivesBackWhatWasCleared();
    void aResetOfAnotherTotalIsAConflictAndChangesNothing();
    void aLimitIsInTheNextSnapshot();
    void hoursAreReadOnceTheyAreWanted();
    void theStoreOpenedLastWins();
    void callsComeAPageAtATime();
    void anExportCanBeCancelledAndLeavesNoFile();
    void testingAStoreCreatesNothing();
    void withoutAStoreEveryQuestionIsAnswered();
};

void SessionTest::opensAStoreAndReadsItWhole()
{
    const TestStore store;
    store.loadAzure();
    Session session;
    QSignalSpy states(&session, &Session::stateChanged);
    session.open(store.location());
    QCOMPARE(session.state(), State::Connecting);
    QVERIFY(!session.snapshot());
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), State::Open, 20'000);
    QCOMPARE(totalsOf(session), GoldenAnswers(currentBackend()).total());
    QCOMPARE(session.snapshot()->store.backend, currentBackend());
    QVERIFY(session.fallbackWarning().isEmpty());
    QCOMPARE(states.size(), 2);
}

void SessionTest::aWriteOfAnotherProgramShowsByItself()
{
    const TestStore store;
    store.loadAzure();
    Session session;
    session.setPollInterval(fastPollMs);
    session.open(store.location());
    QTRY_VERIFY(session.snapshot());
    const Totals before = totalsOf(session);
    store.raw().execute(peer::record(currentBackend(), u"beside"_s, 0.125, Timestamp::now()));
    QTRY_COMPARE(totalsOf(session).calls, before.calls + 1);
    QCOMPARE(totalsOf(session).cost, before.cost + Money::fromUsd(0.125));
    QCOMPARE(budgetOf(session, u"beside"_s)->totalUsd, 0.125);
}

void SessionTest::anUnchangedStoreIsNotReadAgain()
{
    const TestStore store;
    Session session;
    session.setPollInterval(fastPollMs);
    QSignalSpy snapshots(&session, &Session::snapshotReady);
    QSignalSpy checks(&session, &Session::checked);
    session.open(store.location());
    QTRY_VERIFY(checks.size() >= 5);
    QCOMPARE(snapshots.size(), 1);
}

void SessionTest::refreshReadsAnUnchangedStore()
{
    const TestStore store;
    Session session;
    session.setPollInterval(0);
    QSignalSpy snapshots(&session, &Session::snapshotReady);
    session.open(store.location());
    QTRY_COMPARE(snapshots.size(), 1);
    session.refresh();
    QTRY_COMPARE(snapshots.size(), 2);
}

void SessionTest::aResetEmptiesTheGaugeInTheNextSnapshot()
{
    const TestStore store;
    QVERIFY(valueOf(store.open()->record(sampleCall(u"demo"_s, 2.5))).logged());
    Session session;
    session.setPollInterval(0);
    session.open(store.location());
    QTRY_VERIFY(session.snapshot());
    const Totals before = totalsOf(session);
    QCOMPARE(budgetOf(session, u"demo"_s)->totalUsd, 2.5);

    QSignalSpy snapshots(&session, &Session::snapshotReady);
    const auto entry = valueOf(answerOf(session.reset({u"demo"_s, u"new month"_s, 2.5})));
    QCOMPARE(entry.amountUsd, 2.5);
    QTRY_COMPARE(snapshots.size(), 1);
    QCOMPARE(budgetOf(session, u"demo"_s)->totalUsd, 0.0);
    QCOMPARE(totalsOf(session), before);
    QCOMPARE(session.snapshot()->audit.front().reason, u"new month"_s);
}

void SessionTest::anUndoGivesBackWhatWasCleared()
{
    const TestStore store;
    {
        const auto opened = store.open();
        QVERIFY(valueOf(opened->record(sampleCall(u"demo"_s, 2.5))).logged());
        QCOMPARE(valueOf(opened->reset({u"demo"_s, {}, {}})).amountUsd, 2.5);
        QVERIFY(valueOf(opened->record(sampleCall(u"demo"_s, 1))).logged());
    }
    Session session;
    session.setPollInterval(0);
    session.open(store.location());
    QTRY_VERIFY(session.snapshot());
    QCOMPARE(budgetOf(session, u"demo"_s)->totalUsd, 1.0);
    const auto undo = valueOf(answerOf(session.undoReset(session.snapshot()->audit.front())));
    QCOMPARE(undo.action, AuditEntry::Action::Undo);
    QTRY_COMPARE(budgetOf(session, u"demo"_s)->totalUsd, 3.5);
}

void SessionTest::aResetOfAnotherTotalIsAConflictAndChangesNothing()
{
    const TestStore store;
    QVERIFY(valueOf(store.open()->record(sampleCall(u"demo"_s, 2.5))).logged());
    Session session;
    session.setPollInterval(0);
    session.open(store.location());
    QTRY_VERIFY(session.snapshot());
    store.raw().execute(peer::record(currentBackend(), u"demo"_s, 0.5, Timestamp::now()));
    const auto refused = answerOf(session.reset({u"demo"_s, {}, 2.5}));
    QCOMPARE(errorOf(refused), StoreError::Kind::Conflict);
    // The window asks again with what the refresh after the command found.
    QTRY_COMPARE(budgetOf(session, u"demo"_s)->totalUsd, 3.0);
}

void SessionTest::aLimitIsInTheNextSnapshot()
{
    const TestStore store;
    Session session;
    session.setPollInterval(0);
    session.open(store.location());
    QTRY_VERIFY(session.snapshot());
    const Limit limit{12.5, Period::Weekly, {60, 90}};
    QCOMPARE(valueOf(answerOf(session.setLimit(u"demo"_s, limit))).amountUsd, 12.5);
    QTRY_VERIFY(budgetOf(session, u"demo"_s));
    QCOMPARE(budgetOf(session, u"demo"_s)->limit.value(), limit);
    QCOMPARE(valueOf(answerOf(session.clearLimit(u"demo"_s))).project, u"demo"_s);
    QTRY_VERIFY(!budgetOf(session, u"demo"_s) || !budgetOf(session, u"demo"_s)->limit);
}

void SessionTest::hoursAreReadOnceTheyAreWanted()
{
    const TestStore store;
    store.loadAzure();
    Session session;
    session.setPollInterval(fastPollMs);
    QSignalSpy snapshots(&session, &Session::snapshotReady);
    session.open(store.location());
    QTRY_COMPARE(snapshots.size(), 1);
    QVERIFY(session.snapshot()->hourly.cells.empty());
    const Range day = session.snapshot()->daily.extent();
    session.setHours(day.inHours());
    QTRY_COMPARE(snapshots.size(), 2);
    QCOMPARE(session.snapshot()->hourlyRange, day.inHours());
    QCOMPARE(total(session.snapshot()->hourly), totalsOf(session));
    session.setHours(day.inHours());
    QSignalSpy checks(&session, &Session::checked);
    QTRY_VERIFY(checks.size() >= 3);
    QCOMPARE(snapshots.size(), 2);
}

void SessionTest::theStoreOpenedLastWins()
{
    const TestStore first;
    const TestStore second;
    first.loadAzure();
    Session session;
    session.setPollInterval(fastPollMs);
    QSignalSpy snapshots(&session, &Session::snapshotReady);
    session.open(first.location());
    session.open(second.location());
    QTRY_VERIFY(session.snapshot());
    QSignalSpy checks(&session, &Session::checked);
    QTRY_VERIFY(checks.size() >= 3);
    QTRY_COMPARE(session.pending(), 0);
    QCOMPARE(snapshots.size(), 1);
    QCOMPARE(totalsOf(session).calls, 0);
    QCOMPARE(session.location()->display(), second.location().display());
}

void SessionTest::callsComeAPageAtATime()
{
    const TestStore store;
    store.loadAzure();
    Session session;
    session.open(store.location());
    QTRY_VERIFY(session.snapshot());
    CallQuery query;
    query.limit = 10;
    const auto page = valueOf(answerOf(session.calls(query)));
    QCOMPARE(page.size(), 10U);
    query.after = page.back();
    const auto next = valueOf(answerOf(session.calls(query)));
    QCOMPARE(next.size(), 10U);
    QVERIFY(std::pair(*next.front().createdAt, next.front().id)
            < std::pair(*page.back().createdAt, page.back().id));
}

void SessionTest::anExportCanBeCancelledAndLeavesNoFile()
{
    const TestStore store;
    store.loadAzure();
    QTemporaryDir folder;
    const QString path = folder.filePath(u"calls.csv"_s);
    Session session;
    session.open(store.location());
    QTRY_VERIFY(session.snapshot());
    ExportOptions options;
    options.progress = [](qint64) { return false; };
    QCOMPARE(errorOf(answerOf(session.exportCalls({}, path, options))),
             StoreError::Kind::Cancelled);
    QVERIFY(QDir(folder.path()).isEmpty());
    QCOMPARE(valueOf(answerOf(session.exportCalls({}, path, {}))), totalsOf(session).calls);
    QVERIFY(QFile::exists(path));
}

void SessionTest::testingAStoreCreatesNothing()
{
    const TestStore empty;
    QVERIFY(!answerOf(Session::test(empty.location())));
    if (currentBackend() == Backend::Sqlite)
        QVERIFY(!QFile::exists(empty.url()));
    else
        QCOMPARE(empty.raw().value(u"SELECT count(*) FROM pg_tables"
                                   " WHERE schemaname = 'public'"_s),
                 u"0"_s);

    const TestStore azure;
    azure.loadAzure();
    const StoreInfo info = valueOf(answerOf(Session::test(azure.location())));
    QCOMPARE(info.backend, currentBackend());
    QVERIFY(!info.serverVersion.isEmpty());
    const QString tables = currentBackend() == Backend::Sqlite
                               ? u"SELECT count(*) FROM sqlite_master WHERE name LIKE 'toll%'"_s
                               : u"SELECT count(*) FROM pg_tables WHERE tablename LIKE 'toll%'"_s;
    QCOMPARE(azure.raw().value(tables), u"0"_s);
}

void SessionTest::withoutAStoreEveryQuestionIsAnswered()
{
    Session session;
    QCOMPARE(session.state(), State::Closed);
    session.refresh();
    session.retry();
    QCOMPARE(errorOf(answerOf(session.calls({}))), StoreError::Kind::Unavailable);
    QCOMPARE(errorOf(answerOf(session.reset({u"demo"_s, {}, {}}))), StoreError::Kind::Unavailable);
    QTRY_COMPARE(session.pending(), 0);
}

QTEST_GUILESS_MAIN(SessionTest)
#include "tst_session.moc"
