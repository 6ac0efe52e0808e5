// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sqlitelimits.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

void run(const Settings &settings, Report &report)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"bench.db"_s);
    openStore(path).reset(); // makes the schema
    for (const int clients : {1, 4}) {
        const auto loop = [&](Client (*make)(const QString &, const QString &)) {
            return [&, make] {
                return callsPerSecond(clients, settings.seconds, [&](int client) {
                    return make(path, projectOf(Projects::OnePerClient, client));
                });
            };
        };
        compete(settings, report, u"record-sqlite"_s, settingName(clients, Projects::OnePerClient),
                {{u"tollkeeper"_s, loop(storeClient)}, {u"sqlite3 library"_s, loop([](const QString &file, const QString &project) {
                      return sqliteClient(file, project, true);
                  })}},
                {{u"tollkeeper"_s, u"sqlite3 library"_s, 0.8}});
    }
}

const Section registered("record-sqlite", "Single calls, beside the SQLite library alone", run);

} // namespace

} // namespace tollkeeper::bench
