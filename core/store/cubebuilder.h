// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "values/spendcube.h"

namespace tollkeeper {

/// Adds up rows of spend (bucket, project, model, calls, input and output tokens, whole USD, rest in
/// units of 1e-10 USD, last used, bad rows) into a cube, whatever their order and source. May start
/// from cells that are there already.
class CubeBuilder final
{
public:
    explicit CubeBuilder(BucketUnit unit) { m_cube.unit = unit; }
    explicit CubeBuilder(SpendCube start);

    /// Reads \a rows to their end. Adds them to the cells of the same key, or replaces those.
    enum class Mode { Add, Replace };
    [[nodiscard]] Result<void> read(Connection &connection, Rows &rows, Mode mode);
    /// The cells by bucket, project and model; empty ones are left out.
    [[nodiscard]] SpendCube build() &&;

private:
    struct Key
    {
        qint32 bucket;
        qint32 project;
        qint32 model;
        friend bool operator==(const Key &, const Key &) = default;
        friend size_t qHash(const Key &key, size_t seed) noexcept
        {
            return qHashMulti(seed, key.bucket, key.project, key.model);
        }
    };
    [[nodiscard]] SpendCube::Cell *find(const Key &key);
    static qint32 indexOf(QStringList &names, QHash<QString, qint32> &indexes, const QString &name);

    SpendCube m_cube;
    QHash<QString, qint32> m_projects;
    QHash<QString, qint32> m_models;
    size_t m_sorted = 0;         ///< cells that the cube started with: found by search
    QHash<Key, size_t> m_places; ///< those that were added
};

} // namespace tollkeeper
