// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>

class QSystemTrayIcon;

namespace tollkeeper::ui {

/// Says something on the desktop: by the desktop's own notifications, else by a message beside the
/// icon in the tray; does nothing where there is neither. Where there is a tray, the icon stands there
/// from the first message on. Clicking it or a message brings the window to the front. GUI thread;
/// owned by the window.
class DesktopNotifier final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DesktopNotifier)

public:
    explicit DesktopNotifier(QWidget *window);

    void notify(const QString &text);

private:
    Q_SLOT void answer(uint notification, const QString &action); ///< ActionInvoked of the desktop
    void showIcon(const QString &text);
    void notifyByBus(const QString &title, const QString &text);
    void notifyByTray(const QString &title, const QString &text);
    void raise();

    QWidget *m_window;
    QSystemTrayIcon *m_tray = nullptr;
    QSet<uint> m_told; ///< the desktop's numbers of our messages
    bool m_listens = false; ///< for clicks on notifications
};

} // namespace tollkeeper::ui
