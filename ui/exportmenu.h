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

    /// Whether the page that is shown has a chart.
    void setHasChart(bool hasChart);

    /// Adds the entries for a chart to \a menu; \a chosen is called with what was chosen.
    static QList<QAction *> addChartActions(QMenu *menu, const std::function<void(ChartAs)> &chosen);

Q_SIGNALS:
    void tableOrCallsRequested(tollkeeper::ui::ExportChoice::What what,
                               tollkeeper::ExportFormat format);
    void focusRequested();
    void reportRequested();
    void chartRequested(tollkeeper::ui::ChartAs as);
    void recipeRequested(tollkeeper::ui::RecipeAs as);

private:
    QList<QAction *> m_chartActions;
};

} // namespace tollkeeper::ui
