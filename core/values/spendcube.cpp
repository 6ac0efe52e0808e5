// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "values/spendcube.h"

#include <algorithm>

namespace tollkeeper {

Totals &Totals::operator+=(const Totals &other)
{
    calls += other.calls;
    inputTokens += other.inputTokens;
    outputTokens += other.outputTokens;
    cost += other.cost;
    lastUsed = std::max(lastUsed, other.lastUsed); // an empty optional is the smallest
    return *this;
}

Range SpendCube::extent() const
{
    if (cells.empty())
        return {unit, 0, -1};
    return {unit, cells.front().bucket, cells.back().bucket};
}

} // namespace tollkeeper
