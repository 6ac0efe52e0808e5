// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bigstore.h"
#include "workload.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

constexpr double mostMs = 100; // felt as at once

void run(const Settings &settings, Report &report)
{
    for (const Backend backend : backends) {
        const std::shared_ptr<Store> store = openStore(bigStore(backend, settings.rows * 10));
        CallQuery first;
        first.limit = 500;
        const Call newest = have(store->calls(first)).front();
        const Timestamp deep{newest.createdAt->micros
                             - bigDays / 2 * qint64{24} * 3600 * 1'000'000};
        std::vector<Contender> contenders;
        const auto measure = [&](const QString &name, const CallQuery &query) {
            contenders.push_back({name,
                                  [&settings, store, query] {
                                      return medianMs(settings.seconds, [&] {
                                          static_cast<void>(have(store->calls(query)));
                                      });
                                  },
                                  mostMs});
        };
        measure(u"first page"_s, first);
        CallQuery query = first;
        query.from = deep;
        measure(u"deep in the log"_s, query);
        const Call there = have(store->calls(query)).back();
        query = first;
        query.after = there;
        measure(u"the next page there"_s, query);
        query = first;
        query.before = there;
        measure(u"the page before"_s, query);
        query = first;
        query.filter.project = newest.usage.project;
        measure(u"a project"_s, query);
        query = first;
        query.filter.model = newest.usage.model;
        measure(u"a model"_s, query);
        query.filter.model = u"model-12"_s; // the rarest
        measure(u"a rare model"_s, query);
        query.filter.model = u"no such model"_s;
        measure(u"a model without calls"_s, query);
        query = first;
        query.badOnly = true;
        measure(u"bad rows"_s, query);
        query = first;
        query.filter.range = Range::days(deep.day(), deep.day().addDays(6));
        measure(u"a week deep in the log"_s, query);
        compete(settings, report, u"calls-page"_s,
                u"%1, %2"_s.arg(nameOf(backend), sizeName(settings.rows * 10)), contenders, {},
                u"ms"_s);
    }
}

const Section registered("calls-page", "Pages of the log, anywhere and by any filter", run);

} // namespace

} // namespace tollkeeper::bench
