// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chartaxes.h"

#include "format/format.h"
#include "theme/theme.h"
#include "widgets/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tollkeeper::ui {

namespace {

constexpr int labelSize = 11;
constexpr double labelGap = 8;

} // namespace

double moneyScaleWidth(const MoneyScale &scale)
{
    const QFont face = ui::font(labelSize);
    double widest = 0;
    for (int line = 0; line <= scale.lines(); ++line)
        widest = std::max(widest, tabularWidth(face, scale.text(line)));
    return std::ceil(widest) + labelGap;
}

void paintMoneyScale(QPainter *painter, const MoneyScale &scale, const QRectF &area)
{
    const Colours &c = colours();
    painter->setFont(ui::font(labelSize));
    for (int line = 0; line <= scale.lines(); ++line) {
        const double y = std::round(area.bottom() - area.height() * line / scale.lines());
        painter->fillRect(QRectF(area.left(), y, area.width(), 1), line == 0 ? c.border : c.grid);
        painter->setPen(c.secondary);
        drawTabular(painter, QRectF(0, y - 8, area.left() - labelGap, 17), Qt::AlignRight,
                    scale.text(line));
    }
}

void paintTimeLabels(QPainter *painter, const SpendSeries &series, const QRectF &area)
{
    const auto count = int(series.bars.size());
    if (count == 0)
        return;
    const double column = area.width() / count;
    painter->setFont(ui::font(labelSize));
    const QFontMetricsF metrics(painter->font());
    double widest = 1;
    for (const auto &bar : series.bars)
        widest = std::max(widest, metrics.horizontalAdvance(format::barLabel(series.unit, bar)));
    int every = 1;
    for (const int candidate : {1, 2, 3, 4, 5, 7, 10, 14, 21, 30, 60, 90}) {
        every = candidate;
        if (column * candidate >= widest + 18)
            break;
    }
    painter->setPen(colours().secondary);
    for (int bar = 0; bar < count; bar += every) {
        const double middle = area.left() + (bar + 0.5) * column;
        const double left =
            std::clamp(middle - widest / 2 - 1, 0.0, std::max(0.0, area.right() - widest - 2));
        painter->drawText(QRectF(left, area.bottom() + 6, widest + 2, 16),
                          Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextSingleLine,
                          format::barLabel(series.unit, series.bars[size_t(bar)]));
    }
}

} // namespace tollkeeper::ui
