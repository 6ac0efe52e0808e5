// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QLocale>

namespace tollkeeper {

/// Core's sentences for people: Text::tr("..."). They are English unless the program has installed
/// a translation, as the window does; tollctl never does, and what is stored or exported for
/// programs does not go through here. One and many are two messages ("1 call", "%1 calls"), so that
/// English needs no translation of its own and the number can have its thousands marks. Any thread.
struct Text
{
    Q_DECLARE_TR_FUNCTIONS(tollkeeper::Text)
};

namespace format {

/// How numbers and dates for people are written: the C locale until setLocale(). Any thread.
[[nodiscard]] const QLocale &locale();
/// Once, before any other thread begins.
void setLocale(const QLocale &locale);

} // namespace format
} // namespace tollkeeper
