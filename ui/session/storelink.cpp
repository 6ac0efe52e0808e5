// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/storelink.h"

#include "format/translation.h"

#include <QThreadPool>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

// The window asks for few things at once; the server's connections belong to the callers.
constexpr int largestPool = 3;
// A server that is stopped or cut off keeps the connection and stays silent: say so after this.
constexpr int lateMs = 10'000;
constexpr int longestRetryMs = 30'000;
// Texts such as "5 s ago" and ranges that end now grow old although nothing in the store changed.
constexpr qint64 oldestSnapshotMicros = 60'000'000;

// Summaries are kept when the window has long shown what there is.
constexpr int sealFirstMs = 5'000;
// How long after the summaries were complete, or busy, they are looked at again.
constexpr int sealAgainMs = 300'000;
constexpr int sealBusyMs = 5'000;

/// \a known where the store is still as it says, else a fresh snapshot.
Result<SnapshotPtr> look(Store &store, const SnapshotPtr &known, const Range &hours,
                         const SealedSpendPtr &sealed, const StoreInfo &primary, bool besideOthers)
{
    const Timestamp now = Timestamp::now();
    // A new UTC day moves budgets with a period even where nobody wrote anything.
    const bool hoursKnown = known && (hours.size() == 0 || known->hourlyRange == hours);
    if (!hoursKnown || known->takenAt.day() != now.day())
        return readSnapshot(store, hours, now, sealed, primary, besideOthers);
    const auto mark = store.changeMark();
    if (!mark)
        return tl::unexpected(mark.error());
    if (*mark != known->mark)
        return readSnapshot(store, hours, now, sealed, primary, besideOthers);
    if (now.micros - known->takenAt.micros < oldestSnapshotMicros)
        return known;
    auto same = std::make_shared<Snapshot>(*known);
    same->takenAt = now;
    return same;
}

} // namespace

Result<std::unique_ptr<Store>> openOutbox()
{
    return Store::open(StoreLocation::sqliteFile(defaultStorePath()), {.createSchema = false});
}

StoreError StoreLink::noStore()
{
    return {StoreError::Kind::Unavailable, Text::tr("No store is open."), {}};
}

StoreLink::StoreLink(QObject *parent) : QObject(parent)
{
    m_pollTimer.setSingleShot(true);
    connect(&m_pollTimer, &QTimer::timeout, this, [this] { read(false); });
    m_lateTimer.setSingleShot(true);
    m_lateTimer.setInterval(lateMs);
    connect(&m_lateTimer, &QTimer::timeout, this, &StoreLink::readLate);
    m_sealTimer.setSingleShot(true);
    connect(&m_sealTimer, &QTimer::timeout, this, &StoreLink::seal);
    m_openTimer.setSingleShot(true);
    m_openTimer.setInterval(longestRetryMs);
    connect(&m_openTimer, &QTimer::timeout, this, &StoreLink::connectToStore);
}

StoreLink::~StoreLink()
{
    closePool();
}

void StoreLink::open(const StoreChoice &choice)
{
    m_choice = choice;
    m_mayFallBack = choice.origin == StoreOrigin::Environment;
    m_fallbackWarning.clear();
    const auto location = StoreLocation::parse(choice.text);
    if (location)
        return openLocation(*location);
    m_location.reset();
    closePool();
    openFailed(location.error());
}

void StoreLink::open(const StoreLocation &location)
{
    m_choice.reset();
    m_mayFallBack = false;
    m_fallbackWarning.clear();
    openLocation(location);
}

void StoreLink::retry()
{
    if (m_choice)
        open(StoreChoice(*m_choice));
    else if (m_location)
        open(StoreLocation(*m_location));
}

void StoreLink::openLocation(const StoreLocation &location)
{
    closePool();
    m_location = location;
    setState(State::Connecting);
    connectToStore();
}

void StoreLink::connectToStore()
{
    const auto standby = readLocation(m_choice.value_or(StoreChoice()), *m_location);
    if (!standby)
        return setState(State::Failed, standby.error());
    const auto generation = m_generation;
    ++m_pending;
    const auto opening = inBackground([location = *m_location, standby = *standby] {
        return StorePool::open(
                   location.forChanges(),
                   {.maxConnections = largestPool, .store = {}, .readFrom = standby})
            .map([](std::unique_ptr<StorePool> pool) {
                return std::shared_ptr<StorePool>(std::move(pool));
            });
    });
    whenDone(opening, this, [this, generation](const Result<std::shared_ptr<StorePool>> &pool) {
        --m_pending;
        if (generation != m_generation)
            return;
        if (!pool)
            return openFailed(pool.error());
        m_pool = *pool;
        read(true);
        lookForWaitingCalls();
        if (m_pool->info().access.canSeal)
            m_sealTimer.start(sealFirstMs);
    });
}

void StoreLink::openFailed(const StoreError &error)
{
    if (!m_mayFallBack || !tollkeeper::mayFallBack(*m_choice, error)) {
        if (m_besideOthers && error.kind == StoreError::Kind::Unavailable && m_pollInterval > 0)
            m_openTimer.start();
        return setState(State::Failed, error);
    }
    m_mayFallBack = false;
    m_fallbackWarning = tollkeeper::fallbackWarning(*m_choice, error);
    Q_EMIT fellBack(m_fallbackWarning);
    openLocation(StoreLocation::sqliteFile(defaultStorePath()));
}

void StoreLink::lookForWaitingCalls()
{
    const QString place = m_location->place();
    const auto looking = inBackground([place] {
        const auto outbox = openOutbox().and_then(
            [](const std::unique_ptr<Store> &local) { return local->outbox(); });
        OutboxTarget waiting;
        for (const OutboxTarget &target : outbox.value_or(std::vector<OutboxTarget>())) {
            if (target.target == place)
                waiting = target;
        }
        return waiting;
    });
    whenDone(looking, this, [this, pool = std::weak_ptr(m_pool)](const OutboxTarget &waiting) {
        if (waiting.calls > 0 && m_pool && pool.lock() == m_pool)
            Q_EMIT callsWait(waiting);
    });
}

void StoreLink::closePool()
{
    ++m_generation;
    m_pollTimer.stop();
    m_lateTimer.stop();
    m_sealTimer.stop();
    m_openTimer.stop();
    m_failedReads = 0;
    m_snapshot.reset();
    // The pool waits a while for what is running on it.
    if (auto pool = std::exchange(m_pool, nullptr))
        QThreadPool::globalInstance()->start([pool = std::move(pool)]() mutable { pool.reset(); });
}

void StoreLink::refresh()
{
    if (m_pool)
        read(true);
}

void StoreLink::setHours(const Range &wanted)
{
    const Range hours = wanted.size() > 0 ? wanted.inHours() : Range{BucketUnit::Hour, 0, -1};
    if (hours == m_hours)
        return;
    m_hours = hours;
    if (m_snapshot && hours.size() > 0 && m_snapshot->hourlyRange != hours)
        refresh();
}

std::optional<StandbyReading> StoreLink::standby() const
{
    return m_pool ? m_pool->standbyReading() : std::nullopt;
}

void StoreLink::setPollInterval(int ms)
{
    m_pollInterval = ms;
    if (m_snapshot && !m_lateTimer.isActive())
        pollAgain();
}

void StoreLink::read(bool always)
{
    const auto generation = ++m_generation;
    m_pollTimer.stop();
    if (!m_lateTimer.isActive())
        m_lateTimer.start();
    const auto reading = run([known = always ? nullptr : m_snapshot, hours = m_hours,
                              sealed = m_snapshot ? m_snapshot->sealed : nullptr,
                              primary = m_pool ? m_pool->info() : StoreInfo(),
                              besideOthers = m_besideOthers](Store &store) {
        return look(store, known, hours, sealed, primary, besideOthers);
    });
    whenDone(reading, this, [this, generation](const Result<SnapshotPtr> &result) {
        if (generation == m_generation)
            readDone(result);
    });
}

void StoreLink::readDone(const Result<SnapshotPtr> &result)
{
    m_lateTimer.stop();
    if (!result) {
        ++m_failedReads;
        pollAgain();
        // A first read that fails leaves nothing to show: the store is of no use as it is.
        setState(m_snapshot ? State::Stale : State::Failed, result.error());
        return;
    }
    m_failedReads = 0;
    m_currentAsOf = Timestamp::now();
    const bool fresh = *result != m_snapshot;
    m_snapshot = *result;
    // Something made the summaries void, such as a partition that came: they are looked at soon.
    if (fresh && !m_snapshot->sealed && m_sealTimer.remainingTime() > sealBusyMs)
        m_sealTimer.start(sealBusyMs);
    pollAgain();
    setState(State::Open);
    if (fresh)
        Q_EMIT snapshotReady();
    Q_EMIT checked();
}

void StoreLink::seal()
{
    // One step a job, so that readers get their turn between them.
    const auto step = m_pool->run([](Store &store) { return store.seal(); });
    whenDone(step, this, [this, pool = std::weak_ptr(m_pool)](const Result<SealProgress> &progress) {
        if (pool.lock() != m_pool)
            return;
        if (progress)
            Q_EMIT sealed(*progress);
        if (progress && !progress->finished)
            m_sealTimer.start(0);
        else if (progress || progress.error().kind != StoreError::Kind::NotPermitted)
            m_sealTimer.start(progress ? sealAgainMs : sealBusyMs);
    });
}

void StoreLink::readLate()
{
    ++m_failedReads;
    pollAgain(); // on another connection; the one that is stuck may answer yet
    const StoreError late{
        StoreError::Kind::Unavailable, Text::tr("The store does not answer."), {}};
    setState(m_snapshot ? State::Stale : State::Failed, late);
}

void StoreLink::pollAgain()
{
    if (m_pollInterval <= 0)
        return m_pollTimer.stop();
    const int delay = m_pollInterval << std::min(m_failedReads, 4);
    m_pollTimer.start(std::max(m_pollInterval, std::min(delay, longestRetryMs)));
}

void StoreLink::setState(State state, std::optional<StoreError> error)
{
    if (state == m_state && error == m_error)
        return;
    m_state = state;
    m_error = std::move(error);
    Q_EMIT stateChanged();
}

} // namespace tollkeeper::ui
