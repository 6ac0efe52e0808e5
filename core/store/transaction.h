// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

namespace tollkeeper {

/// A transaction that is rolled back unless it is committed. Reading ones always are.
class Transaction final
{
public:
    [[nodiscard]] static Result<Transaction> beginWrite(Connection &connection);
    [[nodiscard]] static Result<Transaction> beginRead(Connection &connection);
    /// Reads the log: nobody empties it meanwhile.
    [[nodiscard]] static Result<Transaction> beginReadLog(Connection &connection);
    /// Writes, and every statement sees the same state of the store (PostgreSQL only).
    [[nodiscard]] static Result<Transaction> beginSealing(Connection &connection);
    ~Transaction();
    Transaction(Transaction &&other) noexcept;
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    Transaction &operator=(Transaction &&) = delete;

    /// Commits. If the connection dies meanwhile, \a proof tells what became of it: see findOut().
    [[nodiscard]] Result<void> commit(const Connection::Proof &proof);
    /// Commits where nothing hangs on it but to see that it can be: a synchronous standby then has
    /// what the transaction has read, too.
    [[nodiscard]] Result<void> commitWhatWasRead();

private:
    explicit Transaction(Connection &connection) : m_connection(&connection) {}
    [[nodiscard]] static Result<Transaction> begin(Connection &connection, const QString &name);
    Connection *m_connection;
};

} // namespace tollkeeper
