// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window's Export menu. A log, FOCUS, and what is to be copied come from one store: of a merged
// view, from the one whose project is shown, or one after the other.
#include "exportactions.h"
#include "exportmenu.h"
#include "mainwindow.h"
#include "pages/page.h"
#include "session/session.h"
#include "topbar.h"

#include <QMenu>

namespace tollkeeper::ui {

void MainWindow::connectExports()
{
    auto *menu = new ExportMenu(m_topBar->exportMenu(), this);
    connect(m_topBar->exportMenu(), &QMenu::aboutToShow, menu, [this, menu] {
        menu->setHasChart(m_session.snapshot() && page(place().page)->shownChart());
        QStringList names;
        for (const StoreStatus &store : m_session.stores())
            names << store.name;
        menu->setStores(m_session.merged() ? names : QStringList(),
                        oneStore(ExportMenu::shown).has_value());
    });
    connect(menu, &ExportMenu::tableOrCallsRequested, this, &MainWindow::exportShown);
    connect(menu, &ExportMenu::chartRequested, this, &MainWindow::exportChart);
    connect(menu, &ExportMenu::focusRequested, this, [this](int store) {
        if (const auto one = oneStore(store))
            m_exports->askForFocus(one->place, *one->snapshot, one->store);
    });
    connect(menu, &ExportMenu::reportRequested, this, [this] {
        if (const SnapshotPtr snapshot = m_session.snapshot())
            m_exports->askForReport(snapshot, viewOf(place(), *snapshot));
    });
    connect(menu, &ExportMenu::recipeRequested, this, [this](RecipeAs as, int store) {
        if (const auto one = oneStore(store))
            m_exports->copyRecipe(recipeOf(one->place, viewOf(one->place, *one->snapshot)),
                                  one->location, as);
    });
}

std::optional<MainWindow::OneStore> MainWindow::oneStore(int store) const
{
    const SnapshotPtr all = m_session.snapshot();
    if (!all)
        return {};
    Place there = place();
    std::optional<ProjectPlace> project;
    if (there.project)
        project = all->placeOf(*there.project);
    if (store == ExportMenu::shown) {
        std::optional<int> only = all->merged() ? std::nullopt : std::optional(0);
        if (there.store)
            only = all->storeCalled(*there.store);
        else if (project)
            only = project->store;
        if (!only)
            return {};
        store = *only;
    }
    there.project.reset();
    there.store.reset();
    if (project && project->store == store)
        there.project = project->project;
    const StoreStatus status = m_session.stores()[static_cast<std::size_t>(store)];
    if (!status.snapshot || !status.location)
        return {};
    return OneStore{there, status.snapshot, *status.location, store};
}

void MainWindow::exportShown(ExportChoice::What what, ExportFormat format, int store)
{
    const SnapshotPtr snapshot = m_session.snapshot();
    if (snapshot && what == ExportChoice::What::Table)
        return m_exports->ask(place(), *snapshot, page(place().page)->shownTable(), what, format);
    if (const auto one = oneStore(store)) {
        QAbstractItemModel *table = m_session.merged() ? nullptr : page(place().page)->shownTable();
        m_exports->ask(one->place, *one->snapshot, table, what, format, one->store);
    }
}

void MainWindow::exportChart(ChartAs as)
{
    const SnapshotPtr snapshot = m_session.snapshot();
    if (!snapshot)
        return;
    if (const auto chart = page(place().page)->shownChart())
        m_exports->chart(*chart, as, place(), *snapshot);
}

} // namespace tollkeeper::ui
