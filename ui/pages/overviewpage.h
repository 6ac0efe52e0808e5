// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/datapage.h"

class QBoxLayout;

namespace tollkeeper::ui {

class BudgetGauges;
class Card;
class Figures;
class SpendCard;
class SpendModel;

/// What everything costs: key figures, spend over time, budgets at risk, and the largest groups.
/// GUI thread; owned by the main window's stack.
class OverviewPage final : public DataPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OverviewPage)

public:
    explicit OverviewPage(QWidget *parent = nullptr);

    [[nodiscard]] QAbstractItemModel *shownTable() const override;
    [[nodiscard]] std::optional<ReportDocument::Chart> shownChart() const override;

protected:
    [[nodiscard]] View heeded(const View &view) const override;
    void draw(const SpendReport &report) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void showBudgets();
    void countBudgets();

    Figures *m_figures = nullptr;
    SpendCard *m_spend = nullptr;
    Card *m_budgetCard = nullptr;
    BudgetGauges *m_gauges = nullptr;
    int m_budgetCount = 0;
    QBoxLayout *m_middle = nullptr;
    Card *m_tableCard = nullptr;
    SpendModel *m_model = nullptr;
    Table *m_table = nullptr;
};

} // namespace tollkeeper::ui
