// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exportmenu.h"

#include <QAction>
#include <QMenu>

namespace tollkeeper::ui {

ExportMenu::ExportMenu(QMenu *menu, QObject *parent) : QObject(parent)
{
    menu->setToolTipsVisible(true);
    for (const auto &[text, what, format] :
         {std::tuple{tr("What is shown, as &CSV…"), ExportChoice::What::Table, ExportFormat::Csv},
          {tr("What is shown, as &JSON…"), ExportChoice::What::Table, ExportFormat::Json},
          {tr("&All calls of this selection, as CSV…"), ExportChoice::What::Calls,
           ExportFormat::Csv},
          {tr("All calls of this &selection, as JSON…"), ExportChoice::What::Calls,
           ExportFormat::Json},
          {tr("All calls of this selection, as &Excel workbook…"), ExportChoice::What::Calls,
           ExportFormat::Xlsx}})
        connect(menu->addAction(text), &QAction::triggered, this,
                [this, what = what, format = format] {
                    Q_EMIT tableOrCallsRequested(what, format);
                });
    menu->addSeparator();
    connect(menu->addAction(tr("&FOCUS for finance, by day…")), &QAction::triggered, this,
            &ExportMenu::focusRequested);
    connect(menu->addAction(tr("&Report as PDF…")), &QAction::triggered, this,
            &ExportMenu::reportRequested);
    menu->addSeparator();
    m_chartActions = addChartActions(menu, [this](ChartAs as) { Q_EMIT chartRequested(as); });
    menu->addSeparator();
    for (const auto &[text, toolTip, as] :
         {std::tuple{tr("Copy as co&mmand"), tr("The tollctl line that prints what is shown"),
                     RecipeAs::Command},
          {tr("Copy as S&QL"), tr("The statement that gives what is shown, for psql or sqlite3"),
           RecipeAs::Sql}}) {
        QAction *action = menu->addAction(text);
        action->setToolTip(toolTip);
        connect(action, &QAction::triggered, this,
                [this, as = as] { Q_EMIT recipeRequested(as); });
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
