// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop.h"

#include "under.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {
namespace {

constexpr int patienceMs = 30'000;
constexpr int pauseMs = 12; ///< between two letters, so that each is an event of its own

/// Ends with the test, however that ends.
void dieWithUs(QProcess &process)
{
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
}

void end(QProcess &process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.terminate();
    if (!process.waitForFinished(5000)) {
        process.kill();
        process.waitForFinished();
    }
}

QString firstLine(QProcess &process)
{
    QByteArray text;
    while (!text.contains('\n') && process.waitForReadyRead(patienceMs))
        text += process.readAllStandardOutput();
    return QString::fromLatin1(text).section(u'\n', 0, 0);
}

} // namespace

Desktop::Desktop(QSize size)
{
    for (const QString &program : {u"Xvfb"_s, u"dbus-daemon"_s, u"xdotool"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty()) {
            m_problem = u"%1 is not installed."_s.arg(program);
            return;
        }
    }
    m_environment = QProcessEnvironment();
    for (const QString &kept : {u"PATH"_s, u"LD_LIBRARY_PATH"_s, u"ASAN_OPTIONS"_s})
        m_environment.insert(kept, qEnvironmentVariable(kept.toLatin1()));
    m_environment.insert(u"HOME"_s, home());
    m_environment.insert(u"XDG_RUNTIME_DIR"_s, home());
    m_environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    m_environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    m_environment.insert(u"QT_LINUX_ACCESSIBILITY_ALWAYS_ON"_s, u"1"_s);
    startServer(size);
    if (m_problem.isEmpty())
        startBus();
}

Desktop::~Desktop()
{
    end(m_program);
    for (const auto &other : m_others)
        end(*other);
    end(m_bus);
    end(m_server);
}

void Desktop::startServer(QSize size)
{
    dieWithUs(m_server);
    // We choose the display, since a server that is given one takes it with a lock file. Those that
    // choose for themselves (-displayfd) take each other's socket away when they start at once. It
    // must not start anew (-noreset) each time that xdotool, its only client at first, is through.
    for (int attempt = 0; attempt < 10; ++attempt) {
        const QString display = u":%1"_s.arg(QRandomGenerator::global()->bounded(100, 50'000));
        m_environment.insert(u"DISPLAY"_s, display);
        m_server.setProcessEnvironment(m_environment);
        m_server.start(u"Xvfb"_s, {display, u"-screen"_s, u"0"_s,
                                   u"%1x%2x24"_s.arg(size.width()).arg(size.height()),
                                   u"-nolisten"_s, u"tcp"_s, u"-noreset"_s});
        const bool answers = QTest::qWaitFor([this] {
            return m_server.state() == QProcess::NotRunning
                || !run(u"xdotool"_s, {u"getdisplaygeometry"_s}).isEmpty();
        }, patienceMs);
        if (answers && m_server.state() == QProcess::Running)
            return;
        end(m_server);
    }
    m_problem = u"Xvfb did not start: "_s + QString::fromLocal8Bit(m_server.readAllStandardError());
}

void Desktop::startBus()
{
    dieWithUs(m_bus);
    m_bus.setProcessEnvironment(m_environment);
    m_bus.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--nopidfile"_s,
                                   u"--address=unix:tmpdir="_s + home(), u"--print-address"_s});
    const QString address = firstLine(m_bus);
    if (address.isEmpty())
        m_problem = u"The session bus did not start."_s;
    m_environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, address);
}

bool Desktop::start(const QStringList &arguments)
{
    dieWithUs(m_program);
    m_program.setProcessEnvironment(m_environment);
    m_program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const QStringList command = under() + QStringList{QStringLiteral(TOLLKEEPER_PROGRAM)} + arguments;
    m_program.start(command.front(), command.mid(1));
    return m_program.waitForStarted() && waitForWindow(u"Tollkeeper"_s);
}

bool Desktop::startBeside(const QString &program, const QStringList &arguments)
{
    auto process = std::make_unique<QProcess>();
    dieWithUs(*process);
    process->setProcessEnvironment(m_environment);
    process->setStandardOutputFile(QProcess::nullDevice());
    process->setStandardErrorFile(QProcess::nullDevice());
    process->start(program, arguments);
    m_others.push_back(std::move(process));
    return m_others.back()->waitForStarted();
}

QString Desktop::run(const QString &program, const QStringList &arguments) const
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    process.waitForFinished(patienceMs);
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

bool Desktop::waitForWindow(const QString &title)
{
    // There is no window manager: whoever wants the keyboard is given it.
    return QTest::qWaitFor([&] {
        const QString found = run(u"xdotool"_s, {u"search"_s, u"--onlyvisible"_s, u"--name"_s, title});
        if (found.isEmpty())
            return false;
        const QString window = found.section(u'\n', -1);
        (void)run(u"xdotool"_s, {u"windowfocus"_s, u"--sync"_s, window});
        return run(u"xdotool"_s, {u"getwindowfocus"_s}) == window;
    }, patienceMs);
}

void Desktop::press(const QStringList &keys)
{
    (void)run(u"xdotool"_s, QStringList{u"key"_s, u"--clearmodifiers"_s, u"--delay"_s,
                                        QString::number(4 * pauseMs)} + keys);
}

void Desktop::type(const QString &text)
{
    (void)run(u"xdotool"_s, {u"type"_s, u"--delay"_s, QString::number(pauseMs), text});
}

void Desktop::click(QPoint position)
{
    (void)run(u"xdotool"_s, {u"mousemove"_s, u"--sync"_s, QString::number(position.x()),
                             QString::number(position.y()), u"click"_s, u"1"_s});
}

bool Desktop::clickOn(const QString &role, const QString &name)
{
    std::optional<QPoint> place;
    const bool found = QTest::qWaitFor([&] {
        const QString tree =
            run(u"/usr/bin/python3"_s, {QStringLiteral(TOLLKEEPER_ACCESSIBLE_TREE), u"--showing"_s});
        const QJsonArray elements = QJsonDocument::fromJson(tree.toUtf8()).array();
        for (const QJsonValue element : elements) {
            const QJsonArray middle = element[u"middle"_s].toArray();
            if (element[u"role"_s] == role && element[u"name"_s] == name
                && element[u"showing"_s].toBool() && !middle.isEmpty())
                place = QPoint(middle[0].toInt(), middle[1].toInt());
        }
        return place.has_value();
    }, patienceMs);
    if (found)
        click(*place);
    return found;
}

} // namespace tollkeeper::test
