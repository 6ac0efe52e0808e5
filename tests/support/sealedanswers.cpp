// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sealedanswers.h"

#include "analysis/summary.h"
#include "teststore.h"

#include <map>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

namespace {

using Cells = std::map<QString, Totals>;

Cells cellsOf(const SpendCube &cube)
{
    Cells cells;
    for (const SpendCube::Cell &cell : cube.cells) {
        cells[u"%1|%2|%3"_s.arg(cell.bucket).arg(cube.projects[cell.project],
                                                 cube.models[cell.model])] += cell.totals;
    }
    return cells;
}

} // namespace

QString disagreement(Store &store, SealedSpendPtr &known)
{
    const SpendCube log = valueOf(store.spendFromLog({}, BucketUnit::Day));
    const SpendCube days = valueOf(store.spend({}, BucketUnit::Day));
    const DailySpend daily = valueOf(store.dailySpend(known));
    const SpendCube sums = valueOf(store.totals({}));
    known = daily.sealed;
    SpendFilter filter;
    filter.range = Range::days(QDate(2026, 11, 12), QDate(2026, 11, 14));
    const SpendCube someHours = valueOf(store.spend(filter, BucketUnit::Hour));
    const SpendCube someDays = valueOf(store.spend(filter, BucketUnit::Day));
    const SpendCube someOfLog = valueOf(store.spendFromLog(filter, BucketUnit::Day));
    if (cellsOf(log) != cellsOf(days) || log.badRows != days.badRows)
        return u"spend()"_s;
    if (cellsOf(log) != cellsOf(daily.cube) || log.badRows != daily.cube.badRows)
        return u"dailySpend()"_s;
    if (total(log) != total(sums) || log.badRows != sums.badRows)
        return u"totals()"_s;
    if (total(someOfLog) != total(someHours))
        return u"spend() by the hour"_s;
    if (cellsOf(someOfLog) != cellsOf(someDays))
        return u"spend() of a range"_s;
    return {};
}

void sealAll(Store &store, int rows)
{
    // Each step seals something, or finds that it was not through.
    constexpr int most = 2'000;
    for (int step = 0; step < most; ++step) {
        const auto progress = store.seal(rows);
        if (!progress || progress->finished)
            return (void)valueOf(progress);
    }
    failBecause(u"sealing does not come to an end"_s);
}

} // namespace tollkeeper::test
