// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/series.h"
#include "widgets/moneyscale.h"

#include <QRectF>

class QPainter;

namespace tollkeeper::ui {

struct Colours;

inline constexpr double chartEdge = 6; ///< room for the frame that shows the focus
inline constexpr double chartBarWidth = 0.78; ///< of the column that a bar stands in
inline constexpr double unfinishedShare = 0.5; ///< of a bar's colour while its time is not over

/// Where what of a chart is, and how it is painted: for the widget, and for paper without one. A
/// plain value, for any thread.
struct ChartLayout
{
    ChartLayout() = default;
    /// \a marks: rings and a label find place above the bars.
    ChartLayout(const SpendSeries &series, const QSizeF &size, bool marks);

    QRectF area; ///< of the bars
    MoneyScale scale;

    [[nodiscard]] QRectF columnOf(size_t bar, const SpendSeries &series) const;
    /// Lines, amounts and days.
    void paintScale(QPainter *painter, const SpendSeries &series, const Colours &colours) const;
    void paintBars(QPainter *painter, const SpendSeries &series, const Colours &colours) const;
};

} // namespace tollkeeper::ui
