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
#include "widgets/spendchart.h"
#include "widgets/table.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QChart>
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

// Bars of days that cost what \a usd says, of one project.
SpendSeries seriesOf(const QList<double> &usd)
{
    SpendSeries series;
    SpendSeries::Group group;
    group.name = u"bot"_s;
    for (qsizetype i = 0; i < usd.size(); ++i) {
        const QDate day = monday.addDays(i);
        series.bars.push_back({Range::days(day, day)});
        group.bars.push_back(Money::fromUsd(usd[i]));
        group.total += group.bars.back();
    }
    series.totals = group.bars;
    series.groups = {group};
    return series;
}

UnusualBar unusual(size_t bar, const QString &name, double spend, double usual)
{
    return {bar,
            {{epochDay(monday) + qint32(bar), name, Money::fromUsd(spend), Money::fromUsd(usual)}}};
}

QPushButton *visibleButton(const QWidget &page, const QString &text)
{
    for (auto *candidate : page.findChildren<QPushButton *>()) {
        if (candidate->text() == text && candidate->isVisible())
            return candidate;
    }
    return nullptr;
}

// No ring is cut or on its bar; no label is cut, or over a marked bar or another ring.
void verifyPlacing(const SpendChart &chart)
{
    const QRectF area = chart.chart()->plotArea();
    const double width = area.width() / double(chart.series().bars.size());
    const auto ringOf = [](const ChartMark &mark) {
        return QRectF(mark.ring - QPointF(5, 5), QSizeF(10, 10));
    };
    const auto marks = chart.marks();
    const auto labelled =
        std::ranges::find_if(marks, [](const ChartMark &mark) { return !mark.label.isEmpty(); });
    QVERIFY(labelled != marks.end());
    QVERIFY(QRectF(chart.rect()).contains(labelled->labelRect));
    for (const ChartMark &mark : marks) {
        QVERIFY(QRectF(chart.rect()).contains(ringOf(mark)));
        QVERIFY(ringOf(mark).bottom() <= mark.foot);
        QVERIFY(!labelled->labelRect.intersects(ringOf(mark)));
        const QRectF bar(area.left() + double(mark.bar) * width, mark.foot, width,
                         area.bottom() - mark.foot);
        QVERIFY(!labelled->labelRect.intersects(bar));
    }
}

} // namespace

/// What the window says about unusual days, changes of spend and missing prices.
class AnalysisTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theSampleDatasUnusualDayIsMarkedByProjectAndByModel();
    void onlyTheStrongestMarkHasALabel();
    void labelsAreNeverCutAndNeverOverOtherMarks_data();
    void labelsAreNeverCutAndNeverOverOtherMarks();
    void aLabelGoesAboveTheBarsThatItPassesOver();
    void tooltipAndSummaryNameEveryUnusualDay();
    void aRingIsDrawnOverTheBar();
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

void AnalysisTest::onlyTheStrongestMarkHasALabel()
{
    SpendChart chart;
    chart.resize(700, 300);
    chart.setSeries(seriesOf({10, 20, 10, 60, 10, 30, 10}),
                    {unusual(1, u"code"_s, 20, 10), unusual(3, u"bot"_s, 60, 10),
                     unusual(5, u"code"_s, 30, 10)});
    const auto marks = chart.marks();
    QCOMPARE(marks.size(), size_t(3));
    QCOMPARE(marks[0].label, QString());
    QCOMPARE(marks[1].label, u"bot 6.0× usual"_s);
    QCOMPARE(marks[2].label, QString());
    verifyPlacing(chart);
    chart.setSeries(seriesOf({10, 20, 10}));
    QVERIFY(chart.marks().empty());
}

void AnalysisTest::labelsAreNeverCutAndNeverOverOtherMarks_data()
{
    QTest::addColumn<int>("strongest");
    QTest::addColumn<int>("width");
    for (const int strongest : {0, 1, 15, 28, 29}) {
        for (const int width : {250, 500, 1200})
            QTest::addRow("bar %d, %d wide", strongest, width) << strongest << width;
    }
}

void AnalysisTest::labelsAreNeverCutAndNeverOverOtherMarks()
{
    QFETCH(int, strongest);
    QFETCH(int, width);
    QList<double> usd;
    std::vector<UnusualBar> marked;
    for (int i = 0; i < 30; ++i) {
        usd += i == strongest ? 50 : 20 + 37 * (i % 5);
        marked.push_back(
            unusual(size_t(i), i == strongest ? u"a project with a rather long name"_s : u"code"_s,
                    i == strongest ? 50 : 20, 10));
    }
    SpendChart chart;
    chart.resize(width, 260);
    chart.setSeries(seriesOf(usd), marked);
    verifyPlacing(chart);
}

void AnalysisTest::aLabelGoesAboveTheBarsThatItPassesOver()
{
    SpendChart chart;
    chart.resize(500, 300);
    chart.setSeries(seriesOf({20, 20, 100, 100, 20, 20, 20}), {unusual(1, u"bot"_s, 20, 5)});
    const auto raised = chart.marks().front();
    chart.setSeries(seriesOf({20, 20, 1, 1, 1, 1, 100}), {unusual(1, u"bot"_s, 20, 5)});
    const auto low = chart.marks().front();
    QVERIFY(raised.labelRect.bottom() <= chart.chart()->plotArea().top());
    QVERIFY(low.labelRect.top() > chart.chart()->plotArea().top());
    QCOMPARE(low.foot - low.ring.y(), 9.0);
    QVERIFY(raised.foot - raised.ring.y() > 9.0); // a line leads down to its bar
}

void AnalysisTest::tooltipAndSummaryNameEveryUnusualDay()
{
    SpendChart chart;
    std::vector<UnusualBar> marked{unusual(1, u"<b>"_s, 20, 10), unusual(3, u"bot"_s, 60, 10)};
    marked[1].anomalies.push_back(
        {epochDay(monday) + 3, std::nullopt, Money::fromUsd(60), Money::fromUsd(12)});
    chart.setSeries(seriesOf({10, 20, 10, 60, 10}), marked);
    QVERIFY(chart.barText(1).contains(u"&lt;b&gt; 2.0× usual"_s));
    QVERIFY(chart.barText(1).contains(u"usually $10.00"_s));
    QVERIFY(chart.barText(3).contains(u"bot 6.0× usual"_s));
    QVERIFY(chart.barText(3).contains(u"total 5.0× usual"_s));
    QVERIFY(!chart.barText(2).contains(u"usual"_s));
    const QString summary = chart.accessibleDescription();
    QVERIFY2(summary.contains(u"Unusual: Tue 3 Nov 2026: <b> 2.0× usual; "
                              "Thu 5 Nov 2026: bot 6.0× usual."_s),
             qPrintable(summary));
}

void AnalysisTest::aRingIsDrawnOverTheBar()
{
    SpendChart chart;
    chart.resize(700, 300);
    const SpendSeries series = seriesOf({10, 20, 10, 60, 10});
    chart.setSeries(series, {unusual(3, u"bot"_s, 60, 10)});
    chart.show();
    QCoreApplication::processEvents();
    const QImage image = chart.grab().toImage();
    const QPointF ring = chart.marks().front().ring;
    const QRgb red = colours().bad.rgb();
    int coloured = 0;
    for (int y = int(ring.y()) - 6; y <= int(ring.y()) + 6; ++y) {
        for (int x = int(ring.x()) - 6; x <= int(ring.x()) + 6; ++x)
            coloured += image.pixel(x, y) == red ? 1 : 0;
    }
    QVERIFY2(coloured > 4, qPrintable(QString::number(coloured)));
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
        auto *button = visibleButton(*page, text);
        QVERIFY(button);
        QVERIFY(!button->accessibleName().isEmpty());
        button->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0].project, project); // the overview is of all projects
        QCOMPARE(asked[0].range, view.range);
    }
    const auto page = makePage(PageId::Projects, *m_sample);
    view.project.reset();
    page->show(m_snapshot, view);
    QCoreApplication::processEvents();
    QSignalSpy asked(page.get(), &Page::whyRequested);
    visibleButton(*page, u"Why did it change?"_s)->click();
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
