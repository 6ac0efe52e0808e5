// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "values/range.h"

#include <algorithm>
#include <chrono>

namespace tollkeeper {

namespace {

constexpr qint32 hoursPerDay = 24;

qint64 bucketMicros(BucketUnit unit)
{
    using namespace std::chrono;
    return unit == BucketUnit::Hour ? microseconds(hours(1)).count()
                                    : microseconds(days(1)).count();
}

QDate startOfMonth(QDate day)
{
    return {day.year(), day.month(), 1};
}

QDate startOfQuarter(QDate day)
{
    return {day.year(), (day.month() - 1) / 3 * 3 + 1, 1};
}

// From the start of a calendar period to today, and as far into the one before: never out of it,
// so that 1 to 31 March is compared with the whole of February and no day counts twice.
RangeSelection calendarPeriod(RangePreset preset, QDate start, QDate startBefore, QDate today)
{
    const Range current = Range::days(start, today);
    const QDate sameDayBefore = startBefore.addDays(current.size() - 1);
    return {preset, current, Range::days(startBefore, std::min(sameDayBefore, start.addDays(-1)))};
}

} // namespace

qint32 bucketOf(Timestamp moment, BucketUnit unit)
{
    using namespace std::chrono;
    const microseconds time(moment.micros);
    return static_cast<qint32>(unit == BucketUnit::Hour ? floor<hours>(time).count()
                                                        : floor<days>(time).count());
}

Range Range::days(QDate first, QDate last)
{
    if (!first.isValid() || !last.isValid())
        return {};
    return {BucketUnit::Day, epochDay(first), epochDay(last)};
}

Range Range::before() const
{
    return {unit, first - size(), first - 1};
}

Range Range::inHours() const
{
    if (unit == BucketUnit::Hour)
        return *this;
    return {BucketUnit::Hour, first * hoursPerDay, (first + size()) * hoursPerDay - 1};
}

Range Range::inDays() const
{
    if (unit == BucketUnit::Day)
        return *this;
    const qint32 firstDay = bucketOf(begin(), BucketUnit::Day);
    if (size() == 0)
        return {BucketUnit::Day, firstDay, firstDay - 1};
    return {BucketUnit::Day, firstDay, bucketOf({end().micros - 1}, BucketUnit::Day)};
}

QDate Range::firstDay() const
{
    return begin().day();
}

QDate Range::lastDay() const
{
    return Timestamp{end().micros - 1}.day();
}

Timestamp Range::begin() const
{
    return {first * bucketMicros(unit)};
}

Timestamp Range::end() const
{
    return {(qint64(first) + size()) * bucketMicros(unit)};
}

RangeSelection selectRange(RangePreset preset, Timestamp now, Range all, Range custom)
{
    const QDate today = now.day();
    const auto lastDays = [&](int days) {
        const Range current = Range::days(today.addDays(1 - days), today);
        return RangeSelection{preset, current, current.before()};
    };
    switch (preset) {
    case RangePreset::Last24Hours: {
        const qint32 hour = bucketOf(now, BucketUnit::Hour);
        const Range current{BucketUnit::Hour, hour - hoursPerDay + 1, hour};
        return {preset, current, current.before()};
    }
    case RangePreset::Last7Days:
        return lastDays(7);
    case RangePreset::Last30Days:
        return lastDays(30);
    case RangePreset::Month: {
        const QDate start = startOfMonth(today);
        return calendarPeriod(preset, start, start.addMonths(-1), today);
    }
    case RangePreset::Quarter: {
        const QDate start = startOfQuarter(today);
        return calendarPeriod(preset, start, start.addMonths(-3), today);
    }
    case RangePreset::All:
        return {preset, all, {all.unit, all.first, all.first - 1}}; // nothing lies before it all
    case RangePreset::Custom:
        break;
    }
    return {preset, custom, custom.before()};
}

} // namespace tollkeeper
