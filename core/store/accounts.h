// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/transaction.h"

#include <map>

/// Many calls in one transaction: what batching and forwarding have in common.
namespace tollkeeper::operations {

/// A project of the transaction: its row is locked, and its total moves on with every call.
struct Account
{
    double totalUsd = 0;
    std::optional<double> storedCap;
    bool created = false; ///< the row was made by this transaction
    bool charged = false;
    bool periodClosed = false; ///< and so has to be committed
};
using Accounts = std::map<QString, Account>; // in one order for everybody, so that nobody deadlocks

struct LoggedCall
{
    UsageRecord usage;
    Timestamp at;
};

/// Makes sure of the projects' rows, locks them, and fills in what they hold.
[[nodiscard]] Result<void> lockAccounts(Connection &connection, Accounts &accounts, Timestamp now);
/// Writes the calls and the totals of the accounts that were charged. Rows that were only made to
/// be locked go again.
[[nodiscard]] Result<void> writeCalls(Connection &connection, const Accounts &accounts,
                                      const std::vector<LoggedCall> &calls, Timestamp now);

} // namespace tollkeeper::operations
