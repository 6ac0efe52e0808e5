// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"

#include <QStringList>

namespace tollkeeper::cli {

/// Reads the command line (without the program's name), runs the verb that it names and tells what
/// to exit with. llm-toll's spellings (--stats, --reset, --export FORMAT, --dashboard) are
/// accepted.
[[nodiscard]] ExitCode runCommandLine(const QStringList &arguments, Console &console);

} // namespace tollkeeper::cli
