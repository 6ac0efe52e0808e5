// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "keychain.h"
#include "skipping.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>
#include <optional>

using namespace Qt::StringLiterals;
using namespace tollkeeper::ui;

namespace {

constexpr int patienceMs = 20'000;
const QString url = u"postgresql://alice@db.internal/llm_costs"_s;

keychain::Password readFor(QObject *context)
{
    std::optional<keychain::Password> found;
    keychain::read(url, context, [&found](const keychain::Password &password) { found = password; });
    if (!QTest::qWaitFor([&found] { return found.has_value(); }, patienceMs))
        return {{}, u"no answer"_s};
    return *found;
}

} // namespace

/// A real keychain (gnome-keyring) on a session bus of its own, and none at all.
class KeychainTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aPasswordIsKeptAndForgotten();

private:
    void start(QProcess &process, const QString &program, const QStringList &arguments);
    QTemporaryDir m_home;
    QProcess m_bus;
    QProcess m_keyring;
};

void KeychainTest::start(QProcess &process, const QString &program, const QStringList &arguments)
{
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    process.start(program, arguments);
    QVERIFY2(process.waitForStarted(), qPrintable(program));
}

void KeychainTest::initTestCase()
{
    for (const QString &program : {u"dbus-daemon"_s, u"gnome-keyring-daemon"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            SKIP_BUT_IN_CI(qPrintable(program + u" is not installed."_s));
    }
    for (const char *variable : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME"})
        qputenv(variable, m_home.path().toLocal8Bit());
    start(m_bus, u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--nopidfile"_s,
                                    u"--address=unix:tmpdir="_s + m_home.path(),
                                    u"--print-address"_s});
    QVERIFY(m_bus.waitForReadyRead(patienceMs));
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
    // The password of the keyring itself comes on standard input.
    start(m_keyring, u"gnome-keyring-daemon"_s,
          {u"--unlock"_s, u"--foreground"_s, u"--components=secrets"_s});
    m_keyring.write("keyring");
    m_keyring.closeWriteChannel();
}

void KeychainTest::cleanupTestCase()
{
    for (QProcess *process : {&m_keyring, &m_bus}) {
        process->terminate();
        process->waitForFinished();
    }
}

void KeychainTest::aPasswordIsKeptAndForgotten()
{
    const auto ready = [this] {
        const keychain::Password none = readFor(this);
        return none.problem.isEmpty() && none.text.isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(ready(), patienceMs);
    std::optional<QString> problem;
    keychain::write(url, u"ge heim €"_s, this, [&problem](const QString &said) { problem = said; });
    QTRY_VERIFY_WITH_TIMEOUT(problem.has_value(), patienceMs);
    QCOMPARE(*problem, QString());
    QCOMPARE(readFor(this).text, u"ge heim €"_s);
    keychain::forget(url);
    QTRY_COMPARE_WITH_TIMEOUT(readFor(this).text, QString(), patienceMs);
}

QTEST_MAIN(KeychainTest)
#include "tst_keychain.moc"
