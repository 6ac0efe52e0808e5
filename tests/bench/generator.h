// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/money.h"
#include "values/timestamp.h"

#include <QByteArray>

#include <array>
#include <vector>

namespace tollkeeper::bench {

struct GeneratorOptions
{
    qint64 rows = 1'000'000;
    int days = 400;
    int projects = 40;
    int models = 12;
    quint64 seed = 1;
    QDate end; ///< the last day
};

struct GeneratedCall
{
    int project = 0; ///< index of CallGenerator::projects()
    int model = 0;
    qint32 inputTokens = 0;
    qint32 outputTokens = 0;
    Money cost;
    Timestamp at;
};

/// A team's calls in the order of time: a growing number, fewer at night and at weekends, a few
/// projects and models that do most. The same options give the same calls.
class CallGenerator final
{
public:
    explicit CallGenerator(const GeneratorOptions &options);

    [[nodiscard]] const std::vector<QByteArray> &projects() const { return m_projects; }
    [[nodiscard]] const std::vector<QByteArray> &models() const { return m_models; }
    /// False after the last call.
    bool next(GeneratedCall &call);

private:
    /// Numbers that add up to a choice by weight.
    using Weights = std::vector<double>;
    [[nodiscard]] quint64 random();
    [[nodiscard]] double uniform(); ///< 0 to 1, not included
    [[nodiscard]] int pick(const Weights &sums);
    void startDay();

    GeneratorOptions m_options;
    std::vector<QByteArray> m_projects;
    std::vector<QByteArray> m_models;
    Weights m_projectSums;
    std::vector<Weights> m_modelSums; ///< every project has its own favourites
    Weights m_daySums;
    std::vector<std::array<qint64, 2>> m_prices; ///< per input and output token, in units of Money
    quint64 m_state;
    qint64 m_row = 0;
    int m_day = -1;
    qint64 m_firstRow = 0; ///< of the day
    qint64 m_endRow = 0;   ///< of the day
};

} // namespace tollkeeper::bench
