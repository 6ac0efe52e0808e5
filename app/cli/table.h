// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

namespace tollkeeper::cli {

/// Columns of a terminal that \a text takes: wide CJK characters and emoji two, combining marks
/// none.
[[nodiscard]] int displayWidth(QStringView text);
/// \a text cut to at most \a columns columns, with an ellipsis where something is missing.
[[nodiscard]] QString elided(const QString &text, int columns);

/// What a cell's colour says; the words of the cell say it too.
enum class Tone { Plain, Strong, Faint, Good, Caution, Bad };

/// A table for people: columns aligned by display width, numbers to the right, text made safe and
/// elided.
class Table
{
public:
    struct Column
    {
        QString title;
        bool right = false;
    };
    struct Cell
    {
        QString text;
        Tone tone = Tone::Plain;
    };

    explicit Table(std::vector<Column> columns);
    void addRow(std::vector<Cell> cells);
    /// A line between the rows above and below.
    void addRule();
    [[nodiscard]] QByteArray toText(bool colour) const;

private:
    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows; ///< an empty row is a rule
};

} // namespace tollkeeper::cli
