// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/series.h"
#include "models/valuemodel.h"

namespace tollkeeper::ui {

/// What a chart of stacked bars draws, in numbers: one bar a row, and a column for the total and for
/// each group. GUI thread.
class SeriesModel final : public ValueModel<std::size_t>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SeriesModel)

public:
    explicit SeriesModel(QObject *parent = nullptr) : ValueModel(parent) {}

    enum ColumnId { Bar, Total, FirstGroup };

    void setSeries(const SpendSeries &series);

protected:
    [[nodiscard]] QString key(const std::size_t &bar) const override;
    [[nodiscard]] Cell cell(int row, int column) const override;
    [[nodiscard]] QVariant sortValue(int row, int column) const override;

private:
    [[nodiscard]] Money amount(int row, int column) const;
    void updateColumns();
    SpendSeries m_series;
};

} // namespace tollkeeper::ui
