// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace tollkeeper::ui {

/// Draws the cells of a Table from their roles: text (always plain), colour dot, chip, sparkline,
/// meter or gauge. GUI thread; owned by its table.
class CellDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CellDelegate)

public:
    explicit CellDelegate(QObject *parent = nullptr) : QStyledItemDelegate(parent) {}

    /// The row under the pointer; -1 for none.
    void setHoveredRow(int row) { m_hoveredRow = row; }
    /// Meters are drawn as gauges, in rows that are high enough.
    void setGauges(bool gauges) { m_gauges = gauges; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

    static constexpr int padding = 8; ///< left and right of a cell's content
    /// More of it on the left of a column of text, which may follow one of numbers.
    [[nodiscard]] static int leftPadding(int column, Qt::Alignment alignment);

private:
    int m_hoveredRow = -1;
    bool m_gauges = false;
};

} // namespace tollkeeper::ui
