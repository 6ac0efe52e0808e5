// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"

namespace tollkeeper {

class Connection;

/// The version of Tollkeeper's own tables that this program reads and writes.
inline constexpr int schemaVersion = 2;

/// Finds llm-toll's and Tollkeeper's tables, and creates what is missing where the user may: also the
/// columns that a store of an older version lacks.
/// Looking takes no lock that a writer waits for; only when something is missing is the schema
/// lock taken and looked again, so that any number of processes may start at once on an empty
/// database. Errors: SchemaNewer; Internal for a foreign file or a table without its columns.
[[nodiscard]] Result<void> prepareSchema(Connection &connection);

} // namespace tollkeeper
