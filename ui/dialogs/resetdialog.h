// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/confirmdialog.h"
#include "store/store.h"

class QCheckBox;

namespace tollkeeper::ui {

/// Asks before one or several budgets are reset: what will be cleared to the last digit, by whom,
/// where, and why.
class ResetDialog final : public ConfirmDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResetDialog)

public:
    ResetDialog(std::vector<Budget> budgets, const StoreInfo &store, QWidget *parent);
    /// Asks once more about budgets whose totals moved after they were confirmed.
    ResetDialog(std::vector<Budget> budgets, const StoreInfo &store, const QString &reason,
                QWidget *parent);

    /// One a budget, with the total that is shown; without it where the user said that any will do.
    [[nodiscard]] std::vector<ResetRequest> requests() const;

private:
    void addTable();
    std::vector<Budget> m_budgets;
    QCheckBox *m_anyTotal = nullptr;
};

} // namespace tollkeeper::ui
