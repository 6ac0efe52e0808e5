// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roles.h"

#include <QAbstractButton>

class QMenu;

namespace tollkeeper::ui {

/// Which store is open, in two lines, with a dot for how it is; a click opens its menu.
class StoreCard final : public QAbstractButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StoreCard)

public:
    explicit StoreCard(QWidget *parent = nullptr);

    /// \a details says in words what \a tone says as a colour, if that is not Good.
    void setStore(const QString &title, const QString &details, Tone tone);
    [[nodiscard]] QString title() const { return m_title; }
    [[nodiscard]] QString details() const { return m_details; }
    [[nodiscard]] QMenu *menu() const { return m_menu; }

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QString m_title;
    QString m_details;
    Tone m_tone = Tone::Neutral;
    QMenu *m_menu;
};

} // namespace tollkeeper::ui
