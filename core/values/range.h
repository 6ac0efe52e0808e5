// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/timestamp.h"

#include <QDate>

namespace tollkeeper {

// Plain values and pure functions: any thread. Days and hours are UTC.

/// The grain of spend data: UTC hours or UTC days.
enum class BucketUnit { Hour, Day };

/// The hour or day since 1970-01-01T00Z that \a moment falls into.
[[nodiscard]] qint32 bucketOf(Timestamp moment, BucketUnit unit);

/// Hours or days since 1970-01-01T00Z, first and last included. Empty when last < first.
struct Range
{
    BucketUnit unit = BucketUnit::Day;
    qint32 first = 0;
    qint32 last = -1;

    /// Empty when either is not a date.
    [[nodiscard]] static Range days(QDate first, QDate last);
    [[nodiscard]] int size() const { return last < first ? 0 : last - first + 1; }
    [[nodiscard]] bool contains(qint32 bucket) const { return bucket >= first && bucket <= last; }
    /// The range of the same length that ends where this one starts.
    [[nodiscard]] Range before() const;
    /// The same span in hours; hours stay as they are.
    [[nodiscard]] Range inHours() const;
    /// The days that it touches; days stay as they are.
    [[nodiscard]] Range inDays() const;
    [[nodiscard]] QDate firstDay() const;
    [[nodiscard]] QDate lastDay() const;
    /// The first moment inside, and the first one after it.
    [[nodiscard]] Timestamp begin() const;
    [[nodiscard]] Timestamp end() const;
    friend bool operator==(const Range &, const Range &) = default;
};

enum class RangePreset { Last24Hours, Last7Days, Last30Days, Month, Quarter, All, Custom };

/// The range that a preset means at \a now, and the one that it is compared with.
struct RangeSelection
{
    RangePreset preset = RangePreset::Last30Days;
    Range current;
    Range previous;
    friend bool operator==(const RangeSelection &, const RangeSelection &) = default;
};

/// Month and Quarter run from their first day to today and compare with as many days from the
/// start of the month or quarter before, but never past its end. \a all is what All means (the
/// store's first to last day), which has an empty range before it; \a custom what Custom means.
[[nodiscard]] RangeSelection selectRange(RangePreset preset, Timestamp now, Range all,
                                         Range custom);

} // namespace tollkeeper
