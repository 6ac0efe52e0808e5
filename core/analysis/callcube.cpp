// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/callcube.h"

namespace tollkeeper {

void CallCube::add(const Call &call)
{
    if (!call.badReason.isEmpty() || !call.createdAt) {
        ++m_cube.badRows;
        return;
    }
    const UsageRecord &usage = call.usage;
    const qint32 bucket = bucketOf(*call.createdAt, m_cube.unit);
    const qint32 project = indexOf(m_cube.projects, m_projects, usage.project);
    const qint32 model = indexOf(m_cube.models, m_models, usage.model);
    m_cells[{bucket, project, model}] += {1, usage.inputTokens, usage.outputTokens,
                                       Money::fromUsd(usage.costUsd), call.createdAt};
}

SpendCube CallCube::build() &&
{
    for (const auto &[key, totals] : m_cells) {
        const auto &[bucket, project, model] = key;
        m_cube.cells.push_back({bucket, project, model, totals});
    }
    return std::move(m_cube);
}

qint32 CallCube::indexOf(QStringList &names, QHash<QString, qint32> &indexes, const QString &name)
{
    const auto known = indexes.constFind(name);
    if (known != indexes.constEnd())
        return *known;
    const auto index = static_cast<qint32>(names.size());
    names.append(name);
    indexes.insert(name, index);
    return index;
}

} // namespace tollkeeper
