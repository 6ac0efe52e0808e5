// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pglimits.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

void run(const Settings &settings, Report &report)
{
    const QString section = u"record-postgres"_s;
    const QString url = createStore();
    for (const QString &setting : {u"server_version"_s, u"fsync"_s, u"synchronous_commit"_s})
        report.note(section,
                    setting + u": "_s + test::PostgresCluster::execute(url, u"SHOW "_s + setting));

    struct Load
    {
        int clients;
        Projects projects;
    };
    for (const auto [clients, projects] :
         {Load{1, Projects::One}, Load{16, Projects::One}, Load{16, Projects::OnePerClient}}) {
        const auto loop = [&](Client (*make)(const QString &, const QString &)) {
            return [&, make] {
                checkpoint();
                return callsPerSecond(clients, settings.seconds, [&](int client) {
                    return make(url, projectOf(projects, client));
                });
            };
        };
        compete(settings, report, section, settingName(clients, projects),
                {{u"tollkeeper"_s, loop(storeClient)},
                 {u"pgbench"_s,
                  [&] {
                      checkpoint();
                      return pgbench(url, clients, projects, settings.seconds);
                  }},
                 {u"libpq, prepared"_s, loop(bareClient)},
                 {u"llm-toll's statements"_s, loop(peerStyleClient)},
                 {u"Python"_s,
                  [&] {
                      checkpoint();
                      return pythonClients(url, clients, projects, settings.seconds);
                  }}},
                {{u"tollkeeper"_s, u"pgbench"_s, 0.9},
                 {u"tollkeeper"_s, u"libpq, prepared"_s},
                 {u"tollkeeper"_s, u"llm-toll's statements"_s},
                 {u"tollkeeper"_s, u"Python"_s, 2.5}});
    }
}

const Section registered("record-postgres",
                         "Single calls, beside pgbench, libpq and llm-toll's way", run);

} // namespace

} // namespace tollkeeper::bench
