// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

#include <future>
#include <string>
#include <vector>

namespace tollkeeper {

/// Hands rows from who reads them to who writes them, in two threads: while the rows of one block
/// are taken by the other one, the next block is filled. So memory holds two blocks, some megabytes.
/// What take() uses may be used again by the owner of the relay once finish() has returned, add() has
/// returned false, or the relay is gone.
class RowRelay final
{
public:
    /// \a take runs in the other thread; false from it ends the relay.
    explicit RowRelay(RowSink take) : m_take(std::move(take)) {}
    ~RowRelay();
    Q_DISABLE_COPY_MOVE(RowRelay)

    /// False once a row was not taken.
    [[nodiscard]] bool add(const LogRow &row);
    /// Waits until every row was taken; false where one was not.
    [[nodiscard]] bool finish();

private:
    struct Block
    {
        std::vector<LogRow> rows;
        std::string texts; ///< of the rows; never grows while there are any
    };
    [[nodiscard]] bool handOver();

    RowSink m_take;
    Block m_filling;
    Block m_taken;
    std::future<bool> m_taking; ///< of m_taken
};

} // namespace tollkeeper
