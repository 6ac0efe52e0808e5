// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tollctl.h"

#include "under.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

#include <pwd.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

QJsonObject Outcome::json() const
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(out, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject() || !out.endsWith('\n')) {
        QTest::qFail(
            qPrintable(u"Not a line with a JSON object: \"%1\", on standard error: %2"_s.arg(
                QString::fromUtf8(out), QString::fromUtf8(err))),
            __FILE__, __LINE__);
    }
    return document.object();
}

Tollctl::Tollctl()
{
    m_environment.insert(u"HOME"_s, m_home.path());
    m_environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
    m_environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    for (const auto &sanitizer :
         {u"ASAN_OPTIONS"_s, u"UBSAN_OPTIONS"_s, u"TSAN_OPTIONS"_s, u"LSAN_OPTIONS"_s}) {
        if (const QString value = qEnvironmentVariable(sanitizer.toLatin1()); !value.isEmpty())
            m_environment.insert(sanitizer, value);
    }
}

void Tollctl::set(const QString &variable, const QString &value)
{
    m_environment.insert(variable, value);
}

QString Tollctl::defaultStore() const
{
    return QDir(home()).filePath(u".llm_toll.db"_s);
}

void Tollctl::prepare(QProcess &process) const
{
    process.setProgram(m_executable);
    process.setProcessEnvironment(m_environment);
    process.setWorkingDirectory(m_home.path());
    if (m_nobody) {
        const passwd *nobody = getpwnam("nobody");
        const auto user = nobody->pw_uid;
        const auto group = nobody->pw_gid;
        process.setChildProcessModifier([user, group] {
            if (setgid(group) != 0 || setuid(user) != 0)
                _exit(99);
        });
    }
}

std::unique_ptr<QProcess> Tollctl::start(const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    prepare(*process);
    process->setArguments(arguments);
    if (QStringList tool = under(); !tool.isEmpty()) {
        process->setProgram(tool.takeFirst());
        process->setArguments(tool + QStringList{m_executable} + arguments);
    }
    process->start();
    if (!process->waitForStarted())
        qFatal("tollctl does not start: %s", qPrintable(process->errorString()));
    return process;
}

Outcome Tollctl::finish(QProcess &process)
{
    const int patienceMs = under().isEmpty() ? 60'000 : 600'000;
    process.closeWriteChannel();
    if (!process.waitForFinished(patienceMs) && process.state() != QProcess::NotRunning)
        return {};
    if (process.exitStatus() != QProcess::NormalExit)
        return {-1, {}, "crashed: " + process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

Outcome Tollctl::run(const QStringList &arguments, const QByteArray &input) const
{
    const auto process = start(arguments);
    process->write(input);
    return finish(*process);
}

QString Tollctl::builtExecutable()
{
    return QStringLiteral(TOLLCTL);
}

} // namespace tollkeeper::test
