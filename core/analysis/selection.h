// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/summary.h"

#include <algorithm>
#include <optional>
#include <span>

namespace tollkeeper {

/// The cells of a cube that a filter selects: names are looked up once and the range is searched
/// for, so that going through the cells compares small integers only. Refers to the cube, which must
/// outlive it and not change; any thread.
class Selection final
{
public:
    Selection(const SpendCube &cube, const SpendFilter &filter) : m_range(cube.extent())
    {
        if (filter.range)
            m_range =
                cube.unit == BucketUnit::Hour ? filter.range->inHours() : filter.range->inDays();
        if (!find(filter.project, cube.projects, m_project) ||
            !find(filter.model, cube.models, m_model) ||
            !find(filter.store, cube.stores, m_store))
            return; // a name without calls
        m_storeOf = cube.storeOf;
        const auto begin =
            std::ranges::lower_bound(cube.cells, m_range.first, {}, &SpendCube::Cell::bucket);
        const auto end = std::ranges::upper_bound(begin, cube.cells.end(), m_range.last, {},
                                                  &SpendCube::Cell::bucket);
        m_cells = {begin, end};
    }

    /// The filter's range in the cube's unit; all of the cube where the filter has none.
    [[nodiscard]] const Range &range() const { return m_range; }

    template <class F>
    void forEach(F visit) const
    {
        for (const SpendCube::Cell &cell : m_cells) {
            if (selects(cell))
                visit(cell);
        }
    }

    /// The bucket of the first call.
    [[nodiscard]] std::optional<qint32> firstBucket() const
    {
        const auto found =
            std::ranges::find_if(m_cells, [this](const auto &cell) { return selects(cell); });
        return found == m_cells.end() ? std::nullopt : std::optional(found->bucket);
    }

private:
    static constexpr qint32 any = -1;

    [[nodiscard]] static bool find(const std::optional<QString> &name, const QStringList &names,
                                   qint32 &index)
    {
        if (!name)
            return true;
        index = static_cast<qint32>(names.indexOf(*name));
        return index >= 0;
    }
    [[nodiscard]] bool selects(const SpendCube::Cell &cell) const
    {
        return (m_project == any || cell.project == m_project) &&
               (m_model == any || cell.model == m_model) &&
               (m_store == any || m_storeOf[static_cast<size_t>(cell.project)] == m_store);
    }

    std::span<const SpendCube::Cell> m_cells;
    std::span<const qint32> m_storeOf;
    Range m_range;
    qint32 m_project = any;
    qint32 m_model = any;
    qint32 m_store = any;
};

/// The groups of a cube, and which one a cell is in. A cube of one store has no stores: there they
/// are its projects. Refers to the cube.
class Groups final
{
public:
    Groups(const SpendCube &cube, GroupBy groupBy)
        : m_cube(cube)
        , m_groupBy(groupBy == GroupBy::Store && cube.stores.isEmpty() ? GroupBy::Project : groupBy)
    {
    }

    [[nodiscard]] const QStringList &names() const
    {
        if (m_groupBy == GroupBy::Store)
            return m_cube.stores;
        return m_groupBy == GroupBy::Project ? m_cube.projects : m_cube.models;
    }
    [[nodiscard]] size_t count() const { return static_cast<size_t>(names().size()); }
    [[nodiscard]] QString name(size_t group) const
    {
        return names().at(static_cast<qsizetype>(group));
    }
    [[nodiscard]] size_t of(const SpendCube::Cell &cell) const
    {
        const auto project = static_cast<size_t>(cell.project);
        if (m_groupBy == GroupBy::Store)
            return static_cast<size_t>(m_cube.storeOf[project]);
        return m_groupBy == GroupBy::Project ? project : static_cast<size_t>(cell.model);
    }

private:
    const SpendCube &m_cube;
    GroupBy m_groupBy;
};

} // namespace tollkeeper
