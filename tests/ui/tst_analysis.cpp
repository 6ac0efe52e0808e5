// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/changedialog.h"
#include "format/format.h"
#include "models/changemodel.h"
#include "models/roles.h"
#include "models/spendmodel.h"
#include "pages/figures.h"
#include "teststore.h"
#include "theme/theme.h"
#include "uitest.h"
#include "widgets/banner.h"
#include "widgets/changebars.h"
#include "widgets/table.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QDateEdit>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

namespace {

const QDate monday(2026, 11, 2);

} // namespace

/// What the window says about unusual days, changes of spend and missing prices.
class AnalysisTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theSampleDatasUnusualDayIsMarkedByProjectAndByModel();
    void figuresAndTheProjectsPageAskWhy();
    void theDialogSplitsTheViewsDifference();
    void theDialogComparesAnyTwoRanges();
    void aRangeOfHoursIsSplitByTheHour();
    void theTableOfChangesSortsCopiesAndLeadsOn();
    void theBarsLeadFromBeforeToNow();
    void modelsWithoutAPriceAreNamedUntilDismissed();
    void aModelsRowSaysCostPerMillionTokensOrThatThereIsNoPrice();

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Store> m_sample;
    SnapshotPtr m_snapshot;
};

void AnalysisTest::initTestCase()
{
    applyTheme(*qApp, Scheme::Light);
    m_sample = openSampleStore(m_dir.path());
    m_snapshot = snapshotOf(*m_sample, sampleNow());
}

void AnalysisTest::theSampleDatasUnusualDayIsMarkedByProjectAndByModel()
{
    View view = viewOf(*m_snapshot);
    const SpendReport report = spendReport(*m_snapshot, view);
    QCOMPARE(report.unusual.size(), size_t(1));
    const size_t bar = report.unusual.front().bar;
    QCOMPARE(report.series.bars[bar].range.firstDay(), sampleNow().day().addDays(-11));
    QCOMPARE(report.unusual.front().anomalies.front().name, u"support-bot"_s);
    view.groupBy = GroupBy::Model;
    const SpendReport byModel = spendReport(*m_snapshot, view);
    QVERIFY(!byModel.unusual.empty());
    QCOMPARE(byModel.unusual.front().bar, bar);
    QVERIFY(byModel.unusual.front().anomalies.front().name);
    QVERIFY(m_snapshot->daily.models.contains(*byModel.unusual.front().anomalies.front().name));
}

void AnalysisTest::figuresAndTheProjectsPageAskWhy()
{
    View view = viewOf(*m_snapshot);
    view.project = u"support-bot"_s;
    for (const auto &[id, text, project] :
         {std::tuple{PageId::Overview, u"Why?"_s, std::optional<QString>()},
          {PageId::Projects, u"Why?"_s, view.project}}) {
        const auto page = makePage(id, *m_sample);
        page->show(m_snapshot, view);
        QCoreApplication::processEvents();
        QList<View> asked;
        connect(page.get(), &Page::whyRequested, this, [&](const View &of) { asked += of; });
        auto *why = button(*page, text);
        QVERIFY(why);
        QVERIFY(!why->accessibleName().isEmpty());
        why->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0].project, project); // the overview is of all projects
        QCOMPARE(asked[0].range, view.range);
    }
    const auto page = makePage(PageId::Projects, *m_sample);
    view.project.reset();
    page->show(m_snapshot, view);
    QCoreApplication::processEvents();
    QSignalSpy asked(page.get(), &Page::whyRequested);
    button(*page, u"Why did it change?"_s)->click();
    QCOMPARE(asked.size(), 1);
}

void AnalysisTest::theDialogSplitsTheViewsDifference()
{
    View view = viewOf(*m_snapshot);
    const ChangeDialog dialog(m_snapshot, view, nullptr);
    const SpendReport report = spendReport(*m_snapshot, view);
    QCOMPARE(dialog.change().now.cost, report.totals.cost);
    QCOMPARE(dialog.change().before.cost, report.previous.cost);
    QCOMPARE(dialog.change().parts.sum(), report.totals.cost - report.previous.cost);
    const auto *sentence = dialog.findChild<QLabel *>(u"sentence"_s);
    QCOMPARE(sentence->text(), format::change(dialog.change()));
    QCOMPARE(sentence->textFormat(), Qt::PlainText);

    view.project = u"support-bot"_s;
    view.compare = false; // then with as many days before
    const ChangeDialog one(m_snapshot, view, nullptr);
    QCOMPARE(one.change().rangeBefore, view.range.current.before());
    QCOMPARE(one.change().projects.size(), size_t(1));
    QVERIFY(one.findChild<QLabel *>(u"note"_s)->text().contains(u"Only support-bot."_s));

    const ChangeDialog all(m_snapshot, viewOf(*m_snapshot, RangePreset::All), nullptr);
    QCOMPARE(all.change().before.calls, 0);
    QVERIFY(all.change().now.calls > 0);
}

void AnalysisTest::theDialogComparesAnyTwoRanges()
{
    const ChangeDialog dialog(m_snapshot, viewOf(*m_snapshot), nullptr);
    const auto set = [&dialog](const QString &name, QDate day) {
        dialog.findChild<QDateEdit *>(name)->setDate(day);
    };
    const Range before = Range::days(QDate(2026, 10, 5), QDate(2026, 10, 7));
    const Range now = Range::days(QDate(2026, 11, 10), QDate(2026, 11, 13));
    set(u"beforeFirst"_s, before.firstDay());
    set(u"beforeLast"_s, before.lastDay());
    set(u"nowFirst"_s, now.firstDay());
    set(u"nowLast"_s, now.lastDay());
    QCOMPARE(dialog.change().rangeBefore, before);
    QCOMPARE(dialog.change().rangeNow, now);
    QCOMPARE(dialog.change().now.cost, total(m_snapshot->daily, {now, {}, {}}).cost);
    QCOMPARE(dialog.findChild<QLabel *>(u"sentence"_s)->text(), format::change(dialog.change()));
    QVERIFY(
        dialog.findChild<QLabel *>(u"note"_s)->text().startsWith(u"10 Nov – 13 Nov (4 days)"_s));

    set(u"nowLast"_s, now.firstDay().addDays(-1)); // no such range
    QCOMPARE(dialog.change().rangeNow, now);
    QVERIFY(dialog.findChild<QLabel *>(u"note"_s)->text().startsWith(u"The last day"_s));
}

void AnalysisTest::aRangeOfHoursIsSplitByTheHour()
{
    const SnapshotPtr hours = snapshotOf(*m_sample, sampleNow(), RangePreset::Last24Hours);
    const View view = viewOf(*hours, RangePreset::Last24Hours);
    const SpendReport report = spendReport(*hours, view);
    QVERIFY(report.hourly);
    const ChangeDialog dialog(hours, view, nullptr);
    QCOMPARE(dialog.change().rangeNow, report.range);
    QCOMPARE(dialog.change().now.cost, report.totals.cost);
    QCOMPARE(dialog.change().before.cost, report.previous.cost);
}

void AnalysisTest::theTableOfChangesSortsCopiesAndLeadsOn()
{
    QPointer<ChangeDialog> dialog = new ChangeDialog(m_snapshot, viewOf(*m_snapshot), nullptr);
    dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(dialog, tryForMs));
    auto *table = dialog->findChild<Table *>();
    QAbstractItemModelTester tester(table->shown(),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    const SpendChange change = dialog->change();
    QCOMPARE(table->shown()->rowCount(), int(change.projects.size()));
    const int output = ChangeModel::FirstFactor + int(ChangeFactor::OutputTokens);
    table->sortByColumn(output, Qt::DescendingOrder);
    Money last = Money::fromUsd(1e8);
    for (int row = 0; row < table->shown()->rowCount(); ++row) {
        const QModelIndex index = table->shown()->index(row, output);
        const auto found = std::ranges::find(change.projects, index.data(KeyRole).toString(),
                                             &ProjectChange::project);
        const Money amount = found->parts[ChangeFactor::OutputTokens];
        QVERIFY(amount <= last);
        last = amount;
        QCOMPARE(index.data().toString(), format::usdChange(amount));
    }
    table->setCurrentIndex(table->shown()->index(0, 0));
    QTest::keySequence(table, QKeySequence::Copy);
    const QString project = table->selectedKeys().constFirst();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(project + u'\t'));

    QList<Destination> went;
    connect(dialog, &ChangeDialog::navigate, this, [&](const Destination &to) { went += to; });
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(went.size(), 1);
    QCOMPARE(went[0].page, PageId::Projects);
    QCOMPARE(went[0].project, project);
    QVERIFY(!went[0].range); // as it was
    QTRY_VERIFY(!dialog);
}

void AnalysisTest::theBarsLeadFromBeforeToNow()
{
    const ChangeDialog dialog(m_snapshot, viewOf(*m_snapshot), nullptr);
    const auto *bars = dialog.findChild<ChangeBars *>();
    const QStringList texts = bars->rowTexts();
    QCOMPARE(texts.size(), qsizetype(changeFactors.size()) + 2);
    QCOMPARE(texts.first(), u"Before "_s + format::usdTotal(dialog.change().before.cost));
    QCOMPARE(texts.last(), u"Now "_s + format::usdTotal(dialog.change().now.cost));
    QCOMPARE(texts[1], u"Calls "_s + format::usdChange(dialog.change().parts[ChangeFactor::Calls]));
    for (const QString &text : texts)
        QVERIFY(bars->accessibleDescription().contains(text));
}

void AnalysisTest::modelsWithoutAPriceAreNamedUntilDismissed()
{
    auto snapshot = std::make_shared<Snapshot>(*m_snapshot);
    for (auto &cell : snapshot->daily.cells) {
        if (snapshot->daily.models[cell.model] == u"gpt-4o-mini")
            cell.totals.cost = Money();
    }
    const View view = viewOf(*snapshot);
    const auto page = makePage(PageId::Models, *m_sample);
    const auto banner = [&page]() -> Banner * {
        for (auto *candidate : page->findChildren<Banner *>()) {
            if (candidate->isVisible())
                return candidate;
        }
        return nullptr;
    };
    page->show(m_snapshot, view);
    QVERIFY(!banner());
    page->show(snapshot, view);
    QVERIFY(banner());
    QCOMPARE(banner()->message(),
             u"1 model has calls but no cost: gpt-4o-mini. A missing price hides spend."_s);
    Banner *shown = banner();
    shown->hide();
    Q_EMIT shown->closed();
    page->show(snapshot, view);
    QVERIFY(!banner());
}

void AnalysisTest::aModelsRowSaysCostPerMillionTokensOrThatThereIsNoPrice()
{
    SpendReport report;
    report.range = Range::days(monday, monday);
    SpendRow paid;
    paid.name = u"paid"_s;
    paid.totals = {4, 3'000'000, 1'000'000, Money::fromUsd(10), {}};
    SpendRow missing;
    missing.name = u"missing"_s;
    missing.totals = {4, 3'000'000, 1'000'000, Money(), {}};
    missing.unpriced = true;
    report.rows = {paid, missing};
    SpendModel model(GroupBy::Model);
    model.setReport(report, GroupBy::Model, false, sampleNow());
    const auto at = [&model](int row, int column, int role) {
        return model.index(row, column).data(role);
    };
    QCOMPARE(at(0, SpendModel::PerMillion, Qt::DisplayRole).toString(), u"$2.50"_s);
    QCOMPARE(at(0, SpendModel::PerMillion, ExportRole).toDouble(), 2.5);
    QVERIFY(!at(0, SpendModel::Spend, ChipRole).toBool());
    QVERIFY(at(1, SpendModel::Spend, ChipRole).toBool());
    QCOMPARE(at(1, SpendModel::Spend, Qt::DisplayRole).toString(), u"No price"_s);
    QCOMPARE(at(1, SpendModel::Spend, ExportRole).toDouble(), 0.0);
    QVERIFY(at(1, SpendModel::Spend, Qt::ToolTipRole).toString().contains(u"4 calls"_s));
}

QTEST_MAIN(AnalysisTest)
#include "tst_analysis.moc"
