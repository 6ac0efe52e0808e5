// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>

class QLineEdit;
class QVBoxLayout;

namespace tollkeeper::ui {

/// Stores in a dialog, a row each: what the user calls one, which is edited in place, and where it
/// is. GUI thread.
class StoreTable final : public QTableWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StoreTable)

public:
    enum Column { Name, Location };

    StoreTable(const QString &accessibleName, const QString &nameTitle, QWidget *parent);

    /// Adds a row at the end; returns the cell of its name.
    QTableWidgetItem *addStore(const QString &name, const QString &location);
    void swapRows(int one, int other);
};

/// A field for a name that the user may give, with its \a label before it, as the next row of
/// \a layout.
[[nodiscard]] QLineEdit *addNameField(QVBoxLayout *layout, const QString &label, const QString &hint);

} // namespace tollkeeper::ui
