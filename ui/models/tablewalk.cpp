// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tablewalk.h"

#include <QAbstractItemModel>
#include <QElapsedTimer>

namespace tollkeeper::ui {
namespace {

constexpr int stepMs = 8; // half a frame

} // namespace

TableWalk::TableWalk(const QAbstractItemModel *table, Steps steps, QObject *parent)
    : QObject(parent), m_steps(std::move(steps))
{
    const auto again = [this] { m_next = -1; };
    connect(table, &QAbstractItemModel::dataChanged, this, again);
    connect(table, &QAbstractItemModel::rowsInserted, this, again);
    connect(table, &QAbstractItemModel::rowsRemoved, this, again);
    connect(table, &QAbstractItemModel::rowsMoved, this, again);
    connect(table, &QAbstractItemModel::layoutChanged, this, again);
    connect(table, &QAbstractItemModel::modelReset, this, again);
    connect(table, &QObject::destroyed, this, [this] { finish(false); });
    connect(&m_timer, &QTimer::timeout, this, &TableWalk::step);
    m_timer.start(0);
}

void TableWalk::step()
{
    QElapsedTimer timer;
    timer.start();
    if (m_next < 0) {
        m_rows = m_steps.begin();
        m_next = 0;
    }
    while (m_next < m_rows) {
        if (!m_steps.visit(m_next++))
            return finish(false);
        if (timer.elapsed() >= stepMs)
            return;
    }
    finish(true);
}

void TableWalk::finish(bool complete)
{
    m_timer.stop();
    deleteLater();
    if (const auto end = std::exchange(m_steps.end, {}))
        end(complete);
}

} // namespace tollkeeper::ui
