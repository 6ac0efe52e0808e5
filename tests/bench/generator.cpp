// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "generator.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tollkeeper::bench {

namespace {

constexpr qint64 microsPerSecond = 1'000'000;
constexpr qint64 microsPerDay = 86'400 * microsPerSecond;

// Sums from the front, the last being exactly 1.
std::vector<double> sums(std::vector<double> weights)
{
    std::partial_sum(weights.begin(), weights.end(), weights.begin());
    const double total = weights.back();
    for (double &weight : weights)
        weight /= total;
    weights.back() = 1;
    return weights;
}

// The first is the most frequent, the n-th 1/n of that.
std::vector<double> zipf(int count)
{
    std::vector<double> weights;
    for (int i = 1; i <= count; ++i)
        weights.push_back(1.0 / i);
    return weights;
}

std::vector<QByteArray> names(const std::vector<QByteArray> &known, const QByteArray &more,
                              int count)
{
    std::vector<QByteArray> all(known.begin(),
                                known.begin() + std::min<qsizetype>(count, known.size()));
    while (all.size() < static_cast<size_t>(count))
        all.push_back(more + QByteArray::number(all.size() + 1));
    return all;
}

// The part of a day's calls that is over at the end of each hour, UTC.
const std::vector<double> &hours()
{
    static const std::vector<double> all =
        sums({2, 1, 1, 1, 1, 2, 4, 8, 12, 14, 14, 12, 10, 13, 14, 13, 12, 10, 8, 6, 5, 4, 3, 2});
    return all;
}

// The microsecond of the day by which \a part of its calls are made.
qint64 momentAt(double part)
{
    const auto hour = std::upper_bound(hours().begin(), hours().end() - 1, part);
    const double before = hour == hours().begin() ? 0 : *(hour - 1);
    const double position =
        static_cast<double>(hour - hours().begin()) + (part - before) / (*hour - before);
    return std::min(static_cast<qint64>(position * 3600 * microsPerSecond), microsPerDay - 1);
}

} // namespace

CallGenerator::CallGenerator(const GeneratorOptions &options)
    : m_options(options)
    , m_projects(names({"support-chat", "code-assistant", "search", "summaries", "translation",
                        "onboarding", "data-labelling", "qa-bot"},
                       "project-", options.projects))
    , m_models(names({"gpt-4o", "gpt-4o-mini", "claude-sonnet-4", "gemini-2.0-flash",
                      "claude-haiku-3.5", "o3-mini"},
                     "model-", options.models))
    , m_projectSums(sums(zipf(options.projects)))
    , m_state(options.seed)
{
    for (int project = 0; project < options.projects; ++project) {
        auto favourites = zipf(options.models);
        std::rotate(favourites.begin(), favourites.begin() + project % options.models,
                    favourites.end());
        m_modelSums.push_back(sums(favourites));
    }
    for (int model = 0; model < options.models; ++model) {
        // 0.0375 to some 10 USD a million: a token costs down to the 10th decimal.
        const auto price = static_cast<qint64>(375 + uniform() * 100'000);
        m_prices.push_back({price, price * 4});
    }
    Weights days;
    const QDate first = options.end.addDays(1 - options.days);
    for (int day = 0; day < options.days; ++day) {
        const double growth = 1 + 2.0 * day / options.days;
        const double weekday = first.addDays(day).dayOfWeek() >= 6 ? 0.35 : 1;
        days.push_back(growth * weekday * (0.8 + 0.4 * uniform()));
    }
    m_daySums = sums(days);
}

// splitmix64: small, and the same everywhere, as the distributions of <random> are not.
quint64 CallGenerator::random()
{
    m_state += 0x9e3779b97f4a7c15;
    quint64 z = m_state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

double CallGenerator::uniform()
{
    return static_cast<double>(random() >> 11) * 0x1.0p-53;
}

int CallGenerator::pick(const Weights &sums)
{
    return static_cast<int>(std::upper_bound(sums.begin(), sums.end() - 1, uniform()) -
                            sums.begin());
}

void CallGenerator::startDay()
{
    while (m_row >= m_endRow) {
        ++m_day;
        m_firstRow = m_endRow;
        m_endRow = m_day + 1 == m_options.days
                       ? m_options.rows
                       : std::llround(m_daySums[static_cast<size_t>(m_day)] *
                                      static_cast<double>(m_options.rows));
    }
}

bool CallGenerator::next(GeneratedCall &call)
{
    if (m_row == m_options.rows)
        return false;
    startDay();
    call.project = pick(m_projectSums);
    call.model = pick(m_modelSums[static_cast<size_t>(call.project)]);
    // Mostly hundreds of tokens, now and then tens of thousands.
    const double size = std::exp2(6 + 8 * uniform() * uniform());
    call.inputTokens = static_cast<qint32>(size * (1 + uniform()));
    call.outputTokens = static_cast<qint32>(size * uniform()) + 1;
    const auto &[input, output] = m_prices[static_cast<size_t>(call.model)];
    call.cost = Money::fromUnits(call.inputTokens * input + call.outputTokens * output);

    const double part = (static_cast<double>(m_row - m_firstRow) + uniform()) /
                        static_cast<double>(m_endRow - m_firstRow);
    qint64 moment = momentAt(part);
    if (random() % 1000 == 0)
        moment -= moment % microsPerSecond; // is stored without a fraction
    const QDate day = m_options.end.addDays(m_day + 1 - m_options.days);
    call.at = Timestamp{Timestamp::startOf(day).micros + moment};
    ++m_row;
    return true;
}

} // namespace tollkeeper::bench
