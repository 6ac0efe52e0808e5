// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/json.h"

#include <array>
#include <charconv>
#include <cmath>

namespace tollkeeper::json {

namespace {

bool mustBeEscaped(char16_t c)
{
    return c < 0x20 || c == u'"' || c == u'\\' || (c >= 0x7f && c <= 0x9f) // controls
           || c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff; // separators, direction
}

QByteArray escaped(char16_t c)
{
    switch (c) {
    case u'"':
        return "\\\"";
    case u'\\':
        return "\\\\";
    case u'\n':
        return "\\n";
    case u'\r':
        return "\\r";
    case u'\t':
        return "\\t";
    default:
        return "\\u" + QByteArray::number(uint(c), 16).rightJustified(4, '0');
    }
}

} // namespace

QByteArray string(const QString &text)
{
    QByteArray json = "\"";
    qsizetype done = 0; // everything before it has been written
    const auto flush = [&](qsizetype end) {
        json += QStringView(text).mid(done, end - done).toUtf8();
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            ++i;
        } else if (c.isSurrogate() || mustBeEscaped(c.unicode())) {
            flush(i);
            json += escaped(c.unicode());
            done = i + 1;
        }
    }
    flush(text.size());
    return json + '"';
}

QByteArray number(Money amount)
{
    return amount.toString().toLatin1();
}

QByteArray number(double value)
{
    if (!std::isfinite(value))
        return "null";
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), end.ptr - buffer.data()};
}

Object &Object::add(const char *key, const QString &text)
{
    return addRaw(key, string(text));
}

Object &Object::add(const char *key, Money amount)
{
    return addRaw(key, number(amount));
}

Object &Object::add(const char *key, qint64 value)
{
    return addRaw(key, QByteArray::number(value));
}

Object &Object::add(const char *key, double value)
{
    return addRaw(key, number(value));
}

Object &Object::add(const char *key, bool value)
{
    return addRaw(key, value ? "true" : "false");
}

Object &Object::addNull(const char *key)
{
    return addRaw(key, "null");
}

Object &Object::addRaw(const char *key, const QByteArray &json)
{
    if (!m_members.isEmpty())
        m_members += ',';
    m_members += string(QString::fromUtf8(key)) + ':' + json;
    return *this;
}

QByteArray array(const QList<QByteArray> &values)
{
    return '[' + values.join(',') + ']';
}

} // namespace tollkeeper::json
