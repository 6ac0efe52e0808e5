// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>

#include <vector>

class QPainter;

namespace tollkeeper {
struct SpendSeries;
}

namespace tollkeeper::ui {

/// Coloured squares and names on one line, or two where they do not fit; then the longest elide.
/// GUI thread.
class Legend final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Legend)

public:
    struct Item
    {
        QString name;
        int colour = 0; ///< for seriesColour()
        friend bool operator==(const Item &, const Item &) = default;
    };

    explicit Legend(QWidget *parent = nullptr);

    void setItems(std::vector<Item> items);
    [[nodiscard]] const std::vector<Item> &items() const { return m_items; }
    /// As on the screen, from the painter's origin on.
    void paint(QPainter &painter) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Placed
    {
        QRectF rect;
        QString text;
    };
    [[nodiscard]] double naturalWidth(size_t first, size_t last) const;
    void fit(); ///< decides on one line or two
    [[nodiscard]] std::vector<Placed> layOut() const;
    void layOutLine(size_t first, size_t last, double top, std::vector<Placed> &placed) const;

    std::vector<Item> m_items;
    size_t m_firstLine = 0; ///< how many items are on it
};

/// The groups of a chart.
[[nodiscard]] std::vector<Legend::Item> legendOf(const SpendSeries &series);

} // namespace tollkeeper::ui
