// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgrescluster.h"

namespace tollkeeper::test {

/// A primary with a database "calls" and a standby that streams from it.
class StandbyPair final
{
public:
    StandbyPair();

    [[nodiscard]] PostgresCluster &primary() { return m_primary; }
    [[nodiscard]] PostgresCluster &standby() { return *m_standby; }
    [[nodiscard]] QString primaryUrl() const { return m_primary.url(QStringLiteral("calls")); }
    [[nodiscard]] QString standbyUrl() const { return m_standby->url(QStringLiteral("calls")); }
    /// Both servers in one URL.
    [[nodiscard]] QString preferringStandby() const;
    /// Whether the standby has everything that was written until now.
    [[nodiscard]] bool hasFollowed() const;
    void pause() const; ///< the standby goes on receiving, and shows none of it
    void resume() const;

private:
    PostgresCluster m_primary;
    std::unique_ptr<PostgresCluster> m_standby;
};

} // namespace tollkeeper::test
