// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console.h"

#include "format/format.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

constexpr qsizetype longestSentence = 4000;

bool isTerminal(FILE *stream)
{
#ifdef Q_OS_WIN
    return _isatty(_fileno(stream));
#else
    return isatty(fileno(stream));
#endif
}

void say(const QString &sentence)
{
    const QByteArray line = format::safeText(sentence, longestSentence).toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
}

} // namespace

ExitCode exitCode(const StoreError &error)
{
    return error.kind == StoreError::Kind::Invalid ? ExitCode::Usage : ExitCode::Failed;
}

StandardOutput::StandardOutput()
{
#ifdef SIGPIPE
    // A closed pipe is an error of write() then, also where the parent left the signal ignored.
    std::signal(SIGPIPE, SIG_IGN);
#endif
    open(QIODevice::WriteOnly | QIODevice::Unbuffered); // stdio does the buffering
}

qint64 StandardOutput::readData(char *, qint64)
{
    return -1;
}

qint64 StandardOutput::writeData(const char *data, qint64 size)
{
    if (failed())
        return -1;
    if (std::fwrite(data, 1, static_cast<size_t>(size), stdout) != static_cast<size_t>(size)) {
        m_errno = errno;
        setErrorString(failure());
        return -1;
    }
    return size;
}

bool StandardOutput::flush()
{
    if (!failed() && std::fflush(stdout) != 0)
        m_errno = errno;
    return !failed();
}

bool StandardOutput::readerGone() const
{
    return m_errno == EPIPE;
}

QString StandardOutput::failure() const
{
    return QString::fromLocal8Bit(std::strerror(m_errno));
}

Console::Console()
    : m_interactive(isTerminal(stdout))
    , m_colour(m_interactive && qEnvironmentVariableIsEmpty("NO_COLOR") &&
               qgetenv("TERM") != "dumb")
    , m_showsProgress(isTerminal(stderr) && qgetenv("TERM") != "dumb")
{
}

void Console::error(const QString &sentence)
{
    say(u"tollctl: "_s + sentence);
}

void Console::note(const QString &sentence)
{
    say(sentence);
}

void Console::progress(const QString &sentence)
{
    if (!m_showsProgress)
        return;
    const QByteArray text = "\r\x1b[K" + format::safeText(sentence, longestSentence).toUtf8();
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stderr);
}

ExitCode Console::finish(ExitCode code)
{
    if (m_out.flush() || m_out.readerGone())
        return code;
    error(u"Could not write to standard output: %1."_s.arg(m_out.failure()));
    return ExitCode::Failed;
}

} // namespace tollkeeper::cli
