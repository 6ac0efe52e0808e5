// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandpalette.h"
#include "dialogs/aboutstoredialog.h"
#include "dialogs/limitdialog.h"
#include "dialogs/resetdialog.h"
#include "help/aboutdialog.h"
#include "help/helpwindow.h"
#include "opened.h"
#include "postgrescluster.h"
#include "storecard.h"
#include "testdata.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QScrollBar>
#include <QTableWidget>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

namespace {

/// Opens the palette, types and presses Enter.
void command(Opened &opened, const QString &typed)
{
    opened.press(Qt::Key_K, Qt::ControlModifier);
    auto *palette = opened.dialog<CommandPalette>();
    QVERIFY(palette);
    auto *search = palette->findChild<QLineEdit *>();
    QTest::keyClicks(search, typed);
    QTest::keyClick(search, Qt::Key_Return);
}

/// A few calls of today: what is asked here does not depend on how many there are.
void fill(const TestStore &place)
{
    const auto store = place.open();
    for (const auto &[project, cost] :
         {std::pair{codeAssistant, 0.25}, {codeAssistant, 1.5}, {u"chat"_s, 0.125}})
        QVERIFY(valueOf(store->record(sampleCall(project, cost))).logged());
}

double totalOf(const TestStore &store, const QString &project)
{
    return valueOf(store.open()->projectTotal(project));
}

} // namespace

/// What is done by name and taken back, on real stores of both kinds.
class WindowActionsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void initTestCase() { qputenv("HOME", m_home.path().toLocal8Bit()); }
    void thePaletteFindsPagesProjectsAndRanges();
    void thePaletteGroupsByStoreWhereThereAreSeveral();
    void thePaletteIsSteeredByArrowKeysAndShowsShortcuts();
    void whatIsNotAllowedIsNotOffered();
    void aResetIsUndoneFromTheMessage();
    void aChangedLimitIsUndoneByTheKeyboard();
    void theNameOfAStoreIsShownAndKept();
    void theWindowOpensWhereItWasLeft();
    void theStoreSaysWhatItIs();
    void theManualHasItsSectionsAndIsSearched();
    void aboutNamesTheVersions();

private:
    QTemporaryDir m_home;
};

void WindowActionsTest::thePaletteFindsPagesProjectsAndRanges()
{
    const TestStore store;
    fill(store);
    Opened opened(store.location(), at(PageId::Overview));
    command(opened, u"audit"_s);
    QCOMPARE(opened.window.place().page, PageId::Audit);
    command(opened, u"code-a project"_s);
    QCOMPARE(opened.window.place().page, PageId::Projects);
    QCOMPARE(opened.window.place().project, codeAssistant);
    command(opened, u"this quarter"_s);
    QCOMPARE(opened.window.place().preset, RangePreset::Quarter);
    command(opened, u"group by model"_s);
    QCOMPARE(opened.window.place().groupBy, GroupBy::Model);
    command(opened, u"set limit code"_s);
    auto *dialog = opened.dialog<LimitDialog>();
    QCOMPARE(dialog->project(), codeAssistant);
    dialog->reject();
}

void WindowActionsTest::thePaletteGroupsByStoreWhereThereAreSeveral()
{
    const TestStore store;
    fill(store);
    const TestStore other(Backend::Sqlite);
    fill(other);
    Opened opened(store.location(), at(PageId::Overview));
    const auto actions = opened.window.actions();
    const auto byStore = std::ranges::find(actions, u"Group by store"_s, &QAction::text);
    QVERIFY(byStore != actions.end() && !(*byStore)->isEnabled());
    opened.session.open(NamedStores{{u"Here"_s, store.location()}, {u"Yonder"_s, other.location()}});
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.snapshot() && opened.session.snapshot()->merged(), patienceMs);
    command(opened, u"group by store"_s);
    QCOMPARE(opened.window.place().groupBy, GroupBy::Store);
    command(opened, u"yonder store"_s);
    QCOMPARE(opened.window.place().page, PageId::Projects);
    QCOMPARE(opened.window.place().store, std::optional(u"Yonder"_s));
    QCOMPARE(opened.table()->model()->rowCount(), 2);
}

void WindowActionsTest::thePaletteIsSteeredByArrowKeysAndShowsShortcuts()
{
    const TestStore store;
    fill(store);
    Opened opened(store.location(), at(PageId::Overview));
    opened.press(Qt::Key_K, Qt::ControlModifier);
    auto *palette = opened.dialog<CommandPalette>();
    auto *search = palette->findChild<QLineEdit *>();
    auto *table = palette->findChild<QTableWidget *>();
    QCOMPARE(table->item(0, 2)->text(), u"Ctrl+1"_s);
    QTest::keyClick(search, Qt::Key_Down);
    QTest::keyClick(search, Qt::Key_Down);
    QTest::keyClick(search, Qt::Key_Up);
    QCOMPARE(table->currentRow(), 1);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(opened.window.place().page, PageId::Projects);

    opened.press(Qt::Key_K, Qt::ControlModifier);
    palette = opened.dialog<CommandPalette>();
    search = palette->findChild<QLineEdit *>();
    QTest::keyClicks(search, u"nothing is called that"_s);
    QCOMPARE(palette->findChild<QTableWidget *>()->rowCount(), 0);
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(palette->isVisible());
    QTest::keyClick(search, Qt::Key_Escape);
    QCOMPARE(opened.window.place().page, PageId::Projects);
}

void WindowActionsTest::whatIsNotAllowedIsNotOffered()
{
    if (currentBackend() == Backend::Sqlite)
        return; // the superuser of a test machine may write every file
    const TestStore store;
    fill(store);
    QString url = store.url();
    url += u"?options=-c%20default_transaction_read_only%3Don"_s;
    Opened opened(*StoreLocation::parse(url), at(PageId::Overview));
    opened.press(Qt::Key_K, Qt::ControlModifier);
    auto *palette = opened.dialog<CommandPalette>();
    QTest::keyClicks(palette->findChild<QLineEdit *>(), u"reset budget of"_s);
    QCOMPARE(palette->findChild<QTableWidget *>()->rowCount(), 0);
    palette->reject();
}

void WindowActionsTest::aResetIsUndoneFromTheMessage()
{
    const TestStore store;
    fill(store);
    const double before = totalOf(store, codeAssistant);
    QVERIFY(before > 0);
    Opened opened(store.location(), at(PageId::Overview));
    command(opened, u"reset budget code"_s);
    opened.click(opened.dialog<ResetDialog>(), u"confirm"_s);
    QTRY_VERIFY_WITH_TIMEOUT(opened.banner(u"message"_s).contains(u"was reset"), patienceMs);
    QCOMPARE(totalOf(store, codeAssistant), 0.0);
    QTest::mouseClick(opened.button(u"Undo"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(opened.banner(u"message"_s).contains(u"given back"), patienceMs);
    QCOMPARE(totalOf(store, codeAssistant), before);
    // Once is enough: nothing is left to undo.
    for (const auto *button : opened.window.findChildren<QPushButton *>())
        QVERIFY(button->text() != u"Undo" || !button->isVisible());
}

void WindowActionsTest::aChangedLimitIsUndoneByTheKeyboard()
{
    const TestStore store;
    fill(store);
    const Limit first{12, Period::Weekly, {60}};
    QVERIFY(store.open()->setLimit(codeAssistant, first));
    Opened opened(store.location(), at(PageId::Budgets));
    command(opened, u"set limit code"_s);
    auto *dialog = opened.dialog<LimitDialog>();
    auto *amount = dialog->findChild<QLineEdit *>(u"amount"_s);
    amount->selectAll();
    QTest::keyClicks(amount, u"99"_s);
    opened.click(dialog, u"save"_s);
    const auto limit = [&]() -> std::optional<Limit> {
        for (const Budget &budget : valueOf(store.open()->budgets())) {
            if (budget.project == codeAssistant)
                return budget.limit;
        }
        return {};
    };
    QTRY_VERIFY_WITH_TIMEOUT(opened.banner(u"message"_s).contains(u"is $99"), patienceMs);
    QCOMPARE(limit()->maxBudgetUsd, 99.0);
    opened.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(opened.banner(u"message"_s).contains(u"as it was"),
                              qPrintable(opened.banner(u"message"_s)), patienceMs);
    QVERIFY(limit() == first);
}

void WindowActionsTest::theNameOfAStoreIsShownAndKept()
{
    const TestStore store;
    fill(store);
    const QString path = m_home.filePath(u"names-%1.ini"_s.arg(int(currentBackend())));
    {
        Settings settings = Settings::inFile(path);
        settings.rememberStore(store.location());
        settings.nameStore(store.location().withoutSecrets(), u"Team <b>east</b>"_s);
    }
    Opened opened(store.location(), at(PageId::Overview), Settings::inFile(path));
    QVERIFY(opened.window.windowTitle().contains(u"Team <b>east</b>"));
    auto *card = opened.window.findChild<StoreCard *>();
    QCOMPARE(card->title(), u"Team <b>east</b>"_s);
    Q_EMIT card->menu()->aboutToShow();
    QCOMPARE(card->menu()->actions().first()->text(), u"Team <b>east</b>"_s);
    QCOMPARE(opened.settings.stores().size(), size_t(1));
}

void WindowActionsTest::theWindowOpensWhereItWasLeft()
{
    const TestStore store;
    fill(store);
    const QString path = m_home.filePath(u"place.ini"_s);
    {
        Opened opened(store.location(), Settings::inFile(path).place(),
                            Settings::inFile(path));
        command(opened, u"this quarter"_s);
        command(opened, u"group by model"_s);
        command(opened, u"go to models"_s);
    }
    const Place place = Settings::inFile(path).place();
    QCOMPARE(place.page, PageId::Models);
    QCOMPARE(place.preset, RangePreset::Quarter);
    QCOMPARE(place.groupBy, GroupBy::Model);
}

void WindowActionsTest::theStoreSaysWhatItIs()
{
    const TestStore store;
    fill(store);
    Opened opened(store.location(), at(PageId::Overview));
    command(opened, u"about this store"_s);
    auto *dialog = opened.dialog<AboutStoreDialog>();
    QStringList texts;
    for (const auto *label : dialog->findChildren<QLabel *>())
        texts << label->text();
    QVERIFY(texts.contains(opened.session.snapshot()->store.serverVersion));
    QVERIFY(!texts.join(u' ').contains(u'✗'));
    QVERIFY(!texts.join(u' ').contains(PostgresCluster::adminPassword()));
    dialog->reject();
}

void WindowActionsTest::theManualHasItsSectionsAndIsSearched()
{
    const TestStore store;
    Opened opened(store.location(), at(PageId::Overview));
    opened.press(Qt::Key_F1);
    auto *help = opened.dialog<HelpWindow>();
    QStringList sections;
    auto *list = help->findChild<QListWidget *>();
    for (int row = 0; row < list->count(); ++row)
        sections << list->item(row)->text();
    for (const QString &wanted :
         {u"Stores"_s, u"Pages"_s, u"Budgets and check-and-log"_s, u"Exactness"_s, u"Bad rows"_s,
          u"Keyboard shortcuts"_s, u"The terminal"_s, u"Exit codes"_s, u"JSON shapes"_s,
          u"Troubleshooting"_s})
        QVERIFY2(sections.contains(wanted), qPrintable(wanted));
    auto *text = help->findChild<QTextBrowser *>();
    list->setCurrentRow(int(sections.indexOf(u"Exit codes"_s)));
    QVERIFY(text->verticalScrollBar()->value() > 0);
    QCOMPARE(text->textCursor().block().text(), u"Exit codes"_s);
    auto *search = help->findChild<QLineEdit *>();
    QTest::keyClicks(search, u"max_budget"_s);
    QCOMPARE(text->textCursor().selectedText(), u"max_budget"_s);
    const int first = text->textCursor().position();
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(text->textCursor().position() != first);
    help->close();
}

void WindowActionsTest::aboutNamesTheVersions()
{
    const TestStore store;
    Opened opened(store.location(), at(PageId::Overview));
    command(opened, u"about tollkeeper"_s);
    auto *dialog = opened.dialog<AboutDialog>();
    const auto *versions = dialog->findChild<QLabel *>(u"versions"_s);
    QTRY_VERIFY(versions->text().contains(u"libpq 1"));
    QVERIFY2(versions->text().contains(u"SQLite 3."), qPrintable(versions->text()));
    QVERIFY(versions->text().contains(QString::fromLatin1(qVersion())));
    dialog->reject();
}

QTEST_MAIN(WindowActionsTest)
#include "tst_windowactions.moc"
