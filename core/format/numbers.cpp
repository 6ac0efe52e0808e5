// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format/format.h"

#include <array>
#include <cmath>

namespace tollkeeper::format {

namespace {

using namespace Qt::Literals::StringLiterals;

// \a locale, but with thousands marks: the C locale has none unless asked.
QString grouped(qlonglong value, QLocale locale)
{
    locale.setNumberOptions(QLocale::DefaultNumberOptions);
    return locale.toString(value);
}

// \a units of 10^-decimals as a plain decimal. All arithmetic on money is on whole units: a double
// would round some halves the wrong way.
QString decimal(qint64 units, int decimals, const QLocale &locale)
{
    qint64 scale = 1;
    for (int i = 0; i < decimals; ++i)
        scale *= 10;
    QString text = grouped(units / scale, locale);
    if (decimals > 0) {
        QLocale plain = locale;
        plain.setNumberOptions(QLocale::OmitGroupSeparator);
        QString fraction = plain.toString(units % scale);
        while (fraction.size() < decimals)
            fraction.prepend(locale.zeroDigit());
        text += locale.decimalPoint() + fraction;
    }
    return text;
}

constexpr qint64 unitsPerCent = Money::unitsPerUsd / 100;
constexpr qint64 unitsPerSmallest = Money::unitsPerUsd / 10'000; // 4 digits

// Half away from zero; \a units must not be negative.
qint64 rounded(qint64 units, qint64 step)
{
    return units / step + (units % step * 2 >= step ? 1 : 0);
}

// "< $0.01", or "> -$0.01"
QString nearZero(int decimals, bool negative, const QLocale &locale)
{
    return (negative ? u"> "_s : u"< "_s) + dollars(decimal(1, decimals, locale), negative, locale);
}

} // namespace

QString dollars(const QString &digits, bool negative, const QLocale &locale)
{
    const QString sign = negative ? locale.negativeSign() : QString();
    const bool inFront = locale.language() == QLocale::C || locale.language() == QLocale::English;
    return inFront ? sign + u'$' + digits : sign + digits + u"\u00a0$"_s;
}

QString usd(Money amount, const QLocale &locale)
{
    const bool negative = amount < Money();
    const qint64 units = std::abs(amount.units());
    if (units == 0)
        return usdTotal(amount, locale);
    if (units < unitsPerSmallest)
        return nearZero(4, negative, locale);
    const qint64 small = rounded(units, unitsPerSmallest);
    if (small < 10'000)
        return dollars(decimal(small, 4, locale), negative, locale);
    return usdTotal(amount, locale);
}

QString usdTotal(Money amount, const QLocale &locale)
{
    const bool negative = amount < Money();
    const qint64 units = std::abs(amount.units());
    if (units != 0 && units < unitsPerCent)
        return nearZero(2, negative, locale);
    return dollars(decimal(rounded(units, unitsPerCent), 2, locale), negative, locale);
}

QString usdExact(Money amount, const QLocale &locale)
{
    qint64 units = std::abs(amount.units());
    int decimals = 10;
    while (decimals > 2 && units % 10 == 0) {
        units /= 10;
        --decimals;
    }
    return dollars(decimal(units, decimals, locale), amount < Money(), locale);
}

QString count(qint64 value, const QLocale &locale)
{
    return grouped(value, locale);
}

QString shortCount(qint64 value, const QLocale &locale)
{
    const std::array suffixes{Text::tr(" k", "thousand"), Text::tr(" M", "million"),
                              Text::tr(" B", "thousand million"),
                              Text::tr(" T", "million million")};
    const quint64 magnitude =
        value < 0 ? 0 - static_cast<quint64>(value) : static_cast<quint64>(value);
    if (magnitude < 1000)
        return grouped(value, locale);
    quint64 scale = 1000;
    size_t suffix = 0;
    // 999,500 and more would be rounded to 1000 k: that is 1 M.
    while (suffix + 1 < suffixes.size() && magnitude + scale / 2 >= scale * 1000) {
        scale *= 1000;
        ++suffix;
    }
    int decimals = magnitude >= scale * 100 ? 0 : magnitude >= scale * 10 ? 1 : 2;
    quint64 step = decimals == 0 ? scale : decimals == 1 ? scale / 10 : scale / 100;
    quint64 digits = magnitude / step + (magnitude % step * 2 >= step ? 1 : 0);
    while (decimals > 0 && digits % 10 == 0) {
        digits /= 10;
        --decimals;
    }
    return (value < 0 ? locale.negativeSign() : QString()) +
           decimal(static_cast<qint64>(digits), decimals, locale) + suffixes[suffix];
}

QString percent(double value, const QLocale &locale)
{
    if (!std::isfinite(value))
        return u"–"_s;
    const double magnitude = std::abs(value);
    if (magnitude > 0 && magnitude < 0.1)
        return value < 0 ? u"> %1%2 %"_s.arg(locale.negativeSign(), decimal(1, 1, locale))
                         : u"< %1 %"_s.arg(decimal(1, 1, locale));
    if (magnitude >= 99.5 && magnitude < 100)
        return value < 0 ? u"< %1%2 %"_s.arg(locale.negativeSign(), decimal(99, 0, locale))
                         : u"> %1 %"_s.arg(decimal(99, 0, locale));
    const QString sign = value < 0 ? locale.negativeSign() : QString();
    const double tenths = std::round(magnitude * 10);
    if (magnitude > 0 && tenths < 100)
        return sign + decimal(static_cast<qint64>(tenths), 1, locale) + u" %"_s;
    constexpr double longest = 1e15;
    if (magnitude >= longest)
        return sign + locale.toString(magnitude, 'g', 3) + u" %"_s;
    return sign + decimal(static_cast<qint64>(std::round(magnitude)), 0, locale) + u" %"_s;
}

QString change(std::optional<double> percentOrNew, const QLocale &locale)
{
    if (!percentOrNew)
        return Text::tr("new", "change from nothing");
    if (std::abs(*percentOrNew) < 0.05)
        return Text::tr("no change");
    return (*percentOrNew < 0 ? u"▼ "_s : u"▲ "_s) + percent(std::abs(*percentOrNew), locale);
}

} // namespace tollkeeper::format
