// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/report.h"
#include "models/valuemodel.h"

namespace tollkeeper::ui {

/// The spend of projects, models or stores: the rows of a SpendReport. GUI thread.
class SpendModel final : public ValueModel<SpendRow>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SpendModel)

public:
    explicit SpendModel(GroupBy groupBy, QObject *parent = nullptr);

    enum ColumnId {
        Name,
        Spend,
        Share,
        Change,
        Calls,
        TokensIn,
        TokensOut,
        PerCall,
        PerMillion,
        Trend,
        LastCall,
        BudgetUsed,
    };

    /// Shows the rows of \a report. \a now is what ages are counted from.
    void setReport(const SpendReport &report, GroupBy groupBy, bool compare, Timestamp now);

protected:
    [[nodiscard]] QString key(const SpendRow &row) const override { return row.name; }
    [[nodiscard]] Cell cell(int row, int column) const override;
    [[nodiscard]] QVariant sortValue(int row, int column) const override;
    [[nodiscard]] bool isOld(int index) const override { return row(index).old; }

private:
    void updateColumns(const QString &trendTitle, bool compare);

    GroupBy m_groupBy;
    bool m_compare = true;
    QString m_trendTitle;
    SpendSeries m_bars; ///< of the trends; without groups
    Timestamp m_now;
};

} // namespace tollkeeper::ui
