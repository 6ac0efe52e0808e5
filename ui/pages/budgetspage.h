// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/datapage.h"

#include <QElapsedTimer>
#include <QFuture>

#include <functional>
#include <map>

class QLabel;

namespace tollkeeper::ui {

class BudgetModel;
class PeriodsModel;
class Card;
class KeyFigure;

/// All budgets with gauge, limit and forecast, most at risk first, and below them the periods that
/// are over; limits are set, budgets reset and counters compared with the log from here. GUI thread; owned by the main window's stack.
class BudgetsPage final : public DataPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetsPage)

public:
    explicit BudgetsPage(QWidget *parent = nullptr);

    /// How the counters are compared with the log. The page does so when it is shown and the store has
    /// changed, but not all the time: it may read much.
    using LedgerLoader = std::function<QFuture<Result<std::vector<LedgerLine>>>()>;
    void setLedgerLoader(LedgerLoader loader);

    void arrive(const Destination &destination) override;
    [[nodiscard]] QAbstractItemModel *shownTable() const override;
    void focusSearch() override;

protected:
    void draw(const SpendReport &report) override;
    [[nodiscard]] bool needsCalls() const override { return false; }

private:
    void updateActions();
    void drawBudgets();
    void drawPeriods();
    void compareLedger();

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
    QPushButton *m_ledger = nullptr;
    QLabel *m_note = nullptr; ///< what the ledger says, and what is only as if
    Card *m_periodsCard = nullptr;
    PeriodsModel *m_periods = nullptr;
    LedgerLoader m_loader;
    std::map<QString, LedgerLine> m_ledgerLines;
    std::optional<ChangeMark> m_compared; ///< the state of the store that they are of
    QElapsedTimer m_sinceCompared;
    bool m_comparing = false;
    quint64 m_loaderGeneration = 0;
    QString m_wanted; ///< a project to select when the table is drawn
};

} // namespace tollkeeper::ui
