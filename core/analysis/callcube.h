// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/spendcube.h"
#include "values/usage.h"

#include <QHash>

#include <map>
#include <tuple>

namespace tollkeeper {

/// Adds calls, one by one and in any order, up into a cube of days or hours: the sums of an export are those
/// of the very rows that it holds. Bad rows are counted apart. One thread at a time.
class CallCube final
{
public:
    explicit CallCube(BucketUnit unit = BucketUnit::Day) { m_cube.unit = unit; }

    void add(const Call &call);
    /// What was added; nothing can be added any more.
    [[nodiscard]] SpendCube build() &&;

private:
    static qint32 indexOf(QStringList &names, QHash<QString, qint32> &indexes, const QString &name);

    SpendCube m_cube;
    QHash<QString, qint32> m_projects;
    QHash<QString, qint32> m_models;
    std::map<std::tuple<qint32, qint32, qint32>, Totals> m_cells; ///< by bucket, project and model
};

} // namespace tollkeeper
