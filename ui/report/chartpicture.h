// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/document.h"
#include "store/error.h"
#include "theme/theme.h"
#include "widgets/chartlayout.h"
#include "widgets/legendlayout.h"

#include <QImage>
#include <QSize>

class QPainter;

namespace tollkeeper::ui {

/// A chart with its title and legend as a picture: painted as the window's widgets paint it, but
/// without them, onto whatever can be painted on. A plain value, for any thread.
class ChartPicture final
{
public:
    using Content = ReportDocument::Chart;

    ChartPicture(const Content &content, const QSize &size, const Colours &colours);

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
    Colours m_colours;
    LegendLayout m_legend;
    ChartLayout m_chart;
};

} // namespace tollkeeper::ui
