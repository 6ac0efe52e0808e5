// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QProcess;

/// What every server that a test starts needs.
namespace tollkeeper::test {

[[nodiscard]] int freePort(); ///< on the loopback interface
/// Servers refuse to run as root: lets \a process run as somebody without rights then.
void dropRights(QProcess &process);
void giveAway(const QString &path); ///< to who such a process runs as

} // namespace tollkeeper::test
