// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pglimits.h"
#include "store/pool.h"

#include <QFutureWatcher>

#include <deque>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

// Keeps many calls waiting at a pool, and takes the answers in order, as record --jsonl does.
Client poolClient(const QString &url, int connections)
{
    PoolOptions options;
    options.minConnections = connections;
    options.maxConnections = connections;
    const auto location = StoreLocation::parse(url);
    auto opened = StorePool::open(*location, options);
    if (!opened)
        qFatal("%s", qPrintable(opened.error().message));
    constexpr size_t waiting = 1000;
    struct Load
    {
        std::unique_ptr<StorePool> pool;
        std::deque<QFuture<Result<Decision>>> answers;
        ~Load()
        {
            for (auto &answer : answers)
                answer.waitForFinished();
        }
    };
    const auto load = std::make_shared<Load>();
    load->pool = std::move(*opened);
    return [load] {
        while (load->answers.size() < waiting)
            load->answers.push_back(load->pool->record(benchmarkCall()));
        const auto decision = load->answers.front().result();
        load->answers.pop_front();
        if (!decision || !decision->logged())
            qFatal("A call was not logged: %s",
                   decision ? "refused" : qPrintable(decision.error().message));
        return 1;
    };
}

void run(const Settings &settings, Report &report)
{
    const QString url = createStore();
    std::vector<Contender> contenders;
    std::vector<Comparison> comparisons;
    const auto single = [&](int clients) {
        const QString name =
            u"single calls, "_s + settingName(clients, Projects::One).section(u',', 0, 0);
        contenders.push_back({name, [&, clients] {
                                  checkpoint();
                                  return callsPerSecond(clients, settings.seconds, [&](int) {
                                      return storeClient(url, projectOf(Projects::One, 0));
                                  });
                              }});
        return name;
    };
    const QString alone = single(1);
    const QString crowd = single(16);
    const QString python = u"llm-toll's way in Python, 16 clients"_s;
    contenders.push_back({python, [&] {
                              checkpoint();
                              return pythonClients(url, 16, Projects::One, settings.seconds);
                          }});
    for (const int connections : {1, 2, 4}) {
        const QString name = u"pool of %1"_s.arg(connections);
        contenders.push_back({name, [&, connections] {
                                  checkpoint();
                                  return callsPerSecond(1, settings.seconds, [&](int) {
                                      return poolClient(url, connections);
                                  });
                              }});
        comparisons.push_back({name, alone, 5});
        comparisons.push_back({name, crowd, 5});
        comparisons.push_back({name, python, 2.5});
    }
    compete(settings, report, u"batches"_s, u"1 busy project"_s, contenders, comparisons);
}

const Section registered("batches", "Calls that wait together, beside single ones", run);

} // namespace

} // namespace tollkeeper::bench
