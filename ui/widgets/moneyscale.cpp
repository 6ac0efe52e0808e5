// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/moneyscale.h"

#include "format/format.h"
#include "values/money.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr double tolerance = 1e-9; // of doubles that stand for round decimals

/// The smallest round number that is not below \a value.
double roundUp(double value)
{
    const double magnitude = std::pow(10, std::floor(std::log10(value)));
    for (const double factor : {1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0}) {
        if (factor * magnitude >= value * (1 - tolerance))
            return factor * magnitude;
    }
    return 10 * magnitude;
}

} // namespace

MoneyScale::MoneyScale(double highest, int wanted)
{
    if (!(highest > 0))
        return;
    m_step = roundUp(highest / wanted);
    // A rounder step may need fewer lines than were asked for.
    m_lines = std::max(1, int(std::ceil(highest / m_step - tolerance)));
}

QString MoneyScale::text(int line) const
{
    const double usd = m_step * line;
    if (line == 0)
        return format::dollars(u"0"_s);
    const bool whole = std::abs(m_step - std::round(m_step)) < tolerance * m_step;
    if (whole)
        return format::dollars(format::count(std::llround(usd)));
    // Two significant digits of the step are all that it has; cents at least.
    const int decimals = std::max(2, 1 - int(std::floor(std::log10(m_step))));
    const QLocale &locale = format::locale();
    QString text = locale.toString(usd, 'f', decimals);
    while (text.endsWith(u'0') && text.size() - text.indexOf(locale.decimalPoint()) > 3)
        text.chop(1);
    return format::dollars(text);
}

} // namespace tollkeeper::ui
