// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/snapshot.h"
#include "budget/budgetstate.h"
#include "budget/ledger.h"
#include "models/valuemodel.h"

namespace tollkeeper::ui {

/// A budget and how it goes on.
struct BudgetRow
{
    BudgetState state;
    BudgetForecast forecast;
    std::optional<LedgerLine> ledger = {}; ///< once it was compared
    bool old = false; ///< of a store that is away
};
/// Every budget of \a snapshot, most at risk first.
[[nodiscard]] std::vector<BudgetRow> budgetRows(const Snapshot &snapshot);
/// "$2,080.00 of $2,000.00", "$12.00 spent" without a limit.
[[nodiscard]] QString amountText(const BudgetState &state);

/// Budgets with gauge, limit and forecast. GUI thread.
class BudgetModel final : public ValueModel<BudgetRow>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetModel)

public:
    explicit BudgetModel(QObject *parent = nullptr);

    enum ColumnId {
        Used,
        Project,
        Status,
        Spent,
        Limited,
        Left,
        Period,
        WarnAt,
        BurnRate,
        Forecast,
        LastReset,
        Ledger,
    };

    void setBudgets(std::vector<BudgetRow> rows, Timestamp now);

protected:
    [[nodiscard]] QString key(const BudgetRow &row) const override
    {
        return row.state.budget.project;
    }
    [[nodiscard]] Cell cell(int row, int column) const override;
    [[nodiscard]] QVariant sortValue(int row, int column) const override;
    [[nodiscard]] bool isOld(int index) const override { return row(index).old; }

private:
    Timestamp m_now;
};

} // namespace tollkeeper::ui
