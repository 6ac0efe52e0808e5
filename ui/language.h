// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tollkeeper::ui {

/// What the window, its reports and its pictures speak.
enum class Language {
    System, ///< the desktop's (LANGUAGE, LC_ALL, LC_MESSAGES, LANG), if there is a translation
    English,
    German
};

/// Words, numbers and dates from now on, Qt's own dialogs included. Once, after the application
/// object and before any window or thread: what is there already keeps its words.
void applyLanguage(Language language);

} // namespace tollkeeper::ui
