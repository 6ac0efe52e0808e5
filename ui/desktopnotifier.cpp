// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktopnotifier.h"

#include <QApplication>
#include <QSystemTrayIcon>
#include <QWidget>

#ifdef TOLLKEEPER_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#endif

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

// Desktops may take markup for what it is; names from a store must not be any.
QString withoutMarkup(QString text)
{
    return text.replace(u'<', u'‹').replace(u'>', u'›').replace(u'&', u'+');
}

void notifyByBus(const QString &title, const QString &text)
{
#ifdef TOLLKEEPER_DBUS
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    QDBusMessage message = QDBusMessage::createMethodCall(
        u"org.freedesktop.Notifications"_s, u"/org/freedesktop/Notifications"_s,
        u"org.freedesktop.Notifications"_s, u"Notify"_s);
    constexpr int asTheDesktopLikes = -1;
    message << u"Tollkeeper"_s << uint(0) << u"tollkeeper"_s << title << text << QStringList()
            << QVariantMap() << asTheDesktopLikes;
    bus.send(message); // nobody waits for an answer
#else
    Q_UNUSED(title)
    Q_UNUSED(text)
#endif
}

} // namespace

DesktopNotifier::DesktopNotifier(QWidget *window) : QObject(window), m_window(window) {}

void DesktopNotifier::notify(const QString &text)
{
    const QString title = tr("Tollkeeper");
    const QString plain = withoutMarkup(text);
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return notifyByBus(title, plain);
    if (!m_tray) {
        m_tray = new QSystemTrayIcon(QApplication::windowIcon(), this);
        const auto raise = [this] {
            m_window->show();
            m_window->raise();
            m_window->activateWindow();
        };
        connect(m_tray, &QSystemTrayIcon::activated, this, raise);
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, raise);
        m_tray->show();
    }
    m_tray->setToolTip(plain);
    m_tray->showMessage(title, plain, QSystemTrayIcon::Warning);
}

} // namespace tollkeeper::ui
