// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roles.h"

#include <QColor>
#include <QRectF>
#include <QString>

class QPainter;

/// Small pictures of values that rows and cards have in common. They paint; the values are made
/// elsewhere.
namespace tollkeeper::ui {

[[nodiscard]] QColor toneColour(Tone tone);

/// A ring that is open at the bottom, filled to \a percent (at most all of it), with \a text in the
/// middle, made smaller until it fits.
void paintGauge(QPainter *painter, const QRectF &rect, double percent, Tone tone,
                const QString &text);
/// A horizontal bar, filled to \a percent.
void paintMeter(QPainter *painter, const QRectF &rect, double percent, Tone tone);
/// \a values as a line from left to right; the lowest possible value is zero.
void paintSparkline(QPainter *painter, const QRectF &rect, const QList<double> &values);
/// \a text in an outlined chip whose left edge and vertical centre are those of \a rect; returns
/// what it covers.
QRectF paintChip(QPainter *painter, const QRectF &rect, const QString &text, Tone tone);

/// How wide that chip is where there is room.
[[nodiscard]] double chipWidth(const QString &text);

} // namespace tollkeeper::ui
