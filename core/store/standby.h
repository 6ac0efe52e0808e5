// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/location.h"
#include "store/store.h"

#include <chrono>
#include <mutex>

namespace tollkeeper {

/// How reading from a standby goes, for people.
struct StandbyReading
{
    QString host;
    bool used = false;           ///< the last reading came from it, not from the primary
    std::optional<qint64> lagMs; ///< as of the last reading; empty: unknown
    QString trouble;             ///< why it is not used, a clause; empty where it only lags
    friend bool operator==(const StandbyReading &, const StandbyReading &) = default;
};
/// "reads from standby HOST, 3 s behind"
[[nodiscard]] QString sentence(const StandbyReading &reading);

/// Whether a reader may use a standby: not while it lacks what this program has changed, not for a
/// while after it failed, and never if it is one of another database. Thread-safe.
class StandbyWatch final
{
public:
    /// \a database is the primary's StandbyState::database.
    StandbyWatch(const StoreLocation &standby, const QString &database);

    /// The primary has been changed, up to \a position: from now on only that will do.
    void changed(const QString &position);
    /// Whether it is worth asking.
    [[nodiscard]] bool mayBeAsked() const;
    /// Looks at \a standby: whether it will do. Remembers how it is.
    [[nodiscard]] bool willDo(Store &standby);
    /// A reading failed there. One that was in the way of the primary's changes is no failure of it.
    void failed(const StoreError &error);
    [[nodiscard]] StandbyReading reading() const;

private:
    mutable std::mutex m_mutex; ///< guards what follows; held for a moment
    const QString m_database;
    QString m_position;
    StandbyReading m_reading;
    std::chrono::steady_clock::time_point m_askAgain;
};

} // namespace tollkeeper
