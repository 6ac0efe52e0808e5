// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings.h"

#include <QDialog>

class QCheckBox;
class QComboBox;

namespace tollkeeper::ui {

/// Edits the preferences; every change is shown at once by changed(). Opened with open(); deletes
/// itself.
class PreferencesDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PreferencesDialog)

public:
    PreferencesDialog(const Preferences &present, QWidget *parent);

    [[nodiscard]] Preferences preferences() const;

Q_SIGNALS:
    void changed(const tollkeeper::ui::Preferences &preferences);

private:
    QComboBox *m_theme;
    QComboBox *m_language;
    QComboBox *m_interval;
    QCheckBox *m_notify;
};

} // namespace tollkeeper::ui
