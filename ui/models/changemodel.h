// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/change.h"
#include "models/valuemodel.h"

namespace tollkeeper::ui {

/// Why the spend of each project changed: the rows of a SpendChange. GUI thread.
class ChangeModel final : public ValueModel<ProjectChange>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeModel)

public:
    explicit ChangeModel(QObject *parent = nullptr);

    /// After these, one column a factor, in the order of changeFactors.
    enum ColumnId { Project, Before, Now, Change, FirstFactor };

    void setChange(const SpendChange &change);

protected:
    [[nodiscard]] QString key(const ProjectChange &row) const override { return row.project; }
    [[nodiscard]] Cell cell(int row, int column) const override;
    [[nodiscard]] QVariant sortValue(int row, int column) const override;

private:
    /// What the column says of a row; nothing for the name.
    [[nodiscard]] static Money amount(const ProjectChange &row, int column);
};

} // namespace tollkeeper::ui
