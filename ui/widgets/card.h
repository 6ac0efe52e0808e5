// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QVBoxLayout;

namespace tollkeeper::ui {

class ElidedLabel;

/// A rounded panel with a title on the left, a note on the right and a body below. GUI thread.
class Card final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Card)

public:
    explicit Card(const QString &title = {}, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    [[nodiscard]] QString title() const;
    /// Small text at the right end of the title's line.
    void setNote(const QString &note);
    [[nodiscard]] QString note() const;
    /// Puts \a widget at the right end of the title's line, after the note.
    void addHeaderWidget(QWidget *widget);
    /// What the card is for goes in here.
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }

private:
    void updateHeader();

    ElidedLabel *m_title = nullptr;
    ElidedLabel *m_note = nullptr;
    QWidget *m_header = nullptr;
    QHBoxLayout *m_headerLayout = nullptr;
    QVBoxLayout *m_body = nullptr;
};

} // namespace tollkeeper::ui
