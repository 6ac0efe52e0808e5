// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/format.h"
#include "models/auditmodel.h"
#include "models/budgetmodel.h"
#include "models/daysmodel.h"
#include "models/spendmodel.h"
#include "testdata.h"
#include "uitest.h"
#include "widgets/table.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextDocument>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

namespace {

constexpr auto strict = QAbstractItemModelTester::FailureReportingMode::QtTest;

QVariant at(const QAbstractItemModel &model, int row, int column, int role = Qt::DisplayRole)
{
    return model.index(row, column).data(role);
}

int rowOf(const QAbstractItemModel &model, const QString &key)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        if (at(model, row, 0, KeyRole).toString() == key)
            return row;
    }
    return -1;
}

SpendRow spendRow(const QString &name, double usd)
{
    SpendRow row;
    row.name = name;
    row.totals.calls = 2;
    row.totals.cost = Money::fromUsd(usd);
    row.trend = {Money(), row.totals.cost};
    return row;
}

SpendReport reportOf(std::vector<SpendRow> rows)
{
    SpendReport report;
    report.range = Range::days(QDate(2026, 11, 1), QDate(2026, 11, 2));
    report.rows = std::move(rows);
    return report;
}

AuditEntry auditEntry(qint64 id, AuditEntry::Action action)
{
    AuditEntry entry;
    entry.id = id;
    entry.at = Timestamp::startOf(QDate(2026, 11, 1));
    entry.at.micros += id * 1'000'000;
    entry.action = action;
    entry.project = u"p"_s;
    entry.amountUsd = 1.5;
    entry.osUser = u"alice"_s;
    return entry;
}

} // namespace

class ModelsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theSpendModelSaysWhatLlmTollSays_data();
    void theSpendModelSaysWhatLlmTollSays();
    void markupInANameIsShownAndNotObeyed();
    void aRefreshKeepsSelectionAndScrollPosition();
    void rowsComeGoAndMoveWithoutConfusingViews();
    void groupingByModelTakesTheBudgetColumnAway();
    void aBudgetSaysWhatItsStateIs();
    void budgetsAreSortedMostAtRiskFirst();
    void aBrokenCounterIsSaidToBeBroken();
    void daysWithoutCallsAreLeftOut();
    void theAuditLogSaysWhatCanBeUndone();

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Store> m_azure;
    std::unique_ptr<Store> m_sample;
};

void ModelsTest::initTestCase()
{
    m_azure = openAzureStore(m_dir.path());
    m_sample = openSampleStore(m_dir.path());
}

void ModelsTest::theSpendModelSaysWhatLlmTollSays_data()
{
    QTest::addColumn<bool>("projects");
    QTest::newRow("projects") << true;
    QTest::newRow("models") << false;
}

void ModelsTest::theSpendModelSaysWhatLlmTollSays()
{
    QFETCH(bool, projects);
    const GoldenAnswers golden(Backend::Sqlite);
    const SnapshotPtr snapshot = snapshotOf(*m_azure, Timestamp::now(), RangePreset::All);
    View view = viewOf(*snapshot, RangePreset::All);
    view.groupBy = projects ? GroupBy::Project : GroupBy::Model;
    SpendModel model(view.groupBy);
    QAbstractItemModelTester tester(&model, strict);
    model.setReport(spendReport(*snapshot, view), view.groupBy, false, snapshot->takenAt);

    const auto expected = projects ? golden.projects() : golden.models();
    QCOMPARE(model.rowCount(), int(expected.size()));
    for (const Summary &summary : expected) {
        const int row = rowOf(model, summary.name);
        QVERIFY2(row >= 0, qPrintable(summary.name));
        const Totals &totals = summary.totals;
        const QString copied = at(model, row, SpendModel::Spend, CopyRole).toString();
        QCOMPARE(Money::parse(QString(copied).remove(u'$').remove(u',')), totals.cost);
        QCOMPARE(at(model, row, SpendModel::Spend, ExportRole).toDouble(), totals.cost.toUsd());
        QCOMPARE(at(model, row, SpendModel::Calls, ExportRole).toLongLong(), totals.calls);
        QCOMPARE(at(model, row, SpendModel::TokensIn, ExportRole).toLongLong(), totals.inputTokens);
        QCOMPARE(at(model, row, SpendModel::TokensOut, ExportRole).toLongLong(),
                 totals.outputTokens);
        if (totals.lastUsed) { // llm-toll does not tell it of a model
            QCOMPARE(at(model, row, SpendModel::LastCall, ExportRole).toString(),
                     totals.lastUsed->toIso());
        }
        QCOMPARE(at(model, row, SpendModel::Name, ExportRole).toString(), summary.name);
    }
}

void ModelsTest::markupInANameIsShownAndNotObeyed()
{
    SpendModel model(GroupBy::Project);
    model.setReport(reportOf({spendRow(u"<b>bold</b>"_s, 1), spendRow(u"a\nb\u202e"_s, 1)}),
                    GroupBy::Project, false, {});
    QCOMPARE(at(model, 0, 0).toString(), u"<b>bold</b>"_s);
    const QString toolTip = at(model, 0, 0, Qt::ToolTipRole).toString();
    QVERIFY2(toolTip.contains(u"&lt;b&gt;bold&lt;/b&gt;"_s), qPrintable(toolTip));
    QVERIFY(Qt::mightBeRichText(toolTip));
    for (const int role : {int(Qt::DisplayRole), int(CopyRole)}) {
        const QString text = at(model, 1, 0, role).toString();
        QVERIFY(!text.contains(u'\n') && !text.contains(QChar(0x202e)));
    }
    QCOMPARE(at(model, 1, 0, ExportRole).toString(), u"a\nb\u202e"_s);
}

void ModelsTest::aRefreshKeepsSelectionAndScrollPosition()
{
    std::vector<SpendRow> rows;
    for (int i = 0; i < 40; ++i)
        rows.push_back(spendRow(u"project %1"_s.arg(i), i));
    SpendModel model(GroupBy::Project);
    model.setReport(reportOf(rows), GroupBy::Project, false, {});
    Table table(&model, u"Projects"_s);
    table.sortByColumn(SpendModel::Name, Qt::AscendingOrder);
    table.resize(800, 300);
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table, tryForMs));
    table.select(u"project 25"_s);
    const int scrolled = table.verticalScrollBar()->value();
    QVERIFY(scrolled > 0);

    for (SpendRow &row : rows)
        row.totals.cost += Money::fromUsd(100);
    std::reverse(rows.begin(), rows.end());
    model.setReport(reportOf(rows), GroupBy::Project, false, {});
    QCoreApplication::processEvents();
    QCOMPARE(table.selectedKeys(), QStringList{u"project 25"_s});
    QCOMPARE(table.verticalScrollBar()->value(), scrolled);
    QCOMPARE(at(model, rowOf(model, u"project 25"_s), SpendModel::Spend).toString(), u"$125.00"_s);
}

void ModelsTest::rowsComeGoAndMoveWithoutConfusingViews()
{
    SpendModel model(GroupBy::Project);
    QAbstractItemModelTester tester(&model, strict);
    Table table(&model, u"Projects"_s);
    table.sortByColumn(SpendModel::Spend, Qt::DescendingOrder);
    QAbstractItemModelTester sortedTester(table.shown(), strict);
    const auto show = [&](const std::vector<std::pair<QString, double>> &wanted) {
        std::vector<SpendRow> rows;
        for (const auto &[name, usd] : wanted)
            rows.push_back(spendRow(name, usd));
        model.setReport(reportOf(rows), GroupBy::Project, true, {});
        QStringList shown;
        for (int row = 0; row < table.shown()->rowCount(); ++row)
            shown.append(at(*table.shown(), row, 0).toString());
        return shown;
    };
    QCOMPARE(show({{u"a"_s, 3}, {u"b"_s, 2}, {u"c"_s, 1}}), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(show({{u"c"_s, 9}, {u"d"_s, 5}, {u"a"_s, 1}}), (QStringList{u"c"_s, u"d"_s, u"a"_s}));
    QCOMPARE(show({}), QStringList());
    QCOMPARE(show({{u"b"_s, 1}}), QStringList{u"b"_s});
}

void ModelsTest::groupingByModelTakesTheBudgetColumnAway()
{
    const SnapshotPtr snapshot = snapshotOf(*m_sample, sampleNow());
    View view = viewOf(*snapshot);
    SpendModel model(GroupBy::Project);
    QAbstractItemModelTester tester(&model, strict);
    model.setReport(spendReport(*snapshot, view), GroupBy::Project, true, sampleNow());
    const int withBudget = model.columnCount();
    QCOMPARE(model.headerData(SpendModel::BudgetUsed, Qt::Horizontal).toString(), u"Budget used"_s);
    view.groupBy = GroupBy::Model;
    model.setReport(spendReport(*snapshot, view), GroupBy::Model, true, sampleNow());
    QCOMPARE(model.columnCount(), withBudget - 1);
    QCOMPARE(model.rowCount(), int(snapshot->daily.models.size()));
    QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), u"Model"_s);
    model.setReport(spendReport(*snapshot, view), GroupBy::Model, false, sampleNow());
    QVERIFY(model.headerData(SpendModel::Change, Qt::Horizontal, PriorityRole).toInt() < 0);
}

void ModelsTest::aBudgetSaysWhatItsStateIs()
{
    const SnapshotPtr snapshot = snapshotOf(*m_sample, sampleNow());
    BudgetModel model;
    QAbstractItemModelTester tester(&model, strict);
    model.setBudgets(budgetRows(*snapshot), sampleNow());
    QCOMPARE(model.rowCount(), int(snapshot->budgets.size()));
    for (const BudgetState &state : budgetStates(snapshot->budgets)) {
        const int row = rowOf(model, state.budget.project);
        QVERIFY(row >= 0);
        QCOMPARE(at(model, row, BudgetModel::Status).toString(), format::status(state.status));
        QCOMPARE(at(model, row, BudgetModel::Spent, CopyRole).toString(),
                 format::usdExact(state.total));
        QCOMPARE(at(model, row, BudgetModel::Used, MeterRole).toDouble(),
                 state.usedPercent.value_or(0));
        QCOMPARE(at(model, row, BudgetModel::Limited, ExportRole).isValid(),
                 state.budget.limit.has_value());
    }
}

void ModelsTest::budgetsAreSortedMostAtRiskFirst()
{
    std::vector<Budget> budgets;
    const auto add = [&](const QString &project, double total, std::optional<double> cap) {
        Budget budget;
        budget.project = project;
        budget.totalUsd = total;
        if (cap)
            budget.limit = Limit{.maxBudgetUsd = *cap};
        budgets.push_back(budget);
    };
    add(u"free small"_s, 1, {});
    add(u"half"_s, 5, 10);
    add(u"free large"_s, 1000, {});
    add(u"over"_s, 30, 10);
    Snapshot snapshot;
    snapshot.budgets = budgets;
    BudgetModel model;
    model.setBudgets(budgetRows(snapshot), {});
    Table table(&model, u"Budgets"_s);
    table.sortByColumn(BudgetModel::Used, Qt::DescendingOrder);
    QStringList shown;
    for (int row = 0; row < table.shown()->rowCount(); ++row)
        shown.append(at(*table.shown(), row, BudgetModel::Project).toString());
    QCOMPARE(shown, (QStringList{u"over"_s, u"half"_s, u"free large"_s, u"free small"_s}));
}

void ModelsTest::aBrokenCounterIsSaidToBeBroken()
{
    Snapshot snapshot;
    Budget budget;
    budget.project = u"p"_s;
    budget.totalUsd = std::numeric_limits<double>::quiet_NaN();
    snapshot.budgets = {budget};
    BudgetModel model;
    model.setBudgets(budgetRows(snapshot), {});
    QCOMPARE(at(model, 0, BudgetModel::Spent).toString(), u"not a number"_s);
    QCOMPARE(amountText(budgetState(budget)), u"The stored total is not a number"_s);
}

void ModelsTest::daysWithoutCallsAreLeftOut()
{
    const SnapshotPtr snapshot = snapshotOf(*m_azure, Timestamp::now(), RangePreset::All);
    const GoldenAnswers golden(Backend::Sqlite);
    const Range wide = Range::days(golden.onlyDay().addDays(-5), golden.onlyDay().addDays(5));
    DaysModel model;
    QAbstractItemModelTester tester(&model, strict);
    model.setBuckets(byBucket(snapshot->daily, {wide, {}, {}}), BucketUnit::Day);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(at(model, 0, DaysModel::Day, ExportRole).toString(),
             golden.onlyDay().toString(Qt::ISODate));
    QCOMPARE(at(model, 0, DaysModel::Spend, CopyRole).toString(),
             format::usdExact(golden.total().cost));
    QCOMPARE(model.range(0), Range::days(golden.onlyDay(), golden.onlyDay()));

    model.setBuckets(byBucket(snapshot->hourly, {wide.inHours(), {}, {}}), BucketUnit::Hour);
    Money sum;
    for (int row = 0; row < model.rowCount(); ++row)
        sum += model.row(row).totals.cost;
    QCOMPARE(sum, golden.total().cost);
    QCOMPARE(model.range(0).firstDay(), golden.onlyDay());
    QCOMPARE(model.headerData(DaysModel::Day, Qt::Horizontal).toString(), u"Hour (UTC)"_s);
}

void ModelsTest::theAuditLogSaysWhatCanBeUndone()
{
    AuditModel model;
    QAbstractItemModelTester tester(&model, strict);
    AuditEntry undone = auditEntry(1, AuditEntry::Action::Reset);
    undone.undoneBy = 2;
    AuditEntry undo = auditEntry(2, AuditEntry::Action::Undo);
    undo.undoes = 1;
    AuditEntry open = auditEntry(3, AuditEntry::Action::Reset);
    open.databaseRole = u"admin"_s;
    open.reason = u"<i>new month</i>"_s;
    model.setEntries({open, undo, undone});
    QCOMPARE(at(model, 0, AuditModel::Note).toString(), u"can be undone"_s);
    QCOMPARE(at(model, 1, AuditModel::Note).toString(), u"undoes #1"_s);
    QCOMPARE(at(model, 2, AuditModel::Note).toString(), u"undone by #2"_s);
    QCOMPARE(at(model, 0, AuditModel::Who).toString(), u"alice as admin"_s);
    QCOMPARE(at(model, 1, AuditModel::Who).toString(), u"alice"_s);
    QCOMPARE(at(model, 0, AuditModel::Amount, CopyRole).toString(), u"$1.50"_s);
    QVERIFY(at(model, 0, AuditModel::Reason, Qt::ToolTipRole).toString().contains(u"&lt;i&gt;"_s));
}

QTEST_MAIN(ModelsTest)
#include "tst_models.moc"
