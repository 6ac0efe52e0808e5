// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <map>
#include <optional>

/// The text of a PostgreSQL URL. Pure functions; usable from any thread.
namespace tollkeeper::storeurl {

/// What stands in the place of a password.
inline const QString stars = QStringLiteral("***");

/// Begins as one. Whether it can be read is another question.
[[nodiscard]] bool isPostgres(const QString &text);
/// Keywords and values, by libpq. Nothing where libpq cannot read it, and where a part of what was
/// meant as the password would become a host, port or database: those are shown and kept.
[[nodiscard]] std::optional<std::map<QString, QString>> read(const QString &url);
/// Overwrites, in a program's own arguments, what maskSecrets() replaces: everybody on the machine can
/// read them. To be called as soon as they have been read.
void hideSecrets(int argc, char **argv);

} // namespace tollkeeper::storeurl
