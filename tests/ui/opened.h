// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow.h"
#include "models/roles.h"
#include "session/session.h"
#include "settings.h"
#include "teststore.h"
#include "widgets/banner.h"
#include "widgets/table.h"

#include <QDialog>
#include <QPushButton>
#include <QStackedWidget>
#include <QTest>

namespace tollkeeper::test {

inline constexpr int patienceMs = tryForMs;

inline ui::Place at(ui::PageId page, RangePreset preset = RangePreset::All)
{
    ui::Place place;
    place.page = page;
    place.preset = preset;
    return place;
}

/// A window on a store, as main() puts it together.
class Opened
{
public:
    explicit Opened(const StoreLocation &location, const ui::Place &place,
                    ui::Settings kept = ui::Settings::forgetful())
        : settings(std::move(kept)), window(session, settings, place)
    {
        session.setPollInterval(0);
        session.open(location);
        window.show();
        if (!QTest::qWaitFor([this] { return session.snapshot() != nullptr; }, patienceMs))
            failBecause(QStringLiteral("the store was not opened"));
    }

    [[nodiscard]] ui::Page *page() const
    {
        auto *stack = window.findChild<QStackedWidget *>();
        return qobject_cast<ui::Page *>(stack->currentWidget());
    }
    [[nodiscard]] ui::Table *table() const { return page()->findChild<ui::Table *>(); }
    /// The cell of the row that \a key names, in the table that is seen.
    [[nodiscard]] QModelIndex cell(const QString &key, int column) const
    {
        const auto *model = table()->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, 0).data(ui::KeyRole).toString() == key)
                return model->index(row, column);
        }
        return {};
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (auto *button : window.findChildren<QPushButton *>()) {
            if (button->text() == text && button->isVisible())
                return button;
        }
        failBecause(QStringLiteral("no button ") + text);
        return nullptr;
    }
    void clickRow(const QModelIndex &index, Qt::KeyboardModifiers modifiers = {}) const
    {
        table()->scrollTo(index);
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, modifiers,
                          table()->visualRect(index).center());
    }
    [[nodiscard]] QString banner(const QString &name) const
    {
        return window.findChild<ui::Banner *>(name)->message();
    }
    template <class Dialog>
    [[nodiscard]] Dialog *dialog() const
    {
        Dialog *found = nullptr;
        const bool came = QTest::qWaitFor([&] {
            for (auto *dialog : window.findChildren<Dialog *>()) {
                if (dialog->isVisible())
                    found = dialog;
            }
            return found != nullptr;
        }, patienceMs);
        if (!came)
            failBecause(QStringLiteral("no dialog was opened"));
        return found;
    }
    void click(QDialog *dialog, const QString &name) const
    {
        QTest::mouseClick(dialog->findChild<QPushButton *>(name), Qt::LeftButton);
    }

    /// A shortcut of the window's. No window manager gives the keyboard back after a dialog.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window, patienceMs))
            failBecause(QStringLiteral("the window was not activated"));
        QTest::keyClick(&window, key, modifiers);
    }

    ui::Session session;
    ui::Settings settings;
    ui::MainWindow window;
};

} // namespace tollkeeper::test
