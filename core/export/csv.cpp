// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace tollkeeper::csv {

QByteArray cell(const QString &text)
{
    const auto special = [](QChar c) { return c == u',' || c == u'"' || c == u'\n' || c == u'\r'; };
    if (std::none_of(text.begin(), text.end(), special))
        return text.toUtf8();
    QByteArray quoted = text.toUtf8();
    quoted.replace('"', "\"\"");
    return '"' + quoted + '"';
}

QByteArray line(const QStringList &cells)
{
    if (cells.size() == 1 && cells.front().isEmpty())
        return "\"\"\n"; // an empty line would be no row at all
    QByteArray text;
    for (const QString &each : cells)
        text += cell(each) + ',';
    text.chop(text.isEmpty() ? 0 : 1);
    return text + '\n';
}

QString withoutFormula(const QString &cell)
{
    constexpr std::u16string_view starts = u"=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";
    if (cell.isEmpty() || starts.find(cell.front().unicode()) == starts.npos)
        return cell;
    return u'\'' + cell;
}

QString pythonFloat(double value)
{
    QByteArray text;
    appendPythonFloat(text, value);
    return QString::fromLatin1(text);
}

void appendPythonFloat(QByteArray &text, double value)
{
    if (std::isnan(value)) {
        text += "nan";
        return;
    }
    if (std::isinf(value)) {
        text += value < 0 ? "-inf" : "inf";
        return;
    }
    // Both take the shortest digits that read back; they differ in when to use an exponent.
    const double magnitude = std::abs(value);
    const bool small = magnitude != 0 && magnitude < 1e-4;
    const auto format = small || magnitude >= 1e16 ? std::chars_format::scientific
                                                   : std::chars_format::fixed;
    std::array<char, 32> buffer;
    char *const end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format).ptr;
    text.append(buffer.data(), end - buffer.data());
    if (format == std::chars_format::fixed && std::find(buffer.data(), end, '.') == end)
        text += ".0";
}

} // namespace tollkeeper::csv
