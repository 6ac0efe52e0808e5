// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the window can do by name: shortcuts, the menu of help, and the command palette.
#include "actions.h"
#include "banners.h"
#include "budgetactions.h"
#include "help/aboutdialog.h"
#include "help/helpwindow.h"
#include "mainwindow.h"
#include "pages/datapage.h"
#include "pages/pages.h"
#include "session/session.h"
#include "settings.h"
#include "sidebar.h"
#include "storeactions.h"
#include "topbar.h"

#include <QApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

void MainWindow::addActions()
{
    const QString go = tr("Go to");
    for (int i = 0; i <= static_cast<int>(PageId::Audit); ++i) {
        const auto id = static_cast<PageId>(i);
        m_actions->add(go, pageTitle(id),
                       QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)), [this, id] {
                           navigate({id, everything, everything, {}, false});
                       });
    }
    m_actions->add(go, tr("Back"), Qt::ALT | Qt::Key_Left, [this] { step(&History::goBack); });
    m_actions->add(go, tr("Forward"), Qt::ALT | Qt::Key_Right,
                   [this] { step(&History::goForward); });
    m_actions->add(go, tr("Search on this page"), Qt::CTRL | Qt::Key_F,
                   [this] { page(place().page)->focusSearch(); });
    addViewActions();
    addStoreActions();

    const QString window = tr("Window");
    m_undoAction = m_actions->add(tr("Budget"), tr("Undo"), QKeySequence::Undo,
                                   [this] { m_banners->undo(); });
    m_undoAction->setEnabled(false);
    connect(m_banners, &Banners::undoPossible, m_undoAction, &QAction::setEnabled);
    for (const auto &[text, scheme] :
         {std::pair{tr("Theme as the system"), Scheme::System}, {tr("Light theme"), Scheme::Light},
          {tr("Dark theme"), Scheme::Dark}, {tr("High-contrast theme"), Scheme::Contrast}})
        m_actions->add(window, text, {}, [this, chosen = scheme] {
            Preferences preferences = m_settings.preferences();
            preferences.scheme = chosen;
            m_settings.setPreferences(preferences);
            applyTheme(*qApp, chosen);
        });
    m_actions->add(window, tr("Preferences"), Qt::CTRL | Qt::Key_Comma,
                   [this] { askForPreferences(); });
    m_actions->add(window, tr("Quit"), Qt::CTRL | Qt::Key_Q, [this] { close(); });

    const QString help = tr("Help");
    QMenu *menu = m_sidebar->helpMenu();
    menu->addAction(m_actions->add(help, tr("Manual"), QKeySequence::HelpContents,
                                   [this] { HelpWindow::open(this); }));
    menu->addAction(m_actions->add(help, tr("Keyboard shortcuts"), {}, [this] {
        HelpWindow::open(this)->showSection(tr("Keyboard"));
    }));
    menu->addAction(m_actions->add(help, tr("Commands…"), Qt::CTRL | Qt::Key_K,
                                   [this] { showPalette(); }));
    menu->addAction(m_actions->add(help, tr("About Tollkeeper"), {}, [this] {
        const SnapshotPtr snapshot = m_session.snapshot();
        (new AboutDialog(snapshot ? snapshot->store.serverVersion : QString(), this))->open();
    }));
}

void MainWindow::addViewActions()
{
    const auto change = [this](auto apply) {
        return [this, apply] {
            Place other = place();
            apply(other);
            look(other);
        };
    };
    const QString range = tr("Range");
    for (const auto &[text, preset] :
         {std::pair{tr("Last 24 hours"), RangePreset::Last24Hours},
          {tr("Last 7 days"), RangePreset::Last7Days}, {tr("Last 30 days"), RangePreset::Last30Days},
          {tr("This month"), RangePreset::Month}, {tr("This quarter"), RangePreset::Quarter},
          {tr("From the first call to the last"), RangePreset::All}})
        m_actions->add(range, text, {},
                       change([chosen = preset](Place &other) { other.preset = chosen; }));
    m_actions->add(range, tr("From one day to another…"), {}, [this] { askForRange(); });

    const QString view = tr("View");
    m_actions->add(view, tr("Compare with the previous period, or not"), {},
                   change([](Place &other) { other.compare = !other.compare; }));
    m_actions->add(view, tr("Group by project"), {},
                   change([](Place &other) { other.groupBy = GroupBy::Project; }));
    m_actions->add(view, tr("Group by model"), {},
                   change([](Place &other) { other.groupBy = GroupBy::Model; }));
    m_groupByStore = m_actions->add(view, tr("Group by store"), {}, change([](Place &other) {
        other.groupBy = GroupBy::Store;
    }));
    m_groupByStore->setEnabled(false); // until there are several
    m_actions->add(view, tr("Why did it change?"), {}, [this] {
        if (const SnapshotPtr snapshot = m_session.snapshot())
            explainChange(viewOf(place(), *snapshot));
    });
    m_actions->add(view, tr("Export…"), Qt::CTRL | Qt::Key_E,
                   [this] { m_topBar->showExportMenu(); });
}

void MainWindow::addStoreActions()
{
    const QString store = tr("Store");
    m_actions->add(store, tr("Read everything again"), Qt::Key_F5, [this] { m_session.refresh(); });
    m_actions->add(store, tr("Open store…"), Qt::CTRL | Qt::Key_O, [this] { m_stores->ask(); });
    m_actions->add(store, tr("Several stores together…"), {}, [this] { m_stores->merge(); });
    m_actions->add(store, tr("Open local file"), {}, [this] { m_stores->openLocalFile(); });
    m_actions->add(store, tr("Open sample data"), {}, [this] { openSample(); });
    m_actions->add(store, tr("Names of stores…"), {}, [this] { m_stores->manage(); });
    m_actions->add(store, tr("About this store…"), {}, [this] { m_stores->showAbout(); });
    m_actions->add(store, tr("Reconnect"), {}, [this] { m_session.retry(); });
}

std::vector<Command> MainWindow::commands()
{
    std::vector<Command> commands = m_actions->commands();
    for (QAction *action : m_topBar->exportMenu()->actions()) {
        if (action->isEnabled() && !action->isSeparator() && !action->menu())
            commands.push_back(commandOf(action, tr("Export")));
    }
    for (const KnownStore &store : m_settings.stores())
        commands.push_back({tr("Open %1").arg(store.name.isEmpty() ? displayOf(store) : store.name),
                            tr("Store"), {}, [this, store] { m_stores->openKnown(store); }});
    if (m_session.snapshot()) {
        addSpendCommands(commands);
        addBudgetCommands(commands);
    }
    return commands;
}

void MainWindow::addSpendCommands(std::vector<Command> &commands)
{
    for (const auto &[groupBy, id, group] :
         {std::tuple{GroupBy::Project, PageId::Projects, tr("Project")},
          {GroupBy::Model, PageId::Models, tr("Model")},
          {GroupBy::Store, PageId::Projects, tr("Store")}}) {
        if (groupBy == GroupBy::Store && !m_session.snapshot()->merged())
            continue;
        for (const QString &name : colourOrder(m_session.snapshot()->daily, groupBy))
            commands.push_back({name, group, {},
                                [this, to = towards(id, groupBy, name)] { navigate(to); }});
    }
}

void MainWindow::addBudgetCommands(std::vector<Command> &commands)
{
    const Snapshot &snapshot = *m_session.snapshot();
    const QString group = tr("Budget");
    for (const Budget &budget : snapshot.budgets) {
        const QString &project = budget.project;
        const Access access = snapshot.storeOf({project}).access;
        if (access.canSetLimits) {
            commands.push_back({tr("Set limit of %1…").arg(project), group, {},
                                [this, project] { m_budgets->setLimit(project); }});
            if (budget.limit)
                commands.push_back({tr("Clear limit of %1…").arg(project), group, {},
                                    [this, project] { m_budgets->clearLimit(project); }});
        }
        if (access.canReset)
            commands.push_back({tr("Reset budget of %1…").arg(project), group, {},
                                [this, project] { m_budgets->reset({project}); }});
    }
}

void MainWindow::showPalette()
{
    (new CommandPalette(commands(), this))->open();
}

} // namespace tollkeeper::ui
