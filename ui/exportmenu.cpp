// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exportmenu.h"

#include "dialogs/plaintext.h"
#include "format/format.h"

#include <QAction>
#include <QMenu>

namespace tollkeeper::ui {

ExportMenu::ExportMenu(QMenu *menu, QObject *parent) : QObject(parent)
{
    menu->setToolTipsVisible(true);
    for (const auto &[text, format] :
         {std::pair{tr("What is shown, as &CSV…"), ExportFormat::Csv},
          {tr("What is shown, as &JSON…"), ExportFormat::Json}})
        connect(menu->addAction(text), &QAction::triggered, this, [this, format = format] {
            Q_EMIT tableOrCallsRequested(ExportChoice::What::Table, format, shown);
        });
    m_storeActions << addCallActions(menu, shown);
    menu->addSeparator();
    m_storeActions << addFocusAction(menu, shown);
    connect(menu->addAction(tr("&Report as PDF…")), &QAction::triggered, this,
            &ExportMenu::reportRequested);
    menu->addSeparator();
    m_chartActions = addChartActions(menu, [this](ChartAs as) { Q_EMIT chartRequested(as); });
    menu->addSeparator();
    m_storeActions << addRecipeActions(menu, shown);
    m_stores = menu->addMenu(tr("From one of the s&tores"));
    m_stores->setObjectName(QStringLiteral("oneStore"));
    setStores({}, true);
}

QList<QAction *> ExportMenu::addCallActions(QMenu *menu, int store)
{
    QList<QAction *> actions;
    for (const auto &[text, format] :
         {std::pair{tr("&All calls of this selection, as CSV…"), ExportFormat::Csv},
          {tr("All calls of this &selection, as JSON…"), ExportFormat::Json},
          {tr("All calls of this selection, as &Excel workbook…"), ExportFormat::Xlsx}}) {
        actions << menu->addAction(text);
        connect(actions.back(), &QAction::triggered, this, [this, format = format, store] {
            Q_EMIT tableOrCallsRequested(ExportChoice::What::Calls, format, store);
        });
    }
    return actions;
}

QAction *ExportMenu::addFocusAction(QMenu *menu, int store)
{
    auto *action = menu->addAction(tr("&FOCUS for finance…"));
    connect(action, &QAction::triggered, this, [this, store] { Q_EMIT focusRequested(store); });
    return action;
}

QList<QAction *> ExportMenu::addRecipeActions(QMenu *menu, int store)
{
    QList<QAction *> actions;
    for (const auto &[text, toolTip, as] :
         {std::tuple{tr("Copy as co&mmand"), tr("The tollctl line that prints what is shown"),
                     RecipeAs::Command},
          {tr("Copy as S&QL"), tr("The statement that gives what is shown, for psql or sqlite3"),
           RecipeAs::Sql}}) {
        actions << menu->addAction(text);
        actions.back()->setToolTip(toolTip);
        actions.back()->setData(toolTip); // for when it can be chosen again
        connect(actions.back(), &QAction::triggered, this,
                [this, as = as, store] { Q_EMIT recipeRequested(as, store); });
    }
    return actions;
}

void ExportMenu::setStores(const QStringList &names, bool oneIsShown)
{
    const bool possible = names.isEmpty() || oneIsShown;
    const QString reason =
        tr("Logs and commands are of one store: choose a project, or below one of the stores");
    for (QAction *action : m_storeActions) {
        action->setEnabled(possible);
        action->setToolTip(possible ? action->data().toString() : reason);
    }
    m_stores->clear();
    m_stores->menuAction()->setVisible(!names.isEmpty());
    for (int store = 0; store < names.size(); ++store) {
        QMenu *one = m_stores->addMenu(withoutMnemonics(format::safeText(names[store], 60)));
        one->setToolTipsVisible(true);
        addCallActions(one, store);
        addFocusAction(one, store);
        addRecipeActions(one, store);
    }
}

void ExportMenu::setHasChart(bool hasChart)
{
    for (QAction *action : m_chartActions)
        action->setEnabled(hasChart);
}

QList<QAction *> ExportMenu::addChartActions(QMenu *menu,
                                             const std::function<void(ChartAs)> &chosen)
{
    QList<QAction *> actions;
    for (const auto &[text, as] : {std::pair{tr("Chart as &PNG…"), ChartAs::Png},
                                   {tr("Chart as S&VG…"), ChartAs::Svg},
                                   {tr("Copy c&hart as picture"), ChartAs::Clipboard}}) {
        actions << menu->addAction(text);
        connect(actions.back(), &QAction::triggered, menu, [chosen, as = as] { chosen(as); });
    }
    return actions;
}

} // namespace tollkeeper::ui
