// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format/format.h"

namespace tollkeeper::format {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr qint64 microsPerSecond = 1'000'000;
constexpr qint64 secondsPerMinute = 60;
constexpr qint64 secondsPerHour = 60 * secondsPerMinute;
constexpr qint64 secondsPerDay = 24 * secondsPerHour;

// Not the machine's locale but that of every other word.
QString written(QDate date, const QString &pattern)
{
    return locale().toString(date, pattern);
}

// "15:00"; a moment within an hour is that hour.
QString hour(Timestamp moment)
{
    const qint64 inDay = moment.micros - Timestamp::startOf(moment.day()).micros;
    const int hours = static_cast<int>(inDay / microsPerSecond / secondsPerHour);
    return QString::asprintf("%02d:00", hours);
}

// "Thu 16 Nov 2023"; without the year within \a year.
QString dayOfWeek(QDate date, int year = 0)
{
    return written(date, date.year() == year ? Text::tr("ddd d MMM", "format of a date")
                                             : Text::tr("ddd d MMM yyyy", "format of a date"));
}

// "25 Oct – 23 Nov", with the year once where both share it and it is not \a year.
QString dayRange(QDate first, QDate last, int year)
{
    if (first == last)
        return day(first, year);
    const bool sameYear = first.year() == last.year();
    return day(first, sameYear ? first.year() : 0) + u" – "_s + day(last, sameYear ? year : 0);
}

// The days that \a shown covers, if it does not cover all of the period that it is a bar for.
QString cutDays(const Range &shown, const Range &whole)
{
    if (shown == whole)
        return {};
    return u" (%1)"_s.arg(dayRange(shown.firstDay(), shown.lastDay(), shown.firstDay().year()));
}

} // namespace

QString age(Timestamp then, Timestamp now)
{
    const qint64 seconds = (now.micros - then.micros) / microsPerSecond;
    if (seconds < -secondsPerMinute || seconds >= 7 * secondsPerDay)
        return day(then.day(), now.day().year());
    if (seconds < 1) // clocks may differ by a little
        return Text::tr("just now");
    if (seconds < secondsPerMinute)
        return Text::tr("%1 s ago").arg(seconds);
    if (seconds < secondsPerHour)
        return Text::tr("%1 min ago").arg(seconds / secondsPerMinute);
    if (seconds < secondsPerDay)
        return Text::tr("%1 h ago").arg(seconds / secondsPerHour);
    const qint64 days = seconds / secondsPerDay;
    return days == 1 ? Text::tr("1 day ago") : Text::tr("%1 days ago").arg(days);
}

QString progress(qint64 calls, std::optional<qint64> all, qint64 elapsedMs)
{
    constexpr qint64 msPerSecond = 1000;
    constexpr qint64 secondsShown = 120; // above, minutes
    const qint64 rate = calls * msPerSecond / std::max<qint64>(elapsedMs, 1);
    QString text = all && *all >= calls ? Text::tr("%1 of %2 calls").arg(count(calls), count(*all))
                                        : Text::tr("%1 calls").arg(count(calls));
    if (rate > 0)
        text += Text::tr(", %1 a second").arg(count(rate));
    if (rate > 0 && all && *all > calls) {
        const qint64 left = (*all - calls) / rate + 1;
        text += left <= secondsShown ? Text::tr(", %1 s left").arg(left)
                                     : Text::tr(", %1 min left").arg((left + 59) / 60);
    }
    return text;
}

QString dateTime(Timestamp moment)
{
    return dayInFigures(moment.day()) + u' ' + moment.toIso().mid(11, 8) + u" UTC"_s;
}

QString dayInFigures(QDate date)
{
    return written(date, Text::tr("yyyy-MM-dd", "format of a date"));
}

QString day(QDate date, int year)
{
    if (!date.isValid())
        return u"–"_s;
    return written(date, date.year() == year ? Text::tr("d MMM", "format of a date")
                                             : Text::tr("d MMM yyyy", "format of a date"));
}

QString range(const Range &range, int year)
{
    if (range.size() == 0)
        return u"–"_s;
    if (range.unit == BucketUnit::Day)
        return dayRange(range.firstDay(), range.lastDay(), year);
    const auto moment = [&](Timestamp at) { return day(at.day(), year) + u", "_s + hour(at); };
    return moment(range.begin()) + u" – "_s + moment(range.end());
}

QString barLabel(BarUnit unit, const SpendSeries::Bar &bar)
{
    const QDate first = bar.range.firstDay();
    switch (unit) {
    case BarUnit::Hour:
        return hour(bar.range.begin());
    case BarUnit::Month:
        return written(first, Text::tr("MMM yyyy", "format of a month"));
    case BarUnit::Day:
    case BarUnit::Week:
        break;
    }
    return written(first, Text::tr("d MMM", "format of a date"));
}

QString barTitle(BarUnit unit, const SpendSeries::Bar &bar)
{
    const QDate first = bar.range.firstDay();
    switch (unit) {
    case BarUnit::Hour:
        return dayOfWeek(first) + u", "_s + hour(bar.range.begin()) + u'–' + hour(bar.range.end()) +
               u" UTC"_s;
    case BarUnit::Day:
        break;
    case BarUnit::Week: {
        const QDate monday = first.addDays(1 - first.dayOfWeek());
        return Text::tr("Week of %1").arg(day(monday)) +
               cutDays(bar.range.inDays(), Range::days(monday, monday.addDays(6)));
    }
    case BarUnit::Month: {
        const QDate start(first.year(), first.month(), 1);
        return written(first, Text::tr("MMMM yyyy", "format of a month")) +
               cutDays(bar.range.inDays(), Range::days(start, start.addMonths(1).addDays(-1)));
    }
    }
    return dayOfWeek(first);
}

QString forecast(const BudgetForecast &forecast, Timestamp now)
{
    using Outlook = BudgetForecast::Outlook;
    const int year = now.day().year();
    switch (forecast.outlook) {
    case Outlook::NoLimit:
        break;
    case Outlook::Exceeded:
        return forecast.nextReset
                   ? Text::tr("limit reached, resets %1").arg(day(*forecast.nextReset, year))
                   : Text::tr("limit reached");
    case Outlook::NoSpend:
        return Text::tr("no spend in the last 7 full days");
    case Outlook::LastsPastReset:
        return Text::tr("lasts past the reset on %1").arg(day(*forecast.nextReset, year));
    case Outlook::RunsOut: {
        if (!forecast.runsOutAt)
            return Text::tr("lasts over a century");
        const QDate date = forecast.runsOutAt->day();
        if (now.day().daysTo(date) >= 7) // the hour would claim more than is known
            return Text::tr("runs out %1", "on a day").arg(day(date, year));
        return Text::tr("runs out %1, %2", "on a day, at a time")
            .arg(dayOfWeek(date, year), hour(*forecast.runsOutAt));
    }
    }
    return Text::tr("no limit");
}

} // namespace tollkeeper::format
