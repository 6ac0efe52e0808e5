// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/openstoredialog.h"
#include "session/namedstore.h"
#include "settings.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace tollkeeper::ui {

class StoreTable;

/// Asks which stores to show as one, in which order and by which short names, and what to call that.
/// Opened with open(); deletes itself.
class MergeDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MergeDialog)

public:
    /// \a present are chosen at first; \a known are offered.
    MergeDialog(const NamedStores &present, const std::vector<KnownStore> &known, QWidget *parent);

    /// What is chosen, in its order; no two names are alike.
    [[nodiscard]] NamedStores stores() const;
    /// The name to keep them under; empty: none.
    [[nodiscard]] QString name() const;
    void setName(const QString &name);
    /// For those of stores() that were added here.
    [[nodiscard]] std::vector<StoreWish> wishes() const;

private:
    [[nodiscard]] QWidget *tableWithButtons();
    void add(const NamedStore &store, bool chosen);
    void addNew();
    void move(int by);
    void check();
    std::vector<KnownStore> m_known;
    std::vector<StoreLocation> m_locations; ///< one a row
    std::vector<StoreWish> m_wishes;
    StoreTable *m_table = nullptr;
    QPushButton *m_up = nullptr;
    QPushButton *m_down = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_note = nullptr;
    QPushButton *m_open = nullptr;
};

} // namespace tollkeeper::ui
