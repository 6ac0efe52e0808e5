// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/storelabel.h"
#include "store/store.h"
#include "values/budget.h"
#include "values/spendcube.h"

#include <QHash>

#include <memory>
#include <vector>

namespace tollkeeper {

struct Snapshot;
using SnapshotPtr = std::shared_ptr<const Snapshot>;

/// The calls of a store that are copies: they were carried to another one, where they count.
struct MovedSpend
{
    QString target; ///< StoreLocation::place() of the other one
    SpendCube daily;
    SpendCube hourly; ///< like the snapshot's
};

/// One of the stores that a merged view is made of.
struct StorePart
{
    StoreLabel label;
    SnapshotPtr snapshot = {}; ///< null where it was never read
    bool live = true;          ///< false: it is away, and the snapshot is old
    Timestamp asOf = {};       ///< when the store was last seen to be as the snapshot says
    QString place = {};        ///< StoreLocation::place(): where calls were carried to it
};

/// A project by its own name, and which store it is in.
struct ProjectPlace
{
    int store = 0;
    QString project;
    friend bool operator==(const ProjectPlace &, const ProjectPlace &) = default;
};

/// Everything that the window shows, read at one moment: an immutable value, shared by pointer:
/// any thread.
struct Snapshot
{
    StoreInfo store;   ///< that changes go to; of several what is true of them together
    SpendCube daily;   ///< all time
    SpendCube hourly;  ///< only hourlyRange, when one was asked for
    Range hourlyRange{BucketUnit::Hour, 0, -1};
    std::vector<Budget> budgets;
    std::vector<AuditEntry> audit; ///< newest first
    ChangeMark mark;
    Timestamp takenAt;
    qint64 readMs = 0; ///< how long reading took
    std::vector<MovedSpend> moved = {}; ///< by target; the cubes hold these calls, too
    SealedSpendPtr sealed; ///< for the next snapshot: what need not be read again

    // Of a merged view; see analysis/merging.h.
    std::vector<StorePart> parts = {};          ///< in its order; empty where there is one store
    QHash<QString, ProjectPlace> places = {};   ///< of every project, by the name it is shown under

    [[nodiscard]] bool merged() const { return !parts.empty(); }
    /// Where the project is that is shown as \a project; empty where a merged view has none.
    [[nodiscard]] std::optional<ProjectPlace> placeOf(const QString &project) const;
    /// The store of these projects; if those are several, what is true of them together, with the
    /// rights that all of them give. Of no projects: the window's store.
    [[nodiscard]] StoreInfo storeOf(const QStringList &projects) const;
    /// False where the store of \a project is away, so that its figures are old.
    [[nodiscard]] bool isLive(const QString &project) const;
    /// Which store of a merged view is called \a name there; empty: none.
    [[nodiscard]] std::optional<int> storeCalled(const QString &name) const;
    /// False where that one is away.
    [[nodiscard]] bool isStoreLive(const QString &name) const;
    /// The parts whose figures are old or missing.
    [[nodiscard]] std::vector<StorePart> away() const;
    /// When the oldest of what is shown was read.
    [[nodiscard]] Timestamp oldest() const;
};

/// Reads a snapshot, in the thread of \a store; \a hours, if not empty, is read by the hour as
/// well. \a known is the `sealed` of an earlier snapshot of the same store; \a primary is what
/// changes go to, where \a store is its standby. \a besideOthers: for a view of several stores, which
/// has to know what was carried from this one.
[[nodiscard]] Result<SnapshotPtr> readSnapshot(Store &store, const Range &hours, Timestamp now,
                                               const SealedSpendPtr &known = {},
                                               const StoreInfo &primary = {},
                                               bool besideOthers = false);

} // namespace tollkeeper
