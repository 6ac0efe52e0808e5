// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/anomalies.h"

#include <QRectF>
#include <QString>

#include <functional>
#include <vector>

class QPainter;

/// The rings over the unusual bars of a chart, and the label of the one that matters most.
namespace tollkeeper::ui {

/// Room above the highest bar in which all rings and the label fit.
inline constexpr double markSpace = 38;

/// "support-bot 2.6× usual", and the day where a bar of \a series is longer than that.
[[nodiscard]] QString anomalyText(const SpendSeries &series, const Anomaly &anomaly);
/// The same of each of \a unusual, with the bar's name, to be read aloud: at most five.
[[nodiscard]] QString unusualText(const SpendSeries &series,
                                  const std::vector<UnusualBar> &unusual);

struct ChartMark
{
    size_t bar = 0;
    QPointF ring;    ///< its centre
    double foot = 0; ///< the top of the bar
    bool high = true;
    QString label = {}; ///< of one mark; elided where there is no room
    QRectF labelRect = {};
    friend bool operator==(const ChartMark &, const ChartMark &) = default;
};

/// Where the bars of a chart are.
struct BarGeometry
{
    QRectF area;     ///< of the bars
    double left = 0; ///< labels stay between these
    double right = 0;
    std::vector<double> tops; ///< one a bar
};

/// Places a ring over each of \a unusual, and a label, which \a textOf gives, beside the ring of
/// the bar that is furthest from what is usual: where it is not cut and not over other bars and
/// rings.
[[nodiscard]] std::vector<ChartMark>
placeMarks(const std::vector<UnusualBar> &unusual, const BarGeometry &bars,
           const std::function<QString(const Anomaly &)> &textOf);

void paintMarks(QPainter *painter, const std::vector<ChartMark> &marks);

} // namespace tollkeeper::ui
