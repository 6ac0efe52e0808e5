// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/transaction.h"

namespace tollkeeper::operations {

/// Where sealing stands, read within the caller's transaction.
struct SealingState
{
    qint64 epoch = 0;
    qint64 fold = 0;
    qint64 sealedTo = 0;
    /// Begun, and watched since: the triggers over old rows are there, and ids went on rising.
    bool watched = false;
    QString tables;    ///< that the log was made of when it was sealed: the partitions
    QString tablesNow;
    std::vector<std::pair<int, qint64>> dirtyDays; ///< with their last marks

    /// The sealed cells count.
    [[nodiscard]] bool valid() const { return watched && tables == tablesNow; }
};
[[nodiscard]] Result<SealingState> sealingState(Connection &connection);

/// One bounded step of sealing; see Store::seal().
[[nodiscard]] Result<SealProgress> sealStep(Connection &connection, int rows);

/// Takes the locks of sealing: of the log, then of the turn to seal. For a transaction that writes.
[[nodiscard]] Result<void> lockSealing(Connection &connection);

/// Marks the days that hold rows which nobody sealed, or lack some: those of partitions that came or
/// went, and of rows whose ids were set by hand. Done in turn with other clients, without a lock
/// while it searches.
[[nodiscard]] Result<void> reconcile(Connection &connection);

} // namespace tollkeeper::operations
