// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "generator.h"
#include "store/location.h"

#include <functional>

namespace tollkeeper::bench {

/// Told how many rows are in, now and then.
using Progress = std::function<void(qint64 rows)>;

/// Fills an empty store with llm-toll's tables and \a generator's calls; the counters are the exact
/// sums. A failure ends the program.
void load(const StoreLocation &location, CallGenerator &generator, const Progress &progress);

} // namespace tollkeeper::bench
