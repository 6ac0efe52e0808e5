// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/accessiblerole.h"

#include <QAccessibleWidget>
#include <QVariant>
#include <QWidget>

namespace tollkeeper::ui {
namespace {

constexpr auto roleProperty = "accessibleRole";

QAccessibleInterface *withRole(const QString &, QObject *object)
{
    const QVariant role = object->property(roleProperty);
    if (!object->isWidgetType() || !role.isValid())
        return nullptr; // somebody else's, or Qt's own
    return new QAccessibleWidget(static_cast<QWidget *>(object),
                                 static_cast<QAccessible::Role>(role.toInt()));
}

} // namespace

void setAccessibleRole(QWidget *widget, QAccessible::Role role)
{
    QAccessible::installFactory(withRole); // a second time does nothing
    widget->setProperty(roleProperty, static_cast<int>(role));
}

} // namespace tollkeeper::ui
