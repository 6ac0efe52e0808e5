// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

namespace tollkeeper::operations {

/// Where sealing stands, read within the caller's transaction.
struct SealingState
{
    qint64 epoch = 0;
    qint64 fold = 0;
    qint64 sealedTo = 0;
    /// The sealed cells count: the triggers that watch over old rows are there, and the log has the
    /// partitions that it had.
    bool valid = false;
    std::vector<std::pair<int, qint64>> dirtyDays; ///< with their last marks
};
[[nodiscard]] Result<SealingState> sealingState(Connection &connection);

/// One bounded step of sealing; see Store::seal().
[[nodiscard]] Result<SealProgress> sealStep(Connection &connection, int rows);

} // namespace tollkeeper::operations
