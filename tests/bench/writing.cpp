// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bigstore.h"
#include "pglimits.h"
#include "sqlitelimits.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

constexpr double leastShare = 0.97;

void run(const Settings &settings, Report &report)
{
    for (const Backend backend : backends) {
        const auto client = backend == Backend::Sqlite
            ? +[](const QString &store, const QString &project) {
                  return sqliteClient(store, project, false);
              }
            : +[](const QString &store, const QString &project) {
                  return peerStyleClient(store, project);
              };
        const qint64 rows = settings.rows;
        const QString plain = unsealedStore(backend, rows); // has llm-toll's tables only
        const QString sealed = unsealedStore(backend, rows);
        {
            const auto store = openStore(sealed);
            while (!have(store->seal()).finished) {
            }
        }
        const auto measure = [&](const QString &store) {
            return [&settings, store, client, backend] {
                if (backend == Backend::Postgres)
                    checkpoint();
                return callsPerSecond(1, settings.seconds, [&](int number) {
                    return client(store, projectOf(Projects::OnePerClient, number));
                });
            };
        };
        compete(settings, report, u"writers"_s, nameOf(backend),
                {{u"with Tollkeeper's objects"_s, measure(sealed)},
                 {u"without"_s, measure(plain)}},
                {{u"with Tollkeeper's objects"_s, u"without"_s, leastShare}});
    }
}

const Section registered("writers", "llm-toll's inserts, with and without Tollkeeper's objects", run);

} // namespace

} // namespace tollkeeper::bench
