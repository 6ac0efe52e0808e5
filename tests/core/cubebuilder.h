// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/spendcube.h"

#include <QDate>

#include <algorithm>

namespace tollkeeper::test {

/// Makes a cube from single amounts, one call each.
class CubeBuilder final
{
public:
    explicit CubeBuilder(BucketUnit unit = BucketUnit::Day) { m_cube.unit = unit; }

    CubeBuilder &add(qint32 bucket, const QString &project, const QString &model,
                     const QString &usd)
    {
        return add(bucket, project, model, {1, 100, 10, Money::parse(usd).value(), {}});
    }
    /// Many calls at once; without lastUsed they are of the bucket's beginning.
    CubeBuilder &add(qint32 bucket, const QString &project, const QString &model, Totals totals)
    {
        if (!totals.lastUsed)
            totals.lastUsed = Range{m_cube.unit, bucket, bucket}.begin();
        m_cube.cells.push_back({bucket, indexOf(m_cube.projects, project),
                                indexOf(m_cube.models, model), totals});
        return *this;
    }
    CubeBuilder &add(QDate day, const QString &project, const QString &model, const QString &usd)
    {
        return add(bucketOf(Timestamp::startOf(day), m_cube.unit), project, model, usd);
    }

    [[nodiscard]] SpendCube build() const
    {
        SpendCube cube = m_cube;
        std::ranges::stable_sort(cube.cells, {}, &SpendCube::Cell::bucket);
        return cube;
    }

private:
    static qint32 indexOf(QStringList &names, const QString &name)
    {
        if (!names.contains(name))
            names.append(name);
        return static_cast<qint32>(names.indexOf(name));
    }

    SpendCube m_cube;
};

/// "2023-11-16T14:00:00Z"
[[nodiscard]] inline Timestamp at(QStringView iso)
{
    return Timestamp::parse(iso).value();
}

} // namespace tollkeeper::test
