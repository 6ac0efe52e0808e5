// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "writers.h"

#include <QDeadlineTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

std::vector<quint32> seeds(int few)
{
    const QString wanted = qEnvironmentVariable("TOLLKEEPER_TRIALS");
    const int trials = wanted.isEmpty() ? few : wanted.toInt();
    const QString first = qEnvironmentVariable("TOLLKEEPER_SEED");
    const quint32 seed = first.isEmpty() ? QRandomGenerator::global()->bounded(1'000'000'000U)
                                         : first.toUInt();
    qInfo("TOLLKEEPER_SEED=%u TOLLKEEPER_TRIALS=%d", seed, trials);
    std::vector<quint32> all;
    for (int i = 0; i < trials; ++i)
        all.push_back(seed + static_cast<quint32>(i));
    return all;
}

void printFigures(const QString &test, const QString &figures)
{
    qInfo("figures: %s: %s", qPrintable(test), qPrintable(figures));
}

Writers::~Writers()
{
    for (const auto &process : m_processes) {
        process->kill();
        process->waitForFinished();
    }
}

void Writers::add(const QStringList &arguments)
{
    constexpr int patienceMs = 60'000;
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(QStringLiteral(TOLLKEEPER_TEST_WRITER),
                   QStringList{u"url="_s + m_url,
                               u"name=w"_s + QString::number(m_processes.size() + 1)}
                       + arguments);
    if (!process->waitForReadyRead(patienceMs) || process->readLine() != "ready\n")
        qFatal("The test writer did not start: %s", qPrintable(process->errorString()));
    m_processes.push_back(std::move(process));
}

void Writers::release()
{
    for (const auto &process : m_processes) {
        process->write("go\n");
        process->waitForBytesWritten();
    }
}

void Writers::kill(size_t index)
{
    m_killed.insert(index);
    m_processes[index]->kill();
    m_processes[index]->waitForFinished();
}

bool Writers::running() const
{
    return std::any_of(m_processes.begin(), m_processes.end(), [](const auto &process) {
        return process->state() != QProcess::NotRunning;
    });
}

void Writers::finish(Ledger &ledger, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    for (size_t i = 0; i < m_processes.size(); ++i) {
        QProcess &process = *m_processes[i];
        if (process.state() != QProcess::NotRunning
            && !process.waitForFinished(static_cast<int>(deadline.remainingTime())))
            qFatal("A test writer hangs: %s", qPrintable(process.arguments().join(u' ')));
        const bool killed = m_killed.contains(i);
        if (!killed && (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0))
            qFatal("A test writer crashed: %s", qPrintable(process.arguments().join(u' ')));
        std::vector<Answer> answers;
        const QStringList lines = QString::fromUtf8(process.readAll()).split(u'\n');
        for (const QString &line : lines) {
            // The last line of a killed one may be half a line.
            if (const auto answer = Answer::fromLine(line))
                answers.push_back(*answer);
            else if (!line.isEmpty() && !killed)
                qFatal("A test writer said: %s", qPrintable(line));
        }
        ledger.add(u"w%1"_s.arg(i + 1), answers, killed);
    }
    m_processes.clear();
    m_killed.clear();
}

} // namespace tollkeeper::test
