// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/snapshot.h"
#include "export/export.h"
#include "export/focusfiles.h"
#include "store/forwarding.h"
#include "store/location.h"
#include "store/pool.h"

#include <QFuture>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace tollkeeper::ui {

/// The window's link to one store: opens it, keeps a fresh snapshot of it, and carries commands
/// back. Lives in the GUI thread and never blocks it: all SQL runs on the pool's threads (opening
/// on a thread of Qt's pool). A newer request makes an older one's answer void.
class Session final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Session)

public:
    enum class State {
        Closed,     ///< no store yet
        Connecting, ///< the first connection is under way
        Open,       ///< the snapshot is current
        Stale,      ///< the store went away; the last snapshot stays; retried by itself
        Failed,     ///< could not be opened; error() says why
    };
    Q_ENUM(State)

    explicit Session(QObject *parent = nullptr);
    ~Session() override;

    /// Opens the store of \a choice. Where that came from LLM_TOLL_STORE_URL and fails, opens the
    /// local SQLite store instead and says so with fellBack().
    void open(const StoreChoice &choice);
    /// Opens \a location; a failure is final.
    void open(const StoreLocation &location);
    /// Tries the store of the last open() again: the Retry of the fallback banner.
    void retry();
    /// Reads everything again (F5), whether or not something changed.
    void refresh();
    /// Also read these hours from now on (see hoursWanted()); refreshes if they are new.
    void setHours(const Range &wanted);
    /// How often to look for changes; 0 stops. Default 2000 ms.
    void setPollInterval(int ms);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const std::optional<StoreError> &error() const { return m_error; }
    [[nodiscard]] SnapshotPtr snapshot() const { return m_snapshot; }
    /// When the store was last seen to be as the snapshot says.
    [[nodiscard]] Timestamp currentAsOf() const { return m_currentAsOf; }
    /// The sentence of the fallback banner while the local store stands in; else empty.
    [[nodiscard]] QString fallbackWarning() const { return m_fallbackWarning; }
    /// Where the open store is, or the one that is being opened or could not be.
    [[nodiscard]] std::optional<StoreLocation> location() const { return m_location; }
    /// How reading from a standby goes; empty where there is none.
    [[nodiscard]] std::optional<StandbyReading> standby() const;
    /// How many answers are still on their way.
    [[nodiscard]] int pending() const { return m_pending; }

    [[nodiscard]] QFuture<Result<std::vector<Call>>> calls(const CallQuery &query);
    [[nodiscard]] QFuture<Result<AuditEntry>> reset(const ResetRequest &request);
    [[nodiscard]] QFuture<Result<AuditEntry>> undoReset(qint64 auditId, const QString &reason = {});
    [[nodiscard]] QFuture<Result<AuditEntry>> setLimit(const QString &project, const Limit &limit);
    [[nodiscard]] QFuture<Result<AuditEntry>> clearLimit(const QString &project);
    /// The counters (or one project's) against the log; see Store::ledger().
    [[nodiscard]] QFuture<Result<std::vector<LedgerLine>>>
    ledger(const std::optional<QString> &project = {});
    [[nodiscard]] QFuture<Result<AuditEntry>> repair(const RepairRequest &request);
    /// With a manifest. \a options.progress is called on a worker thread.
    [[nodiscard]] QFuture<Result<qint64>> exportCalls(const CallQuery &query, const QString &path,
                                                      const ExportOptions &options);
    /// The same as FOCUS, a row a project, model and day.
    [[nodiscard]] QFuture<Result<FocusFiles>> exportFocus(const SpendFilter &filter,
                                                          const QString &path,
                                                          const FocusOptions &options);
    /// Carries the calls that callsWait() told of to the open store.
    [[nodiscard]] QFuture<Result<ForwardSummary>> sync();
    /// Connects, looks, and closes again: the "Test connection" button. Creates nothing.
    [[nodiscard]] static QFuture<Result<StoreInfo>> test(const StoreLocation &location);

Q_SIGNALS:
    void stateChanged();
    void snapshotReady(const tollkeeper::SnapshotPtr &snapshot);
    /// The store was looked at and is as the snapshot says: currentAsOf() moved on.
    void checked();
    /// The environment's store could not be opened and the local one stands in.
    void fellBack(const QString &warning);
    /// The store is open again, and the local one holds calls that were meant for it: see sync().
    void callsWait(const tollkeeper::OutboxTarget &waiting);
    /// The summaries of old calls have come this far; see Store::seal().
    void sealed(const tollkeeper::SealProgress &progress);

private:
    template <class F>
    auto run(F operation); // reads on the pool; the future comes back to this thread
    template <class F>
    auto command(F operation); // changes something, and refreshes afterwards
    template <class T>
    void count(const QFuture<T> &answer);
    void openLocation(const StoreLocation &location);
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
    QString m_fallbackWarning;
    std::shared_ptr<StorePool> m_pool;
    SnapshotPtr m_snapshot;
    Timestamp m_currentAsOf;
    Range m_hours{BucketUnit::Hour, 0, -1};
    QTimer m_pollTimer;
    QTimer m_sealTimer;
    QTimer m_lateTimer; ///< runs while a read is awaited
    int m_pollInterval = 2000;
    int m_failedReads = 0; ///< in a row: the longer, the rarer the next try
    int m_pending = 0;
    quint64 m_generation = 0; ///< of the store and of the newest read: older answers are dropped
};

} // namespace tollkeeper::ui
