// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commandpalette.h"

#include <QAction>
#include <QKeySequence>

namespace tollkeeper::ui {

/// What can be done in the window at any time, in one list: its shortcuts work everywhere, menus
/// take their entries from it, and the command palette offers what is enabled. GUI thread; owned by
/// the window.
class Actions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Actions)

public:
    explicit Actions(QWidget *window);

    /// \a group is what the palette shows beside the text.
    QAction *add(const QString &group, const QString &text, const QKeySequence &keys,
                 std::function<void()> run);
    /// Those that are enabled, in the order in which they were added.
    [[nodiscard]] std::vector<Command> commands() const;

private:
    QWidget *m_window;
    std::vector<std::pair<QString, QAction *>> m_actions; ///< with their groups
};

/// \a action as the palette offers it.
[[nodiscard]] Command commandOf(QAction *action, const QString &group);

} // namespace tollkeeper::ui
