// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/spendcube.h"
#include "values/usage.h"

namespace tollkeeper {

/// What an export holds, counted as it is written: what its manifest says and verifying asks for. A
/// plain value: any thread.
struct ExportTally
{
    qint64 calls = 0;   ///< that are part of the sums
    qint64 badRows = 0; ///< that are left out of them
    Money cost;         ///< of the calls, exact

    [[nodiscard]] static ExportTally of(const Totals &totals, qint64 badRows)
    {
        return {totals.calls, badRows, totals.cost};
    }
    void add(bool good, double costUsd)
    {
        if (good) {
            ++calls;
            cost += Money::fromUsd(costUsd);
        } else {
            ++badRows;
        }
    }
    [[nodiscard]] qint64 rows() const { return calls + badRows; }
    friend bool operator==(const ExportTally &, const ExportTally &) = default;
};

} // namespace tollkeeper
