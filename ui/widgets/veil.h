// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace tollkeeper::ui {

/// Greys what it covers, its parent, while it is visible: figures that are kept though they are old.
/// The pointer and the keyboard go through it. GUI thread.
class Veil final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Veil)

public:
    explicit Veil(QWidget *covered);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void cover();
};

} // namespace tollkeeper::ui
