// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/location.h"
#include "values/spendcube.h"

namespace tollkeeper {

// Plain values and pure functions: any thread.

/// Something that is shown, and how anybody can find it out without the window.
struct Recipe
{
    enum class Of { Projects, Models, Calls, Budgets, Audit };
    Of of = Of::Projects;
    SpendFilter filter; ///< of Projects, Models and Calls
    bool badOnly = false; ///< of Calls
};

/// The tollctl line that prints it, for a POSIX shell; names the store, never a password. tollctl
/// counts whole days: for a range of hours a comment line in front says so.
[[nodiscard]] QString asCommand(const Recipe &recipe, const StoreLocation &store);

/// The statement that gives it, for psql or sqlite3: with this program's own rules for days and for
/// rows that are left out of the sums, and exact sums.
[[nodiscard]] QString asSql(const Recipe &recipe, Backend backend);

/// \a text as one word of a POSIX shell's command line.
[[nodiscard]] QString shellQuoted(const QString &text);
/// \a text as a literal of standard SQL.
[[nodiscard]] QString sqlQuoted(QString text);

} // namespace tollkeeper
