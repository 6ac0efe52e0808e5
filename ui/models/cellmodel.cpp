// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cellmodel.h"

#include "models/richtext.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

namespace tollkeeper::ui {

int CellModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_keys.size());
}

int CellModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant CellModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case SortRole:
        return sortValue(index.row(), index.column());
    case KeyRole:
        return m_keys[index.row()];
    case Qt::TextAlignmentRole:
        return int(m_columns[size_t(index.column())].alignment | Qt::AlignVCenter);
    default:
        break;
    }
    const Cell &cell = cachedCell(index.row(), index.column());
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case Qt::ToolTipRole:
        return cell.toolTip.isEmpty() ? QVariant() : asRichText(cell.toolTip);
    case Qt::AccessibleTextRole:
    case CopyRole:
        return cell.exact.isEmpty() ? cell.text : cell.exact;
    case ExportRole:
        return cell.raw;
    case ToneRole:
        return int(cell.tone);
    case ColourRole:
        return cell.colour;
    case TrendRole:
        return cell.trend;
    case MeterRole:
        return cell.meter;
    case ChipRole:
        return cell.chip;
    default:
        return {};
    }
}

QVariant CellModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column &column = m_columns[size_t(section)];
    switch (role) {
    case Qt::DisplayRole:
        return column.name.isEmpty()
                   ? QCoreApplication::translate(metaObject()->className(), column.title)
                   : column.name;
    case ExportRole:
        return column.name.isEmpty() ? QString::fromUtf8(column.title) : column.name;
    case Qt::ToolTipRole:
        return column.toolTip.isEmpty() ? QVariant() : asRichText(column.toolTip);
    case Qt::TextAlignmentRole:
        return int(column.alignment | Qt::AlignVCenter);
    case PriorityRole:
        return column.priority;
    default:
        return {};
    }
}

void CellModel::replaceRows(const QStringList &keys,
                            const std::function<void(int from, int to)> &store,
                            const std::function<void(int row)> &drop)
{
    const QSet<QString> wanted(keys.cbegin(), keys.cend());
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (wanted.contains(m_keys[row]))
            continue;
        beginRemoveRows({}, row, row);
        m_keys.removeAt(row);
        m_cells.erase(m_cells.begin() + row);
        drop(row);
        endRemoveRows();
    }

    QHash<QString, int> rows;
    for (int row = 0; row < rowCount(); ++row)
        rows.insert(m_keys[row], row);
    std::vector<int> fresh;
    for (int from = 0; from < keys.size(); ++from) {
        const auto known = rows.constFind(keys[from]);
        if (known == rows.cend()) {
            fresh.push_back(from);
            continue;
        }
        store(from, *known);
        m_cells[size_t(*known)].clear();
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));

    if (!fresh.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + int(fresh.size()) - 1);
        for (const int from : fresh) {
            store(from, int(m_keys.size()));
            m_keys.append(keys[from]);
        }
        m_cells.resize(size_t(m_keys.size()));
        endInsertRows();
    }
}

void CellModel::insertRowsAt(int at, const QStringList &keys, const std::function<void()> &insert)
{
    if (keys.isEmpty())
        return;
    beginInsertRows({}, at, at + int(keys.size()) - 1);
    insert();
    for (int i = 0; i < keys.size(); ++i)
        m_keys.insert(at + i, keys[i]);
    m_cells.insert(m_cells.begin() + at, size_t(keys.size()), {});
    endInsertRows();
}

void CellModel::removeRowsAt(int at, int count, const std::function<void()> &drop)
{
    if (count <= 0)
        return;
    beginRemoveRows({}, at, at + count - 1);
    drop();
    m_keys.remove(at, count);
    m_cells.erase(m_cells.begin() + at, m_cells.begin() + at + count);
    endRemoveRows();
}

void CellModel::resetRows(const QStringList &keys, const std::function<void()> &replace)
{
    beginResetModel();
    replace();
    m_keys = keys;
    m_cells.assign(size_t(keys.size()), {});
    endResetModel();
}

const Cell &CellModel::cachedCell(int row, int column) const
{
    auto &cells = m_cells[size_t(row)];
    if (cells.empty()) {
        cells.reserve(m_columns.size());
        for (int i = 0; i < columnCount(); ++i)
            cells.push_back(cell(row, i));
        if (isOld(row)) {
            for (Cell &old : cells) {
                if (old.tone == Tone::Neutral)
                    old.tone = Tone::Quiet;
            }
        }
    }
    return cells[size_t(column)];
}

} // namespace tollkeeper::ui
