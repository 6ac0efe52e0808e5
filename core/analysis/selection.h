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
            !find(filter.model, cube.models, m_model))
            return; // a name without calls
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
               (m_model == any || cell.model == m_model);
    }

    std::span<const SpendCube::Cell> m_cells;
    Range m_range;
    qint32 m_project = any;
    qint32 m_model = any;
};

[[nodiscard]] inline const QStringList &groupNames(const SpendCube &cube, GroupBy groupBy)
{
    return groupBy == GroupBy::Project ? cube.projects : cube.models;
}

[[nodiscard]] inline size_t groupOf(const SpendCube::Cell &cell, GroupBy groupBy)
{
    return static_cast<size_t>(groupBy == GroupBy::Project ? cell.project : cell.model);
}

} // namespace tollkeeper
