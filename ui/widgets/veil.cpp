// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/veil.h"

#include "theme/theme.h"

#include <QEvent>
#include <QPainter>

namespace tollkeeper::ui {
namespace {

constexpr int opacity = 115; ///< of 255: grey at a glance, and still read

} // namespace

Veil::Veil(QWidget *covered) : QWidget(covered)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    covered->installEventFilter(this);
    hide();
}

bool Veil::eventFilter(QObject *watched, QEvent *event)
{
    if (isVisible() && event->type() == QEvent::Resize)
        cover();
    return QWidget::eventFilter(watched, event);
}

void Veil::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    cover();
}

void Veil::cover()
{
    setGeometry(parentWidget()->rect());
    raise();
}

void Veil::paintEvent(QPaintEvent *)
{
    QColor grey = colours().window;
    grey.setAlpha(opacity);
    QPainter(this).fillRect(rect(), grey);
}

} // namespace tollkeeper::ui
