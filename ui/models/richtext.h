// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <utility>

/// Text for the places where Qt takes it for markup or guesses: tooltips.
namespace tollkeeper::ui {

/// \a text for a tooltip: escaped, so that markup from a store is shown and not obeyed.
[[nodiscard]] QString asRichText(const QString &text);
/// Lines of name and value for a tooltip, under an optional heading; everything is escaped.
[[nodiscard]] QString asRichTable(const QString &heading,
                                  const QList<std::pair<QString, QString>> &lines);

} // namespace tollkeeper::ui
