// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions.h"

#include <QWidget>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

Actions::Actions(QWidget *window) : QObject(window), m_window(window) {}

QAction *Actions::add(const QString &group, const QString &text, const QKeySequence &keys,
                      std::function<void()> run)
{
    auto *action = new QAction(text, m_window);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, m_window, std::move(run));
    m_window->addAction(action);
    m_actions.emplace_back(group, action);
    return action;
}

std::vector<Command> Actions::commands() const
{
    std::vector<Command> commands;
    for (const auto &[group, action] : m_actions) {
        if (action->isEnabled())
            commands.push_back(commandOf(action, group));
    }
    return commands;
}

Command commandOf(QAction *action, const QString &group)
{
    QString text = action->text();
    text.remove(u'&'); // a mnemonic; none of our own texts has an ampersand
    return {text, group, action->shortcut().toString(QKeySequence::NativeText),
            [action] { action->trigger(); }};
}

} // namespace tollkeeper::ui
