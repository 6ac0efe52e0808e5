// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace tollkeeper::ui {

class IconLabel;

/// A line of text across the page that stays until it is closed or its cause is gone. Hidden until
/// it has something to say. GUI thread.
class Banner final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Banner)

public:
    enum class Tone { Info, Warning, Error };
    Q_ENUM(Tone)

    explicit Banner(QWidget *parent = nullptr);

    /// Shows \a text, always as plain text; an empty one hides the banner.
    void setMessage(Tone tone, const QString &text);
    [[nodiscard]] QString message() const;
    /// A button at the right end; an empty text takes it away.
    void setAction(const QString &text);
    void setClosable(bool closable);

Q_SIGNALS:
    void actionTriggered();
    void closed();

private:
    IconLabel *m_icon = nullptr;
    QLabel *m_text = nullptr;
    QPushButton *m_action = nullptr;
    QToolButton *m_close = nullptr;
};

} // namespace tollkeeper::ui
