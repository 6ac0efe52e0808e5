// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>

namespace tollkeeper::ui {

/// What the window, its reports and its pictures speak.
enum class Language {
    System, ///< the desktop's (LANGUAGE, LC_ALL, LC_MESSAGES, LANG), if there is a translation
    English,
    German
};

/// How a window in German (or English) writes numbers and dates on a machine that is set to \a system:
/// as in the country of the machine, where German (English) has rules for it: "1’234.50" in
/// Switzerland. Otherwise as in Germany (in English, as the C locale).
[[nodiscard]] QLocale localeFor(bool german, const QLocale &system);

/// Words, numbers and dates from now on, Qt's own dialogs included. Once, after the application
/// object and before any window or thread: what is there already keeps its words.
void applyLanguage(Language language);

} // namespace tollkeeper::ui
