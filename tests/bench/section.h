// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report.h"

#include <vector>

namespace tollkeeper::bench {

/// How long and how often to measure.
struct Settings
{
    double seconds = 3; ///< each contender in each round
    int rounds = 3;
    qint64 rows = 2'000; ///< of the smaller store that is read; the larger one has ten times as many
};

/// One subject of the benchmark: a file of its own with one line that registers it, a namespace
/// variable of this type.
struct Section
{
    using Run = void (*)(const Settings &settings, Report &report);
    Section(const char *name, const char *about, Run run);

    const char *name;
    const char *about;
    Run run;
};

/// All that are registered, by name.
[[nodiscard]] std::vector<const Section *> sections();

} // namespace tollkeeper::bench
