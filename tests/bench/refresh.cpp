// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/snapshot.h"
#include "bigstore.h"
#include "workload.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

constexpr double mostRefreshMs = 50;
constexpr double mostGrowth = 1.5; // with ten times the calls

void run(const Settings &settings, Report &report)
{
    const Range noHours{BucketUnit::Hour, 0, -1};
    for (const Backend backend : backends) {
        std::vector<Contender> contenders;
        const auto add = [&](const QString &what, qint64 rows, double most, auto read) {
            const std::shared_ptr<Store> store = openStore(bigStore(backend, rows));
            const QString name = u"%1, %2"_s.arg(what, sizeName(rows));
            contenders.push_back({name,
                                  [&settings, store, read] {
                                      return medianMs(settings.seconds, [&] { read(*store); });
                                  },
                                  most});
            return name;
        };
        std::vector<Comparison> comparisons;
        const auto compare = [&](const QString &what, double mostMs, double most, auto read) {
            const QString small = add(what, settings.rows, mostMs, read);
            const QString large = add(what, settings.rows * 10, mostMs, read);
            comparisons.push_back({large, small, 0, most});
        };
        // What the window does every time: it knows the sealed cells of the time before.
        std::map<const Store *, SealedSpendPtr> known;
        compare(u"refresh"_s, mostRefreshMs, mostGrowth, [&](Store &store) {
            const auto snapshot =
                have(readSnapshot(store, noHours, Timestamp::now(), known[&store]));
            known[&store] = snapshot->sealed;
            static_cast<void>(have(store.changeMark()));
        });
        compare(u"first reading"_s, 0, 0, [&](Store &store) {
            static_cast<void>(have(readSnapshot(store, noHours, Timestamp::now())));
        });
        compare(u"look for changes"_s, 0, 0,
                [](Store &store) { static_cast<void>(have(store.changeMark())); });
        compete(settings, report, u"refresh"_s, nameOf(backend), contenders, comparisons, u"ms"_s);
    }
}

const Section registered("refresh", "What the window reads, at two sizes of the log", run);

} // namespace

} // namespace tollkeeper::bench
