// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/snapshot.h"

#include <QDialog>

class QFormLayout;
class QVBoxLayout;

namespace tollkeeper::ui {

/// What is known of the open store: server, encryption, role, what the user may do, and which rights
/// to ask for where something is missing. Opened with open(); deletes itself.
class AboutStoreDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AboutStoreDialog)

public:
    AboutStoreDialog(const QString &title, const StoreInfo &store, QWidget *parent);
    /// Several stores that are shown as one, a tab each; those that were never open are missing.
    AboutStoreDialog(const QString &title, const std::vector<StorePart> &parts, QWidget *parent);

private:
    [[nodiscard]] QFormLayout *facts(const StoreInfo &store);
    [[nodiscard]] QFormLayout *rights(const StoreInfo &store);
    [[nodiscard]] QVBoxLayout *startWith(const QString &title);
    void describe(QVBoxLayout *layout, const StoreInfo &store);
    void addClose();
    void addGrants(QVBoxLayout *layout, const StoreInfo &store);
};

} // namespace tollkeeper::ui
