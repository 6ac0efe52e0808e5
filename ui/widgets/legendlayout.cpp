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
    size_t first = 0;
    const Lines lines = broken(0, width, mostLines);
    for (size_t line = 0; line < lines.ends.size(); ++line) {
        layOutLine(first, lines.ends[line], width, double(line) * lineHeight);
        first = lines.ends[line];
    }
    m_height = int(lines.ends.size()) * lineHeight;
}

// Each line takes as much as fits, or as leaves the least to be shortened on any line.
LegendLayout::Lines LegendLayout::broken(size_t first, double width, int most) const
{
    const QFontMetricsF metrics(m_font);
    const auto lacking = [&](size_t end) {
        double wide = -gap;
        for (size_t i = first; i < end; ++i)
            wide += squareSpace + metrics.horizontalAdvance(m_items[i].name) + 1 + gap;
        return std::max(0.0, wide - width);
    };
    Lines best{{m_items.size()}, lacking(m_items.size())};
    for (size_t end = m_items.size(); most > 1 && best.lacking > 0 && --end > first;) {
        const double own = lacking(end);
        if (own >= best.lacking)
            continue;
        Lines rest = broken(end, width, most - 1);
        rest.lacking = std::max(rest.lacking, own);
        if (rest.lacking < best.lacking) {
            rest.ends.insert(rest.ends.begin(), end);
            best = std::move(rest);
        }
    }
    return best;
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
