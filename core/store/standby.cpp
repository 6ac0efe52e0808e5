// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/standby.h"

#include "format/format.h"
#include "store/operations.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tollkeeper {

namespace {

// A standby that is gone costs a connect timeout at every attempt.
constexpr auto pauseAfterFailure = 30s;
// Less than this is how replication is.
constexpr qint64 noLagMs = 1'000;

} // namespace

QString sentence(const StandbyReading &reading)
{
    const QString host = format::safeText(reading.host);
    if (!reading.trouble.isEmpty())
        return Text::tr("reads from the primary: standby %1 %2").arg(host, reading.trouble);
    const QString lag = !reading.lagMs ? Text::tr("lag unknown")
                        : *reading.lagMs < noLagMs
                            ? Text::tr("up to date")
                            : Text::tr("%1 s behind").arg(format::count(*reading.lagMs / 1000));
    if (!reading.used)
        return Text::tr("reads from the primary until standby %1 has followed").arg(host);
    return Text::tr("reads from standby %1, %2").arg(host, lag);
}

StandbyWatch::StandbyWatch(const StoreLocation &standby, const QString &database)
    : m_database(database)
{
    m_reading.host = standby.title();
}

void StandbyWatch::changed(const QString &position)
{
    const std::lock_guard lock(m_mutex);
    if (!position.isEmpty()) // empty: it could not be told
        m_position = position;
}

bool StandbyWatch::mayBeAsked() const
{
    const std::lock_guard lock(m_mutex);
    return std::chrono::steady_clock::now() >= m_askAgain;
}

bool StandbyWatch::willDo(Store &standby)
{
    QString position;
    {
        const std::lock_guard lock(m_mutex);
        position = m_position;
    }
    const auto state = standby.standbyState(position);
    if (!state) { // whatever it was: the next one would hear the same
        failed({StoreError::Kind::Unavailable, {}, {}});
        return false;
    }
    const std::lock_guard lock(m_mutex);
    m_reading.host = standby.info().host;
    m_reading.lagMs = state->lagMs;
    m_reading.trouble =
        state->database == m_database ? QString() : Text::tr("holds another database");
    m_reading.used = state->hasPosition && m_reading.trouble.isEmpty();
    return m_reading.used;
}

void StandbyWatch::failed(const StoreError &error)
{
    const std::lock_guard lock(m_mutex);
    m_reading.used = false;
    if (error.kind != StoreError::Kind::Unavailable)
        return;
    m_reading.trouble = Text::tr("cannot be read");
    m_askAgain = std::chrono::steady_clock::now() + pauseAfterFailure;
}

StandbyReading StandbyWatch::reading() const
{
    const std::lock_guard lock(m_mutex);
    return m_reading;
}

namespace operations {

Result<StandbyState> standbyState(Connection &connection, const QString &position)
{
    if (connection.location().backend() == Backend::Sqlite)
        return StandbyState{};
    auto row = connection.query(u"standby_state"_s, {{u":position"_s, position}});
    if (!row)
        return tl::unexpected(row.error());
    StandbyState state;
    if (!row->next())
        return connection.endOf(*row).map([&] { return state; });
    state.database = row->value(0).toString();
    if (!row->isNull(1))
        state.lagMs = static_cast<qint64>(row->value(1).toDouble());
    state.hasPosition = row->value(2).toBool();
    return state;
}

Result<QString> walPosition(Connection &connection)
{
    if (connection.location().backend() == Backend::Sqlite)
        return QString();
    const auto position = connection.value(u"wal_position"_s);
    if (!position)
        return tl::unexpected(position.error());
    return position->toString();
}

} // namespace operations

} // namespace tollkeeper
