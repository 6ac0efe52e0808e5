// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/legendlayout.h"

#include "analysis/series.h"
#include "models/cells.h"
#include "theme/theme.h"
#include "widgets/legend.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace tollkeeper::ui {

namespace {

constexpr double square = 9;
constexpr double squareSpace = square + 6;
constexpr double gap = 16;

} // namespace

LegendLayout::LegendLayout(const std::vector<Item> &items, double width, const QFont &font)
    : m_items(items), m_font(font)
{
    const QFontMetricsF metrics(font);
    // What does not fit of some of the names on one line.
    const auto lacking = [&](size_t first, size_t last) {
        double wide = -gap;
        for (size_t i = first; i < last; ++i)
            wide += squareSpace + metrics.horizontalAdvance(m_items[i].name) + 1 + gap;
        return std::max(0.0, wide - width);
    };
    // One line, or two with as much on the first as fits both, or leaves the least to be shortened.
    size_t firstLine = m_items.size();
    double least = lacking(0, firstLine);
    for (size_t count = m_items.size(); least > 0 && --count > 0;) {
        const double lacks = std::max(lacking(0, count), lacking(count, m_items.size()));
        if (lacks < least) {
            least = lacks;
            firstLine = count;
        }
    }
    layOutLine(0, firstLine, width, 0);
    layOutLine(firstLine, m_items.size(), width, lineHeight);
    m_height = firstLine < m_items.size() ? 2 * lineHeight : lineHeight;
}

void LegendLayout::layOutLine(size_t first, size_t last, double width, double top)
{
    const QFontMetricsF metrics(m_font);
    std::vector<double> widths;
    for (size_t i = first; i < last; ++i)
        widths.push_back(metrics.horizontalAdvance(m_items[i].name) + 1);

    // Where not all fit, the longest give way first: no name is wider than the widest that lets
    // all fit.
    const double room = width - double(widths.size()) * (squareSpace + gap) + gap;
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
        m_placed.push_back({QRectF(x, top, squareSpace + text, lineHeight),
                            metrics.elidedText(m_items[first + i].name, Qt::ElideRight, text)});
        x += squareSpace + text + gap;
    }
}

void LegendLayout::paint(QPainter &painter, const Colours &colours) const
{
    painter.setFont(m_font);
    painter.setRenderHint(QPainter::Antialiasing);
    for (size_t i = 0; i < m_placed.size(); ++i) {
        QRectF area = m_placed[i].rect;
        painter.setPen(Qt::NoPen);
        painter.setBrush(seriesColour(colours, m_items[i].colour));
        painter.drawRoundedRect(QRectF(area.left(), area.center().y() - square / 2, square, square),
                                2.5, 2.5);
        painter.setPen(colours.text);
        area.setLeft(area.left() + squareSpace);
        painter.drawText(area, Qt::AlignVCenter | Qt::TextSingleLine, m_placed[i].text);
    }
}

std::vector<LegendLayout::Item> legendOf(const SpendSeries &series)
{
    std::vector<LegendLayout::Item> items;
    for (const auto &group : series.groups) {
        items.push_back({group.other ? Legend::tr("Other") : cells::name(group.name),
                         group.other ? -1 : group.colour});
    }
    return items;
}

} // namespace tollkeeper::ui
