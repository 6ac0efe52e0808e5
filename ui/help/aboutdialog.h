// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace tollkeeper::ui {

/// What Tollkeeper is, the versions to name in a report of a problem, and the licence. Opened with
/// open(); deletes itself.
class AboutDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AboutDialog)

public:
    /// \a server is the version of the open store's; empty where none is open.
    AboutDialog(const QString &server, QWidget *parent);
};

} // namespace tollkeeper::ui
