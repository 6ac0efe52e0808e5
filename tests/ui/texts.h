// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/banner.h"
#include "widgets/table.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>

namespace tollkeeper::test {

/// Every text in \a window that somebody can see, hear or point at.
inline QStringList textsOf(const QWidget &window)
{
    QStringList texts{window.windowTitle()};
    for (auto *widget : window.findChildren<QWidget *>()) {
        texts << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription();
        if (const auto *label = qobject_cast<QLabel *>(widget))
            texts << label->text();
        else if (const auto *button = qobject_cast<QAbstractButton *>(widget))
            texts << button->text();
        else if (const auto *field = qobject_cast<QLineEdit *>(widget))
            texts << field->placeholderText();
        else if (const auto *banner = qobject_cast<ui::Banner *>(widget))
            texts << banner->message();
        if (const auto *tabs = qobject_cast<QTabBar *>(widget)) {
            for (int tab = 0; tab < tabs->count(); ++tab)
                texts << tabs->tabText(tab);
        }
        if (const auto *box = qobject_cast<QComboBox *>(widget)) {
            for (int item = 0; item < box->count(); ++item)
                texts << box->itemText(item);
        }
        const auto *table = qobject_cast<ui::Table *>(widget);
        if (!table || !table->isVisible())
            continue;
        const auto *model = table->model();
        for (int column = 0; column < model->columnCount(); ++column) {
            texts << model->headerData(column, Qt::Horizontal).toString()
                  << model->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString();
            for (int row = 0; row < model->rowCount(); ++row)
                texts << model->index(row, column).data().toString()
                      << model->index(row, column).data(Qt::ToolTipRole).toString();
        }
    }
    for (const auto *action : window.findChildren<QAction *>())
        texts << action->text() << action->toolTip();
    return texts;
}

} // namespace tollkeeper::test
