// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/summary.h"

#include <array>

namespace tollkeeper {

// Plain values and pure functions: any thread.

/// Why spend changes: each is a part of the difference between two ranges.
enum class ChangeFactor {
    Calls,        ///< more or fewer calls of a project
    Mix,          ///< the calls of a project went to other models
    InputTokens,  ///< more or fewer input tokens per call
    OutputTokens, ///< more or fewer output tokens per call
    Price,        ///< a token costs more or less
};
inline constexpr std::array changeFactors{ChangeFactor::Calls, ChangeFactor::Mix,
                                          ChangeFactor::InputTokens, ChangeFactor::OutputTokens,
                                          ChangeFactor::Price};

/// A difference of spend, split by factor.
struct ChangeParts
{
    std::array<Money, changeFactors.size()> amounts;

    [[nodiscard]] Money &operator[](ChangeFactor factor)
    {
        return amounts[static_cast<size_t>(factor)];
    }
    [[nodiscard]] Money operator[](ChangeFactor factor) const
    {
        return amounts[static_cast<size_t>(factor)];
    }
    [[nodiscard]] Money sum() const;
    ChangeParts &operator+=(const ChangeParts &other);
    friend bool operator==(const ChangeParts &, const ChangeParts &) = default;
};

struct ProjectChange
{
    QString project;
    Totals before;
    Totals now;
    ChangeParts parts;
    [[nodiscard]] Money difference() const { return now.cost - before.cost; }
};

/// The difference of spend between two ranges and what it is made of. The parts of a project add
/// up to its difference, and those of all projects to the whole, to the last unit of Money.
struct SpendChange
{
    Range rangeBefore;
    Range rangeNow;
    Totals before;
    Totals now;
    ChangeParts parts;
    std::vector<ProjectChange> projects; ///< those with calls, the largest difference first
    [[nodiscard]] Money difference() const { return now.cost - before.cost; }
};

/// Splits the difference of spend between \a before and \a now, in what \a names selects (its range
/// is not heeded). The ranges may be of any length and place, and may overlap. A pure function;
/// takes milliseconds on a cube of 400 days x 40 projects x 12 models.
///
/// What a project spends is the sum over its models of
///
///     calls of the project x share of the model x (input + w * output) x price
///
/// where input and output are tokens per call, w is how many input tokens cost as much as one
/// output token (outputWeight(): stores keep the cost of a call and not the prices), and price is
/// what is left: the cost of an input token. Each factor's part is what the sum changes by when
/// that factor alone goes from its old to its new value, averaged over all orders in which the five
/// may change (the Shapley value). So no order is preferred, a factor that did not change has no
/// part, and swapping the ranges turns every sign.
///
/// Conventions: a project without calls in one of the ranges is all Calls; a model without calls in
/// one of them differs by Calls and Mix only; where a model has no tokens in one of them, its cost
/// of a call is taken for the price. What rounding leaves goes to the largest part.
[[nodiscard]] SpendChange spendChange(const SpendCube &cube, const Range &before, const Range &now,
                                      const SpendFilter &names = {});

/// One bar of the way from the spend before to the spend now.
struct ChangeStep
{
    std::optional<ChangeFactor> factor; ///< empty: the spend before (first) or now (last)
    Money from;                         ///< zero for the first and the last
    Money to;
};
/// Before, each factor, now: every factor starts where the one before it ended.
[[nodiscard]] std::vector<ChangeStep> changeSteps(const SpendChange &change);

/// The part that moved the difference the most, in its direction; empty where there is none.
struct MainCause
{
    size_t project = 0; ///< index into SpendChange::projects
    ChangeFactor factor = ChangeFactor::Calls;
    Money amount;
};
[[nodiscard]] std::optional<MainCause> mainCause(const SpendChange &change);

} // namespace tollkeeper
