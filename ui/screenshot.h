// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QTimer>

#include <optional>

class QWidget;

namespace tollkeeper::ui {

class Session;

/// Nobody watches a picture or a report being made: what a window calls late is waited for, this long.
inline constexpr int unattendedPatienceMs = 300'000;

/// Waits until a window shows all that the store has for it, and writes a picture of it to a file.
/// GUI thread.
class Screenshot final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Screenshot)

public:
    Screenshot(const Session &session, QWidget &window, const QString &path);

Q_SIGNALS:
    /// Once: the file has been written, or why it has not.
    void finished(const std::optional<tollkeeper::StoreError> &problem);

private:
    void look();
    [[nodiscard]] std::optional<StoreError> write() const;
    const Session &m_session;
    QWidget &m_window;
    QString m_path;
    QTimer m_timer;
    QDeadlineTimer m_patience;
    int m_quiet = 0; ///< looks in a row at which nothing was under way
};

} // namespace tollkeeper::ui
