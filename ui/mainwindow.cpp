// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow.h"

#include "actions.h"
#include "banners.h"
#include "budgetactions.h"
#include "budgetnotices.h"
#include "desktopnotifier.h"
#include "dialogs/changedialog.h"
#include "dialogs/customrangedialog.h"
#include "dialogs/preferencesdialog.h"
#include "exportactions.h"
#include "pages/budgetspage.h"
#include "pages/callspage.h"
#include "pages/pages.h"
#include "session/session.h"
#include "settings.h"
#include "sidebar.h"
#include "stateview.h"
#include "statusline.h"
#include "storeactions.h"
#include "storecard.h"
#include "storemenu.h"
#include "topbar.h"
#include "widgets/veil.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr QSize firstSize(1440, 900);
constexpr QSize leastSize(900, 560);

const QString all = u""_s; // what a Destination calls no restriction

} // namespace

MainWindow::MainWindow(Session &session, Settings &settings, const Place &start)
    : m_session(session)
    , m_settings(settings)
    , m_history(start)
    , m_actions(new Actions(this))
    , m_budgets(new BudgetActions(session, this))
    , m_stores(new StoreActions(session, settings, this))
    , m_exports(new ExportActions(session, settings, this))
{
    build();
    addActions();
    connectTopBar();

    connect(&session, &Session::stateChanged, this, &MainWindow::showState);
    connect(&session, &Session::checked, this, &MainWindow::showState);
    connect(&session, &Session::snapshotReady, this, &MainWindow::storeOpened);
    const auto say = [this](const QString &text) { m_banners->say(text); };
    connect(m_budgets, &BudgetActions::done, m_banners, &Banners::say);
    connect(m_budgets, &BudgetActions::failed, m_banners, &Banners::complain);
    connect(m_stores, &StoreActions::done, m_banners, say);
    connect(m_stores, &StoreActions::failed, m_banners, &Banners::complain);
    connect(m_stores, &StoreActions::namesChanged, this, [this] {
        m_storeMenu->updateCard();
        showPlace();
    });
    connect(m_exports, &ExportActions::done, m_banners, say);
    connect(m_exports, &ExportActions::failed, m_banners, &Banners::complain);

    setMinimumSize(leastSize);
    resize(firstSize);
    restoreGeometry(settings.geometry());
    showPlace();
    showState();
    centralWidget()->setFocus(); // Tab leads on to the store; nothing is marked before that
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    auto *central = new QWidget(this);
    auto *columns = new QHBoxLayout(central);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    m_sidebar = new Sidebar(central);
    columns->addWidget(m_sidebar);
    auto *content = new QVBoxLayout;
    content->setSpacing(0);
    columns->addLayout(content, 1);

    m_topBar = new TopBar(central);
    content->addWidget(m_topBar);
    m_banners = new Banners(m_session, central);
    content->addWidget(m_banners);

    m_stack = new QStackedWidget(central);
    m_state = new StateView(m_session, m_settings, m_stack);
    m_stack->addWidget(m_state);
    m_veil = new Veil(m_stack);
    connect(m_stack, &QStackedWidget::currentChanged, m_veil, &QWidget::raise);
    content->addWidget(m_stack, 1);
    m_status = new StatusLine(m_session, central);
    content->addWidget(m_status);
    setCentralWidget(central);

    m_storeMenu = new StoreMenu(m_session, m_settings, m_sidebar->storeCard(), this);
    const auto ask = [this] { m_stores->ask(); };
    connect(m_storeMenu, &StoreMenu::openRequested, this, ask);
    connect(m_storeMenu, &StoreMenu::mergeRequested, m_stores, &StoreActions::merge);
    connect(m_storeMenu, &StoreMenu::storeChosen, m_stores, &StoreActions::openKnown);
    connect(m_storeMenu, &StoreMenu::localFileRequested, m_stores, &StoreActions::openLocalFile);
    connect(m_storeMenu, &StoreMenu::sampleRequested, this, &MainWindow::openSample);
    connect(m_storeMenu, &StoreMenu::manageRequested, m_stores, &StoreActions::manage);
    connect(m_storeMenu, &StoreMenu::aboutRequested, m_stores, &StoreActions::showAbout);
    connect(m_storeMenu, &StoreMenu::reconnectRequested, &m_session, &Session::retry);
    connect(m_state, &StateView::retryRequested, &m_session, &Session::retry);
    connect(m_state, &StateView::openRequested, this, ask);
    connect(m_state, &StateView::sampleRequested, this, &MainWindow::openSample);
    connect(m_sidebar, &Sidebar::pageChosen, this,
            [this](PageId id) { navigate({id, all, all, {}, false}); });
    connect(m_sidebar, &Sidebar::preferencesRequested, this, &MainWindow::askForPreferences);
    connect(m_status, &StatusLine::badRowsRequested, this, [this] {
        navigate({PageId::Calls, all, all, m_session.snapshot()->daily.extent(), true});
    });
    auto *notifier = new DesktopNotifier(this);
    auto *notices = new BudgetNotices(m_session, m_settings, m_banners->notice(), this);
    connect(notices, &BudgetNotices::told, this, [this, notifier](const QString &sentence) {
        if (m_settings.preferences().notify)
            notifier->notify(sentence);
    });
}

void MainWindow::connectTopBar()
{
    connect(m_topBar, &TopBar::navigate, this, &MainWindow::navigate);
    connect(m_topBar, &TopBar::backRequested, this, [this] { step(&History::goBack); });
    connect(m_topBar, &TopBar::presetChosen, this, [this](RangePreset preset) {
        Place other = place();
        other.preset = preset;
        look(other);
    });
    connect(m_topBar, &TopBar::customRangeRequested, this, &MainWindow::askForRange);
    connect(m_topBar, &TopBar::compareChosen, this, [this](bool compare) {
        Place other = place();
        other.compare = compare;
        look(other);
    });
    connect(m_topBar, &TopBar::groupByChosen, this, [this](GroupBy groupBy) {
        Place other = place();
        other.groupBy = groupBy;
        look(other);
    });
    connectExports();
}

Page *MainWindow::page(PageId id)
{
    if (const auto found = m_pages.find(id); found != m_pages.end())
        return found->second;
    Page *made = createPage(id, m_stack);
    m_stack->addWidget(made);
    m_pages.emplace(id, made);
    connect(made, &Page::navigate, this, &MainWindow::navigate);
    connect(made, &Page::limitRequested, m_budgets, &BudgetActions::setLimit);
    connect(made, &Page::clearLimitRequested, m_budgets, &BudgetActions::clearLimit);
    connect(made, &Page::resetRequested, m_budgets, &BudgetActions::reset);
    connect(made, &Page::undoRequested, m_budgets, &BudgetActions::undo);
    connect(made, &Page::ledgerRequested, m_budgets, &BudgetActions::ledger);
    connect(made, &Page::whyRequested, this, &MainWindow::explainChange);
    connect(made, &Page::chartRequested, this, &MainWindow::exportChart);
    connect(made, &Page::sampleRequested, this, &MainWindow::openSample);
    connect(made, &Page::openStoreRequested, this, [this] { m_stores->ask(); });
    giveLoader(made);
    return made;
}

void MainWindow::giveLoader(Page *made)
{
    if (auto *calls = qobject_cast<CallsPage *>(made))
        calls->setLoader([this](const CallQuery &query) { return m_session.calls(query); });
    if (auto *budgets = qobject_cast<BudgetsPage *>(made))
        budgets->setLedgerLoader([this] { return m_session.ledger(); });
}

void MainWindow::navigate(const Destination &destination)
{
    page(destination.page)->arrive(destination);
    Place there = placeAt(destination, place());
    // "Show all" means what comes, too.
    const SnapshotPtr snapshot = m_session.snapshot();
    if (snapshot && destination.range && *destination.range == snapshot->daily.extent())
        there.preset = RangePreset::All;
    go(there);
}

void MainWindow::go(const Place &place)
{
    m_history.go(place);
    m_settings.setPlace(place);
    showPlace();
}

void MainWindow::look(const Place &place)
{
    m_history.replace(place);
    m_settings.setPlace(place);
    showPlace();
}

void MainWindow::step(void (History::*way)())
{
    (m_history.*way)();
    page(place().page)->arrive({place().page, place().project.value_or(all),
                                place().model.value_or(all), {}, false, place().store});
    showPlace();
}

void MainWindow::showPlace()
{
    m_sidebar->setPage(place().page);
    const SnapshotPtr snapshot = m_session.snapshot();
    RangeSelection range;
    if (snapshot) {
        const View view = viewOf(place(), *snapshot);
        range = view.range;
        Page *shown = page(place().page);
        shown->show(snapshot, view);
        m_stack->setCurrentWidget(shown);
        m_session.setHours(hoursWanted(view));
    } else {
        m_stack->setCurrentWidget(m_state);
    }
    m_topBar->setStoresOffered(m_session.merged());
    m_groupByStore->setEnabled(m_session.merged());
    m_topBar->setPlace(place(), range, m_history.canGoBack());
    m_topBar->setEnabled(snapshot != nullptr);

    QStringList title{pageTitle(place().page)};
    if (const QString store = storeTitle(m_session, m_settings); !store.isEmpty())
        title << store;
    title << u"Tollkeeper"_s;
    setWindowTitle(title.join(u" – "_s));
}

void MainWindow::showState()
{
    using State = Session::State;
    const SnapshotPtr snapshot = m_session.snapshot();
    if (!snapshot && m_stack->currentWidget() != m_state)
        showPlace();

    m_banners->showState();
    if (m_session.merged())
        readLiveStores();
    m_veil->setVisible(m_session.state() == State::Stale); // what is old must not pass for what is

    int exceeded = 0;
    int warning = 0;
    if (snapshot) {
        for (const BudgetState &state : budgetStates(snapshot->budgets)) {
            exceeded += state.status == BudgetStatus::Exceeded ? 1 : 0;
            warning += state.status == BudgetStatus::Warning ? 1 : 0;
        }
    }
    m_sidebar->setBudgetsAtRisk(exceeded, warning);
}

void MainWindow::readLiveStores()
{
    std::vector<bool> live;
    for (const StoreStatus &store : m_session.stores())
        live.push_back(store.state == Session::State::Open);
    if (std::exchange(m_liveStores, live) == live)
        return;
    for (const auto &[id, made] : m_pages)
        giveLoader(made); // calls and ledger are those of other stores now
}

void MainWindow::storeOpened()
{
    const QString store = m_session.address();
    if (!store.isEmpty() && store != m_shownStore) {
        if (!m_shownStore.isEmpty()) { // another store has other projects
            Place start = place();
            start.project.reset();
            start.model.reset();
            start.store.reset();
            m_history.restart(start);
        }
        m_shownStore = store;
        for (const auto &[id, made] : m_pages)
            giveLoader(made); // so that it reads anew
        m_stores->remember();
        m_banners->startAnew();
    }
    showPlace();
    showState();
}

void MainWindow::openSample()
{
    m_stores->openSample();
}

void MainWindow::askForRange()
{
    const SnapshotPtr snapshot = m_session.snapshot();
    if (!snapshot)
        return;
    showPlace(); // the segment was switched on by the click; it holds once there is a range
    const Range present = viewOf(place(), *snapshot).range.current;
    auto *dialog = new CustomRangeDialog(present, snapshot->daily.extent(), this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        Place other = place();
        other.preset = RangePreset::Custom;
        other.custom = dialog->range();
        look(other);
    });
    dialog->open();
}

void MainWindow::explainChange(const View &view)
{
    auto *dialog = new ChangeDialog(m_session.snapshot(), view, this);
    connect(dialog, &ChangeDialog::navigate, this, &MainWindow::navigate);
    dialog->open();
}

void MainWindow::askForPreferences()
{
    auto *dialog = new PreferencesDialog(m_settings.preferences(), this);
    connect(dialog, &PreferencesDialog::changed, this, [this](const Preferences &preferences) {
        if (preferences.scheme != m_settings.preferences().scheme)
            applyTheme(*qApp, preferences.scheme);
        m_settings.setPreferences(preferences);
        m_session.setPollInterval(preferences.refreshMs);
    });
    dialog->open();
}

void MainWindow::setStill(bool still)
{
    m_status->setStill(still);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setGeometry(saveGeometry());
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    // Models bring colours; ask for them again.
    if (event->type() == QEvent::PaletteChange && m_status)
        showPlace();
}

} // namespace tollkeeper::ui
