// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"
#include "store/store.h"

#include <QFuture>

#include <functional>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedLayout;

namespace tollkeeper::ui {

class Banner;
class CallsModel;
class EmptyState;
class Table;

/// Reads one page of the log without blocking the caller.
using CallLoader = std::function<QFuture<Result<std::vector<Call>>>(const CallQuery &)>;

/// The raw log, newest first, of any size: rows are read a page at a time as the user scrolls.
/// GUI thread; owned by the main window's stack.
class CallsPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallsPage)

public:
    explicit CallsPage(QWidget *parent = nullptr);

    /// Where rows come from; set it again when another store was opened.
    void setLoader(CallLoader loader);

    void show(const SnapshotPtr &snapshot, const View &view) override;
    void arrive(const Destination &destination) override;
    [[nodiscard]] QAbstractItemModel *shownTable() const override;
    void focusSearch() override;

private:
    void chooseFilter();
    void showState();

    CallLoader m_loader;
    SnapshotPtr m_snapshot;
    View m_view;
    CallsModel *m_model = nullptr;
    Table *m_table = nullptr;
    QComboBox *m_project = nullptr;
    QComboBox *m_modelName = nullptr;
    QPushButton *m_badOnly = nullptr;
    QLabel *m_status = nullptr;
    Banner *m_problem = nullptr;
    EmptyState *m_empty = nullptr;
    QStackedLayout *m_stack = nullptr;
};

} // namespace tollkeeper::ui
