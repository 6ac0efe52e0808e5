// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/money.h"
#include "values/range.h"
#include "values/timestamp.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace tollkeeper {

// Plain values: any thread.

/// Calls, tokens and cost added up, exactly.
struct Totals
{
    qint64 calls = 0;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    Money cost;
    std::optional<Timestamp> lastUsed;

    Totals &operator+=(const Totals &other);
    friend bool operator==(const Totals &, const Totals &) = default;
};

/// All good calls added up by hour or day x project x model: what every sum, chart and table of a
/// range is made from without asking the store again. An immutable value once it is filled.
struct SpendCube
{
    struct Cell
    {
        qint32 bucket = 0;  ///< days or hours since the epoch, by unit
        qint32 project = 0; ///< index into projects
        qint32 model = 0;   ///< index into models
        Totals totals;
    };

    BucketUnit unit = BucketUnit::Day;
    QStringList projects;
    QStringList models;
    QStringList stores = {};           ///< of a merged view, as it calls them; else none
    std::vector<qint32> storeOf = {};  ///< of a merged view: of each project, the index into stores
    std::vector<Cell> cells; ///< by bucket, ascending
    qint64 badRows = 0;      ///< rows left out: NaN or negative cost, unreadable date and the like

    /// From the first to the last bucket with calls; empty when there are none.
    [[nodiscard]] Range extent() const;
};

/// Which calls to look at. Empty members do not restrict.
struct SpendFilter
{
    std::optional<Range> range;
    std::optional<QString> project;
    std::optional<QString> model;
    std::optional<QString> store = {}; ///< of a merged view, which knows it by SpendCube::stores

    /// The same calls in \a other range; empty: at any time.
    [[nodiscard]] SpendFilter over(const std::optional<Range> &other) const
    {
        SpendFilter same = *this;
        same.range = other;
        return same;
    }
    friend bool operator==(const SpendFilter &, const SpendFilter &) = default;
};

} // namespace tollkeeper
