// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "standbypair.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

StandbyPair::StandbyPair()
{
    PostgresCluster::execute(m_primary.url(u"postgres"_s), u"CREATE DATABASE calls"_s);
    // A query that is in the way of what is replayed is ended at once.
    PostgresCluster::Options options{.primary = &m_primary};
    options.settings = QStringList{u"max_standby_streaming_delay=0"_s};
    m_standby = std::make_unique<PostgresCluster>(options);
}

QString StandbyPair::preferringStandby() const
{
    const QString place = PostgresCluster::host() + u':';
    return primaryUrl().replace(place + QString::number(m_primary.port()),
                                place + QString::number(m_primary.port()) + u','
                                    + place + QString::number(m_standby->port()))
        + u"?target_session_attrs=prefer-standby"_s;
}

bool StandbyPair::hasFollowed() const
{
    const QString position =
        PostgresCluster::execute(primaryUrl(), u"SELECT pg_current_wal_lsn()"_s);
    return PostgresCluster::execute(standbyUrl(),
                                    u"SELECT pg_last_wal_replay_lsn() >= '%1'"_s.arg(position))
        == u"t";
}

void StandbyPair::pause() const
{
    PostgresCluster::execute(standbyUrl(), u"SELECT pg_wal_replay_pause()"_s);
}

void StandbyPair::resume() const
{
    PostgresCluster::execute(standbyUrl(), u"SELECT pg_wal_replay_resume()"_s);
}

} // namespace tollkeeper::test
