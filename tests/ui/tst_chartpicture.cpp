// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/chartpicture.h"
#include "teststore.h"
#include "theme/theme.h"
#include "uitest.h"
#include "widgets/spendchart.h"

#include <QApplication>
#include <QFile>
#include <QPainter>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

/// Charts as files: pictures, drawings, and what the window shows.
class ChartPictureTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aChartBecomesAPictureAndAnSvg();
    void aPictureIsWhatTheWindowShows();

private:
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    QTemporaryDir m_folder;
    SnapshotPtr m_snapshot;
    View m_view;
};

void ChartPictureTest::initTestCase()
{
    applyTheme(*qApp, Scheme::Light);
    m_snapshot = snapshotOf(*openSampleStore(m_folder.path()), sampleNow());
    m_view = test::viewOf(*m_snapshot);
}

void ChartPictureTest::aChartBecomesAPictureAndAnSvg()
{
    const ReportDocument document = reportDocument(*m_snapshot, m_view);
    for (const bool dark : {false, true}) {
        applyTheme(*qApp, dark ? Scheme::Dark : Scheme::Light);
        const ChartPicture picture(document.charts.front(), {900, 400}, colours());
        QVERIFY(picture.writePng(file(u"c.png"_s)));
        const QImage image(file(u"c.png"_s));
        QCOMPARE(image.size(), QSize(1880, 880));
        QCOMPARE(image.pixelColor(2, 2), colours().card);
        // Each group's colour is there, or the chart was not drawn.
        QSet<QRgb> seen;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                seen.insert(image.pixel(x, y));
        }
        for (const auto &group : document.charts.front().series.groups)
            QVERIFY2(seen.contains(seriesColour(group.other ? -1 : group.colour).rgb()),
                     qPrintable(group.name));
    }
    applyTheme(*qApp, Scheme::Light);
    QVERIFY(ChartPicture(document.charts.front(), {900, 400}, colours()).writeSvg(file(u"c.svg"_s)));
    QFile svg(file(u"c.svg"_s));
    QVERIFY(svg.open(QIODevice::ReadOnly));
    const QByteArray xml = svg.readAll();
    QVERIFY(!xml.contains("<image")); // vectors only
    QVERIFY(xml.contains(document.charts.front().title.toUtf8()));
    QVERIFY(xml.count("<path") + xml.count("<rect") > 60);
    QCOMPARE(errorOf(ChartPicture(document.charts.front(), {900, 400}, colours())
                         .writePng(file(u"none/c.png"_s))),
             StoreError::Kind::Internal);
}

void ChartPictureTest::aPictureIsWhatTheWindowShows()
{
    // Beside a shown chart, the painted one differs by hairlines only.
    const SpendReport report = spendReport(*m_snapshot, m_view);
    SpendChart chart;
    chart.setSeries(report.series);
    chart.resize(700, 300);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart, tryForMs));
    QImage painted(chart.size(), QImage::Format_RGB32);
    painted.fill(colours().card);
    QPainter painter(&painted);
    const ChartLayout layout(report.series, chart.size(), false);
    layout.paintScale(&painter, report.series, colours());
    layout.paintBars(&painter, report.series, colours());
    painter.end();
    QImage shown(chart.size(), QImage::Format_RGB32);
    shown.fill(colours().card);
    static_cast<QWidget &>(chart).render(&shown);
    int different = 0;
    for (int y = 0; y < painted.height(); ++y) {
        for (int x = 0; x < painted.width(); ++x) {
            const QColor a = painted.pixelColor(x, y);
            const QColor b = shown.pixelColor(x, y);
            different += std::abs(a.lightness() - b.lightness()) > 40 ? 1 : 0;
        }
    }
    const int pixels = painted.width() * painted.height();
    QVERIFY2(different < pixels / 10, qPrintable(QString::number(different)));
}

QTEST_MAIN(ChartPictureTest)
#include "tst_chartpicture.moc"
