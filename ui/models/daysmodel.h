// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/summary.h"
#include "models/valuemodel.h"

namespace tollkeeper::ui {

/// The days (or hours) of a range that have calls, one a row. GUI thread.
class DaysModel final : public ValueModel<BucketTotals>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DaysModel)

public:
    explicit DaysModel(QObject *parent = nullptr);

    enum ColumnId { Day, Spend, Calls, TokensIn, TokensOut, PerCall };

    void setBuckets(std::vector<BucketTotals> buckets, BucketUnit unit);
    /// The day or hour of a row: where a click on it leads.
    [[nodiscard]] Range range(int row) const;

protected:
    [[nodiscard]] QString key(const BucketTotals &bucket) const override;
    [[nodiscard]] Cell cell(int row, int column) const override;
    [[nodiscard]] QVariant sortValue(int row, int column) const override;

private:
    void updateColumns();

    BucketUnit m_unit = BucketUnit::Day;
};

} // namespace tollkeeper::ui
