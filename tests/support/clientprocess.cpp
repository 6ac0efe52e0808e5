// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientprocess.h"

#include <QDeadlineTimer>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

QString clientProgram()
{
    return QStringLiteral(TOLLKEEPER_TEST_CLIENT);
}

void ClientProcesses::add(const QStringList &arguments, const std::function<void()> &beforeStart)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    if (beforeStart)
        process->setChildProcessModifier(beforeStart);
    process->start(m_program, arguments);
    // It prints a line when it is about to wait for the signal.
    constexpr int patienceMs = 60'000;
    if (!process->waitForReadyRead(patienceMs) || process->readLine() != "ready\n")
        qFatal("The test client did not start: %s", qPrintable(process->errorString()));
    m_processes.push_back(std::move(process));
}

void ClientProcesses::release()
{
    for (const auto &process : m_processes) {
        process->write("go\n");
        process->waitForBytesWritten();
    }
}

void ClientProcesses::kill()
{
    for (const auto &process : m_processes)
        process->kill();
    m_killed = true;
}

std::vector<QStringList> ClientProcesses::finish(int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    std::vector<QStringList> answers;
    for (const auto &process : m_processes) {
        if (process->state() != QProcess::NotRunning
            && !process->waitForFinished(static_cast<int>(deadline.remainingTime())))
            qFatal("A test client hangs: %s", qPrintable(process->arguments().join(u' ')));
        if (!m_killed && (process->exitStatus() != QProcess::NormalExit || process->exitCode() != 0))
            qFatal("A test client crashed: %s", qPrintable(process->arguments().join(u' ')));
        answers.push_back(
            QString::fromUtf8(process->readAll()).split(u'\n', Qt::SkipEmptyParts));
    }
    m_processes.clear();
    return answers;
}

} // namespace tollkeeper::test
