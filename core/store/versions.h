// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace tollkeeper {

/// The libraries under the stores: "SQLite 3.40.1", "libpq 15.8". Opens a database in memory to ask.
[[nodiscard]] QStringList libraryVersions();

} // namespace tollkeeper
