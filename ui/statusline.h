// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/snapshot.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;

namespace tollkeeper::ui {

class IconLabel;
class Session;

/// The line at the bottom: how fresh the figures are and how many calls they cover; who is signed
/// in and with what rights. Watches the session. GUI thread.
class StatusLine final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusLine)

public:
    explicit StatusLine(const Session &session, QWidget *parent = nullptr);

    /// For pictures: says nothing that the next second would make untrue, or that differs from
    /// run to run.
    void setStill(bool still);

Q_SIGNALS:
    void badRowsRequested();

private:
    void updateAll();
    void updateAge();
    const Session &m_session;
    bool m_still = false;
    QTimer m_second;
    QLabel *m_dot;
    QLabel *m_live;
    QLabel *m_calls;
    QLabel *m_refresh;
    QLabel *m_standby;
    QPushButton *m_badRows;
    QLabel *m_who;
};

} // namespace tollkeeper::ui
