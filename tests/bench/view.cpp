// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/merging.h"
#include "analysis/report.h"
#include "bigstore.h"
#include "workload.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

constexpr double mostMs = 16; // a frame

void run(const Settings &settings, Report &report)
{
    const auto store = openStore(bigStore(Backend::Sqlite, settings.rows * 10));
    const Range noHours{BucketUnit::Hour, 0, -1};
    const Timestamp now = Timestamp::startOf(QDate(2026, 11, 20));
    const auto snapshot = have(readSnapshot(*store, noHours, now));
    const auto preset = [&](RangePreset chosen) {
        return selectRange(chosen, now, snapshot->daily.extent(), {});
    };
    View view;
    view.range = preset(RangePreset::All);
    std::vector<Contender> contenders;
    const auto measure = [&](const QString &name, const View &changed) {
        contenders.push_back({name,
                              [&settings, snapshot, changed] {
                                  return medianMs(settings.seconds, [&] {
                                      static_cast<void>(spendReport(*snapshot, changed));
                                  });
                              },
                              mostMs});
    };
    measure(u"all days"_s, view);
    View changed = view;
    changed.range = preset(RangePreset::Last30Days);
    measure(u"range: 30 days"_s, changed);
    changed = view;
    changed.groupBy = GroupBy::Model;
    measure(u"grouping: by model"_s, changed);
    changed = view;
    changed.project = snapshot->daily.projects.front();
    measure(u"filter: a project"_s, changed);
    changed = view;
    changed.range = preset(RangePreset::Quarter);
    measure(u"comparison: quarters"_s, changed);
    // The same calls, as those of four stores.
    std::vector<StorePart> parts;
    for (const StoreLabel &label : labelStores({u"A"_s, u"B"_s, u"C"_s, u"D"_s}))
        parts.push_back({label, snapshot});
    const auto merged = mergeSnapshots(parts, u"All"_s);
    View byStore = view;
    byStore.groupBy = GroupBy::Store;
    contenders.push_back({u"grouping: four stores, by store"_s,
                          [&settings, merged, byStore] {
                              return medianMs(settings.seconds, [&] {
                                  static_cast<void>(spendReport(*merged, byStore));
                              });
                          },
                          mostMs});
    compete(settings, report, u"view"_s,
            u"%1 cells"_s.arg(snapshot->daily.cells.size()), contenders, {}, u"ms"_s);
}

const Section registered("view", "Changes of range, grouping and filter, from memory", run);

} // namespace

} // namespace tollkeeper::bench
