// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format/format.h"

#include <algorithm>

namespace tollkeeper::format {

namespace {

QLocale &chosenLocale()
{
    static QLocale locale = QLocale::c();
    return locale;
}

constexpr char16_t ellipsis = u'\u2026';
constexpr char16_t replacement = u'\ufffd';
constexpr char16_t firstControlPicture = u'\u2400'; // one for each of U+0000 to U+0020
constexpr char16_t deletePicture = u'\u2421';
constexpr char16_t newlinePicture = u'\u2424';

// What is shown for \a c; the same where it is harmless.
char16_t shown(char16_t c)
{
    if (c < 0x20)
        return static_cast<char16_t>(firstControlPicture + c);
    if (c == 0x7f)
        return deletePicture;
    if (c == 0x85 || c == 0x2028 || c == 0x2029) // next line, line and paragraph separator
        return newlinePicture;
    const bool control = c > 0x7f && c < 0xa0;
    const bool direction = c == 0x061c || c == 0x200e || c == 0x200f ||
                           (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return control || direction ? replacement : c;
}

} // namespace

const QLocale &locale()
{
    return chosenLocale();
}

void setLocale(const QLocale &locale)
{
    chosenLocale() = locale;
}

QString status(BudgetStatus status)
{
    switch (status) {
    case BudgetStatus::Ok:
        return Text::tr("OK");
    case BudgetStatus::Warning:
        return Text::tr("Warning");
    case BudgetStatus::Exceeded:
        return Text::tr("Exceeded");
    case BudgetStatus::NoLimit:
        break;
    }
    return Text::tr("No limit");
}

QString safeText(const QString &text, qsizetype maxLength)
{
    const bool cut = text.size() > maxLength;
    QString safe = cut ? text.left(std::max<qsizetype>(maxLength, 0)) : text;
    if (cut && !safe.isEmpty() && safe.back().isHighSurrogate())
        safe.chop(1); // its other half was cut off
    for (qsizetype i = 0; i < safe.size(); ++i) {
        const QChar c = std::as_const(safe).at(i);
        if (c.isHighSurrogate() && i + 1 < safe.size() &&
            std::as_const(safe).at(i + 1).isLowSurrogate()) {
            ++i;
            continue;
        }
        const QChar visible = c.isSurrogate() ? replacement : shown(c.unicode());
        if (visible != c)
            safe[i] = visible;
    }
    return cut ? safe + ellipsis : safe;
}

} // namespace tollkeeper::format
