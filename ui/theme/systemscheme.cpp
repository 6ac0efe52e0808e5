// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/systemscheme.h"

#include <QGuiApplication>
#include <QPalette>

#include <utility>

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
const QString contrast = u"contrast"_s;

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

// What the portal says to \a key; 0, as the portal itself does, where nothing is known.
uint preference(const QString &key)
{
    QDBusMessage question = QDBusMessage::createMethodCall(service, path, interface, u"Read"_s);
    question << appearance << key;
    const QDBusMessage answer =
        QDBusConnection::sessionBus().call(question, QDBus::Block, patienceMs);
    if (answer.type() != QDBusMessage::ReplyMessage || answer.arguments().isEmpty())
        return 0;
    QVariant value = answer.arguments().constFirst(); // a variant in a variant
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt();
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
    if (group != appearance || (key != colourScheme && key != contrast))
        return;
    const auto before = std::pair(m_dark, m_contrast);
    ask();
    if (before != std::pair(m_dark, m_contrast))
        Q_EMIT changed();
}

void SystemScheme::ask()
{
    m_dark = m_paletteIsDark;
#ifdef TOLLKEEPER_DBUS
    if (!hasSessionBus())
        return;
    if (const uint scheme = preference(colourScheme); scheme == 1 || scheme == 2)
        m_dark = scheme == 1;
    m_contrast = preference(contrast) == 1;
#endif
}

} // namespace tollkeeper::ui
