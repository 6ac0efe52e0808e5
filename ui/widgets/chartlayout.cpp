// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chartlayout.h"

#include "format/format.h"
#include "theme/theme.h"
#include "widgets/chartmarks.h"
#include "widgets/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tollkeeper::ui {

namespace {

constexpr double labelGap = 8;
constexpr double labelHeight = 24;
constexpr double topSpace = 10;
constexpr double spacePerLine = 58; ///< of the scale, about
constexpr int mostLines = 5;

} // namespace

ChartLayout::ChartLayout(const SpendSeries &series, const QSizeF &size, bool marks)
{
    double highest = 0;
    for (const Money total : series.totals)
        highest = std::max(highest, total.toUsd());
    const double room = std::max(40.0, size.height() - labelHeight - topSpace);
    scale = MoneyScale(highest, std::clamp(int(room / spacePerLine), 2, mostLines));
    // Rings and a label find place below the highest line of the scale or above it.
    const double free = room * (1 - highest / scale.top());
    const double above = marks ? std::max(topSpace, markSpace - free) : topSpace;

    const QFont face = ui::font(11);
    double widest = 0;
    for (int line = 0; line <= scale.lines(); ++line)
        widest = std::max(widest, tabularWidth(face, scale.text(line)));
    const double left = chartEdge + std::ceil(widest) + labelGap;
    area = QRectF(left, above, std::max(10.0, size.width() - left - chartEdge),
                  std::max(10.0, size.height() - above - labelHeight));
}

QRectF ChartLayout::columnOf(size_t bar, const SpendSeries &series) const
{
    const double width = area.width() / double(series.bars.size());
    return {area.left() + double(bar) * width, area.top(), width, area.height()};
}

void ChartLayout::paintScale(QPainter *painter, const SpendSeries &series,
                             const Colours &colours) const
{
    painter->setFont(ui::font(11));
    for (int line = 0; line <= scale.lines(); ++line) {
        const double y = std::round(area.bottom() - area.height() * line / scale.lines());
        painter->fillRect(QRectF(area.left(), y, area.width(), 1),
                          line == 0 ? colours.border : colours.grid);
        painter->setPen(colours.secondary);
        drawTabular(painter, QRectF(0, y - 8, area.left() - labelGap, 17), Qt::AlignRight,
                    scale.text(line));
    }

    // As many labels as fit without touching, at even distances.
    const QFontMetricsF metrics(painter->font());
    double widest = 1;
    for (const auto &bar : series.bars)
        widest = std::max(widest, metrics.horizontalAdvance(format::barLabel(series.unit, bar)));
    size_t every = 1;
    for (const size_t candidate : {1, 2, 3, 4, 5, 7, 10, 14, 21, 30, 60, 90}) {
        every = candidate;
        if (columnOf(0, series).width() * double(candidate) >= widest + 18)
            break;
    }
    painter->setPen(colours.secondary);
    for (size_t bar = 0; bar < series.bars.size(); bar += every) {
        const double middle = columnOf(bar, series).center().x();
        const double left =
            std::clamp(middle - widest / 2 - 1, 0.0, std::max(0.0, area.right() - widest - 2));
        painter->drawText(QRectF(left, area.bottom() + 6, widest + 2, 16),
                          Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextSingleLine,
                          format::barLabel(series.unit, series.bars[bar]));
    }
}

void ChartLayout::paintBars(QPainter *painter, const SpendSeries &series,
                            const Colours &colours) const
{
    for (size_t bar = 0; bar < series.bars.size(); ++bar) {
        const QRectF column = columnOf(bar, series);
        const double width = column.width() * chartBarWidth;
        double bottom = area.bottom();
        for (const auto &group : series.groups) {
            const double height = group.bars[bar].toUsd() / scale.top() * area.height();
            if (height <= 0)
                continue;
            QColor colour = seriesColour(colours, group.other ? -1 : group.colour);
            if (series.bars[bar].unfinished)
                colour = blended(colour, colours.card, unfinishedShare);
            painter->fillRect(
                QRectF(column.center().x() - width / 2, bottom - height, width, height), colour);
            bottom -= height;
        }
    }
}

} // namespace tollkeeper::ui
