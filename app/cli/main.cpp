// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline.h"
#include "console.h"

#include "store/storeurl.h"

#include <QCoreApplication>

#include <cstdio>

namespace {

// Whatever goes wrong reaches the user as a sentence of ours. Qt's own remarks (on the locale under
// cron, on a driver's state) would be noise in a mail, and might quote a connection.
void dropQtRemarks(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    if (type == QtFatalMsg || type == QtCriticalMsg)
        std::fprintf(stderr, "tollctl: %s\n", qUtf8Printable(message));
}

} // namespace

int main(int argc, char *argv[])
{
    using namespace tollkeeper::cli;
    qInstallMessageHandler(dropQtRemarks);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("tollctl"));
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    tollkeeper::storeurl::hideSecrets(argc, argv);
    Console console;
    const ExitCode code = runCommandLine(arguments, console);
    return static_cast<int>(console.finish(code));
}
