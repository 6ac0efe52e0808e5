// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"
#include "widgets/chartmarks.h"
#include "widgets/spendchart.h"

#include <QApplication>
#include <QChart>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
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

/// Rings over the unusual days of the spend chart, and the label of the strongest.
class ChartMarksTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Scheme::Light); }
    void onlyTheStrongestMarkHasALabel();
    void labelsAreNeverCutAndNeverOverOtherMarks_data();
    void labelsAreNeverCutAndNeverOverOtherMarks();
    void aLabelGoesAboveTheBarsThatItPassesOver();
    void tooltipAndSummaryNameEveryUnusualDay();
    void aRingIsDrawnOverTheBar();
};

void ChartMarksTest::onlyTheStrongestMarkHasALabel()
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

void ChartMarksTest::labelsAreNeverCutAndNeverOverOtherMarks_data()
{
    QTest::addColumn<int>("strongest");
    QTest::addColumn<int>("width");
    for (const int strongest : {0, 1, 15, 28, 29}) {
        for (const int width : {250, 500, 1200})
            QTest::addRow("bar %d, %d wide", strongest, width) << strongest << width;
    }
}

void ChartMarksTest::labelsAreNeverCutAndNeverOverOtherMarks()
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

void ChartMarksTest::aLabelGoesAboveTheBarsThatItPassesOver()
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

void ChartMarksTest::tooltipAndSummaryNameEveryUnusualDay()
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

void ChartMarksTest::aRingIsDrawnOverTheBar()
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

QTEST_MAIN(ChartMarksTest)
#include "tst_chartmarks.moc"
