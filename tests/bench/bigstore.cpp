// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bigstore.h"

#include "format/format.h"
#include "loader.h"
#include "pglimits.h"

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>

#include <map>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

QString newSqliteFile()
{
    static QTemporaryDir *folder = nullptr;
    if (!folder) {
        folder = new QTemporaryDir(QDir::tempPath() + u"/tollkeeper-bench-XXXXXX"_s);
        qAddPostRoutine([] { delete folder; });
    }
    static int number = 0;
    return folder->filePath(u"%1.db"_s.arg(++number));
}

} // namespace

QString unsealedStore(Backend backend, qint64 rows)
{
    const QString name = backend == Backend::Sqlite ? newSqliteFile() : server().createDatabase();
    GeneratorOptions options;
    options.rows = rows;
    options.days = bigDays;
    options.projects = bigProjects;
    options.models = bigModels;
    options.end = QDate(2026, 11, 20);
    CallGenerator generator(options);
    load(have(StoreLocation::parse(name)), generator, [](qint64) {});
    if (backend == Backend::Postgres) // what the server does by itself after a while
        test::PostgresCluster::execute(name, u"VACUUM ANALYZE"_s);
    return name;
}

QString bigStore(Backend backend, qint64 rows)
{
    static std::map<std::pair<Backend, qint64>, QString> made;
    QString &name = made[{backend, rows}];
    if (name.isEmpty()) {
        name = unsealedStore(backend, rows);
        const auto store = openStore(name);
        while (!have(store->seal()).finished) {
        }
    }
    return name;
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
