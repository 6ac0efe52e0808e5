// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "budget/ledger.h"

#include <QTest>
#include <QtNumeric>

using namespace Qt::StringLiterals;
using namespace tollkeeper;

using Action = AuditEntry::Action;
using Basis = LedgerBase::Basis;

/// What a counter should hold, and what a difference is called.
class tst_ledger final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void differencesHaveNames_data();
    void differencesHaveNames();
    void findingsHaveWords();
    void countsEverythingWhereNothingWasCleared();
    void countsByIdsAfterTheLastResetThatStands();
    void countsCallsOfTheNewPeriodWhateverTheirIds();
    void countsByTimeAfterAResetThatTheAuditLogDoesNotKnow();
    void addsWhatWasGivenBackSince();
    void differenceOfAnUnreadableCounterIsNone();
};

namespace {

Timestamp at(qint64 seconds)
{
    return Timestamp{seconds * 1'000'000};
}

AuditEntry entry(qint64 id, Action action, double usd, std::optional<qint64> covers = {})
{
    AuditEntry entry;
    entry.id = id;
    entry.at = at(id * 100);
    entry.action = action;
    entry.amountUsd = usd;
    entry.coversLogId = covers;
    return entry;
}

AuditEntry undoOf(qint64 id, AuditEntry &undone)
{
    AuditEntry undo = entry(id, Action::Undo, undone.amountUsd, undone.coversLogId);
    undo.undoes = undone.id;
    undone.undoneBy = id;
    return undo;
}

} // namespace

void tst_ledger::differencesHaveNames_data()
{
    using enum LedgerFinding;
    QTest::addColumn<std::optional<double>>("counter");
    QTest::addColumn<double>("logged");
    QTest::addColumn<qint64>("calls");
    QTest::addColumn<LedgerFinding>("finding");
    const auto row = [](const char *name, std::optional<double> counter, double logged, qint64 calls,
                        LedgerFinding finding) {
        QTest::newRow(name) << counter << logged << calls << finding;
    };
    row("the same", 0.3, 0.3, 3, Agrees);
    row("noise past 10 decimals is none", 0.1 + 0.2, 0.3, 3, Agrees);
    row("nothing at all", 0.0, 0, 0, Agrees);
    row("calls that cost nothing", 0.0, 0, 3, Agrees);
    row("a limit without a counter", std::nullopt, 0, 0, Agrees);
    row("the smallest difference", 0.3000000001, 0.3, 3, Drift);
    row("just drift", 0.3000009999, 0.3, 3, Drift);
    row("no longer drift", 0.300001, 0.3, 3, EditedCounter);
    row("less", 0.2, 0.3, 3, EditedCounter);
    row("an amount where calls cost nothing", 0.2, 0, 3, EditedCounter);
    row("no counter", std::nullopt, 0.3, 3, MissingCounter);
    row("no counter for calls without cost", std::nullopt, 0, 3, MissingCounter);
    row("no calls", 0.2, 0, 0, CounterWithoutLog);
    row("NaN", qQNaN(), 0.3, 3, UnreadableCounter);
    row("infinite", qInf(), 0.3, 3, UnreadableCounter);
}

void tst_ledger::differencesHaveNames()
{
    QFETCH(std::optional<double>, counter);
    QFETCH(double, logged);
    QFETCH(qint64, calls);
    QFETCH(LedgerFinding, finding);
    QCOMPARE(findingName(ledgerFinding(counter, Money::fromUsd(logged), calls)),
             findingName(finding));
}

void tst_ledger::findingsHaveWords()
{
    QCOMPARE(findingName(LedgerFinding::Agrees), u"agrees"_s);
    QCOMPARE(findingName(LedgerFinding::CounterWithoutLog), u"counter_without_log"_s);
}

void tst_ledger::countsEverythingWhereNothingWasCleared()
{
    QCOMPARE(ledgerBase({}, {}), LedgerBase{});
    AuditEntry reset = entry(1, Action::Reset, 5, 10);
    const AuditEntry undo = undoOf(2, reset);
    const AuditEntry limit = entry(3, Action::LimitSet, 9);
    QCOMPARE(ledgerBase({limit, undo, reset}, {}), LedgerBase{});
}

void tst_ledger::countsByIdsAfterTheLastResetThatStands()
{
    const AuditEntry first = entry(1, Action::Reset, 5, 10);
    AuditEntry second = entry(2, Action::Reset, 6, 20);
    LedgerBase base = ledgerBase({second, first}, second.at);
    QCOMPARE(base.basis, Basis::LogIds);
    QCOMPARE(base.coversLogId, 20);
    QCOMPARE(base.since, std::optional(second.at));
    QCOMPARE(base.periodBegan, std::nullopt);
    const AuditEntry undo = undoOf(3, second);
    base = ledgerBase({undo, second, first}, first.at); // its calls count by their ids again
    QCOMPARE(base.coversLogId, 10);
    QCOMPARE(base.givenBack, Money());
    const AuditEntry empty = entry(4, Action::Reset, 0);
    QCOMPARE(ledgerBase({empty}, empty.at).coversLogId, -1);
}

void tst_ledger::countsCallsOfTheNewPeriodWhateverTheirIds()
{
    const AuditEntry closed = entry(1, Action::PeriodClosed, 5, 10);
    const LedgerBase base = ledgerBase({closed}, closed.at);
    QCOMPARE(base.coversLogId, 10);
    QCOMPARE(base.periodBegan, std::optional(closed.at));
}

void tst_ledger::countsByTimeAfterAResetThatTheAuditLogDoesNotKnow()
{
    QCOMPARE(ledgerBase({}, at(50)).basis, Basis::Time);
    const AuditEntry reset = entry(1, Action::Reset, 5, 10); // at 100
    const LedgerBase base = ledgerBase({reset}, at(150));
    QCOMPARE(base.basis, Basis::Time);
    QCOMPARE(base.since, std::optional(at(150)));
    QCOMPARE(ledgerBase({reset}, at(50)).basis, Basis::LogIds); // an older one of theirs
}

void tst_ledger::addsWhatWasGivenBackSince()
{
    AuditEntry first = entry(1, Action::Reset, 5, 10);
    const AuditEntry second = entry(2, Action::Reset, 6, 20);
    const AuditEntry undo = undoOf(3, first);
    QCOMPARE(ledgerBase({undo, second, first}, second.at).givenBack, Money::fromUsd(5));
    const AuditEntry third = entry(4, Action::Reset, 11, 20); // cleared it again
    QCOMPARE(ledgerBase({third, undo, second, first}, third.at).givenBack, Money());
    QCOMPARE(ledgerBase({undo, second, first}, at(250)).givenBack, Money::fromUsd(5));
}

void tst_ledger::differenceOfAnUnreadableCounterIsNone()
{
    LedgerLine line;
    line.logged = Money::fromUsd(2);
    QCOMPARE(line.difference(), Money::fromUsd(-2));
    line.counterUsd = 2.5;
    QCOMPARE(line.difference(), Money::fromUsd(0.5));
    line.counterUsd = qQNaN();
    QCOMPARE(line.difference(), Money());
}

QTEST_APPLESS_MAIN(tst_ledger)
#include "tst_ledger.moc"
