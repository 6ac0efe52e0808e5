// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/summary.h"

/// What costs as logged tell about prices, which no store keeps. Pure functions: any thread.
namespace tollkeeper {

/// A model that runs on the user's own machines and costs nothing by nature: see Provider::local.
[[nodiscard]] bool isLocalModel(const QString &model);

/// Models whose calls in \a filter have tokens and no cost at all, though they are not local ones:
/// a price that was missing when they were logged hides spend. By tokens descending, then by name.
[[nodiscard]] std::vector<Summary> unpricedModels(const SpendCube &cube,
                                                  const SpendFilter &filter = {});

/// Costs and tokens of the calls of one model, gathered so that its prices can be told from them.
class PriceEvidence
{
public:
    void add(const Totals &totals);
    /// The price of an output token over that of an input token, by least squares; empty where the
    /// calls do not tell (all have the same share of output, or no cost).
    struct Ratio
    {
        double value = 0;
        double weight = 0; ///< how well it is determined: 0 to 1
    };
    [[nodiscard]] std::optional<Ratio> ratio() const;

private:
    double m_inputInput = 0;
    double m_inputOutput = 0;
    double m_outputOutput = 0;
    double m_costInput = 0;
    double m_costOutput = 0;
};

/// How many input tokens of a model cost as much as one output token: what the calls of two ranges
/// tell, from 1 to 10 as on providers' price lists; 4, the most common, where neither tells.
/// Symmetric in its arguments.
[[nodiscard]] double outputWeight(const PriceEvidence &one, const PriceEvidence &other);

} // namespace tollkeeper
