// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/budgetmodel.h"

#include <QAbstractButton>

namespace tollkeeper::ui {

/// One budget on a card: gauge, name, state, amounts and forecast. A click leads to it. GUI thread.
class BudgetGauge final : public QAbstractButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetGauge)

public:
    explicit BudgetGauge(QWidget *parent = nullptr);

    void setBudget(const BudgetRow &row, Timestamp now);
    [[nodiscard]] QString project() const { return m_row.state.budget.project; }
    /// A line above: between gauges.
    void setLine(bool line);

    [[nodiscard]] QSize sizeHint() const override { return {260, 62}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 62}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    BudgetRow m_row;
    QString m_amounts;
    QString m_forecast;
    bool m_line = false;
    bool m_byKeyboard = false; ///< how it got the focus
};

/// Gauges below each other, as many as fit. GUI thread.
class BudgetGauges final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetGauges)

public:
    explicit BudgetGauges(QWidget *parent = nullptr);

    /// Shows the first of \a rows.
    void setBudgets(const std::vector<BudgetRow> &rows, Timestamp now);
    /// How many there is room for.
    [[nodiscard]] int shownCount() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &project);
    void shownCountChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void place();

    BudgetGauge *add();
    QList<BudgetGauge *> m_gauges;
    int m_count = 0;
};

} // namespace tollkeeper::ui
