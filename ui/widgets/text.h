// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QList>
#include <QRectF>
#include <QString>

#include <utility>

class QPainter;

/// How text is drawn and put into places where Qt would guess that it is rich text.
namespace tollkeeper::ui {

/// \a text for a tooltip: escaped, so that markup from a store is shown and not obeyed.
[[nodiscard]] QString asRichText(const QString &text);
/// Lines of name and value for a tooltip, under an optional heading; everything is escaped.
[[nodiscard]] QString asRichTable(const QString &heading,
                                  const QList<std::pair<QString, QString>> &lines);

/// One line of text, vertically centred, in which all figures are equally wide: columns of numbers
/// align (Qt 6.4 cannot switch on a font's own tabular figures). Elides what does not fit.
void drawTabular(QPainter *painter, const QRectF &rect, Qt::Alignment alignment,
                 const QString &text);
[[nodiscard]] double tabularWidth(const QFont &font, const QString &text);

} // namespace tollkeeper::ui
