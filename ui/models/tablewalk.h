// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>

class QAbstractItemModel;

namespace tollkeeper::ui {

/// Goes through rows of a table a few milliseconds at a time, so that the window goes on meanwhile:
/// only the thread of a model may read it. Where the table changes it begins anew, so that what was
/// read is of one moment. Deletes itself at the end. GUI thread.
class TableWalk final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TableWalk)

public:
    struct Steps
    {
        std::function<int()> begin;         ///< says how many rows there are to visit
        std::function<bool(int row)> visit; ///< from 0 on; false: enough
        /// Not called again. False: visit() had enough, or the table is gone.
        std::function<void(bool complete)> end;
    };

    TableWalk(const QAbstractItemModel *table, Steps steps, QObject *parent);

private:
    void step();
    void finish(bool complete);

    Steps m_steps;
    QTimer m_timer;
    int m_rows = 0;
    int m_next = -1; ///< -1: at the beginning
};

} // namespace tollkeeper::ui
