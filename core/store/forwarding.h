// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

#include <QStringList>

#include <functional>

namespace tollkeeper {

struct ForwardOptions
{
    /// Only the calls that were meant for this place (StoreLocation::place()); without it all.
    std::optional<QString> target = {};
    /// After each transaction: how many calls are through, of how many. False stops.
    std::function<bool(qint64 done, qint64 all)> progress = {};
};

/// What forward() did, also where it could not go on.
struct ForwardSummary
{
    QString store; ///< StoreInfo::title of where the calls went
    Received received;
    qint64 unfit = 0; ///< calls that no store can take, because their rows were changed by hand
    QString unfitReason; ///< of the first of them
    std::vector<OutboxTarget> elsewhere; ///< what waits for other places
    std::optional<StoreError> error; ///< what stopped it; the rest waits for the next time
};

/// In the thread of both stores, blocking: carries the calls that wait in \a local to \a team, in
/// transactions of 100, each call exactly once, however often this is interrupted, repeated or run
/// at the same time: the key of a call is taken in with it in one transaction, and only then is the
/// call marked as moved. Limits are not asked, because the money is spent. \a local keeps its rows
/// and counters, as the history of what was recorded there; its table tollkeeper_outbox tells them
/// from calls of its own (moved_at IS NOT NULL), for who adds up several stores.
[[nodiscard]] ForwardSummary forward(Store &local, Store &team, const ForwardOptions &options = {});

/// What was carried, for people: "Moved 12 calls, $0.3456, to llm_costs on db.internal.", and which
/// limits are exceeded now.
[[nodiscard]] QStringList sentences(const ForwardSummary &summary);

} // namespace tollkeeper
