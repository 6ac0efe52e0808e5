// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/sqlitefile.h"

#include "format/translation.h"
#include "store/dialect.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlQuery>
#include <QThread>
#include <QUrl>

#include <sqlite3.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

// Some copies of what is read are made on the way: not of a gigabyte, which SQLite would allow.
constexpr int longestValue = 128 * 1024 * 1024;

// A file may be anybody's work, and its schema is a program. It calls no function that has an effect
// outside of it, no trigger of it runs on what we write, no view of it is read, and no statement
// changes it behind SQLite's back.
void distrustSchema(const QSqlDatabase &database)
{
    sqlite3 *const handle = sqlitefile::handleOf(database);
    if (!handle)
        return;
    // Our own triggers are for writers who change or delete calls, which we never do.
    for (const auto &[setting, value] :
         {std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
          {SQLITE_DBCONFIG_ENABLE_VIEW, 0}, {SQLITE_DBCONFIG_DEFENSIVE, 1}})
        sqlite3_db_config(handle, setting, value, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, longestValue);
}

Result<void> run(const Dialect &dialect, QSqlDatabase &database, const QString &sql)
{
    QSqlQuery query(database);
    if (!query.exec(sql))
        return tl::unexpected(dialect.explain(query.lastError(), database));
    return {};
}

Result<void> opened(const Dialect &dialect, QSqlDatabase &database)
{
    if (!database.open())
        return tl::unexpected(dialect.explain(database.lastError(), database));
    distrustSchema(database);
    return {};
}

Result<void> openWritable(const Dialect &dialect, QSqlDatabase &database, const QString &path,
                          const StoreOptions &options)
{
    database.setDatabaseName(path);
    database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(options.busyTimeoutMs));
    if (const auto open = opened(dialect, database); !open)
        return open;
    // Switching to WAL does not wait for a lock by itself, whatever the busy timeout says.
    const QDeadlineTimer deadline(options.busyTimeoutMs);
    for (;;) {
        const auto wal = run(dialect, database, u"PRAGMA journal_mode=WAL"_s);
        if (wal)
            break;
        if (wal.error().kind != StoreError::Kind::Busy || deadline.hasExpired())
            return wal;
        QThread::msleep(10);
    }
    return run(dialect, database, u"PRAGMA synchronous=NORMAL"_s);
}

Result<void> openReadOnly(const Dialect &dialect, QSqlDatabase &database, const QString &path,
                          const StoreOptions &options)
{
    using namespace sqlitefile;
    const QString busy = u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(options.busyTimeoutMs);
    const QString probe = u"SELECT count(*) FROM sqlite_master"_s;
    database.setDatabaseName(path);
    database.setConnectOptions(u"QSQLITE_OPEN_READONLY;"_s + busy);
    if (const auto open = opened(dialect, database); !open)
        return open;
    QSqlQuery query(database);
    if (query.exec(probe))
        return {};
    // A WAL file in a folder where its -shm file cannot be made: nobody can be writing there
    // either, unless there is a log to be read.
    const int code = primaryCode(query.lastError());
    const StoreError error = dialect.explain(query.lastError(), database);
    query.clear();
    if ((code != CannotOpen && code != ReadOnly) || QFileInfo(path + u"-wal"_s).size() > 0)
        return tl::unexpected(error);
    database.close();
    database.setDatabaseName(
        QString::fromLatin1(QUrl::fromLocalFile(path).toEncoded(QUrl::FullyEncoded))
        + u"?mode=ro&immutable=1"_s);
    database.setConnectOptions(u"QSQLITE_OPEN_READONLY;QSQLITE_OPEN_URI;"_s + busy);
    if (const auto open = opened(dialect, database); !open)
        return open;
    return run(dialect, database, probe);
}

} // namespace

int sqlitefile::primaryCode(const QSqlError &error)
{
    return error.nativeErrorCode().toInt() & 0xff;
}

sqlite3 *sqlitefile::handleOf(const QSqlDatabase &database)
{
    if (!database.isValid() || !database.driver())
        return nullptr;
    const QVariant handle = database.driver()->handle();
    if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0)
        return nullptr;
    return *static_cast<sqlite3 *const *>(handle.constData());
}

Result<void> sqlitefile::open(const Dialect &dialect, QSqlDatabase &database, const QString &path,
                              const StoreOptions &options)
{
    const QFileInfo file(path);
    if (file.isDir()) {
        return fail(StoreError::Kind::Invalid,
                    Text::tr("%1 is a folder, not a SQLite file. Name a file in it.").arg(path));
    }
    if (!file.exists()) {
        if (!options.createSchema)
            return fail(StoreError::Kind::Invalid, Text::tr("There is no file %1.").arg(path));
        if (!QDir().mkpath(file.absolutePath())) {
            return fail(StoreError::Kind::NotPermitted,
                        Text::tr("The folder %1 cannot be made.").arg(file.absolutePath()));
        }
        // Created here rather than by SQLite, which would make it readable for everybody. Losing
        // the race for it to another process is fine.
        QFile created(path);
        if (!created.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                          QFileDevice::ReadOwner | QFileDevice::WriteOwner)
            && !QFileInfo::exists(path)) {
            return fail(StoreError::Kind::NotPermitted,
                        Text::tr("The file %1 cannot be created: %2").arg(path, created.errorString()));
        }
    } else if (!file.isReadable()) {
        return fail(StoreError::Kind::NotPermitted,
                    Text::tr("The file %1 may not be read by you. Ask its owner for access.").arg(path));
    }
    const bool writable = QFileInfo(path).isWritable() && QFileInfo(file.absolutePath()).isWritable();
    return writable ? openWritable(dialect, database, path, options)
                    : openReadOnly(dialect, database, path, options);
}

} // namespace tollkeeper
