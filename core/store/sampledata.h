// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"
#include "values/timestamp.h"

namespace tollkeeper {

/// Fills a new SQLite store at \a path with 60 days of invented calls up to \a now, for somebody
/// who wants to look round: 8 projects, 6 models, quiet weekends, a day that stands out, limits,
/// one of them exceeded and one close to it, resets and an undo. The same \a now gives the same
/// calls. Any thread; blocks for under a second. Invalid if the file exists.
[[nodiscard]] Result<void> writeSampleData(const QString &path, Timestamp now);

} // namespace tollkeeper
