// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandpalette.h"
#include "exportprogress.h"
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
#include "widgets/segmentedcontrol.h"
#include "widgets/table.h"
#include "widgets/text.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QPointer>
#include <QProgressDialog>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
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
    void aSegmentIsChosenByUserOrProgram();
    void aBannerShowsMarkupAsText();
    void anEmptyStateOffersItsButtons();
    void keyFiguresTakeASecondRowWhereThereIsNoRoom();
    void figuresAreEquallyWide();
    void aGaugeNeverFillsPastItsEnd();
    void theProgressOfAnExportIsKnownOnlyWhenItIs();
    void whatIsLookedForIsFoundAmongTensOfThousandsOfCommands();

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
            const int priority = model.headerData(column, Qt::Horizontal, PriorityRole).toInt();
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
        QVERIFY(!table.isColumnHidden(SpendModel::Name) &&
                !table.isColumnHidden(SpendModel::Spend));
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

void WidgetsTest::theProgressOfAnExportIsKnownOnlyWhenItIs()
{
    QWidget window;
    const auto progress = std::make_shared<ExportProgress>();
    const std::unique_ptr<QProgressDialog> dialog(showProgress(
        progress, u"Laying out…"_s,
        [](qint64 done, qint64 all, qint64) { return u"%1 of %2"_s.arg(done).arg(all); }, &window));
    QCOMPARE(dialog->maximum(), 0); // busy
    QCOMPARE(dialog->labelText(), u"Laying out…"_s);
    QVERIFY(dialog->minimumWidth() >= 400); // the title and long sentences have room
    auto *cancel = dialog->findChild<QPushButton *>();
    QVERIFY(!cancel->isDefault() && !cancel->autoDefault()); // Enter cancels nothing
    QVERIFY(progress->tell(5, 10));
    QTRY_COMPARE(dialog->labelText(), u"5 of 10"_s);
    QCOMPARE(dialog->value() * 2, dialog->maximum());
    cancel->click();
    QVERIFY(!progress->tell(6, 10));
}

void WidgetsTest::whatIsLookedForIsFoundAmongTensOfThousandsOfCommands()
{
    std::vector<Command> commands;
    for (int i = 0; i < 20'000; ++i)
        commands.push_back({u"Reset budget of team-%1…"_s.arg(i), u"Budget"_s, {}, [] {}});
    QString ran;
    commands.push_back({u"Report as PDF…"_s, u"Export"_s, {}, [&ran] { ran = u"report"_s; }});
    QWidget window;
    window.resize(900, 600);
    window.show();
    const QPointer<CommandPalette> palette(new CommandPalette(std::move(commands), &window));
    palette->open();
    auto *search = palette->findChild<QLineEdit *>();
    const auto *table = palette->findChild<QTableWidget *>();
    QTest::keyClicks(search, u"reset"_s);
    QCOMPARE(table->item(0, 0)->text(), u"Reset budget of team-0…"_s); // of equals, the first
    search->clear();
    QTest::keyClicks(search, u"report pdf"_s);
    QCOMPARE(table->rowCount(), 1);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(ran, u"report"_s);
}

QTEST_MAIN(WidgetsTest)
#include "tst_widgets.moc"
