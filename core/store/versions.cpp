// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/versions.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <libpq-fe.h>

using namespace Qt::StringLiterals;

namespace tollkeeper {

QStringList libraryVersions()
{
    const QString name = u"tollkeeper versions"_s;
    QStringList versions;
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        database.setDatabaseName(u":memory:"_s);
        QSqlQuery query(database);
        if (database.open() && query.exec(u"SELECT sqlite_version()"_s) && query.next())
            versions << u"SQLite "_s + query.value(0).toString();
    }
    QSqlDatabase::removeDatabase(name);
    // 150008 is 15.8.
    const int libpq = PQlibVersion();
    versions << u"libpq %1.%2"_s.arg(libpq / 10'000).arg(libpq % 10'000);
    return versions;
}

} // namespace tollkeeper
