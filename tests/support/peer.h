// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/location.h"
#include "values/timestamp.h"

#include <QString>

/// llm-toll's statements, in its order and with its locks: the program that writes beside ours.
namespace tollkeeper::test::peer {

/// What it runs on connecting.
[[nodiscard]] QString schema(Backend backend);
/// A row of usage_logs alone; values are SQL text, so that they can be as wrong as a test needs.
struct LogRow
{
    QString project = QStringLiteral("'demo'");
    QString model = QStringLiteral("'gpt-4o'");
    QString inputTokens = QStringLiteral("100");
    QString outputTokens = QStringLiteral("20");
    QString cost = QStringLiteral("0.25");
    QString createdAt = QStringLiteral("'2026-11-20T12:00:00+00:00'");
};
[[nodiscard]] QString insertLog(const LogRow &row);
/// One call in one transaction: the log row first, the budget row second.
[[nodiscard]] QString record(Backend backend, const QString &project, double costUsd,
                             Timestamp when);

} // namespace tollkeeper::test::peer
