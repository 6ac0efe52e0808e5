// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "programs.h"

#include <QCoreApplication>
#include <QFile>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <vector>

namespace tollkeeper::bench {

ProgramRun runProgram(const QStringList &command, const QString &outputFile)
{
    std::vector<QByteArray> bytes;
    for (const QString &argument : command)
        bytes.push_back(argument.toLocal8Bit());
    std::vector<char *> arguments;
    for (QByteArray &argument : bytes)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    const QByteArray output = QFile::encodeName(outputFile);

    const auto start = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child < 0)
        qFatal("No process: %s", qPrintable(qt_error_string()));
    if (child == 0) {
        constexpr int mode = 0600;
        const int file = ::open(output.constData(), O_WRONLY | O_CREAT | O_TRUNC, mode);
        ::dup2(file, STDOUT_FILENO);
        ::execvp(arguments.front(), arguments.data());
        ::_exit(127);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    const auto end = std::chrono::steady_clock::now();
    if (status != 0)
        qFatal("%s failed", qPrintable(command.join(u' ')));
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return {std::chrono::duration<double>(end - start).count(),
            seconds(usage.ru_utime) + seconds(usage.ru_stime),
            static_cast<double>(usage.ru_maxrss) / 1024};
}

QString ownProgram(const QString &name)
{
    return QCoreApplication::applicationDirPath() + u'/' + name;
}

} // namespace tollkeeper::bench
