// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/snapshot.h"
#include "session/background.h"
#include "store/location.h"
#include "store/pool.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace tollkeeper::ui {
Q_NAMESPACE

/// How a store is, or what a window shows of several.
enum class StoreState {
    Closed,     ///< no store yet
    Connecting, ///< the first connection is under way
    Open,       ///< the snapshot is current
    Partly,     ///< of several stores some are open, and others are not yet or not any more
    Stale,      ///< the store went away; the last snapshot stays; retried by itself
    Failed,     ///< could not be opened; error() says why
};
Q_ENUM_NS(StoreState)

/// The link to one store: opens it, keeps a fresh snapshot of it, seals it, and runs operations on
/// it. Lives in the GUI thread and never blocks it: all SQL runs on the pool's threads (opening on a
/// thread of Qt's pool). A newer request makes an older one's answer void. Owned by the session.
class StoreLink final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StoreLink)

public:
    using State = StoreState;

    explicit StoreLink(QObject *parent = nullptr);
    ~StoreLink() override;

    /// Opens the store of \a choice. Where that came from LLM_TOLL_STORE_URL and fails, opens the
    /// local SQLite store instead and says so with fellBack().
    void open(const StoreChoice &choice);
    /// Opens \a location; a failure is final, unless others are shown meanwhile.
    void open(const StoreLocation &location);
    void retry();
    /// One of several that are shown as one: opens a store again by itself that could not be reached, and
    /// reads what was carried from it to others.
    void setBesideOthers(bool besideOthers) { m_besideOthers = besideOthers; }
    void refresh();
    void setHours(const Range &wanted);
    void setPollInterval(int ms);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const std::optional<StoreError> &error() const { return m_error; }
    [[nodiscard]] SnapshotPtr snapshot() const { return m_snapshot; }
    [[nodiscard]] Timestamp currentAsOf() const { return m_currentAsOf; }
    [[nodiscard]] QString fallbackWarning() const { return m_fallbackWarning; }
    [[nodiscard]] std::optional<StoreLocation> location() const { return m_location; }
    [[nodiscard]] std::optional<StandbyReading> standby() const;
    [[nodiscard]] int pending() const { return m_pending; }

    /// Runs \a operation (Store & -> Result<T>), which reads, on the pool.
    template <class F>
    auto run(F operation)
    {
        using R = std::invoke_result_t<F, Store &>;
        auto answer = m_pool ? m_pool->read(std::move(operation)) : refused<R>();
        count(answer);
        return answer;
    }
    /// Runs one that changes something, and refreshes afterwards.
    template <class F>
    auto command(F operation)
    {
        using R = std::invoke_result_t<F, Store &>;
        auto answer = m_pool ? m_pool->change(std::move(operation)) : refused<R>();
        count(answer);
        whenDone(answer, this, [this](const R &) { refresh(); });
        return answer;
    }

Q_SIGNALS:
    void stateChanged();
    void snapshotReady();
    /// The store was looked at and is as the snapshot says: currentAsOf() moved on.
    void checked();
    void fellBack(const QString &warning);
    void callsWait(const tollkeeper::OutboxTarget &waiting);
    void sealed(const tollkeeper::SealProgress &progress);

private:
    [[nodiscard]] static StoreError noStore();
    template <class R>
    static QFuture<R> refused()
    {
        return QtFuture::makeReadyFuture<R>(tl::unexpected(noStore()));
    }
    template <class T>
    void count(const QFuture<T> &answer)
    {
        ++m_pending;
        whenDone(answer, this, [this](const T &) { --m_pending; });
    }
    void openLocation(const StoreLocation &location);
    void connectToStore();
    void openFailed(const StoreError &error);
    void lookForWaitingCalls();
    void closePool();
    void read(bool always);
    void readDone(const Result<SnapshotPtr> &result);
    void readLate();
    void seal();
    void pollAgain();
    void setState(State state, std::optional<StoreError> error = {});

    State m_state = State::Closed;
    std::optional<StoreError> m_error;
    std::optional<StoreLocation> m_location;
    std::optional<StoreChoice> m_choice;
    bool m_mayFallBack = false;
    bool m_besideOthers = false;
    QString m_fallbackWarning;
    std::shared_ptr<StorePool> m_pool;
    SnapshotPtr m_snapshot;
    Timestamp m_currentAsOf;
    Range m_hours{BucketUnit::Hour, 0, -1};
    QTimer m_pollTimer;
    QTimer m_sealTimer;
    QTimer m_lateTimer; ///< runs while a read is awaited
    QTimer m_openTimer; ///< runs until a store that could not be reached is tried again
    int m_pollInterval = 2000;
    int m_failedReads = 0; ///< in a row: the longer, the rarer the next try
    int m_pending = 0;
    quint64 m_generation = 0; ///< of the store and of the newest read: older answers are dropped
};

/// Where calls wait for a store that could not be reached; an error where there is no such file.
[[nodiscard]] Result<std::unique_ptr<Store>> openOutbox();

} // namespace tollkeeper::ui
