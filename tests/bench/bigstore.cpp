// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bigstore.h"

#include "format/format.h"
#include "loader.h"
#include "pglimits.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <map>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

QString keptFolder;

QString newSqliteFile()
{
    static QTemporaryDir *folder = nullptr;
    if (!folder) {
        folder = new QTemporaryDir((keptFolder.isEmpty() ? QDir::tempPath() : keptFolder)
                                   + u"/tollkeeper-bench-XXXXXX"_s);
        qAddPostRoutine([] { delete folder; });
    }
    static int number = 0;
    return folder->filePath(u"%1.db"_s.arg(++number));
}

QString newStore(Backend backend)
{
    return backend == Backend::Sqlite ? newSqliteFile() : server().createDatabase();
}

// One that is kept, under a name that says what it is.
QString keptStore(Backend backend, const QString &name)
{
    return backend == Backend::Sqlite ? keptFolder + u'/' + name + u".db"_s : server().url(name);
}

bool exists(Backend backend, const QString &name)
{
    if (backend == Backend::Sqlite)
        return QFile::exists(keptStore(backend, name));
    return !test::PostgresCluster::execute(server().url(u"postgres"_s),
                                           u"SELECT 1 FROM pg_database WHERE datname = '%1'"_s.arg(name))
                .isEmpty();
}

// Only when it is finished does a store get the name under which it is looked for.
void rename(Backend backend, const QString &store, const QString &name)
{
    const QString from = test::PostgresCluster::databaseOf(store);
    if (backend == Backend::Postgres) {
        test::PostgresCluster::execute(server().url(u"postgres"_s),
                                       u"ALTER DATABASE %1 RENAME TO %2"_s.arg(from, name));
    } else if (!QFile::rename(store, keptStore(backend, name))) {
        qFatal("%s cannot be kept", qPrintable(store));
    }
}

QString copyOf(Backend backend, const QString &name)
{
    if (backend == Backend::Postgres)
        return server().createDatabase(name);
    const QString copy = newSqliteFile();
    if (!QFile::copy(keptStore(backend, name), copy))
        qFatal("%s cannot be copied", qPrintable(name));
    return copy;
}

void fill(Backend backend, const QString &store, qint64 rows)
{
    GeneratorOptions options;
    options.rows = rows;
    options.days = bigDays;
    options.projects = bigProjects;
    options.models = bigModels;
    options.end = QDate(2026, 11, 20);
    CallGenerator generator(options);
    load(have(StoreLocation::parse(store)), generator, [](qint64) {});
    if (backend == Backend::Postgres) // what the server does by itself after a while
        test::PostgresCluster::execute(store, u"VACUUM ANALYZE"_s);
}

void seal(const QString &name)
{
    const auto store = openStore(name);
    while (!have(store->seal()).finished) {
    }
}

} // namespace

void keepStores(const QString &folder)
{
    keptFolder = QFileInfo(folder).absoluteFilePath();
    if (!QDir().mkpath(keptFolder))
        qFatal("%s cannot be created", qPrintable(keptFolder));
}

QString keptStores()
{
    return keptFolder;
}

QString unsealedStore(Backend backend, qint64 rows)
{
    const QString kept = u"unsealed_%1"_s.arg(rows);
    if (!keptFolder.isEmpty() && exists(backend, kept))
        return copyOf(backend, kept);
    const QString store = newStore(backend);
    fill(backend, store, rows);
    if (keptFolder.isEmpty())
        return store;
    rename(backend, store, kept);
    return copyOf(backend, kept);
}

QString bigStore(Backend backend, qint64 rows)
{
    static std::map<std::pair<Backend, qint64>, QString> made;
    QString &store = made[{backend, rows}];
    if (!store.isEmpty())
        return store;
    const QString kept = u"sealed_%1"_s.arg(rows);
    if (!keptFolder.isEmpty() && exists(backend, kept))
        return store = keptStore(backend, kept);
    store = unsealedStore(backend, rows);
    seal(store);
    if (keptFolder.isEmpty())
        return store;
    rename(backend, store, kept);
    return store = keptStore(backend, kept);
}

QString nameOf(Backend backend)
{
    return backend == Backend::Sqlite ? u"SQLite"_s : u"PostgreSQL"_s;
}

QString sizeName(qint64 rows)
{
    return format::count(rows) + u" calls"_s;
}

} // namespace tollkeeper::bench
