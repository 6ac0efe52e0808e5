// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/format.h"
#include "teststore.h"
#include "theme/theme.h"
#include "uitest.h"
#include "widgets/legend.h"
#include "widgets/moneyscale.h"
#include "widgets/spendchart.h"

#include <QApplication>
#include <QBarSet>
#include <QChart>
#include <QSignalSpy>
#include <QStackedBarSeries>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

class ChartTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theChartHoldsTheSeriesToTheLastDigit();
    void theChartShowsWhichBarIsNotOverYet();
    void theArrowKeysWalkAlongTheBars();
    void aClickOnABarNamesTheGroupUnderThePointer();
    void theChartsTooltipIsExactAndEscaped();
    void aRefreshOfTheSameBarsOnlyMovesWhatChanged();
    void theLegendShowsEveryNameEvenIfShortened();
    void theLegendShortensNoNameThatFitsOnItsLines();
    void theScaleHasRoundStepsThatReachTheTop_data();
    void theScaleHasRoundStepsThatReachTheTop();

private:
    [[nodiscard]] SpendReport report() const { return spendReport(*m_snapshot, m_view); }

    QTemporaryDir m_dir;
    SnapshotPtr m_snapshot;
    View m_view;
};

void ChartTest::initTestCase()
{
    applyTheme(*qApp, Scheme::Light);
    m_snapshot = snapshotOf(*openSampleStore(m_dir.path()), sampleNow());
    m_view = viewOf(*m_snapshot);
}

void ChartTest::theChartHoldsTheSeriesToTheLastDigit()
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
            QCOMPARE(sets[qsizetype(group)]->at(int(bar)), series.groups[group].bars[bar].toUsd());
    }
    QVERIFY(!chart.accessibleDescription().isEmpty());
}

void ChartTest::theChartShowsWhichBarIsNotOverYet()
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

void ChartTest::theArrowKeysWalkAlongTheBars()
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

void ChartTest::aClickOnABarNamesTheGroupUnderThePointer()
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
    QTest::mouseClick(chart.viewport(), Qt::LeftButton, {},
                      QPointF(x, area.bottom() - 4).toPoint());
    QTest::mouseClick(chart.viewport(), Qt::LeftButton, {}, QPointF(x, area.top() - 5).toPoint());
    QCOMPARE(activated.size(), 2);
    QCOMPARE(activated[0][0].toInt(), int(bar));
    QCOMPARE(activated[0][1].toInt(), 0);
    QCOMPARE(activated[1][1].toInt(), -1);
}

void ChartTest::theChartsTooltipIsExactAndEscaped()
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

void ChartTest::aRefreshOfTheSameBarsOnlyMovesWhatChanged()
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

void ChartTest::theLegendShowsEveryNameEvenIfShortened()
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

void ChartTest::theLegendShortensNoNameThatFitsOnItsLines()
{
    // Five that fill the first line, and six short ones: no half and half.
    std::vector<LegendLayout::Item> items;
    for (int i = 0; i < 11; ++i)
        items.push_back({i < 5 ? u"a rather long name %1"_s.arg(i) : u"short %1"_s.arg(i), i});
    const QFont face = font(12);
    const LegendLayout five({items.begin(), items.begin() + 5}, 1e6, face);
    const LegendLayout layout(items, five.placed().back().rect.right() + 1, face);
    QCOMPARE(layout.height(), 2 * LegendLayout::lineHeight);
    for (size_t i = 0; i < items.size(); ++i)
        QCOMPARE(layout.placed()[i].text, items[i].name);
    QCOMPARE(layout.placed()[5].rect.left(), 0.0);

    // Eleven alike: four on a line are three lines, and none is shortened.
    for (auto &item : items)
        item.name = u"Team · project"_s;
    const LegendLayout four({items.begin(), items.begin() + 4}, 1e6, face);
    const LegendLayout three(items, four.placed().back().rect.right() + 1, face);
    QCOMPARE(three.height(), 3 * LegendLayout::lineHeight);
    for (const auto &placed : three.placed())
        QCOMPARE(placed.text, items.front().name);
    // More lines there are not: then names are shortened.
    const LegendLayout narrow(items, four.placed()[1].rect.right() + 1, face);
    QCOMPARE(narrow.height(), LegendLayout::mostLines * LegendLayout::lineHeight);
    QVERIFY(narrow.placed().back().text != items.back().name);
}

void ChartTest::theScaleHasRoundStepsThatReachTheTop_data()
{
    QTest::addColumn<double>("highest");
    QTest::addColumn<QStringList>("texts");
    QTest::newRow("nothing") << 0.0 << QStringList{u"$0"_s, u"$1"_s};
    QTest::newRow("hundreds") << 571.0
                              << QStringList{u"$0"_s, u"$150"_s, u"$300"_s, u"$450"_s, u"$600"_s};
    QTest::newRow("exactly a line")
        << 4000.0 << QStringList{u"$0"_s, u"$1,000"_s, u"$2,000"_s, u"$3,000"_s, u"$4,000"_s};
    QTest::newRow("cents") << 0.2
                           << QStringList{u"$0"_s, u"$0.05"_s, u"$0.10"_s, u"$0.15"_s, u"$0.20"_s};
    QTest::newRow("halves") << 5.7
                            << QStringList{u"$0"_s, u"$1.50"_s, u"$3.00"_s, u"$4.50"_s, u"$6.00"_s};
    QTest::newRow("below a cent") << 0.0006
                                  << QStringList{u"$0"_s, u"$0.00015"_s, u"$0.0003"_s,
                                                 u"$0.00045"_s, u"$0.0006"_s};
}

void ChartTest::theScaleHasRoundStepsThatReachTheTop()
{
    QFETCH(double, highest);
    QFETCH(QStringList, texts);
    const MoneyScale scale(highest, 4);
    QStringList shown;
    for (int line = 0; line <= scale.lines(); ++line)
        shown.append(scale.text(line));
    QCOMPARE(shown, texts);
    QVERIFY(scale.top() >= highest);
}

QTEST_MAIN(ChartTest)
#include "tst_chart.moc"
