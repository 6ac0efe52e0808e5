// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "programs.h"

#include <QCoreApplication>
#include <QFile>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace tollkeeper::bench {

namespace {

// The most memory that a process had so far. What wait4() tells counts what it was before exec().
double peakMegabytes(pid_t process)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    constexpr QByteArrayView name = "VmHWM:";
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(name))
            return line.mid(name.size()).trimmed().split(' ').front().toDouble() / 1024;
    }
    return 0;
}

} // namespace

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

    posix_spawn_file_actions_t redirection;
    ::posix_spawn_file_actions_init(&redirection);
    constexpr int mode = 0600;
    ::posix_spawn_file_actions_addopen(&redirection, STDOUT_FILENO, output.constData(),
                                       O_WRONLY | O_CREAT | O_TRUNC, mode);
    const auto start = std::chrono::steady_clock::now();
    pid_t child = 0;
    const int failure = ::posix_spawnp(&child, arguments.front(), &redirection, nullptr,
                                       arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&redirection);
    if (failure != 0)
        qFatal("%s: %s", arguments.front(), qPrintable(qt_error_string(failure)));
    constexpr int betweenLooksMs = 10;
    double megabytes = 0;
    pollfd ended{static_cast<int>(::syscall(SYS_pidfd_open, child, 0)), POLLIN, 0};
    do {
        megabytes = std::max(megabytes, peakMegabytes(child));
    } while (::poll(&ended, 1, betweenLooksMs) == 0);
    ::close(ended.fd);
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
            seconds(usage.ru_utime) + seconds(usage.ru_stime), megabytes};
}

QString ownProgram(const QString &name)
{
    return QCoreApplication::applicationDirPath() + u'/' + name;
}

} // namespace tollkeeper::bench
