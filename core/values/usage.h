// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/timestamp.h"

#include <QString>

#include <optional>

namespace tollkeeper {

// Plain values: any thread.

/// Names longer than this are refused: PostgreSQL cannot index a megabyte of text.
inline constexpr int maxNameLength = 1000;
/// The largest token count that PostgreSQL's INTEGER column holds.
inline constexpr qint64 maxTokens = 2'147'483'647;
/// Up to this cost of one call a double holds 10 decimals exactly. Anything above is refused when
/// recorded and counted as a bad row when found.
inline constexpr double maxCostUsd = 100'000;

/// One LLM call to be recorded.
struct UsageRecord
{
    QString project; ///< 1 to maxNameLength characters, no NUL
    QString model;   ///< the same
    qint64 inputTokens = 0;  ///< 0 to maxTokens
    qint64 outputTokens = 0; ///< 0 to maxTokens
    double costUsd = 0;      ///< 0 to maxCostUsd; rounded to 10 decimals when it is stored
    friend bool operator==(const UsageRecord &, const UsageRecord &) = default;
};

/// One row of usage_logs, as it is stored: other writers' rows may hold anything.
struct Call
{
    qint64 id = 0;
    UsageRecord usage;
    std::optional<Timestamp> createdAt; ///< empty when the stored date cannot be read
    QString createdAtText;              ///< as stored (SQLite) or as ISO 8601 (PostgreSQL)
    /// Why the row is left out of every sum; empty for a good row.
    QString badReason;
    int store = 0; ///< in a merged view: which store it is from; ids are the store's own
    friend bool operator==(const Call &, const Call &) = default;
};

/// What became of a call that asked to be logged (contract, section 2).
struct Decision
{
    enum class Outcome { Logged, Refused };
    Outcome outcome = Outcome::Logged;
    /// In USD. Logged: the project's new total. Refused: the total that would have been, or the
    /// total that has reached the cap already.
    double totalUsd = 0;
    /// In USD: the cap that was applied, if any: the smaller of the caller's and the stored one.
    std::optional<double> capUsd;
    [[nodiscard]] bool logged() const { return outcome == Outcome::Logged; }
    friend bool operator==(const Decision &, const Decision &) = default;
};

} // namespace tollkeeper
