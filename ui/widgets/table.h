// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>
#include <QTimer>

class QSortFilterProxyModel;

namespace tollkeeper::ui {

class CellDelegate;
class TableHeader;
class CellModel;

/// The one kind of table: whole rows, sorting by raw values, filtering, copying, columns that go
/// when the window is narrow (PriorityRole) and a first text column that takes what is left. GUI
/// thread.
class Table final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Table)

public:
    enum class Style { Rows, Gauges };

    Table(CellModel *model, const QString &accessibleName, Style style = Style::Rows,
          QWidget *parent = nullptr);

    /// Sorted and filtered, as it is seen: what is exported.
    [[nodiscard]] QAbstractItemModel *shown() const;
    /// The row of the model behind a row that is seen.
    [[nodiscard]] int sourceRow(const QModelIndex &index) const;
    /// The raw name of each selected row, from the top.
    [[nodiscard]] QStringList selectedKeys() const;
    /// Selects the row \a key names and shows it.
    void select(const QString &key);
    void setFilter(const QString &text);
    void setUnsorted();
    /// The column that takes the room that is left; the first one unless set.
    void setStretchColumn(int column);
    /// Every row is seen: the table is as high as they are, from \a least to \a most rows.
    void setVisibleRows(int least, int most);
    /// Rows that come or go above those that are seen do not move these, if \a anchored.
    void setAnchored(bool anchored) { m_anchored = anchored; }
    /// The model's row at the top of what is seen; -1 where there is none.
    [[nodiscard]] int topRow() const;
    [[nodiscard]] int visibleRows() const;
    /// More actions for the context menu, above Copy.
    void addRowAction(QAction *action);
    /// One that does with the one selected row what Enter does.
    void offerToOpen(const QString &text);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Enter, or a double click: \a row is one of the model's own.
    void opened(int row);
    void selectionMoved();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;

private:
    enum class CopyFormat { Tabs, Csv };
    void copy(CopyFormat format);
    void hover(int row);
    void stayWhile(int first, int rowsMore);
    void layOutColumns();
    [[nodiscard]] int preferredWidth(int column) const;
    [[nodiscard]] int heightOf(int rows) const;

    QSortFilterProxyModel *m_proxy = nullptr;
    CellDelegate *m_delegate = nullptr;
    TableHeader *m_header = nullptr;
    QList<QAction *> m_rowActions;
    QTimer m_columnsDue; ///< however much changes at once, columns are laid out once
    int m_stretchColumn = 0;
    int m_leastRows = 3;
    int m_mostRows = 0; ///< 0: no wish
    bool m_anchored = false;
};

} // namespace tollkeeper::ui
