// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/pricing.h"

#include "analysis/provider.h"

#include <algorithm>
#include <utility>

namespace tollkeeper {

namespace {

constexpr double lowestWeight = 1;
constexpr double highestWeight = 10;
constexpr double usualWeight = 4;
constexpr double leastDetermined = 1e-6;

qint64 tokensOf(const Totals &totals)
{
    return totals.inputTokens + totals.outputTokens;
}

} // namespace

bool isLocalModel(const QString &model)
{
    const auto provider = providerOf(model);
    return provider && provider->local;
}

std::vector<Summary> unpricedModels(const SpendCube &cube, const SpendFilter &filter)
{
    std::vector<Summary> models = summarise(cube, GroupBy::Model, filter);
    std::erase_if(models, [](const Summary &model) {
        return model.totals.cost != Money() || tokensOf(model.totals) == 0 ||
               isLocalModel(model.name);
    });
    std::ranges::stable_sort(models, std::ranges::greater(),
                             [](const Summary &model) { return tokensOf(model.totals); });
    return models;
}

void PriceEvidence::add(const Totals &totals)
{
    const auto input = static_cast<double>(totals.inputTokens);
    const auto output = static_cast<double>(totals.outputTokens);
    const auto cost = static_cast<double>(totals.cost.units());
    m_inputInput += input * input;
    m_inputOutput += input * output;
    m_outputOutput += output * output;
    m_costInput += cost * input;
    m_costOutput += cost * output;
}

std::optional<PriceEvidence::Ratio> PriceEvidence::ratio() const
{
    const double squares = m_inputInput * m_outputOutput;
    if (squares <= 0)
        return {};
    // The normal equations of cost = a * input + b * output, both times their determinant.
    const double weight = (squares - m_inputOutput * m_inputOutput) / squares;
    const double a = m_costInput * m_outputOutput - m_costOutput * m_inputOutput;
    const double b = m_costOutput * m_inputInput - m_costInput * m_inputOutput;
    if (weight < leastDetermined || (a <= 0 && b <= 0))
        return {};
    if (a <= 0)
        return Ratio{highestWeight, weight};
    return Ratio{std::clamp(b / a, lowestWeight, highestWeight), weight};
}

double outputWeight(const PriceEvidence &one, const PriceEvidence &other)
{
    const auto first = one.ratio();
    const auto second = other.ratio();
    if (first && second) {
        return (first->value * first->weight + second->value * second->weight) /
               (first->weight + second->weight);
    }
    const auto &known = first ? first : second;
    return known ? known->value : usualWeight;
}

} // namespace tollkeeper
