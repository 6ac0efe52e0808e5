// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/budget.h"

#include <QDialog>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace tollkeeper {
struct StoreInfo;
}

namespace tollkeeper::ui {

/// "alice on team.db": who a change is written down for, and where.
[[nodiscard]] QString actorText(const StoreInfo &store);

/// A question before a change that cannot simply be taken back: what will happen, who does it, an
/// optional reason. Cancel is the default button, and Enter in the reason moves on to the action
/// instead of running it. Opened with open(); deletes itself.
class ConfirmDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConfirmDialog)

public:
    ConfirmDialog(const QString &title, const QString &action, QWidget *parent);

    [[nodiscard]] static ConfirmDialog *clearLimit(const Budget &budget, const StoreInfo &store,
                                                   QWidget *parent);
    [[nodiscard]] static ConfirmDialog *undoReset(const AuditEntry &reset, const StoreInfo &store,
                                                  QWidget *parent);

    [[nodiscard]] QString reason() const;

protected:
    /// Where what is asked stands: between the heading and the buttons.
    [[nodiscard]] QVBoxLayout *content() const { return m_content; }
    void addText(const QString &text);
    void addReason(const QString &text = {});
    [[nodiscard]] QPushButton *actionButton() const { return m_action; }

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QVBoxLayout *m_content;
    QPushButton *m_action;
    QLineEdit *m_reason = nullptr;
};

} // namespace tollkeeper::ui
