// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace tollkeeper::ui {

/// One line of text, vertically centred, in which all figures are equally wide: columns of numbers
/// align (Qt 6.4 cannot switch on a font's own tabular figures). Elides what does not fit.
void drawTabular(QPainter *painter, const QRectF &rect, Qt::Alignment alignment,
                 const QString &text);
[[nodiscard]] double tabularWidth(const QFont &font, const QString &text);

} // namespace tollkeeper::ui
