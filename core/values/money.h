// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <compare>
#include <limits>
#include <optional>

namespace tollkeeper {

/// Rounds \a usd to 10 decimals exactly as Python's round(x, 10): the correctly rounded decimal of
/// the exact binary value, ties to even. llm-toll and Tollkeeper write the same bits because of it.
/// NaN and infinities are returned as they are.
[[nodiscard]] double round10(double usd);

/// An exact amount of USD in units of 1e-10 USD (llm-toll's costs have 10 decimals).
///
/// Range: about +-922 million USD; sums saturate at the ends instead of wrapping round.
/// A plain value; usable from any thread.
class Money
{
public:
    static constexpr qint64 unitsPerUsd = 10'000'000'000;

    constexpr Money() = default;
    [[nodiscard]] static constexpr Money fromUnits(qint64 units)
    {
        // The one value without a negative is left out, so that a difference cannot overflow.
        return Money(units == std::numeric_limits<qint64>::min() ? units + 1 : units);
    }
    /// The amount \a usd stands for, rounded as round10() does. NaN gives zero.
    [[nodiscard]] static Money fromUsd(double usd);
    /// Reads "12", "-0.5" or "12.0000000001": at most 10 decimals, no sign of currency.
    [[nodiscard]] static std::optional<Money> parse(QStringView text);

    [[nodiscard]] constexpr qint64 units() const { return m_units; }
    /// The double nearest to the amount.
    [[nodiscard]] double toUsd() const;
    /// The exact decimal, without trailing zeros: "56.59226015", "0", "-1.5".
    [[nodiscard]] QString toString() const;

    /// An estimate: \a factor times the amount, as close as a double comes; saturates. NaN: zero.
    [[nodiscard]] Money scaled(double factor) const;

    Money &operator+=(Money other);
    [[nodiscard]] friend Money operator+(Money a, Money b) { return a += b; }
    [[nodiscard]] friend Money operator-(Money a, Money b) { return a += Money(-b.m_units); }
    friend constexpr auto operator<=>(const Money &, const Money &) = default;

private:
    constexpr explicit Money(qint64 units) : m_units(units) {}
    qint64 m_units = 0;
};

} // namespace tollkeeper
