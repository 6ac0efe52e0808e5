// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/snapshot.h"
#include "dialogs/exportdialog.h"
#include "navigation.h"
#include "store/location.h"

#include <QMainWindow>

#include <map>
#include <optional>
#include <vector>

class QAction;
class QStackedWidget;

namespace tollkeeper::ui {

class Actions;
class BudgetActions;
class Banners;
class ExportActions;
class Session;
class Settings;
class Sidebar;
class StateView;
class StatusLine;
class StoreActions;
class StoreMenu;
struct Command;
class TopBar;
class Veil;

/// The window: puts the parts together and leads the user round. Data walks from the session to
/// the page that is visible; what the user asks for walks back. GUI thread; owned by main() or a
/// test, as the session and settings are, which must outlive it.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    MainWindow(Session &session, Settings &settings, const Place &start);
    ~MainWindow() override;

    [[nodiscard]] const Place &place() const { return m_history.current(); }
    /// Goes there; Back returns.
    void go(const Place &place);
    /// Makes the sample store if need be, and opens it.
    void openSample();
    /// For pictures: no text that changes by itself.
    void setStill(bool still);

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// What is shown, as far as one store has it.
    struct OneStore
    {
        Place place; ///< with the store's own name of the project
        SnapshotPtr snapshot;
        StoreLocation location;
        int store = 0;
    };
    void build();
    void addActions();
    void addViewActions();
    void addStoreActions();
    [[nodiscard]] std::vector<Command> commands();
    void addBudgetCommands(std::vector<Command> &commands);
    void addSpendCommands(std::vector<Command> &commands);
    void showPalette();
    void step(void (History::*way)());
    void connectTopBar();
    void connectExports();
    [[nodiscard]] Page *page(PageId id);
    void giveLoader(Page *made);
    void navigate(const Destination &destination);
    void look(const Place &place); ///< at the same page in another way
    void stepped();                ///< after Back or Forward
    void showPlace();
    void showState();
    void storeOpened();
    void readLiveStores();
    void askForRange();
    void explainChange(const View &view);
    void askForPreferences();
    void exportChart(ChartAs as);
    void exportShown(ExportChoice::What what, ExportFormat format, int store);
    [[nodiscard]] std::optional<OneStore> oneStore(int store) const;

    Session &m_session;
    Settings &m_settings;
    History m_history;
    QString m_shownStore;           ///< whose snapshot was shown last
    std::vector<bool> m_liveStores; ///< of a merged view: which ones the pages read
    std::map<PageId, Page *> m_pages;          ///< made when first visited
    Actions *m_actions;
    BudgetActions *m_budgets;
    StoreActions *m_stores;
    ExportActions *m_exports;
    Sidebar *m_sidebar = nullptr;
    TopBar *m_topBar = nullptr;
    StoreMenu *m_storeMenu = nullptr;
    Banners *m_banners = nullptr;
    QStackedWidget *m_stack = nullptr;
    StateView *m_state = nullptr;
    Veil *m_veil = nullptr;
    StatusLine *m_status = nullptr;
    QAction *m_undoAction = nullptr;
    QAction *m_groupByStore = nullptr;
};

} // namespace tollkeeper::ui
