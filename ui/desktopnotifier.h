// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSystemTrayIcon;

namespace tollkeeper::ui {

/// Says something on the desktop: by an icon in the tray where there is one, else by the desktop's
/// own notifications; does nothing where there is neither. Clicking the icon or its message brings
/// the window to the front. GUI thread; owned by the window.
class DesktopNotifier final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DesktopNotifier)

public:
    explicit DesktopNotifier(QWidget *window);

    void notify(const QString &text);

private:
    QWidget *m_window;
    QSystemTrayIcon *m_tray = nullptr; ///< from the first message on
};

} // namespace tollkeeper::ui
