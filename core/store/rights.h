// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

namespace tollkeeper {

// Plain values and pure functions: any thread.

/// What is done to a store, as far as rights to its tables go. Looking is not among them: who may
/// not SELECT cannot open it.
enum class Task { Record, Reset, SetLimits, Seal };

[[nodiscard]] bool mayDo(Task task, const Access &access);
/// Which of the rights that the role lacks \a task needs. Empty where the task is allowed, and
/// where rights are not what stands in its way (a standby, a file's mode).
[[nodiscard]] std::vector<MissingRight> missingFor(Task task, const Access &access);
/// "SELECT and UPDATE on budgets; INSERT on tollkeeper_audit".
[[nodiscard]] QString rightsText(const std::vector<MissingRight> &rights);
/// The statements to ask an administrator for, one a line: "GRANT UPDATE ON budgets TO \"alice\";".
[[nodiscard]] QString grantStatements(const std::vector<MissingRight> &rights, const QString &role);

/// An expression of PostgreSQL: text that readMissing() reads, of the rights that any task needs and
/// the current role lacks. \a ownTables are those of Tollkeeper's that exist.
[[nodiscard]] QString missingRightsSql(const QStringList &ownTables);
[[nodiscard]] std::vector<MissingRight> readMissing(const QString &text);

} // namespace tollkeeper
