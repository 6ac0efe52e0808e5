// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/chartlayout.h"
#include "widgets/chartmarks.h"

#include <QChartView>

class QBarSet;
class QStackedBarSeries;
class QValueAxis;
class QBarCategoryAxis;

namespace tollkeeper::ui {

/// Stacked bars of spend over time. Qt Charts draws the bars; scales and labels are drawn here,
/// because Qt Charts shortens labels until nothing is left of them. Bars are reached with the arrow
/// keys as well as with the pointer. GUI thread.
class SpendChart final : public QChartView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SpendChart)

public:
    explicit SpendChart(QWidget *parent = nullptr);

    /// \a unusual are bars of \a series: each gets a ring above it, and the one that is furthest from
    /// what is usual a label.
    void setSeries(const SpendSeries &series, const std::vector<UnusualBar> &unusual = {});
    [[nodiscard]] const SpendSeries &series() const { return m_series; }
    /// The bar that is pointed out, by pointer or keyboard; -1 for none.
    [[nodiscard]] int currentBar() const { return m_bar; }
    /// What the tooltip of a bar says, as rich text.
    [[nodiscard]] QString barText(int bar) const;

    /// The rings over unusual bars, in the coordinates of the viewport.
    [[nodiscard]] std::vector<ChartMark> marks() const;

    [[nodiscard]] QSize sizeHint() const override { return {500, 240}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 170}; }

Q_SIGNALS:
    /// A bar was clicked or entered; \a group is -1 where it was not one of them.
    void barActivated(int bar, int group);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void updateBars();
    void updateColours();
    void updateScale();
    void updateAccessibility();
    [[nodiscard]] int barAt(QPointF position) const;
    [[nodiscard]] int groupAt(int bar, double y) const;
    [[nodiscard]] QRectF columnOf(int bar) const;
    void point(int bar, QPoint globalPosition);

    SpendSeries m_series;
    std::vector<UnusualBar> m_unusual;
    QStackedBarSeries *m_bars = nullptr;
    QBarCategoryAxis *m_time = nullptr;
    QValueAxis *m_money = nullptr;
    ChartLayout m_layout;
    int m_bar = -1;
    bool m_focusFrame = false;
};

} // namespace tollkeeper::ui
