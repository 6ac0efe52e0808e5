// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/confirmdialog.h"
#include "store/store.h"

namespace tollkeeper::ui {

/// Shows what a project's counter says and what the log adds up to, names the difference, and offers
/// to repair it. Where there is nothing to repair, or the user may not, it only shows.
class LedgerDialog final : public ConfirmDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LedgerDialog)

public:
    LedgerDialog(const LedgerLine &line, const StoreInfo &store, QWidget *parent);

    [[nodiscard]] RepairRequest request() const;

private:
    const LedgerLine m_line;
};

} // namespace tollkeeper::ui
