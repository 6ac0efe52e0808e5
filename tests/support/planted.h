// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

/// A password that is looked for wherever it must not be.
namespace tollkeeper::test::planted {

/// Needs quoting everywhere. Its first word is enough to find it by.
[[nodiscard]] QString password();
/// Makes a role with this password that may do everything; returns its name.
[[nodiscard]] QString role(const QString &databaseUrl);
/// The password with each of its bytes percent-encoded.
[[nodiscard]] QString encodedWholly();

/// Whether \a text holds it, as it is or percent-encoded in any way.
[[nodiscard]] bool isIn(const QByteArray &text);
/// The files below \a folder that hold it, also inside of workbooks and PDFs; empty where all is
/// well.
[[nodiscard]] QStringList filesIn(const QString &folder);
/// What everybody on the machine can read of a process: its arguments.
[[nodiscard]] QByteArray argumentsOf(qint64 process);

} // namespace tollkeeper::test::planted
