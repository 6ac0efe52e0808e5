// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/exportdialog.h"
#include "pages/page.h"

#include <QList>
#include <QObject>

#include <functional>

class QAction;
class QMenu;

namespace tollkeeper::ui {

/// What tells how to find out elsewhere what is shown.
enum class RecipeAs { Command, Sql };

/// The entries of the Export menu. GUI thread.
class ExportMenu final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExportMenu)

public:
    ExportMenu(QMenu *menu, QObject *parent);

    /// What is shown, and not one store of it.
    static constexpr int shown = -1;

    /// Whether the page that is shown has a chart.
    void setHasChart(bool hasChart);
    /// Of a merged view, the names of its stores, and whether what is shown is of one of them; else
    /// none.
    void setStores(const QStringList &names, bool oneIsShown);

    /// Adds the entries for a chart to \a menu; \a chosen is called with what was chosen.
    static QList<QAction *> addChartActions(QMenu *menu, const std::function<void(ChartAs)> &chosen);

Q_SIGNALS:
    void tableOrCallsRequested(tollkeeper::ui::ExportChoice::What what,
                               tollkeeper::ExportFormat format, int store);
    void focusRequested(int store);
    void reportRequested();
    void chartRequested(tollkeeper::ui::ChartAs as);
    void recipeRequested(tollkeeper::ui::RecipeAs as, int store);

private:
    QList<QAction *> addCallActions(QMenu *menu, int store);
    QAction *addFocusAction(QMenu *menu, int store);
    QList<QAction *> addRecipeActions(QMenu *menu, int store);
    QList<QAction *> m_storeActions; ///< that ask one store
    QList<QAction *> m_chartActions;
    QMenu *m_stores;
};

} // namespace tollkeeper::ui
