// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/snapshot.h"

namespace tollkeeper {

/// One snapshot of several stores, called \a title: sums are those of the stores added up exactly.
/// Projects keep apart, under the names that their labels make; models of one name are one model.
/// Changes may go where any store allows some; Snapshot::storeOf() tells which. A store without a
/// snapshot adds nothing. Pure; a few milliseconds, so not on the GUI thread. Null where no store was
/// ever read.
[[nodiscard]] SnapshotPtr mergeSnapshots(const std::vector<StorePart> &parts, const QString &title);

/// The places of other stores of \a parts that calls of the store \a store were carried to: those
/// count there, and the copies that it keeps do not.
[[nodiscard]] QStringList countedElsewhere(const std::vector<StorePart> &parts, int store);

/// What a reader has to know of stores that are away: whose figures are old, and of when, and whose
/// are missing. Empty where all are live, or there is only one.
[[nodiscard]] QStringList awaySentences(const Snapshot &snapshot);

} // namespace tollkeeper
