// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "values/money.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

namespace tollkeeper {

namespace {

// The longest fixed notation of a double: 309 digits, a sign, a point and 10 decimals.
using Buffer = std::array<char, 336>;

std::string_view fixed10(double usd, Buffer &buffer)
{
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), usd,
                                   std::chars_format::fixed, 10);
    return {buffer.data(), static_cast<size_t>(end.ptr - buffer.data())};
}

// The short way, where it is as exact: below 1e15 units their number as a double is off by at most
// 1/16, so that it rounds to the right one unless it lies near a tie.
std::optional<qint64> plainUnits(double usd)
{
    const double units = std::abs(usd) * static_cast<double>(Money::unitsPerUsd);
    if (!(units < 1e15))
        return std::nullopt;
    const auto below = static_cast<qint64>(units);
    const double rest = units - static_cast<double>(below);
    if (std::abs(rest - 0.5) <= 0.2)
        return std::nullopt;
    const qint64 rounded = rest > 0.5 ? below + 1 : below;
    return usd < 0 ? -rounded : rounded;
}

} // namespace

double round10(double usd)
{
    if (!std::isfinite(usd))
        return usd;
    Buffer buffer;
    const std::string_view text = fixed10(usd, buffer);
    double rounded = usd;
    std::from_chars(text.data(), text.data() + text.size(), rounded);
    return rounded;
}

Money Money::fromUsd(double usd)
{
    if (std::isnan(usd))
        return {};
    constexpr auto largest = std::numeric_limits<qint64>::max();
    if (std::abs(usd) >= static_cast<double>(largest) / static_cast<double>(unitsPerUsd))
        return Money(usd < 0 ? -largest : largest);
    if (const auto units = plainUnits(usd))
        return Money(*units);
    Buffer buffer;
    const std::string_view text = fixed10(usd, buffer);
    qint64 units = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            units = units * 10 + (c - '0');
    }
    return Money(text.front() == '-' ? -units : units);
}

std::optional<Money> Money::parse(QStringView text)
{
    const bool negative = text.startsWith(u'-');
    if (negative)
        text = text.mid(1);
    qint64 units = 0;
    int decimals = -1; // -1: before the point
    bool digits = false;
    for (const QChar c : text) {
        if (c == u'.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (c < u'0' || c > u'9' || decimals == 10)
            return std::nullopt;
        const int digit = c.unicode() - u'0';
        if (units > (std::numeric_limits<qint64>::max() - digit) / 10)
            return std::nullopt;
        units = units * 10 + digit;
        digits = true;
        if (decimals >= 0)
            ++decimals;
    }
    if (!digits)
        return std::nullopt;
    for (int i = std::max(decimals, 0); i < 10; ++i) {
        if (units > std::numeric_limits<qint64>::max() / 10)
            return std::nullopt;
        units *= 10;
    }
    return Money(negative ? -units : units);
}

double Money::toUsd() const
{
    // Through the decimal text, so that the result is the nearest double: dividing two rounded
    // doubles would not be.
    const QByteArray text = toString().toLatin1();
    double usd = 0;
    std::from_chars(text.constData(), text.constData() + text.size(), usd);
    return usd;
}

QString Money::toString() const
{
    const qint64 magnitude = m_units < 0 ? -m_units : m_units;
    QString text = QString::number(magnitude / unitsPerUsd);
    if (const qint64 fraction = magnitude % unitsPerUsd; fraction != 0) {
        text += u'.' + QString::number(fraction).rightJustified(10, u'0');
        while (text.endsWith(u'0'))
            text.chop(1);
    }
    return m_units < 0 ? u'-' + text : text;
}

Money Money::scaled(double factor) const
{
    const double units = std::round(static_cast<double>(m_units) * factor);
    constexpr auto largest = std::numeric_limits<qint64>::max();
    if (std::isnan(units))
        return {};
    if (std::abs(units) >= static_cast<double>(largest))
        return Money(units < 0 ? -largest : largest);
    return Money(static_cast<qint64>(units));
}

Money &Money::operator+=(Money other)
{
    constexpr auto largest = std::numeric_limits<qint64>::max();
    if (other.m_units > 0 && m_units > largest - other.m_units)
        m_units = largest;
    else if (other.m_units < 0 && m_units < -largest - other.m_units)
        m_units = -largest;
    else
        m_units += other.m_units;
    return *this;
}

} // namespace tollkeeper
