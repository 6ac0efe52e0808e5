// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

/// CSV, line by line. Pure functions: any thread.
namespace tollkeeper::csv {

/// One line of RFC 4180 with '\n' at its end, as Python's csv module writes it with that line
/// terminator: cells with a comma, quote or line break are quoted.
[[nodiscard]] QByteArray line(const QStringList &cells);
/// One of its cells, beside others.
[[nodiscard]] QByteArray cell(const QString &text);
/// A cell that a spreadsheet would take for a formula gets a leading apostrophe: for text cells.
/// OWASP's list: = + - @, tab, CR, LF, and the full-width forms of the signs.
[[nodiscard]] QString withoutFormula(const QString &cell);
/// A double as Python's repr() prints it, which is what llm-toll's CSV has: "0.0031025", "1e-05".
[[nodiscard]] QString pythonFloat(double value);
/// The same at the end of \a text.
void appendPythonFloat(QByteArray &text, double value);

} // namespace tollkeeper::csv
