// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cells.h"
#include "models/valuemodel.h"
#include "values/budget.h"

namespace tollkeeper::ui {

/// The audit log: who reset a budget or changed a limit, when and why. GUI thread.
class AuditModel final : public ValueModel<AuditEntry>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditModel)

public:
    explicit AuditModel(QObject *parent = nullptr);

    enum ColumnId { When, Action, Project, Amount, Who, Reason, Note, Id };

    void setEntries(std::vector<AuditEntry> entries) { setRows(std::move(entries)); }

protected:
    [[nodiscard]] QString key(const AuditEntry &entry) const override
    {
        return cells::keyOf(entry.store, entry.id);
    }
    [[nodiscard]] Cell cell(int row, int column) const override;
    [[nodiscard]] QVariant sortValue(int row, int column) const override;
};

} // namespace tollkeeper::ui
