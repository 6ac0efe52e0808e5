// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace tollkeeper {
struct SpendSeries;
}

namespace tollkeeper::ui {

struct Colours;

/// Coloured squares and names on one line, or up to three where they do not fit; then the longest elide.
/// For the widget, and for paper without one. A plain value, for any thread.
class LegendLayout
{
public:
    struct Item
    {
        QString name;
        int colour = 0; ///< for seriesColour()
        friend bool operator==(const Item &, const Item &) = default;
    };
    struct Placed
    {
        QRectF rect;
        QString text;
    };
    static constexpr int lineHeight = 20;
    static constexpr int mostLines = 3;

    LegendLayout() = default;
    LegendLayout(const std::vector<Item> &items, double width, const QFont &font);

    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] const std::vector<Placed> &placed() const { return m_placed; }
    /// From the painter's origin on.
    void paint(QPainter &painter, const Colours &colours) const;

private:
    struct Lines
    {
        std::vector<size_t> ends; ///< of each line, behind its last item
        double lacking = 0;       ///< what has to be shortened on the worst of them
    };
    [[nodiscard]] Lines broken(size_t first, double width, int most) const;
    void layOutLine(size_t first, size_t last, double width, double top);

    std::vector<Item> m_items;
    std::vector<Placed> m_placed;
    QFont m_font;
    int m_height = lineHeight;
};

/// The groups of a chart.
[[nodiscard]] std::vector<LegendLayout::Item> legendOf(const SpendSeries &series);

} // namespace tollkeeper::ui
