// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/legend.h"

#include "models/richtext.h"
#include "theme/theme.h"
#include "widgets/accessiblerole.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace tollkeeper::ui {

Legend::Legend(QWidget *parent) : QWidget(parent)
{
    setAccessibleRole(this, QAccessible::StaticText);
    setFont(ui::font(12));
    setFixedHeight(LegendLayout::lineHeight);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void Legend::setItems(std::vector<Item> items)
{
    if (items == m_items)
        return;
    m_items = std::move(items);
    QStringList names;
    for (const Item &item : m_items)
        names.append(item.name);
    setAccessibleName(tr("Legend: %1").arg(names.join(QStringLiteral(", "))));
    layOut();
    update();
}

void Legend::layOut()
{
    m_layout = LegendLayout(m_items, width(), font());
    setFixedHeight(m_layout.height());
}

void Legend::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void Legend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    m_layout.paint(painter, colours());
}

bool Legend::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto &placed = m_layout.placed();
    for (size_t i = 0; i < placed.size(); ++i) {
        if (placed[i].rect.contains(help->pos()) && placed[i].text != m_items[i].name) {
            QToolTip::showText(help->globalPos(), asRichText(m_items[i].name), this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

} // namespace tollkeeper::ui
