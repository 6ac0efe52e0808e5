// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tableheader.h"

#include "theme/theme.h"
#include "widgets/celldelegate.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr int arrowSpace = 13;

} // namespace

TableHeader::TableHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setFont(ui::font(12));
    setHighlightSections(false);
    setSectionsClickable(true);
    setSectionResizeMode(Fixed);
    setMinimumSectionSize(24);
}

QString TableHeader::title(int section) const
{
    return model()->headerData(section, Qt::Horizontal).toString();
}

Qt::Alignment TableHeader::alignmentOf(int section) const
{
    return Qt::Alignment(
        model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const Colours &c = colours();
    painter->save();
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.border);
    const Qt::Alignment alignment = alignmentOf(section);
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    painter->setFont(ui::font(12, sorted ? QFont::DemiBold : QFont::Normal));
    painter->setPen(sorted ? c.text : c.secondary);

    const QFontMetricsF metrics(painter->font());
    const QRectF area = QRectF(rect).adjusted(CellDelegate::leftPadding(section, alignment), 0,
                                              -CellDelegate::padding, 0);
    const double arrow = sorted ? arrowSpace : 0;
    const QString text = metrics.elidedText(title(section), Qt::ElideRight, area.width() - arrow);
    const double width = metrics.horizontalAdvance(text);
    double left = area.left();
    if (alignment & Qt::AlignRight)
        left = area.right() - width;
    else if (alignment & Qt::AlignHCenter)
        left = area.center().x() - width / 2;
    painter->drawText(QRectF(left, area.top(), width + 1, area.height()),
                      Qt::AlignVCenter | Qt::TextSingleLine, text);
    if (sorted) {
        // Beside the title, on the side where there is room, so that the title stays in line.
        const double x = alignment & Qt::AlignRight ? left - arrowSpace : left + width + 5;
        const double y = area.center().y() + 0.5;
        const bool up = sortIndicatorOrder() == Qt::AscendingOrder;
        const QPolygonF triangle{{x, y + (up ? 2.5 : -2.5)},
                                 {x + 7, y + (up ? 2.5 : -2.5)},
                                 {x + 3.5, y + (up ? -2.5 : 2.5)}};
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(c.secondary);
        painter->drawPolygon(triangle);
    }
    painter->restore();
}

int TableHeader::titleWidth(int section) const
{
    const QFontMetricsF metrics(ui::font(12, QFont::DemiBold));
    const double width = metrics.horizontalAdvance(title(section)) + arrowSpace;
    return int(std::ceil(width)) + CellDelegate::leftPadding(section, alignmentOf(section)) +
           CellDelegate::padding;
}

QSize TableHeader::sectionSizeFromContents(int section) const
{
    return {titleWidth(section), height()};
}

} // namespace tollkeeper::ui
