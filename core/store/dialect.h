// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/location.h"
#include "store/logrows.h"
#include "store/preparedrow.h"
#include "store/store.h"
#include "values/range.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QVariant>

namespace tollkeeper {

class Connection;

/// What is different between SQLite and PostgreSQL, each difference a named function. Statements
/// themselves are shared: core/store/sql/NAME.sql, with {fragments} that a dialect fills in.
/// Stateless; one object per backend, used by any thread.
class Dialect
{
public:
    [[nodiscard]] static const Dialect &of(Backend backend);
    virtual ~Dialect() = default;
    Q_DISABLE_COPY_MOVE(Dialect)

    /// The folder of sql/ that overrides shared statements: "sqlite", "postgresql".
    [[nodiscard]] virtual QString name() const = 0;
    /// The text of sql/NAME.sql for this dialect with all fragments filled in, those of \a parts
    /// first.
    using Parts = std::vector<std::pair<QString, QString>>;
    [[nodiscard]] QString statement(const QString &name, const Parts &parts = {}) const;
    /// \a sql with its {fragments} filled in.
    [[nodiscard]] QString filledIn(const QString &sql) const;

    /// Opens \a database (fresh from addDatabase) and makes its session settings.
    [[nodiscard]] virtual Result<void> connect(QSqlDatabase &database, const StoreLocation &location,
                                               const StoreOptions &options) const = 0;
    [[nodiscard]] virtual QString driver() const = 0;
    /// Whether a statement is worth preparing: one without values is not always allowed to be.
    [[nodiscard]] virtual bool prepares(bool hasValues, bool pooled) const = 0;
    /// The driver reads rows as they are asked for in any case; keeping them to go back costs more
    /// than a small query itself.
    [[nodiscard]] virtual bool readsRowByRow() const { return false; }
    /// Whether sql/record_call.sql checks and logs a call in one statement.
    [[nodiscard]] virtual bool recordsAtOnce() const { return false; }
    /// Serialises schema creation between Tollkeepers; empty where beginning to write does already.
    [[nodiscard]] virtual QString lockSchema() const { return {}; }

    /// PostgreSQL: takes the lock that every reader of the log takes, and then the turn to seal.
    [[nodiscard]] virtual QStringList lockSealing() const { return {}; }
    /// The statements that make the triggers of sealing.
    [[nodiscard]] virtual QStringList prepareMarking(int lockTimeoutMs) const = 0;

    /// Who is connected to what, with which rights. Needs the schema to be there.
    [[nodiscard]] virtual Result<StoreInfo> identify(Connection &connection) const = 0;
    /// The columns of each table that exists (empty for an index). Internal where one is a view or
    /// something else that would run what its maker wrote.
    [[nodiscard]] virtual Result<QHash<QString, QStringList>>
    columns(Connection &connection, const QStringList &relations) const = 0;
    /// A file that has tables, but none of llm-toll's: somebody else's.
    [[nodiscard]] virtual Result<bool> isForeign(Connection &connection) const = 0;
    /// A DDL statement failed because another process did the same at that moment.
    [[nodiscard]] virtual bool lostCreationRace(const StoreError &error) const = 0;

    /// What a failed statement means to the caller.
    [[nodiscard]] virtual StoreError explain(const QSqlError &error,
                                             const QSqlDatabase &database) const = 0;
    /// The connection is gone (the driver itself keeps saying that it is open).
    [[nodiscard]] virtual bool isLost(const QSqlError &error,
                                      const QSqlDatabase &database) const = 0;
    /// The other end has closed the connection, as a look without waiting tells.
    [[nodiscard]] virtual bool hasHungUp(const QSqlDatabase &) const { return false; }
    /// The socket, for Store::abort(); -1 where there is none.
    [[nodiscard]] virtual qintptr socket(const QSqlDatabase &) const { return -1; }
    /// Breaks off the running streamed query, so that destroying it does not read to its end.
    virtual void stopStreaming(const QSqlDatabase &) const {}
    /// Whether a row that an index names is looked for by itself, wherever the one before was.
    [[nodiscard]] virtual bool looksForEachRow() const { return false; }
    /// Some rows of the log that are sorted in memory where nobody has set up more than usual.
    [[nodiscard]] virtual qint64 rowsToSort() const = 0;
    /// Reads the rows of \a sql, which is sql/log_rows.sql, by the database's own library.
    [[nodiscard]] virtual logrows::Read readRows(const QSqlDatabase &database, const QString &sql,
                                                 const RowSink &sink) const = 0;
    /// The first row of a prepared statement by a quicker way than the driver's; nothing where there
    /// is no such way. See preparedrow::run().
    [[nodiscard]] virtual std::optional<preparedrow::Read>
    preparedRow(const QSqlDatabase &, QSet<QString> & /*prepared*/, const QString & /*name*/,
                const QString & /*sql*/,
                const std::vector<std::pair<QString, QVariant>> & /*values*/) const
    {
        return {};
    }
    /// The bucket of a row as text or number, from its `moment`; and as a number, from `bucket`.
    [[nodiscard]] virtual QString bucket(BucketUnit unit) const = 0;
    [[nodiscard]] virtual QString bucketNumber(BucketUnit unit) const = 0;
    /// The highest id of the log that sealing may include: no call that is not there yet will ever
    /// get it or a lower one. Waits a little for transactions that write; -1 if that was not enough.
    [[nodiscard]] virtual Result<qint64> settledId(Connection &connection) const = 0;
    /// Condition on created_at for :from (included) and :to (not included).
    [[nodiscard]] virtual QString inRange() const = 0;
    /// What of the store's files shows changes that no table does.
    [[nodiscard]] virtual QString fileMark(const StoreLocation &) const { return {}; }

protected:
    Dialect() = default;
    /// The value of {name} or {name argument}; a value may hold fragments itself.
    [[nodiscard]] virtual QString fragment(const QString &name, const QString &argument) const = 0;
    /// Something of another \a kind ("view") has the name of one of our tables.
    [[nodiscard]] static StoreError notATable(const QString &name, const QString &kind);
    /// Those that are the same everywhere.
    [[nodiscard]] static QString commonFragment(const QString &name);
};

namespace dialects {
[[nodiscard]] const Dialect &sqlite();
[[nodiscard]] const Dialect &postgres();
} // namespace dialects

/// The day under which rows whose date cannot be read are sealed; no real one.
inline constexpr int unreadableDay = -1'000'000;

/// What a name may have in bytes (UTF-8). Nobody's real one is that long: a row with more is left out
/// of the sums like other bad ones, and no more of it is kept in memory.
inline constexpr int longestStoredName = 65'536;
[[nodiscard]] QString storedName(const QVariant &value);

/// Says when a call's cost, tokens or date put it outside of every sum; see {good}.
[[nodiscard]] QString badReason(const Call &call);

} // namespace tollkeeper
