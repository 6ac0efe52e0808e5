// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/systemscheme.h"

#include <QGuiApplication>
#include <QPalette>

#ifdef TOLLKEEPER_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#endif

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

const QString appearance = u"org.freedesktop.appearance"_s;
const QString colourScheme = u"color-scheme"_s;

bool paletteIsDark()
{
    const QPalette palette = QGuiApplication::palette();
    return palette.color(QPalette::Window).lightness() <
           palette.color(QPalette::WindowText).lightness();
}

#ifdef TOLLKEEPER_DBUS
const QString service = u"org.freedesktop.portal.Desktop"_s;
const QString path = u"/org/freedesktop/portal/desktop"_s;
const QString interface = u"org.freedesktop.portal.Settings"_s;
constexpr int patienceMs = 250; // the window waits for the answer

bool hasSessionBus()
{
    // Without one, asking would try to start one.
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") &&
           QDBusConnection::sessionBus().isConnected();
}
#endif

} // namespace

SystemScheme::SystemScheme(QObject *parent)
    : QObject(parent), m_paletteIsDark(paletteIsDark()), m_dark(m_paletteIsDark)
{
    ask();
#ifdef TOLLKEEPER_DBUS
    if (hasSessionBus()) {
        QDBusConnection::sessionBus().connect(service, path, interface, u"SettingChanged"_s, this,
                                              SLOT(settingChanged(QString, QString)));
    }
#endif
}

void SystemScheme::settingChanged(const QString &group, const QString &key)
{
    if (group != appearance || key != colourScheme)
        return;
    const bool before = m_dark;
    ask();
    if (m_dark != before)
        Q_EMIT changed();
}

void SystemScheme::ask()
{
    m_dark = m_paletteIsDark;
#ifdef TOLLKEEPER_DBUS
    if (!hasSessionBus())
        return;
    QDBusMessage question = QDBusMessage::createMethodCall(service, path, interface, u"Read"_s);
    question << appearance << colourScheme;
    const QDBusMessage answer =
        QDBusConnection::sessionBus().call(question, QDBus::Block, patienceMs);
    if (answer.type() != QDBusMessage::ReplyMessage || answer.arguments().isEmpty())
        return;
    // A variant in a variant: 0 says nothing, 1 is dark, 2 is light.
    QVariant value = answer.arguments().constFirst();
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    if (const uint preference = value.toUInt(); preference == 1 || preference == 2)
        m_dark = preference == 1;
#endif
}

} // namespace tollkeeper::ui
