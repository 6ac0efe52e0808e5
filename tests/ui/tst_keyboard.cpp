// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandpalette.h"
#include "dialogs/aboutstoredialog.h"
#include "dialogs/customrangedialog.h"
#include "dialogs/exportdialog.h"
#include "dialogs/focusdialog.h"
#include "dialogs/limitdialog.h"
#include "dialogs/openstoredialog.h"
#include "dialogs/preferencesdialog.h"
#include "dialogs/resetdialog.h"
#include "dialogs/storesdialog.h"
#include "help/aboutdialog.h"
#include "help/helpwindow.h"
#include "opened.h"
#include "shown.h"
#include "theme/theme.h"
#include "widgets/budgetgauge.h"

#include <QAccessible>
#include <QApplication>
#include <QPixmap>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

namespace {

QString describe(const QWidget *widget)
{
    const auto *interface = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
    return u"%1 \"%2\" called \"%3\""_s.arg(QString::fromLatin1(widget->metaObject()->className()),
                                            widget->objectName(),
                                            interface ? interface->text(QAccessible::Name)
                                                      : QString());
}

/// What is wrong with where Tab leads in \a window; and how many stops there are.
QStringList problemsOf(QWidget *window, int &stops)
{
    QStringList problems;
    QSet<QWidget *> seen;
    for (int step = 0; step < 300; ++step) {
        QTest::keyClick(window, Qt::Key_Tab);
        QWidget *focused = QApplication::focusWidget();
        if (!focused || !window->isAncestorOf(focused)) {
            problems << u"the focus is lost after step %1"_s.arg(step);
            break;
        }
        if (seen.contains(focused))
            break; // once round
        seen.insert(focused);
        const auto *interface = QAccessible::queryAccessibleInterface(focused);
        if (!interface || interface->text(QAccessible::Name).isEmpty())
            problems << u"has no name: "_s + describe(focused);
        const QImage with = focused->grab().toImage();
        focused->clearFocus();
        const QImage without = focused->grab().toImage();
        focused->setFocus(Qt::TabFocusReason);
        if (with == without)
            problems << u"does not show its focus: "_s + describe(focused);
    }
    stops = int(seen.size());
    return problems;
}

} // namespace

/// Everything is reached with Tab, has a name for who cannot see it, and shows that it has the focus.
class KeyboardTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyPageIsWalkedThroughWithTab_data();
    void everyPageIsWalkedThroughWithTab();
    void everyDialogIsWalkedThroughWithTab_data();
    void everyDialogIsWalkedThroughWithTab();
    void tabFollowsTheOverviewAsItIsRead();
    void aChartIsReadAsATable();

private:
    QTemporaryDir m_home;
    std::unique_ptr<TestStore> m_store;
};

void KeyboardTest::initTestCase()
{
    qputenv("HOME", m_home.path().toLocal8Bit());
    QAccessible::setActive(true);
    m_store = std::make_unique<TestStore>(Backend::Sqlite);
    const auto store = m_store->open();
    for (const auto &[project, cost] : {std::pair{u"code-assistant"_s, 1.5}, {u"chat"_s, 0.25}})
        QVERIFY(valueOf(store->record(sampleCall(project, cost))).logged());
    QVERIFY(store->setLimit(u"code-assistant"_s, {100, {}, {}}));
    QVERIFY(store->reset({u"code-assistant"_s, u"test"_s, {}}));
}

void KeyboardTest::everyPageIsWalkedThroughWithTab_data()
{
    QTest::addColumn<PageId>("page");
    QTest::addColumn<Scheme>("scheme");
    QTest::addColumn<QString>("project");
    const std::pair<const char *, PageId> pages[] = {
        {"overview", PageId::Overview}, {"projects", PageId::Projects}, {"models", PageId::Models},
        {"budgets", PageId::Budgets},   {"calls", PageId::Calls},       {"audit", PageId::Audit}};
    for (const auto &[name, page] : pages)
        QTest::addRow("%s", name) << page << Scheme::Light << QString();
    QTest::addRow("one project") << PageId::Projects << Scheme::Light << u"code-assistant"_s;
    QTest::addRow("overview in high contrast") << PageId::Overview << Scheme::Contrast << QString();
}

void KeyboardTest::everyPageIsWalkedThroughWithTab()
{
    QFETCH(PageId, page);
    QFETCH(Scheme, scheme);
    QFETCH(QString, project);
    applyTheme(*qApp, scheme);
    Place place = at(page);
    if (!project.isEmpty())
        place.project = project;
    Opened opened(m_store->location(), place);
    opened.window.resize(1024, 640);
    QVERIFY(QTest::qWaitForWindowActive(&opened.window, tryForMs));
    int stops = 0;
    const QStringList problems = problemsOf(&opened.window, stops);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    // At least the store, the pages (one stop: arrow keys lead on), preferences, help and a table.
    QVERIFY2(stops > 5, qPrintable(QString::number(stops)));
}

void KeyboardTest::everyDialogIsWalkedThroughWithTab_data()
{
    QTest::addColumn<int>("which");
    int which = 0;
    for (const char *name : {"open store", "names of stores", "about this store", "preferences",
                             "limit", "reset", "export", "range", "commands", "manual", "about",
                             "focus"})
        QTest::newRow(name) << which++;
}

void KeyboardTest::everyDialogIsWalkedThroughWithTab()
{
    QFETCH(int, which);
    applyTheme(*qApp, Scheme::Light);
    QWidget window;
    window.resize(900, 700);
    window.show();
    StoreInfo store = teamStore();
    store.access.missing = {{u"UPDATE"_s, u"budgets"_s}};
    Budget budget;
    budget.project = u"demo"_s;
    budget.totalUsd = 3;
    const std::vector<KnownStore> known{{u"/tmp/a.db"_s, u"Team"_s, false}};
    const auto make = [&]() -> QDialog * {
        switch (which) {
        case 0: return new OpenStoreDialog({}, known, &window);
        case 1: return new StoresDialog(known, &window);
        case 2: return new AboutStoreDialog(u"Team"_s, store, &window);
        case 3: return new PreferencesDialog({}, &window);
        case 4: return new LimitDialog(budget, store, &window);
        case 5: return new ResetDialog({budget}, store, &window);
        case 6:
            return new ExportDialog({u"Projects"_s, 3, u"all"_s, 12, m_home.path(), u"spend"_s}, {},
                                    &window);
        case 7:
            return new CustomRangeDialog(Range::days({2026, 11, 1}, {2026, 11, 7}), {}, &window);
        case 8: return new CommandPalette({{u"Go"_s, u"Page"_s, u"F2"_s, [] {}}}, &window);
        case 9: return HelpWindow::open(&window);
        case 10: return new AboutDialog({}, &window);
        default: {
            FocusOptions first;
            first.priceList = u"/tmp/prices.csv"_s;
            return new FocusDialog({u"all"_s, {u"house-model"_s}, first, u"llm-toll:a"_s,
                                    m_home.path() + u"/f.csv"_s},
                                   &window);
        }
        }
    };
    const Shown<QDialog> dialog(make());
    int stops = 0;
    const QStringList problems = problemsOf(dialog.get(), stops);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    QVERIFY(stops > 0);
}

void KeyboardTest::tabFollowsTheOverviewAsItIsRead()
{
    {
        const auto owner = Store::open(m_store->location());
        QVERIFY(owner && (*owner)->setLimit(u"demo"_s, {10, Period::None, {50}}));
    }
    Opened opened(m_store->location(), at(PageId::Overview));
    QVERIFY(QTest::qWaitForWindowActive(&opened.window, tryForMs));
    auto *asTable = opened.window.findChild<QPushButton *>(u"asTable"_s);
    QVERIFY(asTable);
    asTable->setFocus();
    QTest::keyClick(&opened.window, Qt::Key_Tab); // the chart, its table, the budgets beside it
    QVERIFY2(qobject_cast<BudgetGauge *>(QApplication::focusWidget()),
             qPrintable(describe(QApplication::focusWidget())));
}

void KeyboardTest::aChartIsReadAsATable()
{
    Opened opened(m_store->location(), at(PageId::Overview));
    auto *asTable = opened.window.findChild<QPushButton *>(u"asTable"_s);
    QVERIFY(asTable);
    asTable->setFocus();
    QTest::keyClick(asTable, Qt::Key_Space);
    Table *table = nullptr;
    for (auto *candidate : opened.page()->findChildren<Table *>()) {
        if (candidate->accessibleName() == u"Spend over time")
            table = candidate;
    }
    QVERIFY(table && table->isVisible());
    // The totals of the bars add up to the spend of the range.
    qint64 units = 0;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        units += table->model()->index(row, 1).data(SortRole).toLongLong();
    QCOMPARE(units, total(opened.session.snapshot()->daily).cost.units());
    QTest::keyClick(asTable, Qt::Key_Space);
    QVERIFY(!table->isVisible());
}

QTEST_MAIN(KeyboardTest)
#include "tst_keyboard.moc"
