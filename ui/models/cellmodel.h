// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roles.h"

#include <QAbstractTableModel>
#include <QStringList>
#include <QVariant>

#include <functional>
#include <vector>

namespace tollkeeper::ui {

/// What a column's header says.
struct Column
{
    const char *title = ""; ///< QT_TR_NOOP() of the model's: files for programs get it in English
    QString name = {};      ///< in its place: of what the column is about
    QString toolTip = {};
    Qt::Alignment alignment = Qt::AlignLeft;
    int priority = 0; ///< Role::PriorityRole
};

/// All that one cell says in its roles. Members that are left out answer with nothing.
struct Cell
{
    QString text;
    QString exact = {};   ///< for copying; empty: the text
    QString toolTip = {}; ///< plain; empty: none
    QVariant raw = {}; ///< for export and, where CellModel::sortValue() says no more, for sorting
    Tone tone = Tone::Neutral;
    QVariant colour = {};
    QVariant trend = {};
    QVariant meter = {};
    bool chip = false;
};

/// A table of finished values: columns and cells in, roles out. Each row's cells are made when they
/// are first looked at and kept until the row changes. GUI thread; owned by the page or test that
/// made it.
class CellModel : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CellModel)

public:
    explicit CellModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] virtual Cell cell(int row, int column) const = 0;
    [[nodiscard]] virtual QVariant sortValue(int row, int column) const = 0;
    /// Of a store that is away: then the whole row is quiet.
    [[nodiscard]] virtual bool isOld(int row) const
    {
        Q_UNUSED(row)
        return false;
    }

    void setColumns(std::vector<Column> columns) { m_columns = std::move(columns); }
    [[nodiscard]] const QStringList &keys() const { return m_keys; }

    /// Turns the rows into those named by \a keys. Rows that were there stay where they are (so
    /// that selection and scroll position stay as well), others go or come at the end. \a
    /// store(from, to) is called for every row of \a keys while the model is in order: put value \a
    /// from of the new ones at row \a to, which may be one past the last; \a drop(row) removes one.
    void replaceRows(const QStringList &keys, const std::function<void(int from, int to)> &store,
                     const std::function<void(int row)> &drop);
    /// Rows \a keys come before row \a at; \a insert puts their values there.
    void insertRowsAt(int at, const QStringList &keys, const std::function<void()> &insert);
    /// \a count rows from \a at on go; \a drop takes their values away.
    void removeRowsAt(int at, int count, const std::function<void()> &drop);
    /// Everything at once, with a reset: for other columns.
    void resetRows(const QStringList &keys, const std::function<void()> &replace);

private:
    [[nodiscard]] const Cell &cachedCell(int row, int column) const;

    std::vector<Column> m_columns;
    QStringList m_keys;
    mutable std::vector<std::vector<Cell>> m_cells; ///< empty rows have not been made yet
};

} // namespace tollkeeper::ui
