// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/budget.h"
#include "values/spendcube.h"

#include <vector>

namespace tollkeeper {

// Pure functions: any thread.

/// So many projects, and models, a window shows one by one. More than these nobody looks at: a store
/// that has them is somebody's mistake or attack, and must not freeze the window.
inline constexpr int mostShown = 10'000;

/// Keeps the \a most projects, and models, that cost the most, and adds up what is left under a name
/// that says how many those are ("990,000 other projects"). Sums stay as they are.
void foldSmall(SpendCube &cube, int most = mostShown);
/// The same for budgets; those with a limit are kept first, then the highest totals.
void foldSmall(std::vector<Budget> &budgets, int most = mostShown);

} // namespace tollkeeper
