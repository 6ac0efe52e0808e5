// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/format.h"
#include "models/budgetmodel.h"
#include "models/spendmodel.h"
#include "opened.h"
#include "peer.h"
#include "postgrescluster.h"
#include "testdata.h"
#include "teststore.h"
#include "texts.h"
#include "theme/theme.h"
#include "widgets/keyfigure.h"
#include "widgets/segmentedcontrol.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

/// The whole window on real stores of both kinds, steered as a user does.
class MainWindowTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void initTestCase() { qputenv("HOME", m_home.path().toLocal8Bit()); }
    void theSpendOfEveryProjectAndModelIsShownToTheLastDigit();
    void pagesAndBackAreReachedByKeyboard();
    void anEmptyRangeLeadsToAll();
    void lookingInAnotherWayDoesNotAskTheStore();
    void anotherStoreForgetsTheDrillDown();
    void theFallbackBannerStaysAndRetries();
    void aStoreThatFailsSaysWhyAndCanBeTriedAgain();
    void aReaderGetsAWindowThatSaysWhatIsNotAllowed();
    void anEmptyStoreOffersSampleData();
    void badRowsAreCountedAndLeadToTheLog();
    void theBarMakesRoomInANarrowWindow();

private:
    QTemporaryDir m_home;
};

void MainWindowTest::theSpendOfEveryProjectAndModelIsShownToTheLastDigit()
{
    const TestStore store;
    store.loadAzure();
    const GoldenAnswers golden(currentBackend());
    Opened opened(store.location(), at(PageId::Projects));
    const auto compare = [&](const std::vector<Summary> &expected) {
        QCOMPARE(opened.table()->model()->rowCount(), int(expected.size()));
        for (const Summary &row : expected) {
            const QModelIndex spend = opened.cell(row.name, SpendModel::Spend);
            QVERIFY2(spend.isValid(), qPrintable(row.name));
            const QString exact = format::usdExact(row.totals.cost);
            QCOMPARE(spend.data(CopyRole).toString(), exact);
            QVERIFY(spend.data(Qt::ToolTipRole).toString().contains(exact));
            QCOMPARE(Money::fromUsd(spend.data(ExportRole).toDouble()), row.totals.cost);
            QCOMPARE(opened.cell(row.name, SpendModel::Calls).data(ExportRole).toLongLong(),
                     row.totals.calls);
        }
    };
    compare(golden.projects());
    opened.press(Qt::Key_3, Qt::ControlModifier);
    compare(golden.models());

    opened.press(Qt::Key_1, Qt::ControlModifier);
    bool found = false;
    for (const auto *figure : opened.page()->findChildren<KeyFigure *>()) {
        if (figure->caption().startsWith(u"Spend")) {
            QCOMPARE(figure->content().exact, format::usdExact(golden.total().cost));
            found = true;
        }
    }
    QVERIFY(found);
}

void MainWindowTest::pagesAndBackAreReachedByKeyboard()
{
    const TestStore store;
    Opened opened(store.location(), at(PageId::Overview));
    for (int i = 0; i < 6; ++i) {
        opened.press(static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
        QCOMPARE(opened.window.place().page, static_cast<PageId>(i));
    }
    opened.press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(opened.window.place().page, PageId::Calls);
    opened.press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(opened.window.place().page, PageId::Budgets);
    opened.press(Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(opened.window.place().page, PageId::Calls);
    QSignalSpy snapshots(&opened.session, &Session::snapshotReady);
    opened.press(Qt::Key_F5);
    QTRY_COMPARE(snapshots.size(), 1);
    opened.press(Qt::Key_Q, Qt::ControlModifier);
    QVERIFY(!opened.window.isVisible());
}

void MainWindowTest::anEmptyRangeLeadsToAll()
{
    const TestStore store;
    store.loadAzure(); // of 2023
    Opened opened(store.location(), at(PageId::Overview, RangePreset::Last30Days));
    QTest::mouseClick(opened.button(u"Show all"_s), Qt::LeftButton);
    QCOMPARE(opened.window.place().preset, RangePreset::All);
    QCOMPARE(opened.table()->model()->rowCount(), 10);
    // A call of today belongs to it, too.
    QVERIFY(valueOf(store.open()->record(sampleCall(u"new"_s, 1))).logged());
    opened.session.refresh();
    QTRY_COMPARE(opened.table()->model()->rowCount(), 11);
}

void MainWindowTest::lookingInAnotherWayDoesNotAskTheStore()
{
    const TestStore store;
    store.loadAzure();
    Opened opened(store.location(), at(PageId::Overview));
    // One or two days are drawn by the hour, which has been asked for by now.
    QTRY_COMPARE(opened.session.pending(), 0);
    QSignalSpy snapshots(&opened.session, &Session::snapshotReady);
    auto *ranges = opened.window.findChild<SegmentedControl *>(u"ranges"_s);
    const auto segments = ranges->findChildren<QToolButton *>();
    for (const int preset : {1, 2, 3, 4}) {
        QTest::mouseClick(segments.at(preset), Qt::LeftButton);
        QCOMPARE(opened.window.place().preset, static_cast<RangePreset>(preset));
        QCOMPARE(opened.session.pending(), 0);
    }
    QTest::mouseClick(opened.window.findChild<QPushButton *>(u"compare"_s), Qt::LeftButton);
    QVERIFY(!opened.window.place().compare);
    opened.window.findChild<QToolButton *>(u"groupBy"_s)->menu()->actions().at(1)->trigger();
    QCOMPARE(opened.window.place().groupBy, GroupBy::Model);
    QCOMPARE(opened.session.pending(), 0);
    QCOMPARE(snapshots.size(), 0);
}

void MainWindowTest::anotherStoreForgetsTheDrillDown()
{
    const TestStore first;
    first.loadAzure();
    const TestStore second;
    Place place = at(PageId::Projects);
    place.project = codeAssistant;
    Opened opened(first.location(), place);
    QCOMPARE(opened.window.place().project.value(), codeAssistant);
    opened.session.open(first.location()); // Reconnect
    QTRY_VERIFY(opened.session.snapshot());
    QCOMPARE(opened.window.place().project.value(), codeAssistant);
    opened.session.open(second.location());
    QTRY_VERIFY(opened.session.snapshot());
    QVERIFY(!opened.window.place().project);
    QVERIFY(opened.window.windowTitle().contains(second.location().title()));
}

void MainWindowTest::theFallbackBannerStaysAndRetries()
{
    const TestStore store;
    Session session;
    Settings settings = Settings::forgetful();
    MainWindow window(session, settings, at(PageId::Overview));
    window.show();
    session.open(
        StoreChoice{u"postgresql://alice:geheim@127.0.0.1:1/costs"_s, StoreOrigin::Environment});
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot(), patienceMs);
    const auto *banner = window.findChild<Banner *>(u"fallback"_s);
    QVERIFY(banner->isVisible());
    QVERIFY(banner->message().contains(u"Falling back to local SQLite."));
    QVERIFY(!textsOf(window).join(u'\n').contains(u"geheim"));
    session.refresh();
    QSignalSpy fellBack(&session, &Session::fellBack);
    auto *retry = banner->findChild<QPushButton *>();
    QTest::mouseClick(retry, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(fellBack.size(), 1, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot(), patienceMs);
    QVERIFY(banner->isVisible());
    session.open(store.location());
    QTRY_VERIFY(!banner->isVisible());
}

void MainWindowTest::aStoreThatFailsSaysWhyAndCanBeTriedAgain()
{
    Session session;
    Settings settings = Settings::forgetful();
    MainWindow window(session, settings, at(PageId::Overview));
    window.show();
    session.open(*StoreLocation::parse(u"postgresql://alice:geheim@127.0.0.1:1/costs"_s));
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), Session::State::Failed, patienceMs);
    const QString text = textsOf(window).join(u'\n');
    QVERIFY2(text.contains(u"No connection to"), qPrintable(text));
    QVERIFY(!text.contains(u"geheim"));
    auto *retry = window.findChild<QPushButton *>(u"retry"_s);
    QVERIFY(retry->isVisible());
    QTest::mouseClick(retry, Qt::LeftButton);
    QCOMPARE(session.state(), Session::State::Connecting);
    QVERIFY(!retry->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), Session::State::Failed, patienceMs);
    // Another store works.
    const TestStore store;
    session.open(store.location());
    QTRY_VERIFY(session.snapshot());
}

void MainWindowTest::aReaderGetsAWindowThatSaysWhatIsNotAllowed()
{
    if (currentBackend() == Backend::Sqlite)
        return; // the superuser, who runs containers, may write to any file
    const TestStore store;
    store.loadAzure();
    const QString reader = PostgresCluster::shared().createRole(store.url());
    store.raw().execute(u"GRANT SELECT ON usage_logs, budgets TO %1"_s.arg(
        PostgresCluster::roleOf(reader)));
    Opened opened(*StoreLocation::parse(reader), at(PageId::Budgets));
    QVERIFY(!opened.banner(u"readOnly"_s).isEmpty());
    QVERIFY(textsOf(opened.window).join(u'\n').contains(u"read-only"));
    QCOMPARE(opened.table()->model()->rowCount(), 10);
    opened.clickRow(opened.cell(codeAssistant, BudgetModel::Project));
    for (const auto &text : {u"Reset…"_s, u"Set limit…"_s})
        QVERIFY(!opened.button(text)->isEnabled());
}

void MainWindowTest::anEmptyStoreOffersSampleData()
{
    const TestStore store;
    Opened opened(store.location(), at(PageId::Overview, RangePreset::Last30Days));
    QTest::mouseClick(opened.button(u"Look at sample data"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.snapshot()
                                 && opened.window.windowTitle().contains(u"Sample data"),
                             patienceMs);
    QCOMPARE(opened.table()->model()->rowCount(), 8);
    QCOMPARE(store.logRows(), 0);
    QVERIFY(opened.settings.stores().empty());
}

void MainWindowTest::badRowsAreCountedAndLeadToTheLog()
{
    const TestStore store;
    store.loadAzure();
    peer::LogRow bad;
    bad.cost = u"-1"_s;
    store.raw().execute(peer::insertLog(bad));
    Opened opened(store.location(), at(PageId::Overview));
    auto *link = opened.window.findChild<QPushButton *>(u"badRows"_s);
    QCOMPARE(link->text(), u"1 bad row"_s);
    QTest::mouseClick(link, Qt::LeftButton);
    QCOMPARE(opened.window.place().page, PageId::Calls);
    QTRY_COMPARE(opened.table()->model()->rowCount(), 1);
}

void MainWindowTest::theBarMakesRoomInANarrowWindow()
{
    applyTheme(*qApp, Scheme::Light); // which says how large the controls are
    const TestStore store;
    store.loadAzure();
    Opened opened(store.location(), at(PageId::Overview));
    const auto *spread = opened.window.findChild<SegmentedControl *>(u"ranges"_s);
    auto *menu = opened.window.findChild<QToolButton *>(u"rangeMenu"_s);
    opened.window.resize(1440, 900);
    QTRY_VERIFY(spread->isVisible() && !menu->isVisible());
    opened.window.resize(1024, 640);
    QTRY_VERIFY(!spread->isVisible() && menu->isVisible());
    menu->menu()->actions().at(static_cast<int>(RangePreset::Month))->trigger();
    QCOMPARE(opened.window.place().preset, RangePreset::Month);
    const auto *title = opened.window.findChild<QLabel *>(u"pageTitle"_s);
    QVERIFY(title->width() >= title->fontMetrics().horizontalAdvance(title->text()));
}

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
