// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace tollkeeper::ui {

class IconLabel;

/// What stands in the middle of a page that has nothing to show: why, and what to do next.
/// GUI thread.
class EmptyState final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyState)

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// \a icon is the name of a file in resources/icons. Texts are shown as plain text.
    void setContent(const QString &icon, const QString &title, const QString &text);
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString text() const;
    /// Adds a button; the primary one is filled with the accent colour. Owned by this widget.
    QPushButton *addButton(const QString &text, bool primary = false);

private:
    IconLabel *m_icon = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_text = nullptr;
    QHBoxLayout *m_buttons = nullptr;
};

} // namespace tollkeeper::ui
