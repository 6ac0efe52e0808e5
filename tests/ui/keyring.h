// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "keychain.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>
#include <optional>

namespace tollkeeper::test {

/// A real keychain (gnome-keyring) on a session bus and in a home of its own. Started before the
/// test talks to any bus: the environment names it.
class PrivateKeyring final
{
public:
    PrivateKeyring() = default;
    ~PrivateKeyring()
    {
        for (QProcess *process : {&m_keyring, &m_bus}) {
            process->terminate();
            process->waitForFinished();
        }
    }
    Q_DISABLE_COPY_MOVE(PrivateKeyring)

    /// What is not installed; empty: nothing.
    [[nodiscard]] static QString missing()
    {
        for (const auto &program : {QStringLiteral("dbus-daemon"), QStringLiteral("gnome-keyring-daemon")}) {
            if (QStandardPaths::findExecutable(program).isEmpty())
                return program;
        }
        return {};
    }
    /// False where it does not answer.
    [[nodiscard]] bool start()
    {
        for (const char *variable : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME"})
            qputenv(variable, m_home.path().toLocal8Bit());
        run(m_bus, QStringLiteral("dbus-daemon"),
            {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--nopidfile"),
             QStringLiteral("--address=unix:tmpdir=") + m_home.path(), QStringLiteral("--print-address")});
        if (!m_bus.waitForReadyRead(patienceMs))
            return false;
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
        // The password of the keyring itself comes on standard input.
        run(m_keyring, QStringLiteral("gnome-keyring-daemon"),
            {QStringLiteral("--unlock"), QStringLiteral("--foreground"), QStringLiteral("--components=secrets")});
        m_keyring.write("keyring");
        m_keyring.closeWriteChannel();
        return QTest::qWaitFor([] { return read(QStringLiteral("-")).problem.isEmpty(); }, patienceMs);
    }
    /// What the keychain has for \a url.
    [[nodiscard]] static ui::keychain::Password read(const QString &url)
    {
        QObject context;
        std::optional<ui::keychain::Password> found;
        ui::keychain::read(url, &context, [&found](const ui::keychain::Password &password) {
            found = password;
        });
        if (!QTest::qWaitFor([&found] { return found.has_value(); }, patienceMs))
            return {{}, QStringLiteral("no answer")};
        return *found;
    }

private:
    static constexpr int patienceMs = 20'000;
    static void run(QProcess &process, const QString &program, const QStringList &arguments)
    {
        process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
        process.start(program, arguments);
    }
    QTemporaryDir m_home;
    QProcess m_bus;
    QProcess m_keyring;
};

} // namespace tollkeeper::test
