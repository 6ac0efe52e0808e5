// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cellmodel.h"

namespace tollkeeper::ui {

/// A CellModel over a vector of \a Row. A row's key names it for as long as it lives.
template <class Row>
class ValueModel : public CellModel
{
public:
    using CellModel::CellModel;

    [[nodiscard]] const Row &row(int index) const { return m_rows[size_t(index)]; }

protected:
    [[nodiscard]] virtual QString key(const Row &row) const = 0;

    void setRows(std::vector<Row> rows)
    {
        replaceRows(
            keysOf(rows),
            [&](int from, int to) {
                if (size_t(to) == m_rows.size())
                    m_rows.push_back(std::move(rows[size_t(from)]));
                else
                    m_rows[size_t(to)] = std::move(rows[size_t(from)]);
            },
            [&](int index) { m_rows.erase(m_rows.begin() + index); });
    }
    void resetTo(std::vector<Row> rows)
    {
        const QStringList names = keysOf(rows);
        resetRows(names, [&] { m_rows = std::move(rows); });
    }
    void insertAt(int at, std::vector<Row> rows)
    {
        insertRowsAt(at, keysOf(rows), [&] {
            m_rows.insert(m_rows.begin() + at, std::make_move_iterator(rows.begin()),
                          std::make_move_iterator(rows.end()));
        });
    }
    void removeAt(int at, int count)
    {
        removeRowsAt(at, count, [&] {
            m_rows.erase(m_rows.begin() + at, m_rows.begin() + at + count);
        });
    }

private:
    [[nodiscard]] QStringList keysOf(const std::vector<Row> &rows) const
    {
        QStringList keys;
        keys.reserve(qsizetype(rows.size()));
        for (const Row &row : rows)
            keys.append(key(row));
        return keys;
    }

    std::vector<Row> m_rows;
};

} // namespace tollkeeper::ui
