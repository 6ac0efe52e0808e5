// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

namespace tollkeeper {

/// A WHERE condition with the values of its placeholders, put together part by part.
struct Condition
{
    QString sql;
    Bindings bindings;

    [[nodiscard]] static Condition of(const Dialect &dialect, const SpendFilter &filter);
    void add(const QString &condition, const Bindings &values = {});
    [[nodiscard]] QString orTrue() const { return sql.isEmpty() ? QStringLiteral("1 = 1") : sql; }
};

} // namespace tollkeeper
