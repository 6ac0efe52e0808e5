// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/change.h"
#include "pages/page.h"

#include <QDialog>

class QDateEdit;
class QLabel;

namespace tollkeeper::ui {

class ChangeBars;
class ChangeModel;
class Table;

/// Why spend changed between two ranges: a sentence, the way from one to the other by factor, and
/// the projects. Starts with the ranges of a view and can compare any two. Shows the snapshot that
/// it was opened with. Opened with open(); deletes itself.
class ChangeDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeDialog)

public:
    ChangeDialog(SnapshotPtr snapshot, const View &view, QWidget *parent);

    [[nodiscard]] const SpendChange &change() const { return m_change; }

Q_SIGNALS:
    void navigate(const tollkeeper::ui::Destination &destination);

private:
    [[nodiscard]] QLayout *makeRanges();
    void chooseDays();
    void explain(const SpendCube &cube, const Range &before, const Range &now);

    const SnapshotPtr m_snapshot;
    const View m_view;
    SpendChange m_change;
    bool m_daysChosen = false;
    QLabel *m_sentence = nullptr;
    QLabel *m_note = nullptr;
    QDateEdit *m_nowFirst = nullptr;
    QDateEdit *m_nowLast = nullptr;
    QDateEdit *m_beforeFirst = nullptr;
    QDateEdit *m_beforeLast = nullptr;
    ChangeBars *m_bars = nullptr;
    ChangeModel *m_model = nullptr;
    Table *m_table = nullptr;
};

} // namespace tollkeeper::ui
