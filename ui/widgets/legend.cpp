// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/legend.h"

#include "analysis/series.h"
#include "models/cells.h"
#include "models/richtext.h"
#include "theme/theme.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace tollkeeper::ui {

namespace {

constexpr double square = 9;
constexpr double squareSpace = square + 6;
constexpr double gap = 16;
constexpr int lineHeight = 20;

} // namespace

Legend::Legend(QWidget *parent) : QWidget(parent)
{
    setFont(ui::font(12));
    setFixedHeight(lineHeight);
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
    fit();
    update();
}

double Legend::naturalWidth(size_t first, size_t last) const
{
    const QFontMetricsF metrics(font());
    double width = 0;
    for (size_t i = first; i < last; ++i)
        width += squareSpace + metrics.horizontalAdvance(m_items[i].name) + 1 + gap;
    return width - gap;
}

void Legend::fit()
{
    m_firstLine = m_items.size();
    if (naturalWidth(0, m_items.size()) > width()) {
        // As much on the first line as fits there, but no less than half of the names.
        const size_t half = (m_items.size() + 1) / 2;
        while (m_firstLine > half && naturalWidth(0, m_firstLine) > width())
            --m_firstLine;
    }
    setFixedHeight(m_firstLine < m_items.size() ? 2 * lineHeight : lineHeight);
}

std::vector<Legend::Placed> Legend::layOut() const
{
    std::vector<Placed> placed;
    layOutLine(0, m_firstLine, 0, placed);
    layOutLine(m_firstLine, m_items.size(), lineHeight, placed);
    return placed;
}

void Legend::layOutLine(size_t first, size_t last, double top, std::vector<Placed> &placed) const
{
    const QFontMetricsF metrics(font());
    std::vector<double> widths;
    for (size_t i = first; i < last; ++i)
        widths.push_back(metrics.horizontalAdvance(m_items[i].name) + 1);

    // Where not all fit, the longest give way first: no name is wider than the widest that lets
    // all fit.
    const double room = width() - double(widths.size()) * (squareSpace + gap) + gap;
    std::vector<double> ascending = widths;
    std::sort(ascending.begin(), ascending.end());
    double left = room;
    double widest = ascending.empty() ? 0 : ascending.back();
    for (size_t i = 0; i < ascending.size(); ++i) {
        const double fair = left / double(ascending.size() - i);
        if (ascending[i] > fair) {
            widest = fair;
            break;
        }
        left -= ascending[i];
    }

    double x = 0;
    for (size_t i = 0; i < widths.size(); ++i) {
        const double text = std::max(0.0, std::min(widths[i], widest));
        placed.push_back({QRectF(x, top, squareSpace + text, lineHeight),
                          metrics.elidedText(m_items[first + i].name, Qt::ElideRight, text)});
        x += squareSpace + text + gap;
    }
}

void Legend::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void Legend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(painter);
}

void Legend::paint(QPainter &painter) const
{
    painter.setFont(font());
    painter.setRenderHint(QPainter::Antialiasing);
    const auto placed = layOut();
    for (size_t i = 0; i < placed.size(); ++i) {
        QRectF area = placed[i].rect;
        painter.setPen(Qt::NoPen);
        painter.setBrush(seriesColour(m_items[i].colour));
        painter.drawRoundedRect(QRectF(area.left(), area.center().y() - square / 2, square, square),
                                2.5, 2.5);
        painter.setPen(colours().text);
        area.setLeft(area.left() + squareSpace);
        painter.drawText(area, Qt::AlignVCenter | Qt::TextSingleLine, placed[i].text);
    }
}

bool Legend::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto placed = layOut();
    for (size_t i = 0; i < placed.size(); ++i) {
        if (placed[i].rect.contains(help->pos()) && placed[i].text != m_items[i].name) {
            QToolTip::showText(help->globalPos(), asRichText(m_items[i].name), this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

std::vector<Legend::Item> legendOf(const SpendSeries &series)
{
    std::vector<Legend::Item> items;
    for (const auto &group : series.groups) {
        items.push_back({group.other ? Legend::tr("Other") : cells::name(group.name),
                         group.other ? -1 : group.colour});
    }
    return items;
}

} // namespace tollkeeper::ui
