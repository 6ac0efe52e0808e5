// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "format/fuzzy.h"

#include <QDialog>

#include <functional>
#include <vector>

class QLabel;
class QLineEdit;
class QTableWidget;

namespace tollkeeper::ui {

/// One thing that can be done now, in words.
struct Command
{
    QString text;
    QString group; ///< "Go to", "Range", "Budget": what kind of thing it is
    QString keys;  ///< the shortcut as it is written on the keys; empty: none
    std::function<void()> run;
};

/// Finds a command as one types, best answer first, and runs it: all by keyboard. Opened with open();
/// deletes itself.
class CommandPalette final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandPalette)

public:
    CommandPalette(std::vector<Command> commands, QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void find(const QString &pattern);
    void runCurrent();
    std::vector<Command> m_commands;
    std::vector<format::FuzzyText> m_texts; ///< of the commands
    std::vector<std::size_t> m_shown; ///< indexes of m_commands, one a row
    QLineEdit *m_search;
    QTableWidget *m_table;
    QLabel *m_nothing;
};

} // namespace tollkeeper::ui
