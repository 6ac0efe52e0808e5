// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "aging.h"
#include "clientprocess.h"
#include "peer.h"
#include "postgrescluster.h"
#include "teststore.h"

#include <QTest>
#include <QtNumeric>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Budgets with a period start anew at the UTC boundary, whoever comes first, and once.
class tst_storecontract_periods final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init() { awaitCalmTime(); }
    void aCallClosesThePeriodThatIsOver();
    void aPeriodThatRunsIsLeftAlone();
    void whatLlmTollChargedSinceTheBoundaryIsOfTheNewPeriod();
    void aCallThatIsRefusedClosesItToo();
    void aBatchClosesIt();
    void callsThatArriveLateCountWhenTheyArrive();
    void lookingAtTheBudgetsClosesIt();
    void checkSeesTheNewPeriodAndChangesNothing();
    void whatCannotBeRefusedClosesIt();
    void aResetClearsTheNewPeriodOnly();
    void severalMissedPeriodsAreOneEntry();
    void aLimitSetInTheMiddleKeepsWhatWasSpent();
    void settingALimitClosesWhatWasHeldToTheOneBefore();
    void aCounterThatIsNoNumberIsMended();
    void undoneItCountsIntoTheNewPeriodAndStaysClosed();
    void whoMayOnlyReadSeesItAsIfItWereClosed();
    void manyProcessesCloseItOnceAndHoldTheCap();
};

namespace {

constexpr double cap = 1;

// A project that has spent 0.75 of its daily limit of 1 in a period that is over.
std::unique_ptr<Store> yesterday(const TestStore &place, int days = 1)
{
    auto store = place.open();
    QTest::qVerify(store->setLimit(u"demo"_s, {cap, Period::Daily, {50}}).has_value(), "", "",
                   __FILE__, __LINE__);
    (void)valueOf(store->record(sampleCall(u"demo"_s, 0.75)));
    age(place, days);
    return store;
}

Timestamp today()
{
    return Timestamp::startOf(Timestamp::now().day());
}

std::vector<AuditEntry> closed(Store &store)
{
    auto entries = valueOf(store.audit(u"demo"_s));
    std::erase_if(entries, [](const AuditEntry &entry) {
        return entry.action != AuditEntry::Action::PeriodClosed;
    });
    return entries;
}

Budget demoOf(Store &store)
{
    for (const Budget &budget : valueOf(store.budgets())) {
        if (budget.project == u"demo")
            return budget;
    }
    return {};
}

} // namespace

void tst_storecontract_periods::aCallClosesThePeriodThatIsOver()
{
    const TestStore place;
    const auto store = yesterday(place);
    const Decision decision = valueOf(store->record(sampleCall(u"demo"_s, 0.5)));
    QVERIFY(decision.logged());
    QCOMPARE(decision.totalUsd, 0.5);
    const auto entries = closed(*store);
    QCOMPARE(entries.size(), size_t(1));
    const AuditEntry &entry = entries.front();
    QCOMPARE(entry.at, today());
    QCOMPARE(entry.amountUsd, 0.75);
    QCOMPARE(entry.maxBudgetUsd, std::optional(cap));
    QCOMPARE(entry.coversLogId,
             std::optional(place.raw().value(u"SELECT min(id) FROM usage_logs"_s).toLongLong()));
    QCOMPARE(entry.previousResetAt, std::nullopt);
    QCOMPARE(entry.reason, u"daily period ended"_s);
    QCOMPARE(entry.osUser, store->info().osUser);
    QCOMPARE(demoOf(*store).lastResetAt, std::optional(today()));
    QCOMPARE(valueOf(store->calls({})).size(), size_t(2));
}

void tst_storecontract_periods::aPeriodThatRunsIsLeftAlone()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->setLimit(u"demo"_s, {cap, Period::Daily, {}}));
    QVERIFY(store->setLimit(u"other"_s, {cap, Period::None, {}}));
    for (int i = 0; i < 2; ++i) {
        QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 0.25))).logged());
        QVERIFY(valueOf(store->record(sampleCall(u"other"_s, 0.25))).logged());
    }
    QCOMPARE(demoOf(*store).totalUsd, 0.5);
    age(place, 400); // without a period nothing ends
    QVERIFY(valueOf(store->record(sampleCall(u"other"_s, 0.25))).logged());
    QCOMPARE(valueOf(store->projectTotal(u"other"_s)), 0.75);
    QCOMPARE(valueOf(store->audit(u"other"_s)).size(), size_t(1));
}

void tst_storecontract_periods::whatLlmTollChargedSinceTheBoundaryIsOfTheNewPeriod()
{
    const TestStore place;
    const auto store = yesterday(place);
    place.raw().execute(peer::record(place.backend(), u"demo"_s, 0.125, Timestamp::now()));
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.875); // it knows no periods
    const Decision decision = valueOf(store->record(sampleCall(u"demo"_s, 0.25)));
    QCOMPARE(decision.totalUsd, 0.375);
    QCOMPARE(closed(*store).front().amountUsd, 0.75);
    // And what it charges afterwards counts on.
    place.raw().execute(peer::record(place.backend(), u"demo"_s, 0.5, Timestamp::now()));
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.875);
    QVERIFY(valueOf(store->ledger(u"demo"_s)).front().agrees());
}

void tst_storecontract_periods::aCallThatIsRefusedClosesItToo()
{
    const TestStore place;
    const auto store = yesterday(place);
    const Decision decision = valueOf(store->record(sampleCall(u"demo"_s, 1.5)));
    QVERIFY(!decision.logged());
    QCOMPARE(decision.totalUsd, 1.5); // not 2.25: nothing of it is of the old period
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.0);
    QCOMPARE(closed(*store).size(), size_t(1));
    QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 1))).logged());
    QCOMPARE(closed(*store).size(), size_t(1));
}

void tst_storecontract_periods::aBatchClosesIt()
{
    const TestStore place;
    const auto store = yesterday(place);
    const auto answers = store->record({{sampleCall(u"demo"_s, 0.75), {}},
                                        {sampleCall(u"other"_s, 0.25), {}},
                                        {sampleCall(u"demo"_s, 0.75), {}}});
    QVERIFY(valueOf(answers[0]).logged());
    QVERIFY(valueOf(answers[1]).logged());
    QVERIFY(!valueOf(answers[2]).logged());
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.75);
    QCOMPARE(closed(*store).size(), size_t(1));
    age(place, 1);
    for (const auto &answer : store->record({{sampleCall(u"demo"_s, 2), {}},
                                             {sampleCall(u"demo"_s, 3), {}}}))
        QVERIFY(!valueOf(answer).logged());
    QCOMPARE(closed(*store).size(), size_t(2));
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.0);
}

void tst_storecontract_periods::callsThatArriveLateCountWhenTheyArrive()
{
    const TestStore place;
    const auto store = yesterday(place);
    const WaitingCall late{1, u"key"_s, sampleCall(u"demo"_s, 0.125),
                           Timestamp{today().micros - 3'600'000'000}};
    const Received received = valueOf(store->receive({late}));
    QCOMPARE(received.projects.front().totalUsd, 0.125);
    QCOMPARE(closed(*store).front().amountUsd, 0.75);
    QVERIFY(valueOf(store->ledger(u"demo"_s)).front().agrees());
}

void tst_storecontract_periods::lookingAtTheBudgetsClosesIt()
{
    const TestStore place;
    const auto store = yesterday(place);
    const Budget budget = demoOf(*store);
    QCOMPARE(budget.totalUsd, 0.0);
    QCOMPARE(budget.lastResetAt, std::optional(today()));
    QVERIFY(!budget.asIfClosed);
    QCOMPARE(closed(*store).size(), size_t(1));
    QCOMPARE(demoOf(*store), budget);
    QCOMPARE(closed(*store).size(), size_t(1));
}

void tst_storecontract_periods::checkSeesTheNewPeriodAndChangesNothing()
{
    const TestStore place;
    const auto store = yesterday(place);
    place.raw().execute(peer::record(place.backend(), u"demo"_s, 0.5, Timestamp::now()));
    const Decision decision = valueOf(store->check(u"demo"_s));
    QVERIFY(decision.logged()); // 1.25 by the counter, of 1
    QCOMPARE(decision.totalUsd, 0.5);
    QCOMPARE(closed(*store).size(), size_t(0));
}

void tst_storecontract_periods::whatCannotBeRefusedClosesIt()
{
    const TestStore place;
    const auto store = yesterday(place);
    QCOMPARE(valueOf(store->log(sampleCall(u"demo"_s, 5))).totalUsd, 5.0);
    QCOMPARE(closed(*store).size(), size_t(1));
}

void tst_storecontract_periods::aResetClearsTheNewPeriodOnly()
{
    const TestStore place;
    const auto store = yesterday(place);
    place.raw().execute(peer::record(place.backend(), u"demo"_s, 0.125, Timestamp::now()));
    const AuditEntry reset = valueOf(store->reset({u"demo"_s, {}, 0.125}));
    QCOMPARE(reset.amountUsd, 0.125);
    QCOMPARE(reset.previousResetAt, std::optional(today()));
    QCOMPARE(closed(*store).front().amountUsd, 0.75);
    QVERIFY(valueOf(store->ledger(u"demo"_s)).front().agrees());
}

void tst_storecontract_periods::severalMissedPeriodsAreOneEntry()
{
    const TestStore place;
    const auto store = yesterday(place, 5);
    QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 0.5))).logged());
    const auto entries = closed(*store);
    QCOMPARE(entries.size(), size_t(1));
    QCOMPARE(entries.front().at, today());
    QCOMPARE(entries.front().amountUsd, 0.75);
    QCOMPARE(entries.front().reason, u"daily period ended, and others since %1 that nobody closed"_s
                                         .arg(today().day().addDays(-5).toString(Qt::ISODate)));
}

void tst_storecontract_periods::aLimitSetInTheMiddleKeepsWhatWasSpent()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    age(place, 500);
    QVERIFY(store->setLimit(u"demo"_s, {cap, Period::Monthly, {}}));
    QVERIFY(!valueOf(store->record(sampleCall(u"demo"_s, 0.5))).logged());
    QCOMPARE(demoOf(*store).totalUsd, 0.75);
    QCOMPARE(closed(*store).size(), size_t(0));
    age(place, 31); // the next boundary
    QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 0.5))).logged());
    QCOMPARE(closed(*store).size(), size_t(1));
}

void tst_storecontract_periods::settingALimitClosesWhatWasHeldToTheOneBefore()
{
    const TestStore place;
    const auto store = yesterday(place);
    QVERIFY(store->setLimit(u"demo"_s, {5, Period::Weekly, {}}));
    QCOMPARE(closed(*store).front().maxBudgetUsd, std::optional(cap));
    QCOMPARE(demoOf(*store).totalUsd, 0.0);
    age(place, 7);
    QVERIFY(store->clearLimit(u"demo"_s));
    QCOMPARE(closed(*store).front().maxBudgetUsd, std::optional(5.0));
    QCOMPARE(closed(*store).size(), size_t(2));
}

void tst_storecontract_periods::aCounterThatIsNoNumberIsMended()
{
    const TestStore place;
    const auto store = yesterday(place);
    place.raw().execute(u"UPDATE budgets SET total_cost = %1"_s.arg(
        place.backend() == Backend::Postgres ? u"'NaN'"_s : u"9e999"_s));
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 0.5))).totalUsd, 0.5);
    QVERIFY(qIsFinite(closed(*store).front().amountUsd));
}

void tst_storecontract_periods::undoneItCountsIntoTheNewPeriodAndStaysClosed()
{
    const TestStore place;
    const auto store = yesterday(place);
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.125)));
    const auto entries = closed(*store);
    QVERIFY(entries.front().canBeUndone());
    QVERIFY(store->undoReset(entries.front().id));
    QCOMPARE(demoOf(*store).totalUsd, 0.875);
    QCOMPARE(demoOf(*store).lastResetAt, std::optional(today()));
    QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 0.125))).logged());
    QVERIFY(!valueOf(store->record(sampleCall(u"demo"_s, 0.125))).logged());
    QCOMPARE(closed(*store).size(), size_t(1));
    QVERIFY(valueOf(store->ledger(u"demo"_s)).front().agrees());
}

void tst_storecontract_periods::whoMayOnlyReadSeesItAsIfItWereClosed()
{
    const TestStore place;
    if (place.backend() == Backend::Sqlite)
        QSKIP("Nobody is kept from a file's tables but by its mode, which an administrator passes");
    (void)yesterday(place);
    place.raw().execute(peer::record(place.backend(), u"demo"_s, 0.125, Timestamp::now()));
    const QString url = PostgresCluster::shared().createRole(place.url());
    place.raw().execute(
        u"GRANT SELECT ON ALL TABLES IN SCHEMA public TO "_s + PostgresCluster::roleOf(url));
    const auto reader = valueOf(Store::open(*StoreLocation::parse(url)));
    const Budget budget = demoOf(*reader);
    QVERIFY(budget.asIfClosed);
    QCOMPARE(budget.totalUsd, 0.125);
    QCOMPARE(budget.lastResetAt, std::optional(today()));
    QCOMPARE(valueOf(reader->projectTotal(u"demo"_s)), 0.875);
    QCOMPARE(closed(*reader).size(), size_t(0));
}

void tst_storecontract_periods::manyProcessesCloseItOnceAndHoldTheCap()
{
    constexpr int processes = 12;
    const TestStore place;
    const auto store = yesterday(place);
    ClientProcesses clients;
    for (int i = 0; i < processes; ++i) {
        clients.add({u"record"_s, place.url(), u"0.0625"_s, u"-"_s, u"3"_s, u"demo"_s});
        if (i % 4 == 0)
            clients.add({u"peer-record"_s, place.url(), u"0.03125"_s, u"1"_s, u"demo"_s});
    }
    clients.release();
    QStringList answers;
    for (const QStringList &lines : clients.finish())
        answers << lines;
    const auto entries = closed(*store);
    QCOMPARE(entries.size(), size_t(1));
    QCOMPARE(entries.front().amountUsd, 0.75);

    const double logged = place.raw()
                              .value(u"SELECT sum(cost) FROM usage_logs WHERE cost < 0.75"_s)
                              .toDouble();
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), logged); // sums of powers of two are exact
    QVERIFY2(logged > cap - 0.0625 && logged <= cap + 3 * 0.03125, qPrintable(QString::number(logged)));
    for (const QString &answer : std::as_const(answers)) {
        if (place.backend() == Backend::Postgres)
            QVERIFY2(answer == u"logged" || answer == u"refused", qPrintable(answer));
    }
    QVERIFY(valueOf(store->ledger(u"demo"_s)).front().agrees());
}

QTEST_GUILESS_MAIN(tst_storecontract_periods)
#include "tst_storecontract_periods.moc"
