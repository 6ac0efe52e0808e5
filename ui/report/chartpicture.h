// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/document.h"
#include "store/error.h"

#include <QImage>
#include <QSize>

#include <memory>

class QPainter;

namespace tollkeeper::ui {

class Legend;
class SpendChart;

/// A chart with its title and legend as a picture: painted by the very widgets that the window has,
/// onto whatever can be painted on. In the colours of the theme. GUI thread.
class ChartPicture final
{
public:
    using Content = ReportDocument::Chart;

    ChartPicture(const Content &content, const QSize &size);
    ~ChartPicture();
    Q_DISABLE_COPY_MOVE(ChartPicture)

    [[nodiscard]] QSize size() const { return m_size; }
    /// From the origin on, without a background.
    void paint(QPainter &painter) const;
    /// With a background and a margin, at twice its size.
    [[nodiscard]] QImage toImage() const;
    /// The same as scalable vectors, into a file which appears complete or not at all.
    [[nodiscard]] Result<void> writeSvg(const QString &path) const;
    [[nodiscard]] Result<void> writePng(const QString &path) const;

private:
    void paintCard(QPainter &painter) const;

    Content m_content;
    QSize m_size;
    std::unique_ptr<Legend> m_legend;
    std::unique_ptr<SpendChart> m_chart;
};

} // namespace tollkeeper::ui
