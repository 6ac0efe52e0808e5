// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace tollkeeper::csv {

namespace {

QString quotedWhereNeeded(const QString &cell)
{
    const auto special = [](QChar c) { return c == u',' || c == u'"' || c == u'\n' || c == u'\r'; };
    if (std::none_of(cell.begin(), cell.end(), special))
        return cell;
    QString quoted = cell;
    quoted.replace(u'"', QStringLiteral("\"\""));
    return u'"' + quoted + u'"';
}

} // namespace

QByteArray line(const QStringList &cells)
{
    if (cells.size() == 1 && cells.front().isEmpty())
        return "\"\"\n"; // an empty line would be no row at all
    QByteArray text;
    for (const QString &cell : cells)
        text += quotedWhereNeeded(cell).toUtf8() + ',';
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
    if (std::isnan(value))
        return QStringLiteral("nan");
    if (std::isinf(value))
        return value < 0 ? QStringLiteral("-inf") : QStringLiteral("inf");
    // Both take the shortest digits that read back; they differ in when to use an exponent.
    std::array<char, 32> buffer;
    const auto write = [&](std::chars_format format) {
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
        return QString::fromLatin1(buffer.data(), end.ptr - buffer.data());
    };
    const double magnitude = std::abs(value);
    if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e16))
        return write(std::chars_format::scientific);
    const QString text = write(std::chars_format::fixed);
    return text.contains(u'.') ? text : text + QStringLiteral(".0");
}

} // namespace tollkeeper::csv
