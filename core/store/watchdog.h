// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>
#include <functional>

namespace tollkeeper {

/// Cuts what has waited too long: a server that was stopped keeps its connections, so that neither
/// keepalives nor a TCP timeout notice, and the driver waits for good. One thread for the process,
/// asleep while nothing is guarded.
///
/// Locks: its mutex is held while it cuts, so that a guard that is gone cuts nothing any more; the
/// connection's own follows under it (Connection::abort()). Nobody takes it with another lock held.
class Watchdog final
{
public:
    /// Until it is destroyed, \a cut is called from the watchdog's thread when \a patience is over,
    /// and again every moment after. Belongs to who waits.
    class Guard final
    {
    public:
        Guard(std::function<void()> cut, std::chrono::milliseconds patience);
        ~Guard();
        Q_DISABLE_COPY_MOVE(Guard)

    private:
        friend class Watchdog;
        std::function<void()> m_cut;
        std::chrono::steady_clock::time_point m_deadline;
    };

    Watchdog() = delete;
};

} // namespace tollkeeper
