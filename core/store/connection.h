// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/dialect.h"
#include "store/watchdog.h"

#include <QDeadlineTimer>
#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QSqlRecord>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

namespace tollkeeper {

/// Values of a statement's :placeholders.
using Bindings = std::vector<std::pair<QString, QVariant>>;

/// The rows that a statement gave, read from first to last. The statement ends with it, so that no
/// unfinished reader holds up SQLite's checkpoints. Moves, does not copy.
class Rows final
{
public:
    explicit Rows(std::shared_ptr<QSqlQuery> query) : m_query(std::move(query)) {}
    ~Rows()
    {
        if (m_query)
            m_query->finish();
    }
    Rows(Rows &&) noexcept = default;
    Rows(const Rows &) = delete;
    Rows &operator=(const Rows &) = delete;
    Rows &operator=(Rows &&) = delete;

    bool next() { return m_query->next(); }
    [[nodiscard]] QVariant value(int column) const { return m_query->value(column); }
    [[nodiscard]] bool isNull(int column) const { return m_query->isNull(column); }
    [[nodiscard]] int columns() const { return m_query->record().count(); }
    [[nodiscard]] QSqlError error() const { return m_query->lastError(); }

private:
    std::shared_ptr<QSqlQuery> m_query;
};

/// One database connection with its dialect: runs statements, reopens itself when it was lost, and
/// turns the driver's errors into StoreErrors without passwords. Belongs to the thread that opened
/// it, but for abort().
class Connection final
{
public:
    Connection(StoreLocation location, StoreOptions options);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// Connects, makes the schema, and finds out who is connected. Also after a loss.
    [[nodiscard]] Result<void> open();
    void close();
    [[nodiscard]] bool isOpen() const { return m_database.isOpen() && !m_lost; }

    static constexpr int attemptsOnStandby = 2;
    /// Runs \a operation, which returns a Result. If it finds the connection lost before anything
    /// was committed, it is run once more on a new one: a server restart costs nobody a call.
    template <class F>
    auto run(F operation) -> std::invoke_result_t<F>
    {
        const QDeadlineTimer patience(m_options.patienceMs);
        for (int attempt = 0;; ++attempt) {
            // What is known to be gone is not sent to: then nothing is in doubt.
            if (isOpen() && m_dialect.hasHungUp(m_database))
                m_lost = true;
            const bool stale = isOpen(); // it may have been lost since it was last used
            if (!stale) {
                if (const auto opened = open(); !opened)
                    return tl::unexpected(opened.error());
            }
            auto result = operation();
            rollBackIfOpen();
            // A standby has to follow the primary, and ends a query that is in the way.
            if (!result && m_info.standby && result.error().kind == StoreError::Kind::Busy
                && attempt < attemptsOnStandby && !cancelled())
                continue;
            if (result || result.error().kind != StoreError::Kind::Unavailable || attempt > 0
                || !stale || cancelled() || patience.hasExpired())
                return result;
            if (m_changing)
                watch();
        }
    }
    /// The same for an operation that changes something: it ends within a bounded time. A server
    /// that is silent for longer than the options' patience loses its connection.
    template <class F>
    auto change(F operation) -> std::invoke_result_t<F>
    {
        m_changing = true;
        watch();
        auto result = run(std::move(operation));
        m_guard.reset();
        m_changing = false;
        return result;
    }

    /// Runs sql/NAME.sql, prepared once a connection where that is possible.
    [[nodiscard]] Result<Rows> query(const QString &name, const Bindings &bindings = {});
    /// The first row of sql/NAME.sql, if it gives one, outside of a transaction, the quickest way.
    [[nodiscard]] Result<std::optional<preparedrow::Row>> row(const QString &name,
                                                              const Bindings &bindings);
    /// Runs it and expects nothing back.
    [[nodiscard]] Result<void> execute(const QString &name, const Bindings &bindings = {});
    /// The first value of the first row; invalid where there is no row.
    [[nodiscard]] Result<QVariant> value(const QString &name, const Bindings &bindings = {});
    /// Runs the text of a statement as it is, once, with its values written into it; \a streaming
    /// keeps no rows in memory.
    [[nodiscard]] Result<Rows> queryText(const QString &sql, const Bindings &bindings = {},
                                              bool streaming = false);
    /// Reads the rows of sql/log_rows.sql by the database's own library; false where \a sink
    /// stopped it.
    [[nodiscard]] Result<bool> readRows(const QString &sql, const Bindings &bindings,
                                        const RowSink &sink);
    /// After next() returned false: whether that was the end, or an error.
    [[nodiscard]] Result<void> endOf(const Rows &rows);

    [[nodiscard]] const Dialect &dialect() const { return m_dialect; }
    [[nodiscard]] const StoreLocation &location() const { return m_location; }
    [[nodiscard]] const StoreOptions &options() const { return m_options; }
    [[nodiscard]] const QSqlDatabase &database() const { return m_database; }
    [[nodiscard]] const StoreInfo &info() const { return m_info; }
    /// Which of Tollkeeper's own tables are there and may be read by this user.
    struct OwnTables
    {
        bool limits = false;
        bool limitsHidden = false; ///< there, but not to be read: they could not be held
        bool audit = false;
        bool sealing = false;
        bool canSeal = false; ///< and may be written
    };
    [[nodiscard]] const OwnTables &ownTables() const { return m_ownTables; }
    [[nodiscard]] bool hasLimits() const { return m_ownTables.limits; }
    [[nodiscard]] bool hasAudit() const { return m_ownTables.audit; }
    void setOwnTables(const OwnTables &tables) { m_ownTables = tables; }
    [[nodiscard]] Timestamp now() const { return m_options.clock(); }
    /// True at the first time, and again an hour later: what is sealed is compared with the log.
    [[nodiscard]] bool isTimeToCompareSealed();

    void setCancelFlag(const std::atomic_bool *flag) { m_cancel = flag; }
    [[nodiscard]] bool cancelled() const { return m_cancel && m_cancel->load(); }

    /// The server's clock, as estimated from what it said when the connection was made.
    [[nodiscard]] Timestamp serverNow() const;
    void setServerClock(Timestamp now);
    /// Which process of which run of the server serves this connection.
    struct ServerProcess
    {
        int pid = 0;
        QString serverStart;
        QString processStart;
        friend bool operator==(const ServerProcess &, const ServerProcess &) = default;
    };
    [[nodiscard]] const ServerProcess &serverProcess() const { return m_serverProcess; }
    void setServerProcess(ServerProcess process) { m_serverProcess = std::move(process); }
    /// Between us and the server is a pooler that gives every transaction another server
    /// connection (PgBouncer): nothing that belongs to a session may be relied on.
    [[nodiscard]] bool pooled() const { return m_pooled; }
    void setPooled(bool pooled) { m_pooled = pooled; }

    /// Whether what was sent is in the store; asked over a new connection.
    using Proof = std::function<Result<bool>()>;
    /// After the connection died before the answer came: connects again, within a time limit, sees
    /// to it that the server's process of the old one is gone, and asks \a proof. Success if it was
    /// committed, Unavailable if it was not, InDoubt if nobody can tell.
    [[nodiscard]] Result<void> findOut(const Proof &proof, const StoreError &loss);

    /// Cuts the connection from any thread: a call that waits for a silent server returns at once,
    /// with Unavailable or InDoubt. Does nothing on SQLite.
    void abort();

private:
    friend class Transaction;
    [[nodiscard]] const QString &statement(const QString &name);
    [[nodiscard]] tl::unexpected<StoreError> failed(const QSqlError &error);
    void rollBackIfOpen();
    void watch();
    [[nodiscard]] Result<bool> isGone(const ServerProcess &process);

    StoreLocation m_location;
    StoreOptions m_options;
    const Dialect &m_dialect;
    QString m_name;
    QSqlDatabase m_database;
    QHash<QString, QString> m_statements; ///< texts by name, fragments filled in
    QHash<QString, std::shared_ptr<QSqlQuery>> m_prepared;
    QSet<QString> m_preparedRows; ///< those of preparedRow()
    StoreInfo m_info;
    const std::atomic_bool *m_cancel = nullptr;
    /// Guards what follows; the innermost of all locks, held for single calls of the system.
    std::mutex m_socketMutex;
    qintptr m_socket = -1; ///< a handle of our own: the driver closes its as it likes
    bool m_connecting = false;
    bool m_changing = false;
    std::unique_ptr<Watchdog::Guard> m_guard; ///< while something is being changed
    Timestamp m_serverClock; ///< what the server's clock said at m_serverClockRead
    std::chrono::steady_clock::time_point m_serverClockRead;
    ServerProcess m_serverProcess;
    bool m_pooled = false;
    bool m_lost = false;
    bool m_inTransaction = false;
    OwnTables m_ownTables;
    QDeadlineTimer m_compareSealed;
};

} // namespace tollkeeper
