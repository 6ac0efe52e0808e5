// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/range.h"

#include <QDialog>

class QDateEdit;
class QLabel;
class QPushButton;

namespace tollkeeper::ui {

/// A field for a UTC day, with a calendar.
[[nodiscard]] QDateEdit *makeDayField(const QDate &day, QWidget *parent);

/// Asks for two UTC days, both included. Opened with open(); deletes itself.
class CustomRangeDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CustomRangeDialog)

public:
    /// \a present is shown first; \a stored is where the store has calls (empty: nowhere).
    CustomRangeDialog(const Range &present, const Range &stored, QWidget *parent);

    [[nodiscard]] Range range() const;

private:
    void check();
    QDateEdit *m_first;
    QDateEdit *m_last;
    QLabel *m_note;
    QPushButton *m_show;
};

} // namespace tollkeeper::ui
