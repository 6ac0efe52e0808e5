// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/periods.h"
#include "models/valuemodel.h"

namespace tollkeeper::ui {

struct PeriodRow
{
    QString project;
    ClosedPeriod period;
};

/// Periods of budgets that are over: what was spent and the limit at that time. GUI thread.
class PeriodsModel final : public ValueModel<PeriodRow>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PeriodsModel)

public:
    explicit PeriodsModel(QObject *parent = nullptr);

    enum ColumnId { Project, Days, Spent, Limited, Used, Status };

    void setPeriods(std::vector<PeriodRow> rows) { setRows(std::move(rows)); }

protected:
    [[nodiscard]] QString key(const PeriodRow &row) const override
    {
        return QString::number(row.period.auditId);
    }
    [[nodiscard]] Cell cell(int row, int column) const override;
    [[nodiscard]] QVariant sortValue(int row, int column) const override;
};

} // namespace tollkeeper::ui
