// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/spendcube.h"

#include <vector>

namespace tollkeeper {

/// How many calls a part of the log has and at what moment each is, newest first, as far as the calls
/// of each bucket of a cube tell: exact to the bucket, evenly spread within it. What a scroll bar over
/// any number of calls needs, without asking the store. An immutable value: any thread.
class LogPlaces final
{
public:
    LogPlaces() = default;
    /// \a stores: of a merged view, which ones' calls are there at all; empty: all.
    LogPlaces(const SpendCube &cube, const SpendFilter &filter, const std::vector<bool> &stores = {});

    [[nodiscard]] qint64 calls() const { return m_calls; }
    /// Of the call with so many newer ones, 0 to calls(). The epoch where there are no calls.
    [[nodiscard]] Timestamp momentAt(qint64 place) const;
    /// How many calls are newer than \a moment.
    [[nodiscard]] qint64 placeOf(Timestamp moment) const;

private:
    struct Stretch
    {
        Timestamp newest;
        Timestamp oldest;
        qint64 newer = 0; ///< calls that come before it
        qint64 calls = 0;
    };
    std::vector<Stretch> m_stretches; ///< a bucket with calls each, newest first
    qint64 m_calls = 0;
};

} // namespace tollkeeper
