// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/datapage.h"

namespace tollkeeper::ui {

class AuditModel;
class Card;

/// Who reset a budget or changed a limit; resets can be undone from here. GUI thread; owned by the
/// main window's stack.
class AuditPage final : public DataPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditPage)

public:
    explicit AuditPage(QWidget *parent = nullptr);

    [[nodiscard]] QAbstractItemModel *shownTable() const override;
    void focusSearch() override;

protected:
    void draw(const SpendReport &report) override;
    [[nodiscard]] bool needsCalls() const override { return false; }

private:
    void updateActions();
    void undo();
    /// The entry that is selected, if it is one.
    [[nodiscard]] const AuditEntry *chosen() const;

    Card *m_card = nullptr;
    AuditModel *m_model = nullptr;
    Table *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    QLineEdit *m_search = nullptr;
    QPushButton *m_undo = nullptr;
};

} // namespace tollkeeper::ui
