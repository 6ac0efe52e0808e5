// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace tollkeeper::ui {

/// Whether the desktop is dark or asks for high contrast, and when that changes: from the desktop portal where there is one
/// (Qt 6.4 does not ask it), else from the palette that the desktop gave the program,
/// which says nothing of contrast. GUI thread.
class SystemScheme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SystemScheme)

public:
    /// To be made before anybody sets another palette.
    explicit SystemScheme(QObject *parent);

    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] bool wantsContrast() const { return m_contrast; }

Q_SIGNALS:
    void changed();

private:
    Q_SLOT void settingChanged(const QString &group, const QString &key);
    void ask();

    const bool m_paletteIsDark;
    bool m_dark;
    bool m_contrast = false;
};

} // namespace tollkeeper::ui
