// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/table.h"

#include "export/csv.h"
#include "models/cellmodel.h"
#include "models/tablewalk.h"
#include "widgets/celldelegate.h"
#include "widgets/tableheader.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSortFilterProxyModel>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr int plainRow = 37;
constexpr int gaugeRow = 66;
constexpr int headerHeight = 32;
/// A column's width is that of the widest of its first rows; a longer name further down elides.
constexpr int sampledRows = 60;
constexpr int widestColumn = 320;
/// More rows than these are copied step by step.
constexpr int copiedAtOnce = 200;

} // namespace

Table::Table(CellModel *model, const QString &accessibleName, Style style, QWidget *parent)
    : QTableView(parent)
    , m_proxy(new QSortFilterProxyModel(this))
    , m_delegate(new CellDelegate(this))
    , m_header(new TableHeader(this))
{
    m_proxy->setSourceModel(model);
    m_proxy->setSortRole(SortRole);
    m_proxy->setSortCaseSensitivity(Qt::CaseInsensitive);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_proxy->setFilterKeyColumn(-1);
    setModel(m_proxy);
    setItemDelegate(m_delegate);
    m_delegate->setGauges(style == Style::Gauges);

    setAccessibleName(accessibleName);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setMouseTracking(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    setHorizontalHeader(m_header);
    m_header->setFixedHeight(headerHeight);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(style == Style::Gauges ? gaugeRow : plainRow);
    setSortingEnabled(true);

    m_columnsDue.setSingleShot(true);
    m_columnsDue.setInterval(0);
    connect(&m_columnsDue, &QTimer::timeout, this, [this] {
        layOutColumns();
        updateGeometry();
    });
    connect(m_proxy, &QAbstractItemModel::modelReset, &m_columnsDue, qOverload<>(&QTimer::start));
    connect(m_proxy, &QAbstractItemModel::rowsInserted, &m_columnsDue, qOverload<>(&QTimer::start));
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, &m_columnsDue, qOverload<>(&QTimer::start));
    connect(m_proxy, &QAbstractItemModel::dataChanged, &m_columnsDue, qOverload<>(&QTimer::start));
    connect(m_proxy, &QAbstractItemModel::headerDataChanged, &m_columnsDue, qOverload<>(&QTimer::start));
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { stayWhile(first, last - first + 1); });
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { stayWhile(first, first - last - 1); });
    connect(this, &QTableView::doubleClicked, this,
            [this](const QModelIndex &index) { Q_EMIT opened(sourceRow(index)); });
}

QAbstractItemModel *Table::shown() const
{
    return m_proxy;
}

int Table::topRow() const
{
    const QModelIndex top = indexAt({0, 0});
    return top.isValid() ? sourceRow(top) : -1;
}

int Table::visibleRows() const
{
    return viewport()->height() / verticalHeader()->defaultSectionSize();
}

void Table::stayWhile(int first, int rowsMore)
{
    const int rowHeight = verticalHeader()->defaultSectionSize();
    const int top = verticalScrollBar()->value();
    if (!m_anchored || first > top / rowHeight)
        return;
    updateGeometries(); // the scroll bar's end, which Qt would put off
    verticalScrollBar()->setValue(top + rowsMore * rowHeight);
}

int Table::sourceRow(const QModelIndex &index) const
{
    return m_proxy->mapToSource(index).row();
}

QStringList Table::selectedKeys() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList keys;
    for (const QModelIndex &row : std::as_const(rows))
        keys.append(row.data(KeyRole).toString());
    return keys;
}

void Table::select(const QString &key)
{
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        if (index.data(KeyRole).toString() != key)
            continue;
        setCurrentIndex(index);
        scrollTo(index, PositionAtCenter);
        return;
    }
}

void Table::setFilter(const QString &text)
{
    m_proxy->setFilterFixedString(text);
}

void Table::setUnsorted()
{
    setSortingEnabled(false);
    m_proxy->sort(-1);
    horizontalHeader()->setSortIndicatorShown(false);
    horizontalHeader()->setSectionsClickable(false);
}

void Table::setStretchColumn(int column)
{
    m_stretchColumn = column;
}

void Table::setVisibleRows(int least, int most)
{
    m_leastRows = least;
    m_mostRows = most;
    updateGeometry();
}

void Table::addRowAction(QAction *action)
{
    m_rowActions.append(action);
}

void Table::offerToOpen(const QString &text)
{
    auto *action = new QAction(text, this);
    connect(action, &QAction::triggered, this, [this] {
        if (currentIndex().isValid())
            Q_EMIT opened(sourceRow(currentIndex()));
    });
    connect(this, &Table::selectionMoved, action,
            [this, action] { action->setEnabled(selectionModel()->selectedRows().size() == 1); });
    addRowAction(action);
}

int Table::heightOf(int rows) const
{
    return headerHeight + rows * verticalHeader()->defaultSectionSize() + 2;
}

QSize Table::sizeHint() const
{
    if (m_mostRows == 0)
        return QTableView::sizeHint();
    return {400, heightOf(std::clamp(m_proxy->rowCount(), m_leastRows, m_mostRows))};
}

QSize Table::minimumSizeHint() const
{
    const int rows = m_mostRows == 0 ? m_leastRows : std::min(m_leastRows, m_mostRows);
    return {200, heightOf(rows)};
}

void Table::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layOutColumns();
}

void Table::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy(CopyFormat::Tabs);
        return;
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && currentIndex().isValid()) {
        Q_EMIT opened(sourceRow(currentIndex()));
        return;
    }
    QTableView::keyPressEvent(event);
}

void Table::mouseMoveEvent(QMouseEvent *event)
{
    hover(rowAt(event->pos().y()));
    QTableView::mouseMoveEvent(event);
}

void Table::leaveEvent(QEvent *event)
{
    hover(-1);
    QTableView::leaveEvent(event);
}

void Table::hover(int row)
{
    m_delegate->setHoveredRow(row);
    viewport()->update();
}

void Table::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    menu.addActions(m_rowActions);
    if (!m_rowActions.isEmpty())
        menu.addSeparator();
    const bool any = selectionModel()->hasSelection();
    auto *plain = menu.addAction(tr("Copy"), this, [this] { copy(CopyFormat::Tabs); });
    plain->setShortcut(QKeySequence::Copy);
    plain->setEnabled(any);
    menu.addAction(tr("Copy as CSV"), this, [this] { copy(CopyFormat::Csv); })->setEnabled(any);
    menu.addSeparator();
    menu.addAction(tr("Select all"), this, &Table::selectAll);
    menu.exec(event->globalPos());
}

void Table::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT selectionMoved();
}

void Table::copy(CopyFormat format)
{
    // As of one moment: rows, columns and their order may change until the last one is copied.
    struct Copied
    {
        QModelIndexList rows;
        QList<int> columns;
        QString text;
    };
    const auto copied = std::make_shared<Copied>();
    const auto addLine = [copied, format](QStringList cells) {
        if (format == CopyFormat::Csv) {
            copied->text += QString::fromUtf8(csv::line(cells));
            return;
        }
        // Exact text is on one line (format::safeText), so tabs and line breaks only separate.
        copied->text += cells.replaceInStrings(u"\t"_s, u" "_s).join(u'\t') + u'\n';
    };
    const auto begin = [this, copied, format, addLine] {
        *copied = {selectionModel()->selectedRows(), {}, {}};
        std::sort(copied->rows.begin(), copied->rows.end());
        // All columns, hidden ones too, from left to right; a picture (the trend) has no text.
        QStringList titles;
        for (int column = 0; column < m_proxy->columnCount(); ++column) {
            if (m_proxy->index(0, column).data(TrendRole).isValid())
                continue;
            copied->columns.append(column);
            titles.append(m_proxy->headerData(column, Qt::Horizontal).toString());
        }
        if (format == CopyFormat::Csv || copied->rows.size() > 1)
            addLine(titles);
        return int(copied->rows.size());
    };
    const auto visit = [copied, format, addLine](int row) {
        QStringList cells;
        for (const int column : copied->columns) {
            const QModelIndex index = copied->rows[row].siblingAtColumn(column);
            const QVariant raw = index.data(ExportRole);
            const QString exact = index.data(CopyRole).toString();
            const bool isText = raw.typeId() == QMetaType::QString;
            cells.append(format == CopyFormat::Csv && isText ? csv::withoutFormula(exact) : exact);
        }
        addLine(cells);
        return true;
    };
    const auto end = [copied](bool complete) {
        if (complete && !copied->rows.isEmpty())
            QGuiApplication::clipboard()->setText(copied->text);
    };
    if (selectionModel()->selectedRows().size() > copiedAtOnce) {
        new TableWalk(m_proxy, {begin, visit, end}, this);
        return;
    }
    const int rows = begin();
    for (int row = 0; row < rows; ++row)
        visit(row);
    end(true);
}

int Table::preferredWidth(int column) const
{
    int width = m_header->titleWidth(column);
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const int rows = std::min(m_proxy->rowCount(), sampledRows);
    for (int row = 0; row < rows; ++row)
        width = std::max(width, m_delegate->sizeHint(option, m_proxy->index(row, column)).width());
    return std::min(width, widestColumn);
}

void Table::layOutColumns()
{
    const int columns = m_proxy->columnCount();
    if (columns == 0)
        return;
    std::vector<int> widths;
    std::vector<int> priorities;
    for (int column = 0; column < columns; ++column) {
        widths.push_back(preferredWidth(column));
        priorities.push_back(m_proxy->headerData(column, Qt::Horizontal, PriorityRole).toInt());
    }
    // A name that is long may be cut before a column has to go.
    const int stretch = std::min(m_stretchColumn, columns - 1);
    widths[size_t(stretch)] = std::min(widths[size_t(stretch)], 180);

    const int room = viewport()->width();
    std::vector<bool> hidden(size_t(columns), false);
    const auto used = [&] {
        int sum = 0;
        for (size_t i = 0; i < widths.size(); ++i)
            sum += hidden[i] ? 0 : widths[i];
        return sum;
    };
    for (size_t i = 0; i < widths.size(); ++i)
        hidden[i] = priorities[i] < 0;
    while (used() > room) {
        int worst = -1;
        for (int i = 0; i < columns; ++i) {
            if (!hidden[size_t(i)] && priorities[size_t(i)] > 0 &&
                (worst < 0 || priorities[size_t(i)] >= priorities[size_t(worst)]))
                worst = i;
        }
        if (worst < 0)
            break;
        hidden[size_t(worst)] = true;
    }

    // The room that is left goes to all columns alike, so that a wide window stays easy to read
    // across; the stretch column gets a double share and the rounding.
    const int visible = int(std::count(hidden.begin(), hidden.end(), false));
    const int left = std::max(0, room - used());
    const int share = std::min(left / (visible + 1), 60);
    for (int column = 0; column < columns; ++column) {
        setColumnHidden(column, hidden[size_t(column)]);
        if (!hidden[size_t(column)] && column != stretch)
            setColumnWidth(column, widths[size_t(column)] + share);
    }
    setColumnWidth(stretch,
                   std::max(60, room - used() + widths[size_t(stretch)] - share * (visible - 1)));
}

} // namespace tollkeeper::ui
