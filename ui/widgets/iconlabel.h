// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/theme.h"

#include <QWidget>

namespace tollkeeper::ui {

/// An icon that is only looked at; drawn in the theme's colours of the moment. GUI thread.
class IconLabel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IconLabel)

public:
    explicit IconLabel(int size, QWidget *parent = nullptr);

    /// \a colour is the role that the icon is drawn in.
    void setIcon(const QString &name, QColor Colours::*colour = &Colours::secondary);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    QColor Colours::*m_colour = &Colours::secondary;
};

} // namespace tollkeeper::ui
