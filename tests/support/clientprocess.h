// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

namespace tollkeeper::test {

/// The path of tollkeeper_test_client.
[[nodiscard]] QString clientProgram();

/// Several processes of tollkeeper_test_client (see client.cpp for its verbs) that wait for one
/// signal and then run at the same moment. Lives in the main thread.
class ClientProcesses final
{
public:
    explicit ClientProcesses(const QString &program = clientProgram()) : m_program(program) {}

    /// Starts a process with \a arguments that waits; \a beforeStart runs in it first, where only
    /// system calls are allowed. A failure ends the test.
    void add(const QStringList &arguments,
             const std::function<void()> &beforeStart = {});
    /// Lets all of them go. Not waiting for them: the test may make trouble meanwhile.
    void release();
    /// SIGKILLs all of them; finish() then gives what they printed until then.
    void kill();
    /// The lines that each printed, in the order of add(). All must end by themselves in time.
    [[nodiscard]] std::vector<QStringList> finish(int timeoutMs = 60'000);

private:
    QString m_program;
    bool m_killed = false;
    std::vector<std::unique_ptr<QProcess>> m_processes;
};

} // namespace tollkeeper::test
