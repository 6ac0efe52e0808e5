// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/connection.h"
#include "store/sqlitefile.h"

#include "format/translation.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

// A row's moment as canonical text ("2026-11-23T09:34:00.123456+00:00"), NULL if it cannot be read.
// Rows of llm-toll are canonical already. SQLite's own date functions round to milliseconds, which
// would move 23:59:59.9996 to the next day, so they only ever see whole seconds.
QString utcMoment(const QString &column)
{
    // date() takes 30 February as it is unless it has to calculate with it.
    static const QString readable =
        u"(%1 GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9]*'"
        " AND date(substr(%1, 1, 10), '+0 days') = substr(%1, 1, 10)"
        " AND substr(%1, 12, 2) < '24' AND %1 >= '0001')"_s;
    // What is between the seconds and an offset of so many characters is a fraction or nothing.
    const auto fraction = [](int offset) {
        return u"(substr(%1, 20, length(%1) - %2) = '' OR (substr(%1, 20, length(%1) - %2) GLOB"
               " '.[0-9]*' AND rtrim(substr(%1, 20, length(%1) - %2), '0123456789') = '.'))"_s
            .replace(u"%2"_s, QString::number(19 + offset));
    };
    static const QString moment =
        u"(CASE WHEN "_s + readable + u" IS NOT TRUE THEN NULL"
        " WHEN substr(%1, -6) = '+00:00' AND substr(%1, 11, 1) = 'T' AND "_s + fraction(6)
        + u" THEN %1 WHEN %1 GLOB '*[+-][0-2][0-9]:[0-5][0-9]' AND "_s + fraction(6)
        + u" AND strftime('%Y', substr(%1, 1, 19) || substr(%1, -6)) >= '0001'"
        " THEN strftime('%Y-%m-%dT%H:%M:%S', substr(%1, 1, 19) || substr(%1, -6))"
        " || substr(%1, 20, length(%1) - 25) || '+00:00'"
        " WHEN %1 GLOB '*Z' AND "_s + fraction(1)
        + u" THEN substr(%1, 1, 10) || 'T' || substr(%1, 12, length(%1) - 12) || '+00:00'"
        " WHEN "_s + fraction(0)
        + u" THEN substr(%1, 1, 10) || 'T' || substr(%1, 12) || '+00:00' END)"_s;
    return QString(moment).replace(u"%1"_s, column);
}

class SqliteDialect final : public Dialect
{
public:
    QString name() const override { return u"sqlite"_s; }
    QString driver() const override { return u"QSQLITE"_s; }

    bool prepares(bool, bool) const override { return true; }
    bool readsRowByRow() const override { return true; }
    bool looksForEachRow() const override { return true; }
    qint64 rowsToSort() const override { return 10'000; } // 2 MB

    Result<void> connect(QSqlDatabase &database, const StoreLocation &location,
                         const StoreOptions &options) const override
    {
        return sqlitefile::open(*this, database, location.path(), options);
    }
    Result<StoreInfo> identify(Connection &connection) const override;
    Result<QHash<QString, QStringList>> columns(Connection &connection,
                                                const QStringList &relations) const override;
    Result<bool> isForeign(Connection &connection) const override;
    bool lostCreationRace(const StoreError &error) const override
    {
        return error.kind == StoreError::Kind::Busy;
    }
    StoreError explain(const QSqlError &error, const QSqlDatabase &database) const override;
    bool isLost(const QSqlError &, const QSqlDatabase &) const override { return false; }
    logrows::Read readRows(const QSqlDatabase &database, const QString &sql,
                           const RowSink &sink) const override
    {
        return logrows::read(sqlitefile::handleOf(database), sql, statement(u"judge_row"_s), sink);
    }
    QString bucket(BucketUnit unit) const override
    {
        return unit == BucketUnit::Day ? u"substr(moment, 1, 10)"_s : u"substr(moment, 1, 13)"_s;
    }
    QString bucketNumber(BucketUnit unit) const override
    {
        const QString day = u"CAST(julianday(substr(bucket, 1, 10)) - 2440587.5 AS INTEGER)"_s;
        return unit == BucketUnit::Day ? day
                                       : day + u" * 24 + CAST(substr(bucket, 12, 2) AS INTEGER)"_s;
    }
    QString inRange() const override
    {
        // Text in UTC can be compared as it is; the first pair narrows the search by the index,
        // with a day to spare for rows with another offset.
        return u"created_at >= date(:from, '-1 day') AND created_at < coalesce(date(:to, '+2 days'), '9999~')"
               " AND {utc created_at} >= :from AND {utc created_at} < :to"_s;
    }
    Result<qint64> settledId(Connection &connection) const override
    {
        // One writer at a time: ids appear in their order.
        const auto id = connection.value(u"last_given_id"_s);
        if (!id)
            return tl::unexpected(id.error());
        return id->toLongLong();
    }
    QStringList prepareMarking(int) const override
    {
        return {u"DROP TRIGGER IF EXISTS tollkeeper_mark_deleted"_s,
                u"DROP TRIGGER IF EXISTS tollkeeper_mark_updated"_s, statement(u"mark_deleted"_s),
                statement(u"mark_updated"_s)};
    }
    QString fileMark(const StoreLocation &location) const override;

protected:
    QString fragment(const QString &name, const QString &argument) const override;
};

Result<StoreInfo> SqliteDialect::identify(Connection &connection) const
{
    auto version = connection.queryText(u"SELECT sqlite_version()"_s);
    if (!version)
        return tl::unexpected(version.error());
    version->next();
    StoreInfo info;
    info.serverVersion = u"SQLite "_s + version->value(0).toString();
    Access &access = info.access;
    if (connection.database().connectOptions().contains(u"QSQLITE_OPEN_READONLY")) {
        access.reason =
            Text::tr("The file %1 or its folder may not be written by you: you can look, but "
                     "not record, reset or set limits.")
                .arg(connection.location().path());
        return info;
    }
    Connection::OwnTables own = connection.ownTables();
    own.canSeal = own.sealing;
    connection.setOwnTables(own);
    access.canRecord = true;
    // Who only looks (a connection test) has not made the tables, but could.
    const bool creatable = !connection.options().createSchema;
    access.canReset = connection.hasAudit() || creatable;
    access.canSetLimits = (connection.hasLimits() && connection.hasAudit()) || creatable;
    return info;
}

Result<QHash<QString, QStringList>> SqliteDialect::columns(Connection &connection,
                                                           const QStringList &relations) const
{
    // Only tables have pages; what stands in the place of one, a view or a virtual table, is not
    // even asked for its columns.
    auto query = connection.queryText(
        u"SELECT m.name, c.name, m.rootpage > 0 AND m.type IN ('table', 'index'), m.type"
        " FROM sqlite_master m LEFT JOIN pragma_table_info(m.name) c"
        " ON m.type = 'table' AND m.rootpage > 0 WHERE lower(m.name) IN ('%1')"_s.arg(
            relations.join(u"', '"_s)));
    if (!query)
        return tl::unexpected(query.error());
    QHash<QString, QStringList> found;
    while (query->next()) {
        const QString relation = query->value(0).toString();
        if (!query->value(2).toBool()) {
            const QString type = query->value(3).toString();
            return tl::unexpected(
                notATable(relation, type == u"table" ? u"virtual table"_s : type));
        }
        found[relation] << query->value(1).toString();
    }
    if (const auto ended = connection.endOf(*query); !ended)
        return tl::unexpected(ended.error());
    return found;
}

Result<bool> SqliteDialect::isForeign(Connection &connection) const
{
    auto query = connection.queryText(
        u"SELECT count(*), coalesce(sum(name IN ('usage_logs', 'budgets')), 0) FROM sqlite_master"
        " WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"_s);
    if (!query)
        return tl::unexpected(query.error());
    query->next();
    return query->value(0).toInt() > 0 && query->value(1).toInt() == 0;
}

StoreError SqliteDialect::explain(const QSqlError &error, const QSqlDatabase &database) const
{
    using Kind = StoreError::Kind;
    const QString file = database.databaseName();
    const QString detail = u"SQLite %1: %2"_s.arg(error.nativeErrorCode(), error.databaseText());
    using namespace sqlitefile;
    switch (primaryCode(error)) {
    case Busy:
    case Locked:
        return {
            Kind::Busy,
            Text::tr("Another program keeps %1 locked. Nothing was recorded; try again when it is "
                     "done.")
                .arg(file),
            detail};
    case ReadOnly:
        return {Kind::NotPermitted, Text::tr("The file %1 may not be written.").arg(file), detail};
    case Corrupt:
        return {
            Kind::Internal,
            Text::tr("The file %1 is damaged. Restore it from a backup, or save what can be read: "
                     "sqlite3 FILE .recover")
                .arg(file),
            detail};
    case NotADatabase:
        return {
            Kind::Internal,
            Text::tr("%1 is not a SQLite file. Nothing was changed. Name another file.").arg(file),
            detail};
    case TooBig:
        return {Kind::Internal,
                Text::tr("The file %1 holds a text or an amount of data in one place that no call "
                         "has, so it was not read. Remove that row with sqlite3, or name another "
                         "file.")
                    .arg(file),
                detail};
    case Full:
        return {Kind::Internal,
                Text::tr(
                    "The disk that holds %1 is full. Nothing was recorded; free some space and try "
                    "again.")
                    .arg(file),
                detail};
    case CannotOpen:
        return {
            Kind::Unavailable,
            Text::tr(
                "The file %1 cannot be opened. Check that it exists and that you may use it and "
                "its folder.")
                .arg(file),
            detail};
    case IoError:
        return {Kind::Internal,
                Text::tr("Reading or writing %1 failed. Check the disk. Nothing was recorded.")
                    .arg(file),
                detail};
    default:
        return {Kind::Internal, Text::tr("SQLite could not do it: %1").arg(error.databaseText()),
                detail};
    }
}

QString SqliteDialect::fileMark(const StoreLocation &location) const
{
    QString mark;
    for (const QString &suffix : {QString(), u"-wal"_s}) {
        const QFileInfo file(location.path() + suffix);
        mark += u":%1:%2"_s.arg(file.size()).arg(file.lastModified().toMSecsSinceEpoch());
    }
    return mark;
}

QString SqliteDialect::fragment(const QString &name, const QString &argument) const
{
    if (name == u"timestamp")
        return u"TEXT"_s;
    if (name == u"identity")
        return u"INTEGER PRIMARY KEY AUTOINCREMENT"_s;
    if (name == u"server_now")
        return u"NULL"_s;
    if (name == u"for_update")
        return {};
    if (name == u"outside_mark")
        return u"0"_s;
    if (name == u"iso" || name == u"moment" || name == u"stored")
        return argument;
    if (name == u"utc")
        return utcMoment(argument);
    if (name == u"unreadable")
        return u"({utc %1} IS NULL)"_s.arg(argument);
    if (name == u"day_of")
        return u"coalesce(CAST(julianday(substr({utc %1}, 1, 10)) - 2440587.5 AS INTEGER),"
               " {unreadable_day})"_s.arg(argument);
    if (name == u"cell_key")
        return u"length(project) || ':' || project || model"_s;
    if (name == u"later") {
        const QStringList two = argument.split(u", "_s);
        return u"coalesce(max(%1, %2), %1, %2)"_s.arg(two.front(), two.back());
    }
    if (name == u"marked")
        return u"(SELECT count(*) = 2 FROM sqlite_master WHERE type = 'trigger'"
               " AND tbl_name = 'usage_logs' AND name LIKE 'tollkeeper\\_mark\\_%' ESCAPE '\\')"_s;
    if (name == u"reaches") // a table without the sequence gives ids of deleted rows again
        return u"sealed_to <= coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'usage_logs'), 0)"_s;
    if (name == u"partitions")
        return u"''"_s;
    if (name == u"log_by_id") // not by the index of projects, which the planner likes better
        return u"usage_logs NOT INDEXED"_s;
    if (name == u"any_project")
        return u"project IN ({projects})"_s;
    if (name == u"apart") // reading a moment takes long: once a row, not wherever it is mentioned
        return u"LIMIT -1"_s;
    if (name == u"good")
        return fragment(u"good_at"_s, u"{utc created_at}"_s);
    if (name == u"good_at") {
        // Columns of SQLite hold any type, whatever they were declared as.
        return u"(typeof(cost) IN ('real', 'integer') AND cost >= 0 AND cost <= %1"
               " AND typeof(input_tokens) = 'integer' AND input_tokens BETWEEN 0 AND %2"
               " AND typeof(output_tokens) = 'integer' AND output_tokens BETWEEN 0 AND %2"
               " AND typeof(project) = 'text' AND length(CAST(project AS BLOB)) <= {longest_name}"
               " AND typeof(model) = 'text' AND length(CAST(model AS BLOB)) <= {longest_name}"
               " AND typeof(created_at) = 'text' AND %3 IS NOT NULL)"_s
            .arg(maxCostUsd, 0, 'f', 0)
            .arg(maxTokens)
            .arg(argument);
    }
    return commonFragment(name);
}

} // namespace

const Dialect &dialects::sqlite()
{
    static const SqliteDialect dialect;
    return dialect;
}

} // namespace tollkeeper
