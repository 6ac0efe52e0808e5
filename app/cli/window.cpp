// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window.h"

#include <QCoreApplication>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

const QString program = u"tollkeeper"_s;

// How the window is told of --store-url: everybody on the machine can read a process' arguments,
// its environment only its owner. It means the same as --store-url there: no fallback.
const QString handOver = u"TOLLKEEPER_STORE_URL"_s;
const QString handOverReading = u"TOLLKEEPER_READ_URL"_s;

QString findWindow()
{
    const QString beside =
        QStandardPaths::findExecutable(program, {QCoreApplication::applicationDirPath()});
    return beside.isEmpty() ? QStandardPaths::findExecutable(program) : beside;
}

} // namespace

Result<void> prepareWindow(QProcess &process, const StoreArguments &store,
                           const QStringList &arguments)
{
    const QString executable = findWindow();
    if (executable.isEmpty()) {
        return fail(StoreError::Kind::Unavailable,
                    u"The window (%1) is neither beside tollctl in %2 nor in PATH. Install the "
                    "package that brings it, or put it in PATH."_s.arg(
                        program, QCoreApplication::applicationDirPath()));
    }
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(handOver);
    environment.remove(handOverReading);
    QStringList all = arguments;
    if (store.url)
        environment.insert(handOver, *store.url);
    else if (store.db)
        all << u"--db"_s << *store.db;
    if (store.readUrl)
        environment.insert(handOverReading, *store.readUrl);
    process.setProgram(executable);
    process.setArguments(all);
    process.setProcessEnvironment(environment);
    return {};
}

} // namespace tollkeeper::cli
