// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storecard.h"

#include "format/format.h"
#include "theme/theme.h"
#include "models/richtext.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int cardHeight = 50;
constexpr int margin = 10;
constexpr int dotSize = 8;

QColor toneColour(Tone tone)
{
    switch (tone) {
    case Tone::Good: return colours().good;
    case Tone::Warning: return colours().warning;
    case Tone::Bad: return colours().bad;
    case Tone::Neutral:
    case Tone::Quiet: break;
    }
    return colours().secondary;
}

} // namespace

StoreCard::StoreCard(QWidget *parent) : QAbstractButton(parent), m_menu(new QMenu(this))
{
    setObjectName(u"storeCard"_s);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    connect(this, &QAbstractButton::clicked, this,
            [this] { m_menu->popup(mapToGlobal(QPoint(0, height() + 4))); });
}

void StoreCard::setStore(const QString &title, const QString &details, Tone tone)
{
    m_title = format::safeText(title);
    m_details = format::safeText(details);
    m_tone = tone;
    setAccessibleName(tr("Store: %1, %2").arg(m_title, m_details));
    setAccessibleDescription(tr("Opens and names stores")); // else the tooltip, with its markup
    setToolTip(asRichText(m_title + u"\n"_s + m_details));
    update();
}

QSize StoreCard::sizeHint() const
{
    return {160, cardHeight};
}

void StoreCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void StoreCard::paintEvent(QPaintEvent *)
{
    const Colours &theme = colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? theme.accent : theme.border);
    painter.setBrush(underMouse() ? theme.hover : theme.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);

    const QRect inner = rect().adjusted(margin, 7, -margin, -7);
    const QRect top(inner.left(), inner.top(), inner.width(), inner.height() / 2);
    const QRect bottom(inner.left(), top.bottom() + 1, inner.width(), inner.height() / 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(toneColour(m_tone));
    painter.drawEllipse(QRectF(top.left(), top.center().y() - dotSize / 2.0 + 0.5, dotSize,
                               dotSize));

    const auto drawLine = [&painter](const QRect &line, const QFont &lineFont, const QColor &pen,
                                     const QString &text) {
        painter.setFont(lineFont);
        painter.setPen(pen);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(text, Qt::ElideMiddle, line.width()));
    };
    drawLine(top.adjusted(dotSize + 6, 0, 0, 0), ui::font(13, QFont::DemiBold), theme.text,
             m_title);
    drawLine(bottom, ui::font(11), theme.secondary, m_details);
}

} // namespace tollkeeper::ui
