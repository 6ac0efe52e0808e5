// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/snapshot.h"
#include "export/export.h"
#include "export/focusfiles.h"
#include "session/namedstore.h"
#include "session/storelink.h"
#include "store/forwarding.h"

#include <QFuture>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace tollkeeper::ui {

/// How one of the session's stores is.
struct StoreStatus
{
    QString name; ///< in a merged view; else empty
    std::optional<StoreLocation> location;
    StoreState state = StoreState::Closed;
    std::optional<StoreError> error;
    SnapshotPtr snapshot; ///< its own
    Timestamp currentAsOf;
};

/// The window's link to its store, or to several that it shows as one: keeps a fresh snapshot, and
/// carries commands back to the store that they are for. Lives in the GUI thread and never blocks
/// it. Projects are called as they are shown (StoreLabel), wherever nothing else is said.
class Session final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Session)

public:
    using State = StoreState;

    explicit Session(QObject *parent = nullptr);
    ~Session() override;

    /// Opens the store of \a choice. Where that came from LLM_TOLL_STORE_URL and fails, opens the
    /// local SQLite store instead and says so with fellBack().
    void open(const StoreChoice &choice);
    /// Opens \a location; a failure is final.
    void open(const StoreLocation &location);
    /// Opens one store, or several as one: those that can be opened are shown, and the others are
    /// tried again.
    void open(const NamedStores &stores);
    /// Tries the store of the last open() again: the Retry of the fallback banner. Of several, those
    /// that are not open.
    void retry();
    /// Reads everything again (F5), whether or not something changed.
    void refresh();
    /// Also read these hours from now on (see hoursWanted()); refreshes if they are new.
    void setHours(const Range &wanted);
    /// How often to look for changes; 0 stops. Default 2000 ms.
    void setPollInterval(int ms);

    /// How long stores that are being opened are waited for before the others are shown without
    /// them. Default 1500 ms.
    void setPatience(int ms) { m_patience.setInterval(ms); }

    [[nodiscard]] State state() const { return m_state; }
    /// Of several stores: of the first that has one.
    [[nodiscard]] std::optional<StoreError> error() const;
    [[nodiscard]] SnapshotPtr snapshot() const { return m_snapshot; }
    /// When the store was last seen to be as the snapshot says; of several the longest ago.
    [[nodiscard]] Timestamp currentAsOf() const;
    /// The sentence of the fallback banner while the local store stands in; else empty.
    [[nodiscard]] QString fallbackWarning() const;
    /// Where the open store is, or the one that is being opened or could not be; empty for several.
    [[nodiscard]] std::optional<StoreLocation> location() const;
    /// What settings call the store, or the several; empty: none.
    [[nodiscard]] QString address() const;
    [[nodiscard]] bool merged() const { return m_links.size() > 1; }
    /// In the order of the view.
    [[nodiscard]] std::vector<StoreStatus> stores() const;
    [[nodiscard]] NamedStores namedStores() const;
    /// How reading from a standby goes; empty where there is none.
    [[nodiscard]] std::optional<StandbyReading> standby() const;
    /// How many answers are still on their way.
    [[nodiscard]] int pending() const;

    /// Of several stores: of those that are open, merged.
    [[nodiscard]] QFuture<Result<std::vector<Call>>> calls(const CallQuery &query);
    [[nodiscard]] QFuture<Result<AuditEntry>> reset(const ResetRequest &request);
    [[nodiscard]] QFuture<Result<AuditEntry>> undoReset(const AuditEntry &entry,
                                                        const QString &reason = {});
    [[nodiscard]] QFuture<Result<AuditEntry>> setLimit(const QString &project, const Limit &limit);
    [[nodiscard]] QFuture<Result<AuditEntry>> clearLimit(const QString &project);
    /// The counters (or one project's) against the log; see Store::ledger(). Of several stores: of
    /// those that are open.
    [[nodiscard]] QFuture<Result<std::vector<LedgerLine>>>
    ledger(const std::optional<QString> &project = {});
    [[nodiscard]] QFuture<Result<AuditEntry>> repair(const RepairRequest &request);

    // Of one store, whose projects have their own names here.

    /// With a manifest. \a options.progress is called on a worker thread.
    [[nodiscard]] QFuture<Result<qint64>> exportCalls(const CallQuery &query, const QString &path,
                                                      const ExportOptions &options, int store = 0);
    /// The same as FOCUS, a row a project, model and day.
    [[nodiscard]] QFuture<Result<FocusFiles>> exportFocus(const SpendFilter &filter,
                                                          const QString &path,
                                                          const FocusOptions &options,
                                                          int store = 0);
    /// Carries the calls that callsWait() told of to the open store.
    [[nodiscard]] QFuture<Result<ForwardSummary>> sync(int store = 0);
    /// Connects, looks, and closes again: the "Test connection" button. Creates nothing.
    [[nodiscard]] static QFuture<Result<StoreInfo>> test(const StoreLocation &location);

Q_SIGNALS:
    /// Also where only one of several stores is in another state.
    void stateChanged();
    void snapshotReady(const tollkeeper::SnapshotPtr &snapshot);
    /// The store was looked at and is as the snapshot says: currentAsOf() moved on.
    void checked();
    /// The environment's store could not be opened and the local one stands in.
    void fellBack(const QString &warning);
    /// The store is open again, and the local one holds calls that were meant for it: see sync().
    void callsWait(const tollkeeper::OutboxTarget &waiting, int store);
    /// The summaries of old calls have come this far; see Store::seal().
    void sealed(const tollkeeper::SealProgress &progress);

private:
    struct Linked
    {
        StoreLabel label;
        std::unique_ptr<StoreLink> link;
    };
    void setLinks(const std::vector<StoreLabel> &labels);
    void connectLink(StoreLink &link, int store);
    [[nodiscard]] StoreLink &only() const { return *m_links.front().link; }
    template <class F>
    auto changeOf(const QString &project, F operation);
    [[nodiscard]] std::optional<SpendFilter> filterOf(const SpendFilter &shown, int store) const;
    [[nodiscard]] std::optional<ProjectPlace> placeOf(const QString &project) const;
    void linkChanged();
    void linkRead();
    void merge();
    [[nodiscard]] State stateOfAll() const;
    [[nodiscard]] bool anyIs(State state) const;

    std::vector<Linked> m_links; ///< one at least
    State m_state = State::Closed;
    SnapshotPtr m_snapshot;
    int m_pollInterval = 2000;
    Range m_hours{BucketUnit::Hour, 0, -1};
    QTimer m_patience; ///< runs while the first snapshot waits for all stores
    bool m_merging = false;
    bool m_mergeAgain = false; ///< something came while the merging was under way
    quint64 m_generation = 0;  ///< of the stores
};

} // namespace tollkeeper::ui
