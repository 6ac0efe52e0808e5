// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktopnotifier.h"

#include <QApplication>
#include <QSystemTrayIcon>
#include <QWidget>

#ifdef TOLLKEEPER_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#endif

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

// Of the Desktop Notifications Specification.
const QString notifications = u"org.freedesktop.Notifications"_s;
const QString notificationsPath = u"/org/freedesktop/Notifications"_s;
const QString whenClicked = u"default"_s; ///< the action of a click on the notification itself

// Desktops may take markup for what it is; names from a store must not be any.
QString withoutMarkup(QString text)
{
    return text.replace(u'<', u'‹').replace(u'>', u'›').replace(u'&', u'+');
}

} // namespace

DesktopNotifier::DesktopNotifier(QWidget *window) : QObject(window), m_window(window) {}

void DesktopNotifier::notify(const QString &text)
{
    const QString plain = withoutMarkup(text);
    showIcon(plain);
    notifyByBus(tr("Tollkeeper"), plain);
}

void DesktopNotifier::showIcon(const QString &text)
{
    if (!m_tray && QSystemTrayIcon::isSystemTrayAvailable()) {
        m_tray = new QSystemTrayIcon(QApplication::windowIcon(), this);
        connect(m_tray, &QSystemTrayIcon::activated, this, &DesktopNotifier::raise);
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, &DesktopNotifier::raise);
        m_tray->show();
    }
    if (m_tray)
        m_tray->setToolTip(text);
}

void DesktopNotifier::notifyByTray(const QString &title, const QString &text)
{
    if (m_tray && QSystemTrayIcon::supportsMessages())
        m_tray->showMessage(title, text, QSystemTrayIcon::Warning);
}

void DesktopNotifier::notifyByBus(const QString &title, const QString &text)
{
#ifdef TOLLKEEPER_DBUS
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return notifyByTray(title, text);
    if (!m_listens) {
        m_listens = bus.connect(notifications, notificationsPath, notifications,
                                u"ActionInvoked"_s, this, SLOT(answer(uint, QString)));
    }
    QDBusMessage message = QDBusMessage::createMethodCall(notifications, notificationsPath,
                                                          notifications, u"Notify"_s);
    constexpr int asTheDesktopLikes = -1;
    message << u"Tollkeeper"_s << uint(0) << u"tollkeeper"_s << title << text
            << QStringList{whenClicked, tr("Open")}
            << QVariantMap{{u"desktop-entry"_s, u"tollkeeper"_s}} << asTheDesktopLikes;
    auto *call = new QDBusPendingCallWatcher(bus.asyncCall(message), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this, call, title, text] {
        call->deleteLater();
        const QDBusPendingReply<uint> reply = *call;
        if (reply.isError()) // nobody there who shows notifications
            notifyByTray(title, text);
        else
            m_told.insert(reply.value());
    });
#else
    notifyByTray(title, text);
#endif
}

void DesktopNotifier::answer(uint notification, const QString &action)
{
    if (m_told.contains(notification) && action == whenClicked)
        raise();
}

void DesktopNotifier::raise()
{
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

} // namespace tollkeeper::ui
