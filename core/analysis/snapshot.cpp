// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/snapshot.h"

#include "analysis/callcube.h"
#include "analysis/folding.h"

#include <QElapsedTimer>

#include <algorithm>
#include <map>

namespace tollkeeper {

namespace {

Result<std::vector<MovedSpend>> movedSpend(Store &store, const Range &hours)
{
    std::map<QString, std::pair<CallCube, CallCube>> cubes;
    const auto read = store.forEachMovedCall([&](const MovedCall &moved) {
        Call call;
        call.usage = moved.usage;
        call.createdAt = moved.createdAt;
        auto &[daily, hourly] =
            cubes
                .try_emplace(moved.target, CallCube(BucketUnit::Day), CallCube(BucketUnit::Hour))
                .first->second;
        daily.add(call);
        if (hours.contains(bucketOf(moved.createdAt, BucketUnit::Hour)))
            hourly.add(call);
    });
    if (!read)
        return tl::unexpected(read.error());
    std::vector<MovedSpend> spend;
    spend.reserve(cubes.size());
    for (auto &[target, both] : cubes)
        spend.push_back({target, std::move(both.first).build(), std::move(both.second).build()});
    return spend;
}

} // namespace

Result<SnapshotPtr> readSnapshot(Store &store, const Range &hours, Timestamp now,
                                 const SealedSpendPtr &known, const StoreInfo &primary,
                                 bool besideOthers)
{
    QElapsedTimer timer;
    timer.start();
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->store = store.info().standby && !primary.display.isEmpty() ? primary : store.info();
    snapshot->takenAt = now;

    // The mark first: what changes while the rest is read is then read again at the next look.
    auto mark = store.changeMark();
    if (!mark)
        return tl::unexpected(mark.error());
    snapshot->mark = *std::move(mark);

    auto daily = store.dailySpend(known);
    if (!daily)
        return tl::unexpected(daily.error());
    snapshot->daily = std::move(daily->cube);
    snapshot->sealed = std::move(daily->sealed);
    foldSmall(snapshot->daily);

    snapshot->hourly.unit = BucketUnit::Hour;
    if (hours.size() > 0) {
        SpendFilter filter;
        filter.range = hours.inHours();
        auto hourly = store.spend(filter, BucketUnit::Hour);
        if (!hourly)
            return tl::unexpected(hourly.error());
        snapshot->hourly = *std::move(hourly);
        foldSmall(snapshot->hourly);
        snapshot->hourlyRange = *filter.range;
    }

    if (besideOthers) {
        auto moved = movedSpend(store, snapshot->hourlyRange);
        if (!moved)
            return tl::unexpected(moved.error());
        snapshot->moved = *std::move(moved);
    }

    auto budgets = store.budgets();
    if (!budgets)
        return tl::unexpected(budgets.error());
    snapshot->budgets = *std::move(budgets);
    foldSmall(snapshot->budgets);

    auto audit = store.audit();
    if (!audit)
        return tl::unexpected(audit.error());
    snapshot->audit = *std::move(audit);

    snapshot->readMs = timer.elapsed();
    return SnapshotPtr(std::move(snapshot));
}

std::optional<ProjectPlace> Snapshot::placeOf(const QString &project) const
{
    if (!merged())
        return ProjectPlace{0, project};
    const auto found = places.constFind(project);
    return found == places.constEnd() ? std::nullopt : std::optional(*found);
}

StoreInfo Snapshot::storeOf(const QStringList &projects) const
{
    StoreInfo all = store;
    std::optional<int> only;
    for (const QString &project : projects) {
        const auto place = placeOf(project);
        if (!merged() || !place || !parts[static_cast<size_t>(place->store)].snapshot)
            return store;
        const StoreInfo &one = parts[static_cast<size_t>(place->store)].snapshot->store;
        if (!only)
            all = one;
        else if (*only != place->store)
            all = commonStore(all, one);
        only = place->store;
    }
    return all;
}

bool Snapshot::isLive(const QString &project) const
{
    const auto place = placeOf(project);
    return !merged() || !place || parts[static_cast<size_t>(place->store)].live;
}

std::optional<int> Snapshot::storeCalled(const QString &name) const
{
    for (const StorePart &part : parts) {
        if (part.label.name == name)
            return part.label.store;
    }
    return {};
}

bool Snapshot::isStoreLive(const QString &name) const
{
    const auto called = storeCalled(name);
    return !called || parts[static_cast<size_t>(*called)].live;
}

std::vector<StorePart> Snapshot::away() const
{
    std::vector<StorePart> away;
    std::ranges::copy_if(parts, std::back_inserter(away),
                         [](const StorePart &part) { return !part.live || !part.snapshot; });
    return away;
}

Timestamp Snapshot::oldest() const
{
    Timestamp oldest = takenAt;
    for (const StorePart &part : parts) {
        if (part.snapshot)
            oldest = std::min(oldest, std::max(part.asOf, part.snapshot->takenAt));
    }
    return oldest;
}

} // namespace tollkeeper
