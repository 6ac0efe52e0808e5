// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QString>

#include <compare>
#include <optional>

namespace tollkeeper {

/// A moment in UTC with the microseconds that llm-toll stores (QDateTime keeps milliseconds only).
/// Range: years 1 to 9999. A plain value; usable from any thread.
struct Timestamp
{
    /// Microseconds since 1970-01-01T00:00:00Z.
    qint64 micros = 0;

    /// Strictly later than every result before in this process: two calls that are recorded can be
    /// told apart by it.
    [[nodiscard]] static Timestamp now();
    /// Reads ISO 8601 as llm-toll, PostgreSQL and Python print it: 'T' or a blank between date and
    /// time, up to 6 (more are cut) decimals of a second, and an offset, 'Z' or nothing for UTC.
    [[nodiscard]] static std::optional<Timestamp> parse(QStringView text);
    /// The first moment of a UTC day.
    [[nodiscard]] static Timestamp startOf(QDate day);

    /// As Python's datetime.isoformat() prints it: "2026-11-23T09:34:00.123456+00:00", without
    /// the fraction when the microseconds are exactly 0.
    [[nodiscard]] QString toIso() const;
    /// The UTC day it falls on.
    [[nodiscard]] QDate day() const;

    friend auto operator<=>(const Timestamp &, const Timestamp &) = default;
};

/// Days since 1970-01-01 (UTC) of \a day, and back: the bucket numbers of a SpendCube.
[[nodiscard]] qint32 epochDay(QDate day);
[[nodiscard]] QDate dayFromEpoch(qint32 epochDay);

} // namespace tollkeeper
