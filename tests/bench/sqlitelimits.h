// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workload.h"

/// What the same file does for clients that use the SQLite library alone.
namespace tollkeeper::bench {

/// Looks at the counter and, if \a readsLimit, at the limit; inserts, charges. Without the limit it
/// is what llm-toll does, and needs nothing of Tollkeeper's. \a longestWaitMs, if given, becomes the
/// longest that it waited for the file's lock.
[[nodiscard]] Client sqliteClient(const QString &path, const QString &project, bool readsLimit,
                                  double *longestWaitMs = nullptr);

} // namespace tollkeeper::bench
