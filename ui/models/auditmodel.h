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

    /// \a parts: of a merged view, whose stores number their entries each for itself.
    void setEntries(std::vector<AuditEntry> entries, const std::vector<StorePart> &parts = {});

protected:
    [[nodiscard]] QString key(const AuditEntry &entry) const override
    {
        return cells::keyOf(entry.store, entry.id);
    }
    [[nodiscard]] Cell cell(int row, int column) const override;
    [[nodiscard]] QVariant sortValue(int row, int column) const override;
    [[nodiscard]] bool isOld(int index) const override;

private:
    struct Store
    {
        QString name;
        bool live = true;
        friend bool operator==(const Store &, const Store &) = default;
    };
    [[nodiscard]] QString number(const AuditEntry &entry) const;
    std::vector<Store> m_stores; ///< of a merged view
};

} // namespace tollkeeper::ui
