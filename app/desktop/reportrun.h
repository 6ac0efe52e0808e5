// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"

namespace tollkeeper::ui {
class Session;
}

namespace tollkeeper::desktop {

inline constexpr int exitStore = 4;  ///< the store could not be reached or failed
inline constexpr int exitUsage = 64; ///< wrong usage or an invalid value

/// Runs until the store that \a session opens is read and the report is written; the exit code.
[[nodiscard]] int writeReport(ui::Session &session, const Arguments &arguments);

} // namespace tollkeeper::desktop
