// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/snapshot.h"
#include "values/budget.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace tollkeeper::ui {

/// Edits one project's limit: amount, period and warning thresholds, beside what the project has
/// spent. Save is possible once all of it can be read. Opened with open(); deletes itself.
class LimitDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LimitDialog)

public:
    LimitDialog(const Budget &budget, const StoreInfo &store, QWidget *parent);

    /// Shows from now on what the rule in the fields would have done in the past.
    void rehearseOn(const SnapshotPtr &snapshot);

    [[nodiscard]] QString project() const { return m_budget.project; }
    /// What the fields say; empty while they cannot be read.
    [[nodiscard]] std::optional<Limit> limit() const;

Q_SIGNALS:
    /// The user would rather have no limit; the dialog has closed.
    void clearRequested(const QString &project);

private:
    void check();
    void rehearse(const Limit &limit);
    Budget m_budget;
    SnapshotPtr m_past;
    QLineEdit *m_amount;
    QComboBox *m_period;
    QLineEdit *m_warnings;
    QLabel *m_note;
    QLabel *m_rehearsal;
    QPushButton *m_save;
};

} // namespace tollkeeper::ui
