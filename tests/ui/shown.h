// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "patience.h"
#include "store/store.h"

#include <QPointer>
#include <QTest>

namespace tollkeeper::test {

/// The child called \a name; a missing one ends the test.
template <class T>
T *child(QWidget *parent, const QString &name)
{
    auto *found = parent->findChild<T *>(name);
    if (!found)
        qFatal("no %s", qPrintable(name));
    return found;
}

/// Shows the dialog as the window does, and closes it, which deletes it.
template <class Dialog>
class Shown
{
public:
    explicit Shown(Dialog *dialog) : m_dialog(dialog)
    {
        dialog->open();
        QVERIFY(QTest::qWaitForWindowActive(dialog, tryForMs));
    }
    ~Shown() { delete m_dialog; }
    Q_DISABLE_COPY_MOVE(Shown)
    Dialog *operator->() const { return m_dialog; }
    Dialog *get() const { return m_dialog; }

private:
    QPointer<Dialog> m_dialog;
};

/// A store on a server, as somebody who is not its owner sees it.
inline StoreInfo teamStore()
{
    StoreInfo store;
    store.backend = Backend::Postgres;
    store.title = QStringLiteral("costs on db.internal");
    store.databaseRole = QStringLiteral("ledger");
    store.osUser = QStringLiteral("alice");
    return store;
}

} // namespace tollkeeper::test
