// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format/translation.h"
#include "store/connection.h"
#include "store/postgreserrors.h"
#include "store/postgresfragments.h"
#include "store/rights.h"

#include <QDeadlineTimer>
#include <QSqlDriver>
#include <QSqlQuery>
#include <QThread>

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

// "Tollkeep" in ASCII: the advisory lock under which the schema is created.
constexpr qint64 schemaLock = 0x546f6c6c6b656570;

// How long sealing waits for transactions that may hold an id of the log.
constexpr int settleMs = 2'000;
constexpr int settlePauseMs = 20;

PGconn *handleOf(const QSqlDatabase &database)
{
    if (!database.isValid() || !database.driver())
        return nullptr;
    // The type is named pg_conn*, although Qt's documentation says PGconn*.
    const QVariant handle = database.driver()->handle();
    if (!handle.isValid() || qstrcmp(handle.typeName(), "pg_conn*") != 0)
        return nullptr;
    return *static_cast<PGconn *const *>(handle.constData());
}

// A value of a libpq connection string, quoted.
QString quoted(QString value)
{
    value.replace(u"\\"_s, u"\\\\"_s).replace(u"'"_s, u"\\'"_s);
    return u'\'' + value + u'\'';
}

class PostgresDialect final : public Dialect
{
public:
    QString name() const override { return u"postgresql"_s; }
    QString driver() const override { return u"QPSQL"_s; }
    // PREPARE takes no BEGIN or COMMIT, and behind a pooler the next transaction is elsewhere.
    bool prepares(bool hasValues, bool pooled) const override { return hasValues && !pooled; }
    bool recordsAtOnce() const override { return true; }
    QString lockSchema() const override
    {
        return u"SELECT pg_advisory_xact_lock(%1)"_s.arg(schemaLock);
    }

    QStringList lockSealing() const override
    {
        // LOCK takes no snapshot: what is read after it is what the client before us committed.
        // The log comes first, as it does for TRUNCATE and its trigger.
        return {u"LOCK TABLE usage_logs IN ACCESS SHARE MODE"_s,
                u"LOCK TABLE tollkeeper_sealing IN SHARE ROW EXCLUSIVE MODE"_s};
    }
    QStringList prepareMarking(int lockTimeoutMs) const override
    {
        return {u"SET LOCAL lock_timeout = %1"_s.arg(lockTimeoutMs), statement(u"mark_days"_s),
                statement(u"mark_tables"_s)};
    }
    Result<qint64> settledId(Connection &connection) const override;

    Result<void> connect(QSqlDatabase &database, const StoreLocation &location,
                         const StoreOptions &options) const override;
    Result<StoreInfo> identify(Connection &connection) const override;
    Result<QHash<QString, QStringList>> columns(Connection &connection,
                                                const QStringList &relations) const override;
    Result<bool> isForeign(Connection &) const override { return false; }
    bool lostCreationRace(const StoreError &error) const override
    {
        return postgres::lostCreationRace(error);
    }
    StoreError explain(const QSqlError &error, const QSqlDatabase &) const override
    {
        return postgres::explain(error);
    }
    bool isLost(const QSqlError &error, const QSqlDatabase &database) const override;
    bool hasHungUp(const QSqlDatabase &database) const override
    {
        PGconn *const handle = handleOf(database);
        // Twice: the first may find the server's last words, the second that it closed.
        return !handle || !PQconsumeInput(handle) || !PQconsumeInput(handle)
            || PQstatus(handle) != CONNECTION_OK;
    }
    qintptr socket(const QSqlDatabase &database) const override
    {
        PGconn *const handle = handleOf(database);
        return handle ? PQsocket(handle) : -1;
    }
    void stopStreaming(const QSqlDatabase &database) const override;
    qint64 rowsToSort() const override { return 20'000; } // 4 MB
    logrows::Read readRows(const QSqlDatabase &database, const QString &sql,
                           const RowSink &sink) const override
    {
        return logrows::read(handleOf(database), sql, sink);
    }
    std::optional<preparedrow::Read>
    preparedRow(const QSqlDatabase &database, QSet<QString> &prepared, const QString &name,
                const QString &sql,
                const std::vector<std::pair<QString, QVariant>> &values) const override
    {
        if (!preparedrow::fits(values))
            return {};
        return preparedrow::run(handleOf(database), prepared, name, sql, values);
    }
    QString bucket(BucketUnit unit) const override
    {
        return unit == BucketUnit::Day
            ? u"CASE WHEN {readable moment} THEN CAST(moment AT TIME ZONE 'UTC' AS date)"
              " - DATE '1970-01-01' END"_s
            : u"CASE WHEN {readable moment}"
              " THEN CAST(floor(date_part('epoch', moment) / 3600) AS integer) END"_s;
    }
    QString bucketNumber(BucketUnit) const override { return u"bucket"_s; }
    QString inRange() const override
    {
        return u"created_at >= CAST(:from AS timestamptz) AND created_at < CAST(:to AS timestamptz)"_s;
    }

protected:
    QString fragment(const QString &name, const QString &argument) const override
    {
        const auto own = postgres::fragment(name, argument);
        return own ? *own : commonFragment(name);
    }
};

Result<QStringList> firstColumn(Connection &connection, const QString &name)
{
    auto rows = connection.query(name);
    if (!rows)
        return tl::unexpected(rows.error());
    QStringList values;
    while (rows->next())
        values << rows->value(0).toString();
    if (const auto ended = connection.endOf(*rows); !ended)
        return tl::unexpected(ended.error());
    return values;
}

Result<void> PostgresDialect::connect(QSqlDatabase &database, const StoreLocation &location,
                                      const StoreOptions &) const
{
    // Host, user, password and database go by the setters, which quote; the rest as options, where
    // the driver turns every ';' into a blank.
    QStringList options;
    for (const auto &[key, value] : location.keywords()) {
        if (key == u"host")
            database.setHostName(value);
        else if (key == u"user")
            database.setUserName(value);
        else if (key == u"password")
            database.setPassword(value);
        else if (key == u"dbname")
            database.setDatabaseName(value);
        else if (value.contains(u';'))
            return fail(
                StoreError::Kind::Invalid,
                Text::tr("The value of %1 in the store URL holds a ';', which cannot be passed "
                         "on to the driver. Set it in a service file instead.")
                    .arg(key));
        else
            options << key + u'=' + quoted(value);
    }
    database.setConnectOptions(options.join(u' '));
    if (!database.open())
        return tl::unexpected(postgres::connectError(location, database.lastError().databaseText()));
    // libpq would print the server's warnings to stderr, past everybody.
    PQsetNoticeProcessor(handleOf(database), [](void *, const char *) {}, nullptr);
    // Days are UTC whatever the server's or the role's time zone says; our statements say so
    // themselves, this is for what people type beside them.
    QSqlQuery query(database);
    if (!query.exec(u"SET TIME ZONE 'UTC'; SHOW search_path"_s) || !query.nextResult() || !query.next())
        return tl::unexpected(explain(query.lastError(), database));
    // The server's own functions and operators come first, unless a path names their schema later:
    // somebody else's of the same names would run in the name of who is connected.
    QStringList schemas = query.value(0).toString().split(u',');
    const auto isServers = [](const QString &schema) {
        return QString(schema).remove(u'"').trimmed().compare(u"pg_catalog", Qt::CaseInsensitive) == 0;
    };
    if (schemas.removeIf(isServers) == 0)
        return {};
    if (!query.exec(u"SET search_path = "_s + (schemas.isEmpty() ? u"''"_s : schemas.join(u','))))
        return tl::unexpected(explain(query.lastError(), database));
    return {};
}

Result<qint64> PostgresDialect::settledId(Connection &connection) const
{
    // First the id, then who is writing: a transaction that was given this id or a lower one is
    // among those, or it is through. Ids above it were set by hand, and lower ones are still to come.
    const auto id = connection.value(u"last_given_id"_s);
    if (!id)
        return tl::unexpected(id.error());
    if (id->isNull())
        return 0;
    const auto writing = firstColumn(connection, u"writing_now"_s);
    if (!writing)
        return tl::unexpected(writing.error());
    QStringList waitedFor = *writing;
    const QDeadlineTimer deadline(settleMs);
    while (!waitedFor.isEmpty()) {
        if (deadline.hasExpired() || connection.cancelled())
            return -1;
        QThread::msleep(settlePauseMs);
        const auto still = firstColumn(connection, u"writing_now"_s);
        if (!still)
            return tl::unexpected(still.error());
        waitedFor.removeIf([&](const QString &one) { return !still->contains(one); });
        for (const QString &one : *still) { // one of them may have been prepared
            if (one.startsWith(u"-1/") && !waitedFor.contains(one))
                waitedFor << one;
        }
    }
    return id->toLongLong();
}

Result<StoreInfo> PostgresDialect::identify(Connection &connection) const
{
    Connection::OwnTables own = connection.ownTables();
    QStringList tables;
    if (own.limits)
        tables << u"tollkeeper_limits"_s;
    if (own.audit)
        tables << u"tollkeeper_audit"_s;
    if (own.sealing)
        tables << u"tollkeeper_usage_daily"_s << u"tollkeeper_sealing"_s << u"tollkeeper_dirty_days"_s;
    const QString sql =
        u"SELECT current_setting('server_version'), current_user,"
        " coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false),"
        " pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on',"
        " {iso clock_timestamp()}, pg_backend_pid(), CAST(pg_postmaster_start_time() AS text),"
        " CAST((SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()) AS text),"
        " pg_is_in_recovery(), "_s
        + missingRightsSql(tables);
    auto query = connection.queryText(filledIn(sql));
    if (!query)
        return tl::unexpected(query.error());
    query->next();
    connection.setServerClock(
        Timestamp::parse(query->value(4).toString()).value_or(Timestamp::now()));
    // A pooler answers with a process number of its own making.
    PGconn *const handle = handleOf(connection.database());
    connection.setPooled(handle && PQbackendPID(handle) != query->value(5).toInt());
    connection.setServerProcess({query->value(5).toInt(), query->value(6).toString(),
                                 query->value(7).toString()});
    StoreInfo info;
    info.serverVersion = u"PostgreSQL "_s + query->value(0).toString().section(u' ', 0, 0);
    info.databaseRole = query->value(1).toString();
    info.encrypted = query->value(2).toBool();
    info.standby = query->value(8).toBool();
    if (handle) {
        info.host = QString::fromUtf8(PQhost(handle));
        if (const QString port = QString::fromUtf8(PQport(handle)); port != u"5432")
            info.host += u':' + port;
    }
    const bool takesChanges = !query->value(3).toBool();
    Access &access = info.access;
    access.missing = readMissing(query->value(9).toString());
    const auto may = [&access](Task task) { return missingFor(task, access).empty(); };
    const auto reads = [&access](const QString &table) {
        return std::find(access.missing.begin(), access.missing.end(),
                         MissingRight{u"SELECT"_s, table})
            == access.missing.end();
    };
    if (takesChanges) {
        access.canRecord = may(Task::Record);
        access.canReset = may(Task::Reset) && own.audit;
        access.canSetLimits = may(Task::SetLimits) && own.limits && own.audit;
        QStringList missing;
        if (!own.limits || !own.audit)
            missing << Text::tr(
                "Tollkeeper's own tables, which an administrator creates by connecting once");
        std::vector<MissingRight> rights = access.missing;
        // Without those of sealing numbers are right, only slower.
        const std::vector<MissingRight> sealing = missingFor(Task::Seal, access);
        std::erase_if(rights, [&sealing](const MissingRight &right) {
            return std::find(sealing.begin(), sealing.end(), right) != sealing.end();
        });
        if (!rights.empty())
            missing << rightsText(rights);
        if (!missing.isEmpty())
            access.reason =
                Text::tr("You may look, but not do everything as the role %1. Missing: %2.")
                    .arg(info.databaseRole, missing.join(u"; "_s));
    } else {
        access.reason =
            Text::tr("The server takes no changes: it is a standby or set to read-only.");
    }
    own.limitsHidden = own.limits && !reads(u"tollkeeper_limits"_s);
    own.limits = own.limits && !own.limitsHidden;
    own.audit = own.audit && reads(u"tollkeeper_audit"_s);
    const bool hadSealing = own.sealing;
    own.sealing = hadSealing && reads(u"tollkeeper_usage_daily"_s) && reads(u"tollkeeper_sealing"_s)
        && reads(u"tollkeeper_dirty_days"_s);
    own.canSeal = hadSealing && takesChanges && may(Task::Seal);
    connection.setOwnTables(own);
    return info;
}

Result<QHash<QString, QStringList>> PostgresDialect::columns(Connection &connection,
                                                             const QStringList &relations) const
{
    QStringList names;
    for (const QString &relation : relations)
        names << u"('%1')"_s.arg(relation);
    // Only the catalogue is read: CREATE ... IF NOT EXISTS would take its lock before it looks.
    auto query = connection.queryText(
        u"SELECT n.name, coalesce(a.attname, ''), c.relkind IN ('v', 'm', 'f'),"
        " CASE c.relkind WHEN 'f' THEN 'foreign table' ELSE 'view' END FROM (VALUES %1) AS n(name)"
        " JOIN pg_class c ON c.oid = to_regclass(n.name)"
        " LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"_s
            .arg(names.join(u", "_s)));
    if (!query)
        return tl::unexpected(query.error());
    QHash<QString, QStringList> found;
    while (query->next()) {
        const QString relation = query->value(0).toString();
        if (query->value(2).toBool())
            return tl::unexpected(notATable(relation, query->value(3).toString()));
        found[relation] << query->value(1).toString();
    }
    if (const auto ended = connection.endOf(*query); !ended)
        return tl::unexpected(ended.error());
    return found;
}

bool PostgresDialect::isLost(const QSqlError &error, const QSqlDatabase &database) const
{
    PGconn *const handle = handleOf(database);
    // After a loss the driver's errors are empty and isOpen() stays true; libpq knows.
    return !handle || PQstatus(handle) != CONNECTION_OK
        || error.nativeErrorCode().startsWith(u"57P0"); // the server is going down
}

void PostgresDialect::stopStreaming(const QSqlDatabase &database) const
{
    PGconn *const handle = handleOf(database);
    if (!handle || PQtransactionStatus(handle) != PQTRANS_ACTIVE)
        return;
    const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(PQgetCancel(handle),
                                                                     &PQfreeCancel);
    char reason[256];
    if (cancel)
        PQcancel(cancel.get(), reason, sizeof reason);
}

} // namespace

const Dialect &dialects::postgres()
{
    static const PostgresDialect dialect;
    return dialect;
}

} // namespace tollkeeper
