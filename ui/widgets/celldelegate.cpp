// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/celldelegate.h"

#include "models/roles.h"
#include "theme/theme.h"
#include "widgets/gauge.h"
#include "widgets/text.h"

#include <QAbstractItemView>
#include <QPainter>

#include <cmath>

namespace tollkeeper::ui {

namespace {

constexpr double dotSide = 9;
constexpr double dotSpace = dotSide + 8;
constexpr double meterWidth = 90;
constexpr double trendWidth = 96;
constexpr double gaugeSide = 50;

} // namespace

int CellDelegate::leftPadding(int column, Qt::Alignment alignment)
{
    return column > 0 && alignment & Qt::AlignLeft ? 20 : padding;
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Colours &c = colours();
    const QRectF whole = option.rect;
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool selected = option.state & QStyle::State_Selected;

    painter->save();
    if (selected)
        painter->fillRect(whole, c.selection);
    else if (index.row() == m_hoveredRow)
        painter->fillRect(whole, c.hover);
    painter->fillRect(QRectF(whole.left(), whole.bottom() - 1, whole.width(), 1), c.grid);
    if (view && view->hasFocus() && view->currentIndex().row() == index.row()) {
        painter->fillRect(QRectF(whole.left(), whole.top(), whole.width(), 1), c.accent);
        painter->fillRect(QRectF(whole.left(), whole.bottom() - 1, whole.width(), 1), c.accent);
    }

    const QString text = index.data(Qt::DisplayRole).toString();
    const auto tone = Tone(index.data(ToneRole).toInt());
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    const QVariant meter = index.data(MeterRole);
    QRectF area = whole.adjusted(leftPadding(index.column(), alignment), 0, -padding, -1);

    if (m_gauges && meter.isValid()) {
        QRectF ring(0, 0, gaugeSide, gaugeSide);
        ring.moveCenter(area.center());
        paintGauge(painter, ring, meter.toDouble(), tone, text);
        painter->restore();
        return;
    }
    if (index.data(ChipRole).toBool()) {
        if (alignment & Qt::AlignRight)
            area.setLeft(std::max(area.left(), area.right() - chipWidth(text)));
        paintChip(painter, area, text, tone);
        painter->restore();
        return;
    }
    if (const QVariant trend = index.data(TrendRole); trend.isValid()) {
        QRectF line(0, 0, std::min(trendWidth, area.width()), 16);
        line.moveCenter(area.center());
        paintSparkline(painter, line, trend.value<QList<double>>());
        painter->restore();
        return;
    }
    if (const QVariant colour = index.data(ColourRole); colour.isValid()) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(seriesColour(colour.toInt()));
        painter->drawRoundedRect(
            QRectF(area.left(), area.center().y() - dotSide / 2, dotSide, dotSide), 2.5, 2.5);
        area.setLeft(area.left() + dotSpace);
    }
    painter->setFont(option.font);
    if (meter.isValid()) {
        // The text's column is as wide as the longest that is likely, so that the bars align.
        const double textWidth = tabularWidth(option.font, QStringLiteral("100 %")) + 8;
        const QRectF bar(area.right() - textWidth - meterWidth, area.center().y() - 3, meterWidth,
                         6);
        paintMeter(painter, bar, meter.toDouble(), tone);
        area.setLeft(area.right() - textWidth);
        painter->setPen(c.text);
    } else {
        painter->setPen(toneColour(tone));
    }
    drawTabular(painter, area, alignment, text);
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    double width = tabularWidth(option.font, index.data(Qt::DisplayRole).toString());
    const bool meter = index.data(MeterRole).isValid();
    if (m_gauges && meter)
        width = gaugeSide;
    else if (meter)
        width = tabularWidth(option.font, QStringLiteral("100 %")) + 8 + meterWidth;
    if (index.data(TrendRole).isValid())
        width = trendWidth;
    if (index.data(ColourRole).isValid())
        width += dotSpace;
    if (index.data(ChipRole).toBool())
        width += 4;
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    return {int(std::ceil(width)) + leftPadding(index.column(), alignment) + padding, 38};
}

} // namespace tollkeeper::ui
