// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "table.h"

#include "format/format.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

constexpr int widestCell = 40;

struct CodePoints
{
    char32_t first;
    char32_t last;
};

// East Asian Wide and Fullwidth, and emoji, in blocks (Unicode's EastAsianWidth, simplified).
constexpr std::array wideBlocks{
    CodePoints{0x1100, 0x115F},   CodePoints{0x231A, 0x231B},   CodePoints{0x23E9, 0x23EC},
    CodePoints{0x2E80, 0x303E},   CodePoints{0x3041, 0x4DBF},   CodePoints{0x4E00, 0xA4CF},
    CodePoints{0xA960, 0xA97F},   CodePoints{0xAC00, 0xD7A3},   CodePoints{0xF900, 0xFAFF},
    CodePoints{0xFE30, 0xFE6F},   CodePoints{0xFF00, 0xFF60},   CodePoints{0xFFE0, 0xFFE6},
    CodePoints{0x1F300, 0x1F64F}, CodePoints{0x1F680, 0x1F6FF}, CodePoints{0x1F900, 0x1F9FF},
    CodePoints{0x1FA70, 0x1FAFF}, CodePoints{0x20000, 0x3FFFD}};

int width(char32_t character)
{
    const auto category = QChar::category(character);
    if (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing ||
        category == QChar::Other_Format)
        return 0;
    const bool wide = std::ranges::any_of(wideBlocks, [character](const CodePoints &block) {
        return character >= block.first && character <= block.last;
    });
    return wide ? 2 : 1;
}

const char *colourOf(Tone tone)
{
    switch (tone) {
    case Tone::Plain:
        return "";
    case Tone::Strong:
        return "\x1b[1m";
    case Tone::Faint:
        return "\x1b[2m";
    case Tone::Good:
        return "\x1b[32m";
    case Tone::Caution:
        return "\x1b[33m";
    case Tone::Bad:
        return "\x1b[31m";
    }
    return "";
}

} // namespace

int displayWidth(QStringView text)
{
    int columns = 0;
    for (const char32_t character : text.toUcs4())
        columns += width(character);
    return columns;
}

QString elided(const QString &text, int columns)
{
    if (displayWidth(text) <= columns)
        return text;
    // Cut between graphemes, never inside of one.
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype end = 0;
    for (qsizetype next = finder.toNextBoundary(); next >= 0; next = finder.toNextBoundary()) {
        if (displayWidth(QStringView(text).left(next)) > columns - 1)
            break;
        end = next;
    }
    return text.left(end) + u'…';
}

Table::Table(std::vector<Column> columns) : m_columns(std::move(columns)) {}

void Table::addRow(std::vector<Cell> cells)
{
    for (Cell &cell : cells)
        cell.text = elided(format::safeText(cell.text), widestCell);
    m_rows.push_back(std::move(cells));
}

void Table::addRule()
{
    m_rows.emplace_back();
}

QByteArray Table::toText(bool colour) const
{
    std::vector<Cell> titles;
    std::vector<int> widths;
    for (const Column &column : m_columns) {
        titles.push_back({column.title, Tone::Strong});
        widths.push_back(displayWidth(column.title));
    }
    for (const auto &row : m_rows) {
        for (size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], displayWidth(row[i].text));
    }

    QByteArray text;
    const auto append = [&](const std::vector<Cell> &row) {
        for (size_t i = 0; i < row.size(); ++i) {
            const QByteArray padding(widths[i] - displayWidth(row[i].text), ' ');
            const QByteArray start = colour ? colourOf(row[i].tone) : "";
            const bool last = i + 1 == row.size();
            text += (m_columns[i].right ? padding : QByteArray()) + start + row[i].text.toUtf8() +
                    (start.isEmpty() ? "" : "\x1b[0m") +
                    (m_columns[i].right || last ? QByteArray() : padding) + (last ? "\n" : "  ");
        }
    };
    append(titles);
    for (const auto &row : m_rows) {
        if (!row.empty()) {
            append(row);
            continue;
        }
        int total = 2 * (static_cast<int>(widths.size()) - 1);
        for (const int columns : widths)
            total += columns;
        text += u"─"_s.repeated(total).toUtf8() + '\n';
    }
    return text;
}

} // namespace tollkeeper::cli
