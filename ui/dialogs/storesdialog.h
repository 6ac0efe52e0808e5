// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings.h"

#include <QDialog>

class QPushButton;

namespace tollkeeper::ui {

class StoreTable;

/// The stores that were open before: a name keeps one, and what is removed is forgotten with its
/// password. Opened with open(); deletes itself.
class StoresDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StoresDialog)

public:
    StoresDialog(std::vector<KnownStore> stores, QWidget *parent);

Q_SIGNALS:
    void renamed(const QString &url, const QString &name);
    void removed(const tollkeeper::ui::KnownStore &store);
    void openRequested(const tollkeeper::ui::KnownStore &store);

private:
    void updateButtons();
    void openCurrent();
    void removeCurrent();
    std::vector<KnownStore> m_stores; ///< one a row
    StoreTable *m_table;
    QPushButton *m_open;
    QPushButton *m_rename;
    QPushButton *m_remove;
};

} // namespace tollkeeper::ui
