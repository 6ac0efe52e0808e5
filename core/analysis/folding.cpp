// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/folding.h"

#include "format/format.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

QString othersName(qsizetype count, const QString &what)
{
    return u"%1 other %2%3"_s.arg(format::count(count), what, count == 1 ? QString() : u"s"_s);
}

// Renames what \a index of a cell says. True where something was folded.
bool foldNames(SpendCube &cube, QStringList &names, qint32 SpendCube::Cell::*index, int most,
               const QString &what)
{
    if (names.size() <= most)
        return false;
    std::vector<Money> costs(static_cast<size_t>(names.size()));
    for (const SpendCube::Cell &cell : cube.cells)
        costs[static_cast<size_t>(cell.*index)] += cell.totals.cost;
    std::vector<qint32> order(costs.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::nth_element(order, order.begin() + most, [&costs](qint32 a, qint32 b) {
        const Money costA = costs[static_cast<size_t>(a)];
        const Money costB = costs[static_cast<size_t>(b)];
        return costA != costB ? costA > costB : a < b;
    });
    std::vector<qint32> places(costs.size(), most);
    QStringList kept;
    for (qint32 place = 0; place < most; ++place) {
        const qint32 name = order[static_cast<size_t>(place)];
        places[static_cast<size_t>(name)] = place;
        kept << names.at(name);
    }
    kept << othersName(names.size() - most, what);
    names = kept;
    for (SpendCube::Cell &cell : cube.cells)
        cell.*index = places[static_cast<size_t>(cell.*index)];
    return true;
}

} // namespace

void foldSmall(SpendCube &cube, int most)
{
    using Cell = SpendCube::Cell;
    const bool projects = foldNames(cube, cube.projects, &Cell::project, most, u"project"_s);
    const bool models = foldNames(cube, cube.models, &Cell::model, most, u"model"_s);
    if (!projects && !models)
        return;
    const auto key = [](const Cell &cell) { return std::tie(cell.bucket, cell.project, cell.model); };
    std::ranges::sort(cube.cells, [&key](const Cell &a, const Cell &b) { return key(a) < key(b); });
    std::vector<Cell> sums;
    for (const Cell &cell : cube.cells) {
        if (!sums.empty() && key(sums.back()) == key(cell))
            sums.back().totals += cell.totals;
        else
            sums.push_back(cell);
    }
    cube.cells = std::move(sums);
}

void foldSmall(std::vector<Budget> &budgets, int most)
{
    if (budgets.size() <= static_cast<size_t>(most))
        return;
    const auto others = budgets.begin() + most;
    const auto amount = [](const Budget &budget) {
        return std::isfinite(budget.totalUsd) ? budget.totalUsd : 0;
    };
    std::ranges::stable_sort(budgets, [&amount](const Budget &a, const Budget &b) {
        return a.limit.has_value() != b.limit.has_value() ? a.limit.has_value()
                                                          : amount(a) > amount(b);
    });
    Budget sum;
    sum.project = othersName(std::distance(others, budgets.end()), u"project"_s);
    for (auto budget = others; budget != budgets.end(); ++budget) {
        sum.totalUsd += amount(*budget);
        sum.updatedAt = std::max(sum.updatedAt, budget->updatedAt);
    }
    budgets.erase(others, budgets.end());
    budgets.push_back(std::move(sum));
}

} // namespace tollkeeper
