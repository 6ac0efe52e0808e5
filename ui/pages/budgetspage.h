// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/datapage.h"

namespace tollkeeper::ui {

class BudgetModel;
class Card;
class KeyFigure;

/// All budgets with gauge, limit and forecast, most at risk first; limits are set and budgets reset
/// from here. GUI thread; owned by the main window's stack.
class BudgetsPage final : public DataPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetsPage)

public:
    explicit BudgetsPage(QWidget *parent = nullptr);

    void arrive(const Destination &destination) override;
    [[nodiscard]] QAbstractItemModel *shownTable() const override;
    void focusSearch() override;

protected:
    void draw(const SpendReport &report) override;
    [[nodiscard]] bool needsCalls() const override { return false; }

private:
    void updateActions();

    KeyFigure *m_exceeded = nullptr;
    KeyFigure *m_warning = nullptr;
    KeyFigure *m_ok = nullptr;
    KeyFigure *m_noLimit = nullptr;
    Card *m_card = nullptr;
    BudgetModel *m_model = nullptr;
    Table *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    QLineEdit *m_search = nullptr;
    QPushButton *m_setLimit = nullptr;
    QPushButton *m_clearLimit = nullptr;
    QPushButton *m_reset = nullptr;
    QString m_wanted; ///< a project to select when the table is drawn
};

} // namespace tollkeeper::ui
