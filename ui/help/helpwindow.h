// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace tollkeeper::ui {

/// The manual (resources/help/manual.md) in a window of its own beside the main one, with its
/// sections and a search. GUI thread; deletes itself when it is closed.
class HelpWindow final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HelpWindow)

public:
    /// Shows the one that belongs to \a window, or makes it.
    static HelpWindow *open(QWidget *window);

    /// Goes to the section whose title begins with \a title.
    void showSection(const QString &title);

private:
    explicit HelpWindow(QWidget *window);
    void fillSections();
    void find(bool backward);
    void updateColours();
    void changeEvent(QEvent *event) override;

    QListWidget *m_sections;
    QLineEdit *m_search;
    QLabel *m_found;
    QTextBrowser *m_text;
};

} // namespace tollkeeper::ui
