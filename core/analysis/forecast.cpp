// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/report.h"
#include "analysis/selection.h"

#include <cmath>
#include <numeric>

namespace tollkeeper {

namespace {

constexpr qint32 burnRateDays = 7;
constexpr double longestRunwayDays = 36'525; // a century: further ahead a date says nothing
constexpr double microsPerDay = 86'400e6;

// The spend of each complete UTC day from \a first to yesterday, but not from before the first
// call: a project that started yesterday has a pace of yesterday's spend a day.
std::vector<Money> completeDays(const SpendCube &daily, SpendFilter filter, qint32 first,
                                qint32 today)
{
    filter.range.reset();
    const auto firstCall = Selection(daily, filter).firstBucket();
    if (!firstCall)
        return {};
    filter.range = Range{BucketUnit::Day, std::max(first, *firstCall), today - 1};
    std::vector<Money> days;
    for (const BucketTotals &day : byBucket(daily, filter))
        days.push_back(day.totals.cost);
    return days;
}

// What \a ahead days like the mean of \a days would cost.
Money expected(const std::vector<Money> &days, double ahead)
{
    const Money sum = std::accumulate(days.begin(), days.end(), Money());
    return days.empty() ? sum : sum.scaled(ahead / static_cast<double>(days.size()));
}

// How far the sum of \a ahead more days, drawn like \a days, lies from its expectation in 80 % of
// cases: Student's t for a prediction with an estimated mean and deviation.
Money spread(const std::vector<Money> &days, double ahead)
{
    const auto count = static_cast<double>(days.size());
    const auto average = static_cast<double>(expected(days, 1).units());
    double squares = 0;
    for (const Money day : days)
        squares += std::pow(static_cast<double>(day.units()) - average, 2);
    const double freedom = count - 1;
    const double deviation = std::sqrt(squares / freedom * (ahead + ahead * ahead / count));

    // The 90 % quantile of the normal distribution, and its expansion to Student's t.
    constexpr double z = 1.2815515655446004;
    const double t = z + (std::pow(z, 3) + z) / (4 * freedom) +
                     (5 * std::pow(z, 5) + 16 * std::pow(z, 3) + 3 * z) / (96 * freedom * freedom) +
                     (3 * std::pow(z, 7) + 19 * std::pow(z, 5) + 17 * std::pow(z, 3) - 15 * z) /
                         (384 * std::pow(freedom, 3));
    return Money::fromUnits(1).scaled(t * deviation);
}

} // namespace

MonthForecast monthForecast(const SpendCube &daily, const SpendFilter &filter, Timestamp now)
{
    const QDate today = now.day();
    const QDate firstDay(today.year(), today.month(), 1);
    MonthForecast forecast;
    forecast.lastDay = firstDay.addMonths(1).addDays(-1);
    forecast.toDate =
        total(daily, filter.over(Range::days(firstDay, today))).cost;

    const std::vector<Money> days =
        completeDays(daily, filter, epochDay(firstDay), epochDay(today));
    if (days.size() < 2)
        return forecast;
    const Timestamp end = Timestamp::startOf(firstDay.addMonths(1));
    const double ahead = static_cast<double>(end.micros - now.micros) / microsPerDay;
    forecast.projected = forecast.toDate + expected(days, ahead);
    forecast.uncertainty = spread(days, ahead);
    return forecast;
}

BudgetForecast budgetForecast(const BudgetState &state, const SpendCube &daily, Timestamp now)
{
    using Outlook = BudgetForecast::Outlook;
    const qint32 today = bucketOf(now, BucketUnit::Day);
    BudgetForecast forecast;
    const SpendFilter project{std::nullopt, state.budget.project, std::nullopt};
    forecast.burnRate = expected(completeDays(daily, project, today - burnRateDays, today), 1);
    if (!state.budget.limit)
        return forecast;
    forecast.nextReset = nextPeriodStart(state.budget.limit->period, now.day());
    if (state.status == BudgetStatus::Exceeded) {
        forecast.outlook = Outlook::Exceeded;
        forecast.runwayDays = 0;
        return forecast;
    }
    if (forecast.burnRate <= Money() || !state.left) {
        forecast.outlook = Outlook::NoSpend;
        return forecast;
    }
    forecast.runwayDays =
        static_cast<double>(state.left->units()) / static_cast<double>(forecast.burnRate.units());
    if (*forecast.runwayDays <= longestRunwayDays) {
        forecast.runsOutAt =
            Timestamp{now.micros + static_cast<qint64>(*forecast.runwayDays * microsPerDay)};
    }
    const bool lasts =
        forecast.nextReset &&
        (!forecast.runsOutAt || *forecast.runsOutAt >= Timestamp::startOf(*forecast.nextReset));
    forecast.outlook = lasts ? Outlook::LastsPastReset : Outlook::RunsOut;
    return forecast;
}

} // namespace tollkeeper
