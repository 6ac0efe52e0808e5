// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

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

/// Calls \a place(run, x) for every figure and every stretch of other characters; returns the width.
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

QString asRichText(const QString &text)
{
    return text.isEmpty() ? QString() : u"<div>"_s + text.toHtmlEscaped() + u"</div>"_s;
}

QString asRichTable(const QString &heading, const QList<std::pair<QString, QString>> &lines)
{
    QString html;
    if (!heading.isEmpty())
        html += u"<div><b>"_s + heading.toHtmlEscaped() + u"</b></div>"_s;
    html += u"<table cellspacing='0'>"_s;
    for (const auto &[name, value] : lines) {
        html += u"<tr><td style='padding-right:14px'>"_s + name.toHtmlEscaped()
            + u"</td><td align='right' style='white-space:nowrap'>"_s + value.toHtmlEscaped()
            + u"</td></tr>"_s;
    }
    return html + u"</table>"_s;
}

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
    const double baseline =
        rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    layOut(metrics, text, [&](const QString &run, double x) {
        painter->drawText(QPointF(left + x, baseline), run);
    });
}

} // namespace tollkeeper::ui
