// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "verb.h"

#include "export/json.h"
#include "values/usage.h"

namespace tollkeeper::cli {

/// What became of a call, as record says it.
[[nodiscard]] json::Object answerTo(const Result<Decision> &decision);

/// `tollctl record --jsonl`: records each line of standard input over up to \a jobs connections and
/// answers in the order of the lines, each as soon as it and all before it are known.
[[nodiscard]] Result<ExitCode> recordLines(Context &context, int jobs);

} // namespace tollkeeper::cli
