// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledger.h"
#include "store/error.h"
#include "store/location.h"
#include "values/budget.h"
#include "values/outbox.h"
#include "values/spendcube.h"
#include "values/usage.h"

#include <QString>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace tollkeeper {

class Connection;

/// A privilege that the connected role lacks: GRANT \a right ON \a object.
struct MissingRight
{
    QString right;  ///< "UPDATE"
    QString object; ///< "budgets", "SEQUENCE public.usage_logs_id_seq"
    friend bool operator==(const MissingRight &, const MissingRight &) = default;
};

/// What the connected user may do, and why not.
struct Access
{
    bool canRecord = false;    ///< INSERT on usage_logs, INSERT and UPDATE on budgets
    bool canReset = false;     ///< UPDATE on budgets, INSERT on the audit log
    bool canSetLimits = false; ///< INSERT, UPDATE, DELETE on the limits
    bool canSeal = false; ///< may keep the summaries; without them numbers are right, only slower
    QString reason; ///< for people: why something is not allowed; empty when all is
    std::vector<MissingRight> missing = {}; ///< PostgreSQL; see store/rights.h
    [[nodiscard]] bool readOnly() const { return !canRecord && !canReset && !canSetLimits; }
    friend bool operator==(const Access &, const Access &) = default;
};

/// What is known of an open store.
struct StoreInfo
{
    Backend backend = Backend::Sqlite;
    QString title;         ///< StoreLocation::title()
    QString display;       ///< StoreLocation::display(): no password
    QString serverVersion; ///< "PostgreSQL 15.8", "SQLite 3.40.1"
    bool encrypted = false; ///< PostgreSQL: the connection uses TLS
    QString databaseRole;  ///< PostgreSQL: current_user; empty on SQLite
    QString osUser;
    QString host;          ///< PostgreSQL: of the URL's hosts, the one that is connected
    bool standby = false;  ///< PostgreSQL: it follows a primary, and takes no changes
    Access access;
    friend bool operator==(const StoreInfo &, const StoreInfo &) = default;
};

/// Which calls, and which page of them: newest first (created_at, then id).
struct CallQuery
{
    SpendFilter filter;
    bool badOnly = false; ///< only rows that are left out of the sums
    /// Without the copies of calls that were carried to these places; see Store::forEachMovedCall().
    QStringList withoutMovedTo = {};
    /// Keyset paging; at most one of them. The page that follows on this row, the last one of the
    /// page before; the page that ends just before this row; the page that begins at this moment.
    std::optional<Call> after;
    std::optional<Call> before;
    std::optional<Timestamp> from;
    int limit = 200; ///< 1 or more
};

/// A row of the log as an export writes it. The texts, in UTF-8, are good until the next one.
struct LogRow
{
    std::string_view project;
    std::string_view model;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    double costUsd = 0;
    std::string_view createdAt; ///< as stored (SQLite); in UTC as ISO 8601 or PostgreSQL prints it
    bool good = false;          ///< part of every sum
};
/// Takes a row; false stops reading.
using RowSink = std::function<bool(const LogRow &)>;

/// A small value that changes when anything in the store does: compare, and read again on change.
struct ChangeMark
{
    QString value;
    friend bool operator==(const ChangeMark &, const ChangeMark &) = default;
};

/// A call to be logged, and the cap that its caller holds it to.
struct RecordRequest
{
    UsageRecord usage;
    std::optional<double> maxBudgetUsd;
};

struct ResetRequest
{
    QString project;
    QString reason;
    /// The total that the user confirmed: another one found under the lock is a Conflict.
    std::optional<double> expectedTotalUsd;
};

struct RepairRequest
{
    QString project;
    QString reason;
    /// The counter that the user was shown (LedgerLine::counterUsd; empty: none): another one found
    /// under the lock is a Conflict.
    std::optional<double> shownCounterUsd;
};

/// Sealed summaries of the log as they were read: an immutable base for the next reading.
struct SealedSpend
{
    QString server; ///< which run of which server they were read from
    qint64 epoch = 0;
    qint64 fold = 0;
    SpendCube cells;
};
using SealedSpendPtr = std::shared_ptr<const SealedSpend>;

struct DailySpend
{
    SpendCube cube;
    SealedSpendPtr sealed; ///< null where the store is not sealed, or may not be read so
};

/// How far sealing has come, in ids of the log.
struct SealProgress
{
    qint64 sealedTo = 0;
    qint64 highestId = 0;  ///< that could be sealed now
    bool finished = false; ///< nothing is left to do for now
};

/// How a server follows its primary.
struct StandbyState
{
    QString database;            ///< the same for a primary and its standbys
    std::optional<qint64> lagMs; ///< behind its primary; 0: it has all that was sent; empty: unknown
    bool hasPosition = true;     ///< it has come to the position that was asked for
};

struct StoreOptions
{
    QString osUser = {};                       ///< default: the process' user
    std::function<Timestamp()> clock = Timestamp::now;
    int busyTimeoutMs = 5000;                  ///< SQLite: how long to wait for another writer
    /// PostgreSQL: how long a change waits for an answer before the connection counts as dead, and
    /// then for the server to come back and tell what became of it.
    int patienceMs = 15'000;
    bool createSchema = true;                  ///< false: only look (a "Test connection" button)
    /// SQLite: the StoreLocation::place() that calls recorded here belong to. Each is put into the
    /// outbox in the transaction that logs it; forward() carries it there later.
    std::optional<QString> meantFor = {};
};

/// llm-toll's store, over one connection: every operation of the contract, the same on SQLite and
/// PostgreSQL. Synchronous. Belongs to the thread that opened it; use StorePool to share a store
/// between threads. A lost connection is reopened by the next operation.
///
/// A limit with a period starts its counter anew at the UTC boundary: whoever comes first afterwards
/// closes the period that is over, under the same lock and once, and the audit log keeps what was
/// spent in it. The server's clock decides.
///
/// Locks: record(), reset(), undoReset() and repair() hold the project's row in `budgets`
/// (PostgreSQL: FOR UPDATE; SQLite: the write lock, taken by BEGIN IMMEDIATE) from before they read
/// it until they commit. It is always the first lock taken, and nothing else is waited for under
/// it: a limit is read without a lock, and rows are only added to usage_logs and tollkeeper_audit.
class Store final
{
public:
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const StoreLocation &location,
                                                             const StoreOptions &options = {});
    ~Store();
    Q_DISABLE_COPY_MOVE(Store)

    [[nodiscard]] const StoreInfo &info() const;

    /// Logs a call if it is within the budget: the smaller of \a maxBudgetUsd and the stored limit;
    /// without either it is always logged. Atomic: a refusal writes nothing, and an error other
    /// than InDoubt means that nothing was recorded.
    [[nodiscard]] Result<Decision> record(const UsageRecord &usage,
                                          std::optional<double> maxBudgetUsd = {});

    /// Logs many calls, decided one by one in their order, in one transaction: as fast as a few
    /// single calls. One answer each; a failure of the transaction is the answer of them all.
    [[nodiscard]] std::vector<Result<Decision>> record(const std::vector<RecordRequest> &requests);

    /// Logs a call that cannot be taken back, such as a stream that was consumed, whatever its budget
    /// says. The answer is always Logged: a total over its cap tells that it went over.
    [[nodiscard]] Result<Decision> log(const UsageRecord &usage,
                                       std::optional<double> maxBudgetUsd = {});
    /// Whether there is budget left, before a call is made: what record() would say to one that
    /// costs nothing. Takes no lock and promises nothing: others may spend what is left meanwhile.
    [[nodiscard]] Result<Decision> check(const QString &project,
                                         std::optional<double> maxBudgetUsd = {});

    /// The project's counter (budgets.total_cost); 0 where there is none.
    [[nodiscard]] Result<double> projectTotal(const QString &project);
    /// Good rows added up by \a unit, as narrow as \a filter says. Days are read from sealed
    /// summaries and the few rows that are not sealed yet; hours are read from the log.
    [[nodiscard]] Result<SpendCube> spend(const SpendFilter &filter, BucketUnit unit);
    /// The same in one bucket: totals by project and model.
    [[nodiscard]] Result<SpendCube> totals(const SpendFilter &filter);
    /// How many good calls there are, where the summaries tell; empty where only the log would, or
    /// the range is of hours.
    [[nodiscard]] Result<std::optional<qint64>> knownCalls(const SpendFilter &filter);
    /// The same as spend(), from the log alone, row by row: slow, and the reference for it.
    [[nodiscard]] Result<SpendCube> spendFromLog(const SpendFilter &filter, BucketUnit unit);
    /// All days; what \a known holds already (the `sealed` of an earlier answer) is not read again.
    [[nodiscard]] Result<DailySpend> dailySpend(const SealedSpendPtr &known = {});
    /// One bounded step of sealing: adds up to \a rows old rows to the summaries. Call it until it
    /// is finished, and again when many calls have come. Any number of clients may: each row is
    /// added once. No writer waits for it longer than some 50 ms. Stopping at any point is safe.
    [[nodiscard]] Result<SealProgress> seal(int rows = 50'000);
    /// A page, newest first. Reads little more than the page, however long the log and whatever the
    /// filter; a model, or bad rows, of a store that is not sealed are looked for in the log.
    [[nodiscard]] Result<std::vector<Call>> calls(const CallQuery &query);
    /// Every call that \a query selects (only its filter and badOnly count), newest first, streamed.
    /// \a sink returns false to stop, which gives Cancelled. Returns the number of rows.
    [[nodiscard]] Result<qint64> forEachCall(const CallQuery &query,
                                             const std::function<bool(const Call &)> &sink);
    /// The same with a tenth of the work for each row.
    [[nodiscard]] Result<qint64> forEachRow(const CallQuery &query, const RowSink &sink);
    /// Counters and limits of all projects that have either, by total descending. Periods that are
    /// over are closed first, by who may; for others it is as if (Budget::asIfClosed).
    [[nodiscard]] Result<std::vector<Budget>> budgets();

    /// Clears the project's counter and writes it to the audit log. usage_logs is never touched.
    [[nodiscard]] Result<AuditEntry> reset(const ResetRequest &request);
    /// Gives back what reset (or closed period) \a auditId cleared, on top of what was spent since.
    /// Only once: then Conflict. Invalid where the audit log has no such reset.
    [[nodiscard]] Result<AuditEntry> undoReset(qint64 auditId, const QString &reason = {});
    /// Every counter (or one project's) against the exact sum of the log since it was last cleared,
    /// in one state of the store. Reads sealed days where nothing was ever cleared, else the project's
    /// calls since then.
    [[nodiscard]] Result<std::vector<LedgerLine>> ledger(const std::optional<QString> &project = {});
    /// Sets a counter to what ledger() says it should be. Invalid where the two agree.
    [[nodiscard]] Result<AuditEntry> repair(const RepairRequest &request);
    /// Invalid where \a limit is out of its ranges. The counter counts on: what was spent before
    /// the limit got its period counts into the one that runs. It starts anew at the next UTC
    /// boundary.
    [[nodiscard]] Result<AuditEntry> setLimit(const QString &project, const Limit &limit);
    /// Clearing a limit that is not there is Invalid.
    [[nodiscard]] Result<AuditEntry> clearLimit(const QString &project);
    /// Newest first.
    [[nodiscard]] Result<std::vector<AuditEntry>> audit(const std::optional<QString> &project = {},
                                                        int limit = 10'000);

    /// Costs next to nothing: to be asked every second or two.
    [[nodiscard]] Result<ChangeMark> changeMark();

    /// PostgreSQL: how far this server has come. \a position is a walPosition() of its primary.
    [[nodiscard]] Result<StandbyState> standbyState(const QString &position = {});
    /// PostgreSQL: up to where a standby must have followed to have every change made until now;
    /// empty where there is nobody to follow.
    [[nodiscard]] Result<QString> walPosition();

    // Store and forward. forward() in store/forwarding.h does it all; these are its steps.

    /// SQLite: what waits here to be carried to other stores.
    [[nodiscard]] Result<std::vector<OutboxTarget>> outbox();
    /// SQLite: the calls that wait for \a target (for any store without one), in the order of their
    /// log ids, from the first one above \a after; at most \a limit.
    [[nodiscard]] Result<std::vector<WaitingCall>>
    waitingCalls(const std::optional<QString> &target, qint64 after, int limit);
    /// SQLite: the good calls that are copies by now, in any order, streamed: for who adds up several
    /// stores.
    [[nodiscard]] Result<void> forEachMovedCall(const std::function<void(const MovedCall &)> &sink);
    /// Takes in calls of another store's outbox, in one transaction: logs them as of when they were
    /// made and charges their projects, whatever their limits (the money is spent). A call whose
    /// key was taken in before, by whomever, is not taken in again: after any error it is safe to
    /// try again. NotPermitted where the table of the keys is missing or may not be used.
    [[nodiscard]] Result<Received> receive(const std::vector<WaitingCall> &calls);
    /// SQLite: notes that these calls were taken in. Their rows stay in the log as copies.
    [[nodiscard]] Result<void> markMoved(const std::vector<qint64> &logIds);

    /// Lets another thread break off the running query: the flag is looked at between rows.
    void setCancelFlag(const std::atomic_bool *flag);
    /// From any thread: cuts the connection to a server that does not answer. The running operation
    /// ends with Unavailable or InDoubt, the next one connects again. Does nothing on SQLite.
    void abort();

private:
    template <class Row, class Read>
    [[nodiscard]] Result<qint64> stream(const std::function<bool(const Row &)> &sink, Read read);
    explicit Store(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> m_connection;
};

} // namespace tollkeeper
