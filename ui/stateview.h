// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace tollkeeper::ui {

class EmptyState;
class Session;
class Settings;

/// What stands in place of the pages while there is no snapshot to show: connecting, or why the
/// store could not be opened and what to do. GUI thread.
class StateView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StateView)

public:
    StateView(const Session &session, const Settings &settings, QWidget *parent = nullptr);

Q_SIGNALS:
    void retryRequested();
    void openRequested();
    void sampleRequested();

private:
    void updateState();
    const Session &m_session;
    const Settings &m_settings;
    EmptyState *m_view;
    QPushButton *m_retry;
};

} // namespace tollkeeper::ui
