// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/transaction.h"

using namespace Qt::StringLiterals;

namespace tollkeeper {

Result<Transaction> Transaction::begin(Connection &connection, const QString &name)
{
    connection.m_inTransaction = true; // to be rolled back also where only BEGIN succeeded
    const auto begun = connection.execute(name);
    if (!begun)
        return tl::unexpected(begun.error());
    return Transaction(connection);
}

Result<Transaction> Transaction::beginWrite(Connection &connection)
{
    return begin(connection, u"begin_write"_s);
}

Result<Transaction> Transaction::beginRead(Connection &connection)
{
    return begin(connection, u"begin_read"_s);
}

Result<Transaction> Transaction::beginReadLog(Connection &connection)
{
    return begin(connection, u"begin_read_log"_s);
}

Result<Transaction> Transaction::beginSealing(Connection &connection)
{
    return begin(connection, u"begin_sealing"_s);
}

Transaction::Transaction(Transaction &&other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr))
{
}

Transaction::~Transaction()
{
    if (m_connection)
        m_connection->rollBackIfOpen();
}

Result<void> Transaction::commit(const Connection::Proof &proof)
{
    Connection &connection = *std::exchange(m_connection, nullptr);
    const auto committed = connection.execute(u"commit"_s);
    if (committed) {
        connection.m_inTransaction = false;
        return {};
    }
    if (connection.m_lost)
        return connection.findOut(proof, committed.error());
    connection.rollBackIfOpen();
    return committed;
}

Result<void> Transaction::commitWhatWasRead()
{
    Connection &connection = *std::exchange(m_connection, nullptr);
    const auto committed = connection.execute(u"commit"_s);
    if (committed)
        connection.m_inTransaction = false;
    else
        connection.rollBackIfOpen();
    return committed;
}

} // namespace tollkeeper
