// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace tollkeeper::postgres {

/// What {name} or {name argument} in a statement is on PostgreSQL; nothing where it is the same on
/// both databases. May hold fragments itself.
[[nodiscard]] std::optional<QString> fragment(const QString &name, const QString &argument);

} // namespace tollkeeper::postgres
