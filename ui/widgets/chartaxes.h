// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/series.h"
#include "widgets/moneyscale.h"

#include <QRectF>

class QPainter;

/// What stands beside and below the bars of a chart, which lie in an area of the painter's.
namespace tollkeeper::ui {

/// Room below the area in which the labels of the time fit.
inline constexpr double timeLabelHeight = 24;
/// Room on the left of the area that the labels of the scale take.
[[nodiscard]] double moneyScaleWidth(const MoneyScale &scale);

/// The scale's lines behind the bars, and what they stand for.
void paintMoneyScale(QPainter *painter, const MoneyScale &scale, const QRectF &area);
/// What the bars of \a series are called: as many as fit without touching, at even distances.
void paintTimeLabels(QPainter *painter, const SpendSeries &series, const QRectF &area);

} // namespace tollkeeper::ui
