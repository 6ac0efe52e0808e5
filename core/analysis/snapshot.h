// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"
#include "values/budget.h"
#include "values/spendcube.h"

#include <memory>
#include <vector>

namespace tollkeeper {

/// Everything that the window shows, read at one moment: an immutable value, shared by pointer.
struct Snapshot
{
    StoreInfo store;   ///< that changes go to
    SpendCube daily;   ///< all time
    SpendCube hourly;  ///< only hourlyRange, when one was asked for
    Range hourlyRange{BucketUnit::Hour, 0, -1};
    std::vector<Budget> budgets;
    std::vector<AuditEntry> audit; ///< newest first
    ChangeMark mark;
    Timestamp takenAt;
    qint64 readMs = 0; ///< how long reading took
    SealedSpendPtr sealed; ///< for the next snapshot: what need not be read again
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

/// Reads a snapshot; \a hours, if not empty, is read by the hour as well. \a known is the `sealed`
/// of an earlier snapshot of the same store; \a primary is what changes go to, where \a store is its
/// standby.
[[nodiscard]] Result<SnapshotPtr> readSnapshot(Store &store, const Range &hours, Timestamp now,
                                               const SealedSpendPtr &known = {},
                                               const StoreInfo &primary = {});

} // namespace tollkeeper
