// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chartmarks.h"

#include "format/format.h"
#include "theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr double ringRadius = 4;
constexpr double ringDistance = 9; ///< from a bar's top to the centre of its ring
constexpr double labelHeight = 15;
constexpr double labelGap = 8; ///< from the centre of a ring to its label
constexpr double clearance = labelHeight / 2 + 2;
constexpr size_t marksTold = 5; ///< more would be tedious to listen to

QFont labelFont()
{
    return ui::font(11);
}

// To the right of the ring, or to the left where there is more room; ring and label go up together
// until they are above the bars and rings that the label passes over.
void placeLabel(ChartMark &mark, const std::vector<ChartMark> &all, const BarGeometry &bars,
                const QString &text)
{
    const QFontMetricsF metrics(labelFont());
    const double wanted = std::ceil(metrics.horizontalAdvance(text)) + 2;
    const double right = bars.right - (mark.ring.x() + labelGap);
    const double left = mark.ring.x() - labelGap - bars.left;
    const bool toTheRight = wanted <= right || right >= left;
    const double room = std::min(wanted, std::max(0.0, toTheRight ? right : left));
    const double from = toTheRight ? mark.ring.x() + labelGap : mark.ring.x() - labelGap - room;
    const double to = from + room;

    double y = mark.ring.y();
    const double column = bars.area.width() / double(bars.tops.size());
    for (size_t bar = 0; bar < bars.tops.size(); ++bar) {
        const double start = bars.area.left() + double(bar) * column;
        if (bar != mark.bar && start + column > from && start < to)
            y = std::min(y, bars.tops[bar] - clearance);
    }
    for (const ChartMark &other : all) {
        if (other.bar != mark.bar && other.ring.x() + ringRadius > from &&
            other.ring.x() - ringRadius < to)
            y = std::min(y, other.ring.y() - ringRadius - clearance);
    }
    mark.ring.setY(std::max(y, labelHeight / 2));
    mark.label = metrics.elidedText(text, Qt::ElideMiddle, room);
    mark.labelRect = QRectF(from, mark.ring.y() - labelHeight / 2, room, labelHeight);
}

} // namespace

QString anomalyText(const SpendSeries &series, const Anomaly &anomaly)
{
    const QString text = format::anomaly(anomaly);
    if (series.unit == BarUnit::Day)
        return text;
    const int year = series.bars.back().range.lastDay().year();
    return text + u", "_s + format::day(dayFromEpoch(anomaly.day), year);
}

QString unusualText(const SpendSeries &series, const std::vector<UnusualBar> &unusual)
{
    QStringList texts;
    for (size_t i = 0; i < std::min(unusual.size(), marksTold); ++i) {
        texts += format::barTitle(series.unit, series.bars[unusual[i].bar]) + u": "_s +
                 anomalyText(series, unusual[i].anomalies.front());
    }
    if (unusual.size() > marksTold)
        texts += Text::tr("and %1 more").arg(unusual.size() - marksTold);
    return texts.join(u"; "_s);
}

std::vector<ChartMark> placeMarks(const std::vector<UnusualBar> &unusual, const BarGeometry &bars,
                                  const std::function<QString(const Anomaly &)> &textOf)
{
    std::vector<ChartMark> marks;
    size_t strongest = 0;
    const double column = bars.area.width() / double(bars.tops.size());
    for (const UnusualBar &bar : unusual) {
        const Anomaly &first = bar.anomalies.front();
        const double foot = bars.tops[bar.bar];
        const double middle = bars.area.left() + (double(bar.bar) + 0.5) * column;
        marks.push_back({.bar = bar.bar,
                         .ring = {middle, foot - ringDistance},
                         .foot = foot,
                         .high = first.spend > first.usual});
        if (first.size() > unusual[strongest].anomalies.front().size())
            strongest = marks.size() - 1;
    }
    if (!marks.empty())
        placeLabel(marks[strongest], marks, bars, textOf(unusual[strongest].anomalies.front()));
    return marks;
}

void paintMarks(QPainter *painter, const std::vector<ChartMark> &marks)
{
    const Colours &c = colours();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(labelFont());
    for (const ChartMark &mark : marks) {
        const QColor colour = mark.high ? c.bad : c.secondary;
        painter->setPen(QPen(colour, 1));
        if (mark.foot - mark.ring.y() > ringDistance + 1) // it was moved up: say whose it is
            painter->drawLine(QPointF(mark.ring.x(), mark.ring.y() + ringRadius),
                              QPointF(mark.ring.x(), mark.foot - 2));
        painter->setPen(QPen(colour, 2));
        painter->setBrush(c.card);
        painter->drawEllipse(mark.ring, ringRadius, ringRadius);
        painter->setPen(colour);
        painter->drawText(mark.labelRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          mark.label);
    }
    painter->restore();
}

} // namespace tollkeeper::ui
