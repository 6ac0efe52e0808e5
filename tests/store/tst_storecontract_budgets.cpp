// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "testdata.h"
#include "teststore.h"
#include "values/money.h"

#include <QTest>
#include <QtNumeric>


using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Counters, limits, resets, undoing them, and the audit log that remembers all of it.
class tst_storecontract_budgets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init();
    void listsTheCountersAsLlmTollDoes();
    void listsCountersAndLimitsOfEitherKind();
    void survivesACounterThatIsNoNumber();
    void resetClearsTheCounterAndLeavesTheLogAlone();
    void resetIsWrittenToTheAuditLog();
    void resetCoversTheHighestLogId();
    void resetOfAnotherTotalThanConfirmedIsAConflict();
    void resetOfABrokenCounterMendsIt();
    void resetOfAnUnknownProjectIsRefused();
    void undoAddsWhatWasClearedToWhatWasSpentSince();
    void undoWorksOnlyOnce();
    void undoGivesBackTheTimeOfTheResetBefore();
    void undoOfAnOlderResetKeepsTheTimeOfTheNewerOne();
    void undoNeedsAReset();
    void limitsAreStoredAsGiven_data();
    void limitsAreStoredAsGiven();
    void limitsReplaceEachOther();
    void limitsAreCleared();
    void limitsAreValidated_data();
    void limitsAreValidated();
    void auditIsNewestFirstByProjectAndLimited();

private:
    [[nodiscard]] StoreOptions options();
    [[nodiscard]] std::optional<Budget> budgetOf(Store &store, const QString &project) const;
    Timestamp m_now;
};

void tst_storecontract_budgets::init()
{
    m_now = *Timestamp::parse(u"2026-11-23T09:34:00.123456Z");
}

// A clock that goes on by a second each time it is looked at.
StoreOptions tst_storecontract_budgets::options()
{
    StoreOptions options;
    options.osUser = u"grace"_s;
    options.clock = [this] {
        m_now.micros += 1'000'000;
        return m_now;
    };
    return options;
}

std::optional<Budget> tst_storecontract_budgets::budgetOf(Store &store, const QString &project) const
{
    for (const Budget &budget : valueOf(store.budgets())) {
        if (budget.project == project)
            return budget;
    }
    return {};
}

void tst_storecontract_budgets::listsTheCountersAsLlmTollDoes()
{
    const TestStore place;
    place.loadAzure();
    const auto golden = GoldenAnswers(place.backend()).counters();
    const auto budgets = valueOf(place.open()->budgets());
    QCOMPARE(budgets.size(), golden.size());
    double previous = qInf();
    int resets = 0;
    for (const Budget &budget : budgets) {
        QCOMPARE(Money::fromUsd(budget.totalUsd), golden.at(budget.project));
        QVERIFY(budget.totalUsd <= previous);
        previous = budget.totalUsd;
        QVERIFY(budget.updatedAt);
        QVERIFY(!budget.limit);
        resets += budget.lastResetAt ? 1 : 0;
    }
    QCOMPARE(resets, 1);
}

void tst_storecontract_budgets::listsCountersAndLimitsOfEitherKind()
{
    const TestStore place;
    const auto store = place.open(options());
    QVERIFY(store->record(sampleCall(u"both"_s)));
    QVERIFY(store->record(sampleCall(u"counter"_s)));
    Limit limit;
    limit.maxBudgetUsd = 5;
    QVERIFY(store->setLimit(u"both"_s, limit));
    QVERIFY(store->setLimit(u"limit"_s, limit));
    QCOMPARE(valueOf(store->budgets()).size(), size_t(3));
    QCOMPARE(budgetOf(*store, u"both"_s)->limit, std::optional(limit));
    QCOMPARE(budgetOf(*store, u"both"_s)->totalUsd, 0.25);
    QCOMPARE(budgetOf(*store, u"counter"_s)->limit, std::nullopt);
    QCOMPARE(budgetOf(*store, u"limit"_s), (std::optional(Budget{u"limit"_s, 0, {}, {}, limit})));
}

void tst_storecontract_budgets::survivesACounterThatIsNoNumber()
{
    const TestStore place;
    const auto store = place.open(options());
    QVERIFY(store->record(sampleCall(u"good"_s)));
    QVERIFY(store->record(sampleCall(u"bad"_s)));
    place.raw().execute(u"UPDATE budgets SET total_cost = %1, updated_at = %2 WHERE project = 'bad'"_s
                            .arg(place.backend() == Backend::Postgres ? u"'NaN'"_s : u"9e999"_s,
                                 place.backend() == Backend::Postgres ? u"'infinity'"_s : u"'never'"_s));
    QCOMPARE(valueOf(store->budgets()).size(), size_t(2));
    QVERIFY(!qIsFinite(budgetOf(*store, u"bad"_s)->totalUsd));
    QCOMPARE(budgetOf(*store, u"bad"_s)->updatedAt, std::nullopt);
    QCOMPARE(budgetOf(*store, u"good"_s)->totalUsd, 0.25);
}

void tst_storecontract_budgets::resetClearsTheCounterAndLeavesTheLogAlone()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open(options());
    const SpendCube before = valueOf(store->spend({}, BucketUnit::Day));
    const AuditEntry entry = valueOf(store->reset({u"code-assistant"_s, u"new month"_s, {}}));
    const auto budget = budgetOf(*store, u"code-assistant"_s);
    QVERIFY(budget);
    QCOMPARE(budget->totalUsd, 0.0);
    QCOMPARE(budget->lastResetAt, std::optional(entry.at));
    QCOMPARE(budget->updatedAt, std::optional(entry.at));
    QCOMPARE(summarise(valueOf(store->spend({}, BucketUnit::Day)), GroupBy::Project),
             summarise(before, GroupBy::Project));
    QCOMPARE(Money::fromUsd(budgetOf(*store, u"support-chat"_s)->totalUsd),
             GoldenAnswers(place.backend()).counters().at(u"support-chat"_s));
}

void tst_storecontract_budgets::resetIsWrittenToTheAuditLog()
{
    const TestStore place;
    const auto store = place.open(options());
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    const AuditEntry entry = valueOf(store->reset({u"demo"_s, u"new month"_s, 0.75}));
    QVERIFY(entry.id > 0);
    QCOMPARE(entry.at, m_now);
    QCOMPARE(entry.action, AuditEntry::Action::Reset);
    QCOMPARE(entry.project, u"demo"_s);
    QCOMPARE(entry.amountUsd, 0.75);
    QCOMPARE(entry.osUser, u"grace"_s);
    QCOMPARE(entry.databaseRole, store->info().databaseRole);
    QCOMPARE(entry.databaseRole.isEmpty(), place.backend() == Backend::Sqlite);
    QCOMPARE(entry.reason, u"new month"_s);
    QVERIFY(entry.canBeUndone());
    const auto audit = valueOf(place.open()->audit());
    QCOMPARE(audit.size(), size_t(1));
    QCOMPARE(audit.front(), entry);
}

void tst_storecontract_budgets::resetCoversTheHighestLogId()
{
    const TestStore place;
    const auto store = place.open(options());
    QVERIFY(store->setLimit(u"demo"_s, {}));
    QCOMPARE(valueOf(store->clearLimit(u"demo"_s)).coversLogId, std::nullopt);
    for (const auto &project : {u"demo"_s, u"demo"_s, u"other"_s})
        QVERIFY(store->record(sampleCall(project)));
    // The clock of the next caller is an hour behind: only the id says that its call is covered.
    StoreOptions behind;
    behind.clock = [now = m_now] { return Timestamp{now.micros - 3'600'000'000}; };
    QVERIFY(place.open(behind)->record(sampleCall(u"demo"_s)));
    QVERIFY(store->record(sampleCall(u"other"_s)));
    const qint64 highest = place.raw()
                               .value(u"SELECT max(id) FROM usage_logs WHERE project = 'demo'"_s)
                               .toLongLong();
    QCOMPARE(valueOf(store->reset({u"demo"_s, {}, {}})).coversLogId, std::optional(highest));
    QVERIFY(store->record(sampleCall(u"demo"_s)));
    QVERIFY(*valueOf(store->reset({u"demo"_s, {}, {}})).coversLogId > highest);
}

void tst_storecontract_budgets::resetOfAnotherTotalThanConfirmedIsAConflict()
{
    const TestStore place;
    const auto store = place.open(options());
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    const auto before = budgetOf(*store, u"demo"_s);
    QCOMPARE(errorOf(store->reset({u"demo"_s, {}, 0.5})), StoreError::Kind::Conflict);
    QCOMPARE(budgetOf(*store, u"demo"_s), before);
    QCOMPARE(valueOf(store->audit()).size(), size_t(0));
    QCOMPARE(valueOf(store->reset({u"demo"_s, {}, 0.75})).amountUsd, 0.75);
}

void tst_storecontract_budgets::resetOfABrokenCounterMendsIt()
{
    const TestStore place;
    const auto store = place.open(options());
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    place.raw().execute(u"UPDATE budgets SET total_cost = %1"_s.arg(
        place.backend() == Backend::Postgres ? u"'NaN'"_s : u"-9e999"_s));
    const double shown = budgetOf(*store, u"demo"_s)->totalUsd;
    const AuditEntry entry = valueOf(store->reset({u"demo"_s, {}, shown}));
    QVERIFY(qIsFinite(entry.amountUsd));
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.0);
    QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 0.75), 1.0)).logged());
}

void tst_storecontract_budgets::resetOfAnUnknownProjectIsRefused()
{
    const TestStore place;
    const auto store = place.open(options());
    QCOMPARE(errorOf(store->reset({u"nobody"_s, {}, {}})), StoreError::Kind::Invalid);
    QCOMPARE(valueOf(store->budgets()).size(), size_t(0));
    QCOMPARE(valueOf(store->audit()).size(), size_t(0));
}

void tst_storecontract_budgets::undoAddsWhatWasClearedToWhatWasSpentSince()
{
    const TestStore place;
    const auto store = place.open(options());
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.1)));
    const AuditEntry reset = valueOf(store->reset({u"demo"_s, {}, {}}));
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.2)));
    const AuditEntry undo = valueOf(store->undoReset(reset.id, u"by mistake"_s));
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.3);
    QCOMPARE(undo.action, AuditEntry::Action::Undo);
    QCOMPARE(undo.amountUsd, 0.1);
    QCOMPARE(undo.undoes, std::optional(reset.id));
    QCOMPARE(undo.reason, u"by mistake"_s);
    QCOMPARE(undo.osUser, u"grace"_s);
    const auto audit = valueOf(store->audit());
    QCOMPARE(audit.size(), size_t(2));
    QCOMPARE(audit[0], undo);
    QCOMPARE(audit[1].undoneBy, std::optional(undo.id));
    QVERIFY(!audit[1].canBeUndone());
    QCOMPARE(valueOf(store->calls({})).size(), size_t(2));
}

void tst_storecontract_budgets::undoWorksOnlyOnce()
{
    const TestStore place;
    const auto store = place.open(options());
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    const AuditEntry reset = valueOf(store->reset({u"demo"_s, {}, {}}));
    QVERIFY(store->undoReset(reset.id));
    QCOMPARE(errorOf(place.open()->undoReset(reset.id)), StoreError::Kind::Conflict);
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.75);
    QCOMPARE(valueOf(store->audit()).size(), size_t(2));
}

void tst_storecontract_budgets::undoGivesBackTheTimeOfTheResetBefore()
{
    const TestStore place;
    const auto store = place.open(options());
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    const AuditEntry first = valueOf(store->reset({u"demo"_s, {}, {}}));
    const AuditEntry second = valueOf(store->reset({u"demo"_s, {}, {}}));
    QVERIFY(store->undoReset(second.id));
    QCOMPARE(budgetOf(*store, u"demo"_s)->lastResetAt, std::optional(first.at));
    QVERIFY(store->undoReset(first.id));
    QCOMPARE(budgetOf(*store, u"demo"_s)->lastResetAt, std::nullopt);
    QCOMPARE(budgetOf(*store, u"demo"_s)->totalUsd, 0.75);
}

void tst_storecontract_budgets::undoOfAnOlderResetKeepsTheTimeOfTheNewerOne()
{
    const TestStore place;
    const auto store = place.open(options());
    QVERIFY(store->record(sampleCall(u"demo"_s, 0.75)));
    const AuditEntry first = valueOf(store->reset({u"demo"_s, {}, {}}));
    const AuditEntry second = valueOf(store->reset({u"demo"_s, {}, {}}));
    QVERIFY(store->undoReset(first.id));
    QCOMPARE(budgetOf(*store, u"demo"_s)->lastResetAt, std::optional(second.at));
}

void tst_storecontract_budgets::undoNeedsAReset()
{
    const TestStore place;
    const auto store = place.open(options());
    QCOMPARE(errorOf(store->undoReset(1)), StoreError::Kind::Invalid);
    const AuditEntry limit = valueOf(store->setLimit(u"demo"_s, {}));
    QCOMPARE(errorOf(store->undoReset(limit.id)), StoreError::Kind::Invalid);
    QVERIFY(store->record(sampleCall(u"demo2"_s)));
    const AuditEntry reset = valueOf(store->reset({u"demo2"_s, {}, {}}));
    const AuditEntry undo = valueOf(store->undoReset(reset.id));
    QCOMPARE(errorOf(store->undoReset(undo.id)), StoreError::Kind::Invalid);
}

void tst_storecontract_budgets::limitsAreStoredAsGiven_data()
{
    QTest::addColumn<Limit>("limit");
    QTest::newRow("default thresholds") << Limit{100, Period::None, {50, 80, 100}};
    QTest::newRow("daily") << Limit{0.0000000001, Period::Daily, {1}};
    QTest::newRow("weekly") << Limit{1e9, Period::Weekly, {99, 100}};
    QTest::newRow("monthly, no warnings") << Limit{0.3, Period::Monthly, {}};
    QTest::newRow("nothing may be spent") << Limit{0, Period::None, {100}};
}

void tst_storecontract_budgets::limitsAreStoredAsGiven()
{
    QFETCH(Limit, limit);
    const TestStore place;
    const AuditEntry entry = valueOf(place.open(options())->setLimit(u"demo"_s, limit));
    QCOMPARE(entry.action, AuditEntry::Action::LimitSet);
    QCOMPARE(entry.amountUsd, limit.maxBudgetUsd);
    QCOMPARE(entry.osUser, u"grace"_s);
    const auto store = place.open(options());
    QCOMPARE(budgetOf(*store, u"demo"_s)->limit, std::optional(limit));
    QCOMPARE(valueOf(store->audit()).at(0), entry);
    // A project's counter is llm-toll's to make, with the first call.
    QCOMPARE(place.raw().value(u"SELECT count(*) FROM budgets"_s), u"0"_s);
}

void tst_storecontract_budgets::limitsReplaceEachOther()
{
    const TestStore place;
    const auto store = place.open(options());
    const Limit second{2, Period::Weekly, {75}};
    QVERIFY(store->setLimit(u"demo"_s, {1, Period::Daily, {50}}));
    QVERIFY(store->setLimit(u"demo"_s, second));
    QCOMPARE(valueOf(store->budgets()).size(), size_t(1));
    QCOMPARE(budgetOf(*store, u"demo"_s)->limit, std::optional(second));
    QCOMPARE(valueOf(store->audit()).size(), size_t(2));
}

void tst_storecontract_budgets::limitsAreCleared()
{
    const TestStore place;
    const auto store = place.open(options());
    QVERIFY(store->setLimit(u"demo"_s, {7, Period::None, {}}));
    const AuditEntry entry = valueOf(store->clearLimit(u"demo"_s));
    QCOMPARE(entry.action, AuditEntry::Action::LimitCleared);
    QCOMPARE(entry.amountUsd, 7.0);
    QCOMPARE(valueOf(store->budgets()).size(), size_t(0));
    QCOMPARE(errorOf(store->clearLimit(u"demo"_s)), StoreError::Kind::Invalid);
    QCOMPARE(valueOf(store->audit()).size(), size_t(2));
}

void tst_storecontract_budgets::limitsAreValidated_data()
{
    QTest::addColumn<QString>("project");
    QTest::addColumn<Limit>("limit");
    const QString demo = u"demo"_s;
    QTest::newRow("negative") << demo << Limit{-1, Period::None, {}};
    QTest::newRow("NaN") << demo << Limit{qQNaN(), Period::None, {}};
    QTest::newRow("infinite") << demo << Limit{qInf(), Period::None, {}};
    QTest::newRow("warning at zero") << demo << Limit{1, Period::None, {0, 50}};
    QTest::newRow("warning past 100") << demo << Limit{1, Period::None, {50, 101}};
    QTest::newRow("warnings out of order") << demo << Limit{1, Period::None, {80, 50}};
    QTest::newRow("warning twice") << demo << Limit{1, Period::None, {50, 50}};
    QTest::newRow("no project") << QString() << Limit{1, Period::None, {}};
    QTest::newRow("long project") << QString(maxNameLength + 1, u'x') << Limit{1, Period::None, {}};
}

void tst_storecontract_budgets::limitsAreValidated()
{
    QFETCH(QString, project);
    QFETCH(Limit, limit);
    const TestStore place;
    const auto store = place.open(options());
    QCOMPARE(errorOf(store->setLimit(project, limit)), StoreError::Kind::Invalid);
    QCOMPARE(valueOf(store->budgets()).size(), size_t(0));
    QCOMPARE(valueOf(store->audit()).size(), size_t(0));
}

void tst_storecontract_budgets::auditIsNewestFirstByProjectAndLimited()
{
    const TestStore place;
    const auto store = place.open(options());
    for (const auto &project : {u"a"_s, u"b"_s, u"a"_s, u"b"_s, u"a"_s})
        QVERIFY(store->setLimit(project, {}));
    const auto all = valueOf(store->audit());
    QCOMPARE(all.size(), size_t(5));
    for (size_t i = 1; i < all.size(); ++i)
        QVERIFY(all[i].id < all[i - 1].id && all[i].at < all[i - 1].at);
    QCOMPARE(valueOf(store->audit(u"a"_s)).size(), size_t(3));
    QCOMPARE(valueOf(store->audit(u"c"_s)).size(), size_t(0));
    QCOMPARE(valueOf(store->audit({}, 2)), (std::vector<AuditEntry>{all[0], all[1]}));
}

QTEST_GUILESS_MAIN(tst_storecontract_budgets)
#include "tst_storecontract_budgets.moc"
