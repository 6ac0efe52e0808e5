// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gauge.h"

#include "theme/theme.h"
#include "widgets/text.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace tollkeeper::ui {

QColor toneColour(Tone tone)
{
    const Colours &c = colours();
    switch (tone) {
    case Tone::Good:
        return c.good;
    case Tone::Warning:
        return c.warning;
    case Tone::Bad:
        return c.bad;
    case Tone::Quiet:
        return c.secondary;
    case Tone::Neutral:
        break;
    }
    return c.text;
}

void paintGauge(QPainter *painter, const QRectF &rect, double percent, Tone tone,
                const QString &text)
{
    const double side = std::min(rect.width(), rect.height());
    const double pen = std::clamp(side * 0.11, 4.0, 12.0);
    QRectF ring(0, 0, side - pen, side - pen);
    ring.moveCenter(rect.center());
    // 270 degrees, from lower left over the top to lower right, in Qt's sixteenths of a degree.
    constexpr int start = 225 * 16;
    constexpr int sweep = -270 * 16;

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colours().track, pen, Qt::SolidLine, Qt::RoundCap));
    painter->drawArc(ring, start, sweep);
    if (percent > 0) {
        painter->setPen(QPen(toneColour(tone), pen, Qt::SolidLine, Qt::RoundCap));
        painter->drawArc(ring, start, int(std::min(percent, 100.0) / 100 * sweep));
    }
    QFont face = font(int(side * 0.25), QFont::DemiBold);
    const double room = ring.width() - pen - 6;
    while (face.pixelSize() > 8 && tabularWidth(face, text) > room)
        face.setPixelSize(face.pixelSize() - 1);
    painter->setFont(face);
    painter->setPen(colours().text);
    drawTabular(painter, ring, Qt::AlignHCenter, text);
    painter->restore();
}

void paintMeter(QPainter *painter, const QRectF &rect, double percent, Tone tone)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const double radius = rect.height() / 2;
    QPainterPath track;
    track.addRoundedRect(rect, radius, radius);
    painter->fillPath(track, colours().track);
    QRectF filled = rect;
    filled.setWidth(rect.width() * std::clamp(percent, 0.0, 100.0) / 100);
    painter->setClipPath(track);
    painter->fillRect(filled, toneColour(tone));
    painter->restore();
}

void paintSparkline(QPainter *painter, const QRectF &rect, const QList<double> &values)
{
    if (values.size() < 2)
        return;
    const double highest = *std::max_element(values.begin(), values.end());
    const double step = rect.width() / double(values.size() - 1);
    QPolygonF line;
    line.reserve(values.size());
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double share = highest > 0 ? std::max(values[i], 0.0) / highest : 0;
        line.append({rect.left() + double(i) * step, rect.bottom() - share * rect.height()});
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colours().accent, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(line);
    painter->restore();
}

double chipWidth(const QString &text)
{
    return QFontMetricsF(font(11, QFont::Medium)).horizontalAdvance(text) + 13;
}

QRectF paintChip(QPainter *painter, const QRectF &rect, const QString &text, Tone tone)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(font(11, QFont::Medium));
    const QFontMetricsF metrics(painter->font());
    QRectF chip(0, 0, std::min(chipWidth(text), rect.width()), 18);
    chip.moveLeft(rect.left());
    chip.moveTop(rect.center().y() - 9);
    chip.adjust(0.5, 0.5, -0.5, -0.5);
    painter->setPen(QPen(toneColour(tone), 1));
    painter->drawRoundedRect(chip, 5, 5);
    painter->drawText(chip, Qt::AlignCenter | Qt::TextSingleLine,
                      metrics.elidedText(text, Qt::ElideRight, chip.width() - 8));
    painter->restore();
    return chip;
}

} // namespace tollkeeper::ui
