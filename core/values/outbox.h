// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/money.h"
#include "values/usage.h"

#include <vector>

namespace tollkeeper {

// Plain values: any thread.

/// A call in a local store that belongs to another one, which could not be reached at the time.
struct WaitingCall
{
    qint64 logId = 0; ///< of its row in the local store's log
    QString key;      ///< its own, made when it was recorded: by it, it is taken in only once
    UsageRecord usage;
    std::optional<Timestamp> createdAt; ///< empty when the stored date cannot be read
    friend bool operator==(const WaitingCall &, const WaitingCall &) = default;
};

/// What waits in a local store, by where it belongs.
struct OutboxTarget
{
    QString target; ///< StoreLocation::place() of the store that could not be reached
    qint64 calls = 0;
    Money cost;
    friend bool operator==(const OutboxTarget &, const OutboxTarget &) = default;
};

/// A call that was carried from a local store's outbox to another one: it counts there, and its row
/// here is a copy.
struct MovedCall
{
    QString target; ///< StoreLocation::place() of where it is
    UsageRecord usage;
    Timestamp createdAt;
};

/// What a project of the receiving store got, and where that leaves it.
struct ReceivedProject
{
    QString project;
    qint64 calls = 0;
    Money cost;
    double totalUsd = 0; ///< the counter, afterwards
    std::optional<double> limitUsd;
    /// The money was spent while nobody could hold it to the limit.
    [[nodiscard]] bool overLimit() const { return limitUsd && totalUsd > *limitUsd; }
    friend bool operator==(const ReceivedProject &, const ReceivedProject &) = default;
};

/// What became of calls that were brought to a store.
struct Received
{
    qint64 calls = 0; ///< that were not there yet
    qint64 alreadyThere = 0;
    Money cost;
    std::vector<ReceivedProject> projects; ///< by name; only those that got something
    friend bool operator==(const Received &, const Received &) = default;
};

} // namespace tollkeeper
