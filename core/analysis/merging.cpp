// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/merging.h"

#include "format/format.h"
#include "format/translation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

using CubeOf = SpendCube Snapshot::*;

/// Takes the calls of \a copies, which are some of \a cube's, out of it.
SpendCube without(SpendCube cube, const SpendCube &copies)
{
    const auto indexesOf = [](const QStringList &names, const QStringList &among) {
        std::vector<qint32> indexes;
        for (const QString &name : names)
            indexes.push_back(static_cast<qint32>(among.indexOf(name)));
        return indexes;
    };
    const std::vector<qint32> projects = indexesOf(copies.projects, cube.projects);
    const std::vector<qint32> models = indexesOf(copies.models, cube.models);
    std::map<std::tuple<qint32, qint32, qint32>, const Totals *> left;
    for (const SpendCube::Cell &cell : copies.cells)
        left[{cell.bucket, projects[static_cast<size_t>(cell.project)],
              models[static_cast<size_t>(cell.model)]}] = &cell.totals;
    for (SpendCube::Cell &cell : cube.cells) {
        const auto found = left.find({cell.bucket, cell.project, cell.model});
        if (found == left.end())
            continue;
        // Of when the last one was nothing is known but that it was in this bucket.
        cell.totals.calls -= found->second->calls;
        cell.totals.inputTokens -= found->second->inputTokens;
        cell.totals.outputTokens -= found->second->outputTokens;
        cell.totals.cost = cell.totals.cost - found->second->cost;
    }
    std::erase_if(cube.cells, [](const SpendCube::Cell &cell) { return cell.totals.calls <= 0; });
    return cube;
}

class Merger final
{
public:
    Merger(const std::vector<StorePart> &parts, const QString &title)
    {
        m_merged->parts = parts;
        m_merged->store.title = title;
        m_merged->hourly.unit = BucketUnit::Hour;
    }

    SnapshotPtr merge() &&
    {
        chooseHours();
        for (const StorePart &part : m_merged->parts) {
            if (part.snapshot)
                add(part);
        }
        if (!m_any)
            return {};
        std::ranges::stable_sort(m_merged->daily.cells, {}, &SpendCube::Cell::bucket);
        std::ranges::stable_sort(m_merged->hourly.cells, {}, &SpendCube::Cell::bucket);
        std::ranges::stable_sort(m_merged->budgets, std::greater(), [](const Budget &budget) {
            return std::isfinite(budget.totalUsd) ? budget.totalUsd : 0;
        });
        std::ranges::stable_sort(m_merged->audit, std::greater(), &AuditEntry::at);
        return m_merged;
    }

private:
    // Hours of some live stores only would be a sum that is too small: days stand in until the
    // others have theirs.
    void chooseHours()
    {
        std::optional<Range> common;
        for (const StorePart &part : m_merged->parts) {
            if (!part.live || !part.snapshot)
                continue;
            if (common && *common != part.snapshot->hourlyRange)
                return;
            common = part.snapshot->hourlyRange;
        }
        for (const StorePart &part : m_merged->parts) { // nobody is live
            if (!common && part.snapshot)
                common = part.snapshot->hourlyRange;
        }
        if (common)
            m_merged->hourlyRange = *common;
    }

    void add(const StorePart &part)
    {
        const Snapshot &one = *part.snapshot;
        addStore(one.store, part.label.name);
        addCube(&Snapshot::daily, part, one.daily.extent());
        addCube(&Snapshot::hourly, part, m_merged->hourlyRange);
        for (Budget budget : one.budgets) {
            budget.project = shown(part.label, budget.project);
            m_merged->budgets.push_back(std::move(budget));
        }
        for (const AuditEntry &entry : one.audit) {
            shown(part.label, entry.project);
            m_merged->audit.push_back(part.label.shown(entry));
        }
        m_merged->mark.value += u"%1 %2;"_s.arg(part.label.store).arg(one.mark.value);
        m_merged->takenAt = std::max(m_merged->takenAt, one.takenAt);
        m_merged->readMs = std::max(m_merged->readMs, one.readMs);
        m_any = true;
    }

    void addStore(const StoreInfo &one, const QString &name)
    {
        StoreInfo &all = m_merged->store;
        const QString title = all.title;
        Access any = all.access;
        all = m_any ? commonStore(all, one) : one;
        all.title = title;
        any.canRecord = any.canRecord || one.access.canRecord;
        any.canReset = any.canReset || one.access.canReset;
        any.canSetLimits = any.canSetLimits || one.access.canSetLimits;
        if (!one.access.reason.isEmpty()) {
            if (!any.reason.isEmpty())
                any.reason += u' ';
            any.reason += name + u": "_s + one.access.reason;
        }
        all.access = any;
    }

    void addCube(CubeOf which, const StorePart &part, const Range &range)
    {
        SpendCube less;
        const SpendCube *counted = &((*part.snapshot).*which);
        const QStringList elsewhere = countedElsewhere(m_merged->parts, part.label.store);
        for (const MovedSpend &moved : part.snapshot->moved) {
            if (!elsewhere.contains(moved.target))
                continue;
            less = without(*counted, which == &Snapshot::daily ? moved.daily : moved.hourly);
            counted = &less;
        }
        const SpendCube &from = *counted;
        SpendCube &to = (*m_merged).*which;
        std::vector<qint32> projects;
        std::vector<qint32> models;
        const auto store = static_cast<qint32>(to.stores.size());
        to.stores << part.label.name;
        for (const QString &project : from.projects) {
            projects.push_back(static_cast<qint32>(to.projects.size()));
            to.projects << shown(part.label, project);
            to.storeOf.push_back(store);
        }
        QHash<QString, qint32> &known = which == &Snapshot::daily ? m_dailyModels : m_hourlyModels;
        for (const QString &model : from.models) {
            auto at = known.find(model);
            if (at == known.end()) {
                at = known.insert(model, static_cast<qint32>(to.models.size()));
                to.models << model;
            }
            models.push_back(*at);
        }
        for (SpendCube::Cell cell : from.cells) {
            if (cell.bucket < range.first || cell.bucket > range.last)
                continue;
            cell.project = projects[static_cast<size_t>(cell.project)];
            cell.model = models[static_cast<size_t>(cell.model)];
            to.cells.push_back(cell);
        }
        to.badRows += from.badRows;
    }

    QString shown(const StoreLabel &label, const QString &project)
    {
        const QString name = label.shown(project);
        m_merged->places.insert(name, {label.store, project});
        return name;
    }

    std::shared_ptr<Snapshot> m_merged = std::make_shared<Snapshot>();
    QHash<QString, qint32> m_dailyModels;
    QHash<QString, qint32> m_hourlyModels;
    bool m_any = false;
};

} // namespace

SnapshotPtr mergeSnapshots(const std::vector<StorePart> &parts, const QString &title)
{
    return Merger(parts, title).merge();
}

QStringList countedElsewhere(const std::vector<StorePart> &parts, int store)
{
    QStringList places;
    const SnapshotPtr &own = parts[static_cast<size_t>(store)].snapshot;
    if (!own)
        return places;
    for (const MovedSpend &moved : own->moved) {
        // Of a store that was never read, the copies are all that is known.
        if (std::ranges::any_of(parts, [&](const StorePart &part) {
                return part.label.store != store && part.snapshot && part.place == moved.target;
            }))
            places << moved.target;
    }
    return places;
}

QStringList awaySentences(const Snapshot &snapshot)
{
    QStringList sentences;
    for (const StorePart &part : snapshot.away()) {
        const QString name = format::safeText(part.label.name, 60);
        if (!part.snapshot) {
            sentences << Text::tr("%1 is not open: its calls are missing here.").arg(name);
            continue;
        }
        sentences << Text::tr("%1 is away: its figures, also in every total, are those of %2.")
                         .arg(name, format::dateTime(std::max(part.asOf, part.snapshot->takenAt)));
        if (snapshot.hourlyRange.size() > 0 && part.snapshot->hourlyRange != snapshot.hourlyRange)
            sentences << Text::tr("Its hours are missing.");
    }
    return sentences;
}

} // namespace tollkeeper
