// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "workload.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

const RecordRequest &benchmarkCall()
{
    static const RecordRequest call{{u"bench"_s, u"gpt-4o"_s, 549, 173, 0.0031025},
                                    1'000'000'000.0};
    return call;
}

QString projectOf(Projects projects, int client)
{
    return projects == Projects::One ? u"bench"_s : u"bench-%1"_s.arg(client);
}

QString settingName(int clients, Projects projects)
{
    const QString many = clients == 1 ? u"1 client"_s : u"%1 clients"_s.arg(clients);
    return projects == Projects::One || clients == 1 ? many + u", 1 project"_s
                                                     : many + u", %1 projects"_s.arg(clients);
}

std::unique_ptr<Store> openStore(const QString &url)
{
    const auto location = StoreLocation::parse(url);
    if (!location)
        qFatal("%s", qPrintable(location.error().message));
    auto store = Store::open(*location);
    if (!store)
        qFatal("%s", qPrintable(store.error().message));
    return std::move(*store);
}

Client storeClient(const QString &url, const QString &project)
{
    const std::shared_ptr<Store> store = openStore(url);
    RecordRequest call = benchmarkCall();
    call.usage.project = project;
    return [store, call] {
        const auto decision = store->record(call.usage, call.maxBudgetUsd);
        if (!decision || !decision->logged())
            qFatal("A call was not logged: %s",
                   decision ? "refused" : qPrintable(decision.error().message));
        return 1;
    };
}

} // namespace tollkeeper::bench
