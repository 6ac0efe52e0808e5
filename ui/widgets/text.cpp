// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace tollkeeper::ui {

namespace {

double figureWidth(const QFontMetricsF &metrics)
{
    double widest = 0;
    for (char16_t figure = u'0'; figure <= u'9'; ++figure)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(figure)));
    return widest;
}

bool isFigure(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// Calls \a place(run, x) for every figure and every stretch of other characters; returns the
/// width.
template <class F>
double layOut(const QFontMetricsF &metrics, const QString &text, F place)
{
    const double figure = figureWidth(metrics);
    double x = 0;
    for (qsizetype i = 0; i < text.size();) {
        qsizetype end = i + 1;
        if (isFigure(text[i])) {
            const QString run = text.mid(i, 1);
            place(run, x + (figure - metrics.horizontalAdvance(run)) / 2);
            x += figure;
        } else {
            while (end < text.size() && !isFigure(text[end]))
                ++end;
            const QString run = text.mid(i, end - i);
            place(run, x);
            x += metrics.horizontalAdvance(run);
        }
        i = end;
    }
    return x;
}

} // namespace

double tabularWidth(const QFont &font, const QString &text)
{
    return layOut(QFontMetricsF(font), text, [](const QString &, double) {});
}

void drawTabular(QPainter *painter, const QRectF &rect, Qt::Alignment alignment,
                 const QString &text)
{
    const QFontMetricsF metrics(painter->font());
    const double width = tabularWidth(painter->font(), text);
    if (width > rect.width() + 0.5) {
        painter->drawText(rect, int(alignment) | Qt::AlignVCenter | Qt::TextSingleLine,
                          metrics.elidedText(text, Qt::ElideRight, rect.width()));
        return;
    }
    double left = rect.left();
    if (alignment & Qt::AlignRight)
        left = rect.right() - width;
    else if (alignment & Qt::AlignHCenter)
        left += (rect.width() - width) / 2;
    const double baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    layOut(metrics, text, [&](const QString &run, double x) {
        painter->drawText(QPointF(left + x, baseline), run);
    });
}

} // namespace tollkeeper::ui
