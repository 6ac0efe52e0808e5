// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/cubebuilder.h"

#include "format/translation.h"

#include <algorithm>
#include <limits>
#include <tuple>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

// Rows between two looks at the cancel flag.
constexpr int rowsBetweenLooks = 256;

Money moneyOf(qint64 wholeUsd, qint64 restUnits)
{
    constexpr qint64 most = std::numeric_limits<qint64>::max() / Money::unitsPerUsd;
    if (wholeUsd > most)
        return Money::fromUnits(std::numeric_limits<qint64>::max());
    return Money::fromUnits(wholeUsd * Money::unitsPerUsd) + Money::fromUnits(restUnits);
}

auto placeOf(const SpendCube::Cell &cell)
{
    return std::tie(cell.bucket, cell.project, cell.model);
}

} // namespace

CubeBuilder::CubeBuilder(SpendCube start) : m_cube(std::move(start))
{
    for (qsizetype i = 0; i < m_cube.projects.size(); ++i)
        m_projects.insert(m_cube.projects[i], static_cast<qint32>(i));
    for (qsizetype i = 0; i < m_cube.models.size(); ++i)
        m_models.insert(m_cube.models[i], static_cast<qint32>(i));
    m_sorted = m_cube.cells.size();
}

SpendCube::Cell *CubeBuilder::find(const Key &key)
{
    const auto wanted = std::tie(key.bucket, key.project, key.model);
    const auto end = m_cube.cells.begin() + static_cast<qptrdiff>(m_sorted);
    const auto found = std::partition_point(m_cube.cells.begin(), end, [&](const auto &cell) {
        return placeOf(cell) < wanted;
    });
    if (found != end && placeOf(*found) == wanted)
        return &*found;
    const auto added = m_places.constFind(key);
    return added == m_places.constEnd() ? nullptr : &m_cube.cells[*added];
}

qint32 CubeBuilder::indexOf(QStringList &names, QHash<QString, qint32> &indexes,
                            const QString &name)
{
    const auto known = indexes.constFind(name);
    if (known != indexes.constEnd())
        return *known;
    const auto index = static_cast<qint32>(names.size());
    names << name;
    indexes.insert(name, index);
    return index;
}

Result<void> CubeBuilder::read(Connection &connection, Rows &rows, Mode mode)
{
    int untilLook = 0;
    while (rows.next()) {
        if (++untilLook % rowsBetweenLooks == 0 && connection.cancelled()) {
            connection.dialect().stopStreaming(connection.database());
            return fail(StoreError::Kind::Cancelled, Text::tr("Cancelled."));
        }
        const Totals totals{rows.value(3).toLongLong(), rows.value(4).toLongLong(),
                            rows.value(5).toLongLong(),
                            moneyOf(rows.value(6).toLongLong(), rows.value(7).toLongLong()),
                            Timestamp::parse(rows.value(8).toString())};
        if (mode == Mode::Add) // bad rows of replaced cells are counted by their reader
            m_cube.badRows += rows.value(9).toLongLong();
        if (mode == Mode::Add && totals.calls == 0)
            continue;
        const Key key{rows.value(0).toInt(),
                      indexOf(m_cube.projects, m_projects, rows.value(1).toString()),
                      indexOf(m_cube.models, m_models, rows.value(2).toString())};
        if (SpendCube::Cell *cell = find(key)) {
            if (mode == Mode::Replace)
                cell->totals = totals;
            else
                cell->totals += totals;
        } else {
            m_places.insert(key, m_cube.cells.size());
            m_cube.cells.push_back({key.bucket, key.project, key.model, totals});
        }
    }
    return connection.endOf(rows);
}

SpendCube CubeBuilder::build() &&
{
    const auto before = [](const auto &a, const auto &b) { return placeOf(a) < placeOf(b); };
    const auto added = m_cube.cells.begin() + static_cast<qptrdiff>(m_sorted);
    std::sort(added, m_cube.cells.end(), before);
    std::inplace_merge(m_cube.cells.begin(), added, m_cube.cells.end(), before);
    std::erase_if(m_cube.cells, [](const SpendCube::Cell &cell) { return cell.totals.calls == 0; });
    return std::move(m_cube);
}

} // namespace tollkeeper
