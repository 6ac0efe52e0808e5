// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "aging.h"
#include "clientprocess.h"
#include "peer.h"
#include "teststore.h"

#include <QTest>
#include <QtNumeric>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

using Basis = LedgerBase::Basis;

/// Counters against the log: they agree after everything that Tollkeeper and llm-toll do, and what
/// somebody else did to them is named and repaired on consent.
class tst_storecontract_ledger final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init() { awaitCalmTime(); }
    void agreesWithLlmTollsOwnStore();
    void agreesAfterResetsAndUndoingThem();
    void goesByIdsWhereClocksDiffer();
    void fallsBackOnTimeAfterAResetOfLlmToll();
    void countsCallsThatWereCarriedHere();
    void leavesBadRowsOut();
    void readsTheSameFromSealedDays();
    void agreesWhileOthersWrite();
    void callsUnderWayDuringAResetAreCounted();
    void callsUnderWayWhenAPeriodEndsAreCounted();
    void aCallThatMayHaveBeenUnderWayIsNamedSo();
    void namesWhatDiffers_data();
    void namesWhatDiffers();
    void repairsWhatDiffersAndWritesItDown_data() { namesWhatDiffers_data(); }
    void repairsWhatDiffersAndWritesItDown();
    void repairsNothingWhereTheCounterMoved();
    void repairsNothingThatAgrees();
};

namespace {

LedgerLine demoOf(Store &store)
{
    return valueOf(store.ledger(u"demo"_s)).front();
}

// SQLite stores no NaN; an infinite amount is as broken.
void harm(const TestStore &place, QString sql)
{
    place.raw().execute(
        sql.replace(u"NaN"_s, place.backend() == Backend::Postgres ? u"'NaN'"_s : u"9e999"_s));
}

/// A call of llm-toll's in the middle: logged, and not charged yet. Two sentences of one transaction.
struct HalfACall
{
    HalfACall(const TestStore &place, double costUsd, Timestamp when = Timestamp::now())
        : connection(place.raw()), text(peer::record(place.backend(), u"demo"_s, costUsd, when))
    {
        const auto second = text.indexOf(u"INSERT INTO budgets"_s);
        connection.execute(text.left(second));
        text.remove(0, second);
    }
    void charge() { connection.execute(text); }
    RawConnection connection;
    QString text;
};

void resetLikeLlmToll(const TestStore &place, const QString &project)
{
    place.raw().execute(u"UPDATE budgets SET total_cost = 0, last_reset_at = '%1', updated_at = '%1'"
                        " WHERE project = '%2'"_s.arg(Timestamp::now().toIso(), project));
}

} // namespace

void tst_storecontract_ledger::agreesWithLlmTollsOwnStore()
{
    const TestStore place;
    place.loadAzure();
    const auto lines = valueOf(place.open()->ledger());
    QVERIFY(lines.size() > 2);
    QCOMPARE(std::ranges::count_if(
                 lines, [](const LedgerLine &line) { return line.base.basis == Basis::Time; }),
             1);
    for (const LedgerLine &line : lines)
        QVERIFY2(line.agrees(), qPrintable(line.project + u": "_s + findingName(line.finding) + u' '
                                           + line.difference().toString()));
}

void tst_storecontract_ledger::agreesAfterResetsAndUndoingThem()
{
    const TestStore place;
    const auto store = place.open();
    const auto spendAndCheck = [&](double cost) {
        QVERIFY(store->record(sampleCall(u"demo"_s, cost)));
        const LedgerLine line = demoOf(*store);
        QVERIFY2(line.agrees(), qPrintable(findingName(line.finding)));
        QCOMPARE(line.logged.toUsd(), valueOf(store->projectTotal(u"demo"_s)));
    };
    spendAndCheck(0.1);
    const AuditEntry first = valueOf(store->reset({u"demo"_s, {}, {}}));
    spendAndCheck(0.2);
    const AuditEntry second = valueOf(store->reset({u"demo"_s, {}, {}}));
    spendAndCheck(0.3);
    QVERIFY(store->undoReset(first.id)); // the older one: the newer one keeps what it cleared
    spendAndCheck(0.4);
    QCOMPARE(demoOf(*store).logged, Money::fromUsd(0.8));
    QVERIFY(store->undoReset(second.id));
    spendAndCheck(0.5);
    QCOMPARE(demoOf(*store).logged, Money::fromUsd(1.5));
    QVERIFY(store->reset({u"demo"_s, {}, {}})); // takes with it what was given back
    spendAndCheck(0.6);
    QCOMPARE(demoOf(*store).logged, Money::fromUsd(0.6));
}

void tst_storecontract_ledger::goesByIdsWhereClocksDiffer()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.25)));
    QVERIFY(store->reset({u"demo"_s, {}, {}}));
    StoreOptions behind;
    behind.clock = [] { return Timestamp{Timestamp::now().micros - 5'000'000}; };
    QVERIFY(place.open(behind)->record(sampleCall(u"demo"_s, 0.5)));
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.25)));
    const LedgerLine line = demoOf(*store);
    QCOMPARE(line.base.basis, Basis::LogIds);
    QCOMPARE(line.logged, Money::fromUsd(0.75));
    QCOMPARE(line.calls, 2);
    QVERIFY(line.agrees());
}

void tst_storecontract_ledger::fallsBackOnTimeAfterAResetOfLlmToll()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.25)));
    const AuditEntry ours = valueOf(store->reset({u"demo"_s, {}, {}}));
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.5)));
    resetLikeLlmToll(place, u"demo"_s);
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.125)));
    QCOMPARE(demoOf(*store).base.basis, Basis::Time);
    QCOMPARE(demoOf(*store).logged, Money::fromUsd(0.125));
    QVERIFY(demoOf(*store).agrees());
    // Ours of before can still be undone: the amount is not among the calls since then.
    QVERIFY(store->undoReset(ours.id));
    QCOMPARE(demoOf(*store).logged, Money::fromUsd(0.375));
    QVERIFY(demoOf(*store).agrees());
    // And the next one of ours is by ids again, also when it is undone.
    const AuditEntry next = valueOf(store->reset({u"demo"_s, {}, {}}));
    QCOMPARE(demoOf(*store).base.basis, Basis::LogIds);
    QVERIFY(demoOf(*store).agrees());
    QVERIFY(store->undoReset(next.id));
    QCOMPARE(demoOf(*store).base.basis, Basis::Time);
    QCOMPARE(demoOf(*store).logged, Money::fromUsd(0.375));
    QVERIFY(demoOf(*store).agrees());
}

void tst_storecontract_ledger::countsCallsThatWereCarriedHere()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.25)));
    QVERIFY(store->reset({u"demo"_s, {}, {}}));
    const Timestamp longAgo{Timestamp::now().micros - 86'400'000'000};
    QVERIFY(store->receive({{1, u"key"_s, sampleCall(u"demo"_s, 0.5), longAgo}}));
    QCOMPARE(demoOf(*store).logged, Money::fromUsd(0.5));
    QVERIFY(demoOf(*store).agrees());
}

void tst_storecontract_ledger::leavesBadRowsOut()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.25)));
    place.raw().execute(peer::insertLog({.cost = u"-5"_s}));
    QVERIFY(demoOf(*store).agrees());
    place.raw().execute(u"UPDATE budgets SET total_cost = total_cost - 5"_s); // as llm-toll charges it
    const LedgerLine line = valueOf(store->ledger()).front();
    QCOMPARE(line.finding, LedgerFinding::EditedCounter);
    QCOMPARE(line.badRows, 1);
    QCOMPARE(line.difference(), Money::fromUsd(-5));
}

void tst_storecontract_ledger::readsTheSameFromSealedDays()
{
    const TestStore place;
    const auto store = place.open();
    for (int i = 0; i < 20; ++i) {
        for (const auto &project : {u"a"_s, u"b"_s, u"c"_s})
            QVERIFY(store->record(sampleCall(project, 0.01 * i)));
        if (i == 7)
            QVERIFY(store->reset({u"b"_s, {}, {}}));
        if (i == 11)
            resetLikeLlmToll(place, u"c"_s);
    }
    place.raw().execute(u"UPDATE budgets SET total_cost = 100 WHERE project = 'a'"_s);
    const auto unsealed = valueOf(store->ledger());
    while (!valueOf(store->seal(7)).finished) {
    }
    QCOMPARE(valueOf(store->ledger()), unsealed);
    QCOMPARE(unsealed.size(), size_t(3));
    QCOMPARE(unsealed[0].finding, LedgerFinding::EditedCounter);
    QVERIFY(unsealed[1].agrees() && unsealed[2].agrees());
}

void tst_storecontract_ledger::agreesWhileOthersWrite()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.0625)));
    ClientProcesses clients;
    for (int i = 0; i < 3; ++i)
        clients.add({u"record"_s, place.url(), u"0.0625"_s, u"-"_s, u"60"_s, u"demo"_s});
    clients.release();
    // One state of the store: a counter and a log of two moments would differ.
    for (int i = 0; i < 20; ++i) {
        const LedgerLine line = demoOf(*store);
        QVERIFY2(line.agrees(), qPrintable(line.difference().toString()));
    }
    (void)clients.finish();
    QCOMPARE(demoOf(*store).calls, 181);
}

void tst_storecontract_ledger::callsUnderWayDuringAResetAreCounted()
{
    const TestStore place;
    if (place.backend() == Backend::Sqlite)
        QSKIP("Whoever logs a call in a file holds its write lock: no reset can come between.");
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.0625)));
    HalfACall first(place, 0.25);
    HalfACall second(place, 0.5);
    HalfACall given(place, 8);
    given.connection.execute(u"ROLLBACK"_s); // an id that no call will ever have
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.125))); // with an id above theirs
    QVERIFY(store->record(sampleCall(u"other"_s, 2)));
    const AuditEntry reset = valueOf(store->reset({u"demo"_s, {}, {}}));
    QCOMPARE(reset.amountUsd, 0.1875);
    QCOMPARE(reset.coversLogId, std::optional(valueOf(store->calls({})).at(1).id));
    QVERIFY(demoOf(*store).agrees());
    first.charge();
    QVERIFY(demoOf(*store).agrees());
    QCOMPARE(demoOf(*store).logged, Money::fromUsd(0.25));
    // One that is under way during two resets, the first of which did cover neither.
    const AuditEntry next = valueOf(store->reset({u"demo"_s, {}, {}}));
    QCOMPARE(next.amountUsd, 0.25);
    second.charge();
    QVERIFY(store->record(sampleCall(u"demo"_s, 1)));
    QVERIFY(demoOf(*store).agrees());
    QCOMPARE(demoOf(*store).logged, Money::fromUsd(1.5));
    // A change by hand is still one.
    place.raw().execute(u"UPDATE budgets SET total_cost = total_cost + 0.3 WHERE project = 'demo'"_s);
    QCOMPARE(demoOf(*store).finding, LedgerFinding::EditedCounter);
    place.raw().execute(u"UPDATE budgets SET total_cost = total_cost - 0.3 WHERE project = 'demo'"_s);
    QVERIFY(store->undoReset(next.id));
    QVERIFY(demoOf(*store).agrees());
    QCOMPARE(demoOf(*store).logged, Money::fromUsd(1.75));
    QVERIFY(store->undoReset(reset.id));
    QVERIFY(demoOf(*store).agrees());
    QCOMPARE(demoOf(*store).logged, Money::fromUsd(1.9375));
    const auto all = valueOf(store->ledger());
    QVERIFY(std::ranges::all_of(all, &LedgerLine::agrees));
}

void tst_storecontract_ledger::callsUnderWayWhenAPeriodEndsAreCounted()
{
    const TestStore place;
    if (place.backend() == Backend::Sqlite)
        QSKIP("Whoever logs a call in a file holds its write lock: nothing can come between.");
    const auto store = place.open();
    QVERIFY(store->setLimit(u"demo"_s, {100, Period::Daily, {}}));
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.0625)));
    age(place, 1);
    const Timestamp yesterday{Timestamp::now().micros - 86'400'000'000};
    HalfACall old(place, 0.25, yesterday);
    HalfACall fresh(place, 0.5);
    place.raw().execute(peer::record(place.backend(), u"demo"_s, 4, yesterday)); // ids above theirs
    place.raw().execute(peer::record(place.backend(), u"demo"_s, 1, Timestamp::now()));
    QVERIFY(store->record(sampleCall(u"demo"_s, 2))); // closes the period
    const auto closed = valueOf(store->audit(u"demo"_s, 1)).front();
    QCOMPARE(closed.action, AuditEntry::Action::PeriodClosed);
    QCOMPARE(closed.amountUsd, 4.0625);
    QVERIFY(demoOf(*store).agrees());
    old.charge(); // of the period before, but it arrives in this one
    fresh.charge();
    const LedgerLine line = demoOf(*store);
    QVERIFY2(line.agrees(), qPrintable(line.difference().toString()));
    QCOMPARE(line.logged, Money::fromUsd(3.75));
}

void tst_storecontract_ledger::aCallThatMayHaveBeenUnderWayIsNamedSo()
{
    // After a reset of llm-toll's own nothing tells for sure.
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.0625)));
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.25)));
    resetLikeLlmToll(place, u"demo"_s);
    place.raw().execute(u"UPDATE budgets SET total_cost = total_cost + 0.25"_s);
    const LedgerLine line = demoOf(*store);
    QCOMPARE(findingName(line.finding), u"call_under_way"_s);
    QCOMPARE(line.difference(), Money::fromUsd(0.25));
    QVERIFY(!line.agrees());
    place.raw().execute(u"UPDATE budgets SET total_cost = 0.1"_s); // what no call cost
    QVERIFY(demoOf(*store).finding != LedgerFinding::CallUnderWay);
    place.raw().execute(u"UPDATE budgets SET total_cost = -0.25"_s);
    QVERIFY(demoOf(*store).finding != LedgerFinding::CallUnderWay);
}

void tst_storecontract_ledger::namesWhatDiffers_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("finding");
    QTest::addColumn<double>("difference");
    const QString set = u"UPDATE budgets SET total_cost = "_s;
    QTest::newRow("drift") << set + u"0.7500000001"_s << u"drift"_s << 1e-10;
    QTest::newRow("missing") << u"DELETE FROM budgets"_s << u"missing_counter"_s << -0.75;
    QTest::newRow("edited") << set + u"0.5"_s << u"edited_counter"_s << -0.25;
    QTest::newRow("no number") << set + u"NaN"_s << u"unreadable_counter"_s << 0.0;
    QTest::newRow("no log") << u"DELETE FROM usage_logs"_s << u"counter_without_log"_s << 0.75;
}

void tst_storecontract_ledger::namesWhatDiffers()
{
    QFETCH(QString, statement);
    QFETCH(QString, finding);
    QFETCH(double, difference);
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    QVERIFY(demoOf(*store).agrees());
    harm(place, statement);
    const LedgerLine line = demoOf(*store);
    QCOMPARE(findingName(line.finding), finding);
    QCOMPARE(line.difference(), Money::fromUsd(difference));
    QCOMPARE(valueOf(store->ledger()).size(), size_t(1));
    const auto all = valueOf(store->ledger());
    QCOMPARE(findingName(all.front().finding), finding);
}

void tst_storecontract_ledger::repairsWhatDiffersAndWritesItDown()
{
    QFETCH(QString, statement);
    const TestStore place;
    StoreOptions options;
    options.osUser = u"grace"_s;
    const auto store = place.open(options);
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    harm(place, statement);
    const LedgerLine line = demoOf(*store);
    const AuditEntry entry =
        valueOf(store->repair({u"demo"_s, u"looked into it"_s, line.counterUsd}));
    QCOMPARE(entry.action, AuditEntry::Action::Repaired);
    QCOMPARE(entry.amountUsd, line.logged.toUsd());
    const bool readable = line.counterUsd && qIsFinite(*line.counterUsd);
    QCOMPARE(entry.previousUsd, readable ? line.counterUsd : std::nullopt);
    QCOMPARE(entry.reason, u"looked into it"_s);
    QCOMPARE(entry.osUser, u"grace"_s);
    QCOMPARE(valueOf(store->audit()), std::vector{entry});
    QVERIFY(demoOf(*store).agrees());
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), line.logged.toUsd());
    QCOMPARE(errorOf(store->undoReset(entry.id)), StoreError::Kind::Invalid);
}

void tst_storecontract_ledger::repairsNothingWhereTheCounterMoved()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    place.raw().execute(u"UPDATE budgets SET total_cost = 0.5"_s);
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.25)));
    QCOMPARE(errorOf(store->repair({u"demo"_s, {}, 0.5})), StoreError::Kind::Conflict);
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.75);
    QCOMPARE(valueOf(store->audit()).size(), size_t(0));
}

void tst_storecontract_ledger::repairsNothingThatAgrees()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    QCOMPARE(errorOf(store->repair({u"demo"_s, {}, 0.75})), StoreError::Kind::Invalid);
    QCOMPARE(errorOf(store->repair({u"nobody"_s, {}, {}})), StoreError::Kind::Invalid);
    QCOMPARE(valueOf(store->budgets()).size(), size_t(1));
}

QTEST_GUILESS_MAIN(tst_storecontract_ledger)
#include "tst_storecontract_ledger.moc"
