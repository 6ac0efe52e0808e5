// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace tollkeeper::bench {

struct ProgramRun
{
    double seconds = 0;
    double processorSeconds = 0; ///< of the program itself, not of a server
    double megabytes = 0;        ///< the most memory it had, as far as can be seen every 10 ms
};
/// Runs a program to its end, its output into \a outputFile; a failure ends the benchmark.
[[nodiscard]] ProgramRun runProgram(const QStringList &command,
                                    const QString &outputFile = QStringLiteral("/dev/null"));
/// One of ours, from beside the benchmark.
[[nodiscard]] QString ownProgram(const QString &name);

} // namespace tollkeeper::bench
