// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/format.h"
#include "models/richtext.h"
#include "models/spendmodel.h"
#include "teststore.h"
#include "theme/theme.h"
#include "uitest.h"
#include "widgets/banner.h"
#include "widgets/elidedlabel.h"
#include "widgets/emptystate.h"
#include "widgets/gauge.h"
#include "widgets/keyfigure.h"
#include "widgets/legend.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/spendchart.h"
#include "widgets/table.h"
#include "widgets/text.h"

#include <QApplication>
#include <QBarSet>
#include <QChart>
#include <QClipboard>
#include <QHeaderView>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedBarSeries>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

class WidgetsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void copyingGivesExactValuesSeparatedByTabs();
    void aNarrowTableDropsWhatMattersLeast();
    void searchingATableLooksAtEveryColumn();
    void enterAndDoubleClickOpenARow();
    void theChartHoldsTheSeriesToTheLastDigit();
    void theChartShowsWhichBarIsNotOverYet();
    void theArrowKeysWalkAlongTheBars();
    void aClickOnABarNamesTheGroupUnderThePointer();
    void theChartsTooltipIsExactAndEscaped();
    void aRefreshOfTheSameBarsOnlyMovesWhatChanged();
    void theLegendShowsEveryNameEvenIfShortened();
    void aSegmentIsChosenByUserOrProgram();
    void aBannerShowsMarkupAsText();
    void anEmptyStateOffersItsButtons();
    void keyFiguresTakeASecondRowWhereThereIsNoRoom();
    void figuresAreEquallyWide();
    void aGaugeNeverFillsPastItsEnd();

private:
    [[nodiscard]] SpendReport report() const { return spendReport(*m_snapshot, m_view); }

    QTemporaryDir m_dir;
    SnapshotPtr m_snapshot;
    View m_view;
};

void WidgetsTest::initTestCase()
{
    applyTheme(*qApp, Scheme::Light);
    m_snapshot = snapshotOf(*openSampleStore(m_dir.path()), sampleNow());
    m_view = viewOf(*m_snapshot);
}

void WidgetsTest::copyingGivesExactValuesSeparatedByTabs()
{
    SpendModel model(GroupBy::Project);
    model.setReport(report(), GroupBy::Project, true, sampleNow());
    Table table(&model, u"Projects"_s);
    table.sortByColumn(SpendModel::Spend, Qt::DescendingOrder);
    table.selectAll();
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().trimmed().split(u'\n');
    QCOMPARE(lines.size(), qsizetype(report().rows.size()) + 1);
    const QStringList first = lines[1].split(u'\t');
    const SpendRow largest = report().rows.front();
    QCOMPARE(first[0], largest.name);
    QCOMPARE(first[1], format::usdExact(largest.totals.cost));
    QVERIFY(first.contains(format::count(largest.totals.inputTokens)));
    QCOMPARE(lines[0].count(u'\t'), lines[1].count(u'\t'));
}

void WidgetsTest::aNarrowTableDropsWhatMattersLeast()
{
    SpendModel model(GroupBy::Project);
    model.setReport(report(), GroupBy::Project, true, sampleNow());
    Table table(&model, u"Projects"_s);
    int shownBefore = 0;
    for (const int width : {420, 600, 800, 1100, 2000}) {
        table.resize(width, 300);
        table.show();
        QCoreApplication::processEvents();
        int shown = 0;
        int used = 0;
        int highestShown = 0;
        int lowestHidden = 1000;
        for (int column = 0; column < model.columnCount(); ++column) {
            const int priority =
                model.headerData(column, Qt::Horizontal, PriorityRole).toInt();
            if (table.isColumnHidden(column)) {
                lowestHidden = std::min(lowestHidden, priority);
                continue;
            }
            ++shown;
            used += table.columnWidth(column);
            highestShown = std::max(highestShown, priority);
        }
        QVERIFY2(used <= table.viewport()->width(), qPrintable(QString::number(width)));
        QVERIFY(highestShown <= lowestHidden);
        QVERIFY(shown >= shownBefore);
        QVERIFY(!table.isColumnHidden(SpendModel::Name) && !table.isColumnHidden(SpendModel::Spend));
        shownBefore = shown;
    }
    QCOMPARE(shownBefore, model.columnCount());
}

void WidgetsTest::searchingATableLooksAtEveryColumn()
{
    SpendModel model(GroupBy::Project);
    model.setReport(report(), GroupBy::Project, true, sampleNow());
    Table table(&model, u"Projects"_s);
    const SpendRow &row = model.row(2);
    table.setFilter(row.name.toUpper());
    QCOMPARE(table.shown()->rowCount(), 1);
    table.setFilter(format::usd(row.totals.cost));
    QCOMPARE(table.shown()->index(0, 0).data(KeyRole).toString(), row.name);
    table.setFilter(u"there is no such project"_s);
    QCOMPARE(table.shown()->rowCount(), 0);
}

void WidgetsTest::enterAndDoubleClickOpenARow()
{
    SpendModel model(GroupBy::Project);
    model.setReport(report(), GroupBy::Project, true, sampleNow());
    Table table(&model, u"Projects"_s);
    table.sortByColumn(SpendModel::Spend, Qt::AscendingOrder);
    table.resize(900, 400);
    table.show();
    QSignalSpy opened(&table, &Table::opened);
    table.setCurrentIndex(table.shown()->index(0, 0));
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(model.row(opened[0][0].toInt()).name, report().rows.back().name);
    const QPoint second = table.visualRect(table.shown()->index(1, 1)).center();
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, second);
    QTest::mouseDClick(table.viewport(), Qt::LeftButton, {}, second);
    QCOMPARE(opened.size(), 2);
    QCOMPARE(model.row(opened[1][0].toInt()).name,
             table.shown()->index(1, 0).data(KeyRole).toString());
}

void WidgetsTest::theChartHoldsTheSeriesToTheLastDigit()
{
    SpendChart chart;
    const SpendSeries series = report().series;
    chart.setSeries(series);
    const auto *bars = qobject_cast<QStackedBarSeries *>(chart.chart()->series().constFirst());
    QVERIFY(bars);
    const auto sets = bars->barSets();
    QCOMPARE(sets.size(), qsizetype(series.groups.size()));
    for (size_t group = 0; group < series.groups.size(); ++group) {
        QCOMPARE(sets[qsizetype(group)]->count(), int(series.bars.size()));
        for (size_t bar = 0; bar < series.bars.size(); ++bar)
            QCOMPARE(sets[qsizetype(group)]->at(int(bar)),
                     series.groups[group].bars[bar].toUsd());
    }
    QVERIFY(!chart.accessibleDescription().isEmpty());
}

void WidgetsTest::theChartShowsWhichBarIsNotOverYet()
{
    SpendChart chart;
    const SpendSeries series = report().series;
    QVERIFY(series.bars.back().unfinished);
    chart.setSeries(series);
    const auto *bars = qobject_cast<QStackedBarSeries *>(chart.chart()->series().constFirst());
    const int last = int(series.bars.size()) - 1;
    for (QBarSet *set : bars->barSets()) {
        QCOMPARE(set->selectedBars(), QList<int>{last});
        QVERIFY(set->selectedColor() != set->color());
    }
    QVERIFY(chart.barText(last).contains(u"not over yet"_s));
    QVERIFY(!chart.barText(0).contains(u"not over yet"_s));
}

void WidgetsTest::theArrowKeysWalkAlongTheBars()
{
    SpendChart chart;
    chart.setSeries(report().series);
    chart.resize(700, 300);
    chart.show();
    const int last = int(report().series.bars.size()) - 1;
    QSignalSpy activated(&chart, &SpendChart::barActivated);
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.currentBar(), last);
    QTest::keyClick(&chart, Qt::Key_Left);
    QTest::keyClick(&chart, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0][0].toInt(), last - 1);
    QTest::keyClick(&chart, Qt::Key_Home);
    QCOMPARE(chart.currentBar(), 0);
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.currentBar(), 0);
}

void WidgetsTest::aClickOnABarNamesTheGroupUnderThePointer()
{
    SpendChart chart;
    const SpendSeries series = report().series;
    chart.setSeries(series);
    chart.resize(900, 400);
    chart.show();
    QCoreApplication::processEvents();
    QSignalSpy activated(&chart, &SpendChart::barActivated);
    const QRectF area = chart.chart()->plotArea();
    const auto highest = std::max_element(series.totals.begin(), series.totals.end());
    const auto bar = highest - series.totals.begin();
    const double x = area.left() + (double(bar) + 0.5) * area.width() / double(series.bars.size());
    // Just above the ground is the first group of the stack; above the highest bar there is none.
    QTest::mouseClick(chart.viewport(), Qt::LeftButton, {}, QPointF(x, area.bottom() - 4).toPoint());
    QTest::mouseClick(chart.viewport(), Qt::LeftButton, {}, QPointF(x, area.top() - 5).toPoint());
    QCOMPARE(activated.size(), 2);
    QCOMPARE(activated[0][0].toInt(), int(bar));
    QCOMPARE(activated[0][1].toInt(), 0);
    QCOMPARE(activated[1][1].toInt(), -1);
}

void WidgetsTest::theChartsTooltipIsExactAndEscaped()
{
    SpendSeries series = report().series;
    series.groups[0].name = u"<img src=x>"_s;
    SpendChart chart;
    chart.setSeries(series);
    const QString text = chart.barText(3);
    QVERIFY(text.contains(u"&lt;img src=x&gt;"_s));
    QVERIFY(text.contains(format::usdExact(series.groups[0].bars[3])));
    QVERIFY(text.contains(format::usdExact(series.totals[3])));
    QVERIFY(text.contains(format::barTitle(series.unit, series.bars[3])));
}

void WidgetsTest::aRefreshOfTheSameBarsOnlyMovesWhatChanged()
{
    SpendChart chart;
    SpendSeries series = report().series;
    chart.setSeries(series);
    const auto *bars = qobject_cast<QStackedBarSeries *>(chart.chart()->series().constFirst());
    const auto before = bars->barSets();
    QSignalSpy changed(before[0], &QBarSet::valueChanged);
    series.groups[0].bars.back() += Money::fromUsd(1);
    chart.setSeries(series);
    QCOMPARE(bars->barSets(), before);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(before[0]->at(before[0]->count() - 1), series.groups[0].bars.back().toUsd());
}

void WidgetsTest::theLegendShowsEveryNameEvenIfShortened()
{
    std::vector<Legend::Item> items;
    for (int i = 0; i < 11; ++i)
        items.push_back({u"a rather long name of project %1"_s.arg(i), i});
    Legend legend;
    legend.setItems(items);
    for (const int width : {300, 700, 4000}) {
        legend.resize(width, legend.height());
        legend.show();
        QCoreApplication::processEvents();
        QCOMPARE(legend.height() > 20, width < 4000);
        // Every square is drawn inside the widget.
        const QImage image = legend.grab().toImage();
        for (const Legend::Item &item : items) {
            bool found = false;
            for (int y = 0; y < image.height() && !found; ++y) {
                for (int x = 0; x < image.width() && !found; ++x)
                    found = image.pixel(x, y) == seriesColour(item.colour).rgb();
            }
            QVERIFY2(found, qPrintable(u"%1 at %2"_s.arg(item.name).arg(width)));
        }
    }
    QVERIFY(legend.accessibleName().contains(items.back().name));
}

void WidgetsTest::aSegmentIsChosenByUserOrProgram()
{
    SegmentedControl control;
    for (const QString &text : {u"7 d"_s, u"30 d"_s, u"Custom…"_s})
        control.addSegment(text);
    QSignalSpy chosen(&control, &SegmentedControl::chosen);
    QCOMPARE(control.current(), 0);
    control.setCurrent(2);
    QCOMPARE(control.current(), 2);
    QCOMPARE(chosen.size(), 0);
    const auto buttons = control.findChildren<QToolButton *>();
    QTest::mouseClick(buttons[1], Qt::LeftButton);
    QCOMPARE(control.current(), 1);
    QTest::mouseClick(buttons[1], Qt::LeftButton); // asks again
    QCOMPARE(chosen.size(), 2);
    control.setCurrent(-1);
    QCOMPARE(control.current(), -1);
}

void WidgetsTest::aBannerShowsMarkupAsText()
{
    QWidget page;
    Banner banner(&page);
    QVERIFY(banner.isHidden());
    banner.setMessage(Banner::Tone::Error, u"<h1>no</h1> server"_s);
    banner.setAction(u"Retry"_s);
    banner.setClosable(true);
    QVERIFY(!banner.isHidden());
    for (const QLabel *label : banner.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
    QSignalSpy action(&banner, &Banner::actionTriggered);
    banner.findChild<QPushButton *>()->click();
    QCOMPARE(action.size(), 1);
    QSignalSpy closed(&banner, &Banner::closed);
    banner.findChild<QToolButton *>()->click();
    QCOMPARE(closed.size(), 1);
    QVERIFY(banner.isHidden());
    banner.setMessage(Banner::Tone::Info, u"again"_s);
    QVERIFY(!banner.isHidden());
    banner.setMessage(Banner::Tone::Info, {});
    QVERIFY(banner.isHidden());
}

void WidgetsTest::anEmptyStateOffersItsButtons()
{
    EmptyState state;
    auto *primary = state.addButton(u"Open sample data"_s, true);
    state.setContent(u"empty"_s, u"<b>No calls</b>"_s, u"Nothing yet"_s);
    QCOMPARE(state.title(), u"<b>No calls</b>"_s);
    for (const QLabel *label : state.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
    QVERIFY(primary->focusPolicy() & Qt::TabFocus);
}

void WidgetsTest::keyFiguresTakeASecondRowWhereThereIsNoRoom()
{
    QList<KeyFigure *> figures;
    for (int i = 0; i < 5; ++i)
        figures.append(new KeyFigure(QString::number(i)));
    QWidget page;
    auto *row = new KeyFigureRow(figures, &page);
    const auto rows = [&](int width) {
        row->resize(width, 500);
        page.show();
        QCoreApplication::processEvents();
        QList<int> tops;
        for (const KeyFigure *figure : figures) {
            if (!tops.contains(figure->y()))
                tops.append(figure->y());
            if (figure->geometry().right() >= width)
                return -1;
        }
        return int(tops.size());
    };
    QCOMPARE(rows(1100), 1);
    QCOMPARE(rows(600), 2);
    QVERIFY(row->sizeHint().height() >= 2 * figures[0]->height());
}

void WidgetsTest::figuresAreEquallyWide()
{
    const QFont face = font(13);
    const double wide = tabularWidth(face, u"$8,888.88"_s);
    QCOMPARE(tabularWidth(face, u"$1,111.11"_s), wide);
    QCOMPARE(tabularWidth(face, u"$0,407.29"_s), wide);
}

void WidgetsTest::aGaugeNeverFillsPastItsEnd()
{
    const auto paint = [](double percent) {
        QImage image(100, 100, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        paintGauge(&painter, image.rect(), percent, Tone::Bad, u"x"_s);
        return image;
    };
    QCOMPARE(paint(100), paint(104));
    QCOMPARE(paint(100), paint(1e12));
    QVERIFY(paint(50) != paint(100));
    QCOMPARE(paint(-5), paint(0));
}

QTEST_MAIN(WidgetsTest)
#include "tst_widgets.moc"
