// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/change.h"

#include "analysis/pricing.h"
#include "analysis/selection.h"

#include <bit>
#include <cmath>
#include <map>
#include <numeric>

namespace tollkeeper {

namespace {

constexpr size_t factorCount = changeFactors.size();
constexpr size_t everyFactor = (size_t{1} << factorCount) - 1;

// What a project would have spent if the factors whose bits are set were the new ones.
using Mixed = std::array<double, everyFactor + 1>;

struct Cell
{
    Totals before;
    Totals now;
};

// One model of a project in one range, as the factors of its cost.
struct Factors
{
    double calls = 0; // of the project
    double share = 0;
    double input = 0;
    double output = 0;
    double price = 0;
};

double ratio(qint64 part, qint64 whole)
{
    return static_cast<double>(part) / static_cast<double>(whole);
}

Factors factorsOf(const Totals &model, qint64 projectCalls)
{
    if (model.calls == 0)
        return {static_cast<double>(projectCalls), 0, 0, 0, 0};
    return {static_cast<double>(projectCalls), ratio(model.calls, projectCalls),
            ratio(model.inputTokens, model.calls), ratio(model.outputTokens, model.calls),
            ratio(model.cost.units(), model.calls)}; // the cost of a call, so far
}

// Adds what one model of a project would have cost in each mixture of old and new.
void addModel(Mixed &spend, const Cell &model, const Cell &project, double outputWeight)
{
    Factors before = factorsOf(model.before, project.before.calls);
    Factors now = factorsOf(model.now, project.now.calls);
    const auto takeOver = [](Factors &absent, const Factors &present, const Totals &whole) {
        const double share = whole.calls == 0 ? present.share : 0;
        absent = {absent.calls, share, present.input, present.output, present.price};
    };
    if (model.before.calls == 0)
        takeOver(before, now, project.before);
    else if (model.now.calls == 0)
        takeOver(now, before, project.now);

    const auto weighted = [outputWeight](double input, double output) {
        return input + outputWeight * output;
    };
    const double tokensBefore = weighted(before.input, before.output);
    const double tokensNow = weighted(now.input, now.output);
    const bool noTokens = tokensBefore <= 0 || tokensNow <= 0;
    for (auto &[side, tokens] : {std::pair<Factors &, double>{before, tokensBefore},
                                 std::pair<Factors &, double>{now, tokensNow}}) {
        if (noTokens) {
            side.input = 1;
            side.output = 0;
        } else {
            side.price /= tokens;
        }
    }
    for (size_t mixture = 0; mixture <= everyFactor; ++mixture) {
        const auto of = [&](ChangeFactor factor) -> const Factors & {
            return mixture >> static_cast<size_t>(factor) & 1 ? now : before;
        };
        spend[mixture] +=
            of(ChangeFactor::Calls).calls * of(ChangeFactor::Mix).share *
            weighted(of(ChangeFactor::InputTokens).input, of(ChangeFactor::OutputTokens).output) *
            of(ChangeFactor::Price).price;
    }
}

// The Shapley value of one factor. A set and what it leaves out are added as a pair, so that
// swapping the ranges gives the same sum with the other sign, to the bit.
double shapley(const Mixed &spend, ChangeFactor factor)
{
    // |set|! (4 - |set|)! / 5!
    constexpr std::array weights{1.0 / 5, 1.0 / 20, 1.0 / 30, 1.0 / 20, 1.0 / 5};
    const size_t own = size_t{1} << static_cast<size_t>(factor);
    const size_t others = everyFactor & ~own;
    double sum = 0;
    for (size_t set = 0; set <= everyFactor; ++set) {
        const size_t rest = others & ~set;
        if ((set & own) != 0 || set > rest)
            continue;
        const auto step = [&](size_t from) { return spend[from | own] - spend[from]; };
        sum += weights[static_cast<size_t>(std::popcount(set))] * (step(set) + step(rest));
    }
    return sum;
}

ChangeParts partsOf(const Mixed &spend, Money difference)
{
    ChangeParts parts;
    ChangeFactor largest = ChangeFactor::Calls;
    for (const ChangeFactor factor : changeFactors) {
        parts[factor] = Money::fromUnits(1).scaled(shapley(spend, factor));
        if (std::abs(parts[factor].units()) > std::abs(parts[largest].units()))
            largest = factor;
    }
    parts[largest] += difference - parts.sum();
    return parts;
}

} // namespace

Money ChangeParts::sum() const
{
    return std::accumulate(amounts.begin(), amounts.end(), Money());
}

ChangeParts &ChangeParts::operator+=(const ChangeParts &other)
{
    for (const ChangeFactor factor : changeFactors)
        (*this)[factor] += other[factor];
    return *this;
}

SpendChange spendChange(const SpendCube &cube, const Range &before, const Range &now,
                        const SpendFilter &names)
{
    SpendChange change;
    change.rangeBefore = before;
    change.rangeNow = now;

    // By project and model: few of all pairs have calls.
    std::map<std::pair<qint32, qint32>, Cell> models;
    std::vector<Cell> projects(static_cast<size_t>(cube.projects.size()));
    std::vector<PriceEvidence> pricesBefore(static_cast<size_t>(cube.models.size()));
    std::vector<PriceEvidence> pricesNow(pricesBefore);
    const auto gather = [&](const Range &range, Totals Cell::*side,
                            std::vector<PriceEvidence> &prices) {
        Selection(cube, names.over(range)).forEach([&](const SpendCube::Cell &cell) {
            models[{cell.project, cell.model}].*side += cell.totals;
            projects[static_cast<size_t>(cell.project)].*side += cell.totals;
            prices[static_cast<size_t>(cell.model)].add(cell.totals);
        });
    };
    gather(before, &Cell::before, pricesBefore);
    gather(now, &Cell::now, pricesNow);

    std::vector<Mixed> spend(projects.size(), Mixed{});
    for (const auto &[key, cell] : models) {
        const auto project = static_cast<size_t>(key.first);
        const auto model = static_cast<size_t>(key.second);
        addModel(spend[project], cell, projects[project],
                 outputWeight(pricesBefore[model], pricesNow[model]));
    }
    for (size_t i = 0; i < projects.size(); ++i) {
        if (projects[i].before.calls == 0 && projects[i].now.calls == 0)
            continue;
        ProjectChange row{
            cube.projects.at(static_cast<qsizetype>(i)), projects[i].before, projects[i].now, {}};
        row.parts = partsOf(spend[i], row.difference());
        change.before += row.before;
        change.now += row.now;
        change.parts += row.parts;
        change.projects.push_back(std::move(row));
    }
    std::ranges::sort(change.projects, [](const ProjectChange &a, const ProjectChange &b) {
        const qint64 sizeA = std::abs(a.difference().units());
        const qint64 sizeB = std::abs(b.difference().units());
        return sizeA != sizeB ? sizeA > sizeB : a.project < b.project;
    });
    return change;
}

std::vector<ChangeStep> changeSteps(const SpendChange &change)
{
    std::vector<ChangeStep> steps{{std::nullopt, {}, change.before.cost}};
    for (const ChangeFactor factor : changeFactors) {
        const Money from = steps.back().to;
        steps.push_back({factor, from, from + change.parts[factor]});
    }
    steps.push_back({std::nullopt, {}, change.now.cost});
    return steps;
}

std::optional<MainCause> mainCause(const SpendChange &change)
{
    const bool rose = change.difference() > Money();
    std::optional<MainCause> main;
    for (size_t project = 0; project < change.projects.size(); ++project) {
        for (const ChangeFactor factor : changeFactors) {
            const Money amount = change.projects[project].parts[factor];
            const bool sameWay = rose ? amount > Money() : amount < Money();
            if (sameWay && (!main || (rose ? amount > main->amount : amount < main->amount)))
                main = MainCause{project, factor, amount};
        }
    }
    return change.difference() == Money() ? std::nullopt : main;
}

} // namespace tollkeeper
