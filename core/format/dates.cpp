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

// English, whatever the machine's locale: so is every other word.
QString inEnglish(QDate date, const QString &pattern)
{
    return QLocale::c().toString(date, pattern);
}

// "15:00"; a moment within an hour is that hour.
QString hour(Timestamp moment)
{
    const qint64 inDay = moment.micros - Timestamp::startOf(moment.day()).micros;
    const int hours = static_cast<int>(inDay / microsPerSecond / secondsPerHour);
    return QString::asprintf("%02d:00", hours);
}

QString weekday(QDate date)
{
    return inEnglish(date, u"ddd "_s);
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
    const auto ago = [](qint64 number, QLatin1StringView unit) {
        return u"%1 %2 ago"_s.arg(number).arg(unit);
    };
    if (seconds < -secondsPerMinute || seconds >= 7 * secondsPerDay)
        return day(then.day(), now.day().year());
    if (seconds < 1) // clocks may differ by a little
        return u"just now"_s;
    if (seconds < secondsPerMinute)
        return ago(seconds, "s"_L1);
    if (seconds < secondsPerHour)
        return ago(seconds / secondsPerMinute, "min"_L1);
    if (seconds < secondsPerDay)
        return ago(seconds / secondsPerHour, "h"_L1);
    const qint64 days = seconds / secondsPerDay;
    return ago(days, days == 1 ? "day"_L1 : "days"_L1);
}

QString progress(qint64 calls, std::optional<qint64> all, qint64 elapsedMs)
{
    constexpr qint64 msPerSecond = 1000;
    constexpr qint64 secondsShown = 120; // above, minutes
    const qint64 rate = calls * msPerSecond / std::max<qint64>(elapsedMs, 1);
    QString text = all && *all >= calls ? u"%1 of %2 calls"_s.arg(count(calls), count(*all))
                                        : u"%1 calls"_s.arg(count(calls));
    if (rate > 0)
        text += u", %1 a second"_s.arg(count(rate));
    if (rate > 0 && all && *all > calls) {
        const qint64 left = (*all - calls) / rate + 1;
        text += left <= secondsShown ? u", %1 s left"_s.arg(left)
                                     : u", %1 min left"_s.arg((left + 59) / 60);
    }
    return text;
}

QString dateTime(Timestamp moment)
{
    return moment.toIso().left(19).replace(u'T', u' ') + u" UTC"_s;
}

QString day(QDate date, int year)
{
    if (!date.isValid())
        return u"–"_s;
    return inEnglish(date, date.year() == year ? u"d MMM"_s : u"d MMM yyyy"_s);
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
        return inEnglish(first, u"MMM yyyy"_s);
    case BarUnit::Day:
    case BarUnit::Week:
        break;
    }
    return inEnglish(first, u"d MMM"_s);
}

QString barTitle(BarUnit unit, const SpendSeries::Bar &bar)
{
    const QDate first = bar.range.firstDay();
    switch (unit) {
    case BarUnit::Hour:
        return weekday(first) + day(first) + u", "_s + hour(bar.range.begin()) + u'–' +
               hour(bar.range.end()) + u" UTC"_s;
    case BarUnit::Day:
        break;
    case BarUnit::Week: {
        const QDate monday = first.addDays(1 - first.dayOfWeek());
        return u"Week of "_s + day(monday) +
               cutDays(bar.range.inDays(), Range::days(monday, monday.addDays(6)));
    }
    case BarUnit::Month: {
        const QDate start(first.year(), first.month(), 1);
        return inEnglish(first, u"MMMM yyyy"_s) +
               cutDays(bar.range.inDays(), Range::days(start, start.addMonths(1).addDays(-1)));
    }
    }
    return weekday(first) + day(first);
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
                   ? u"limit reached, reset due on %1"_s.arg(day(*forecast.nextReset, year))
                   : u"limit reached"_s;
    case Outlook::NoSpend:
        return u"no spend in the last 7 full days"_s;
    case Outlook::LastsPastReset:
        return u"lasts past the reset on %1"_s.arg(day(*forecast.nextReset, year));
    case Outlook::RunsOut: {
        if (!forecast.runsOutAt)
            return u"lasts over a century"_s;
        const QDate date = forecast.runsOutAt->day();
        if (now.day().daysTo(date) >= 7) // the hour would claim more than is known
            return u"runs out %1"_s.arg(day(date, year));
        return u"runs out %1%2, %3"_s.arg(weekday(date), day(date, year),
                                          hour(*forecast.runsOutAt));
    }
    }
    return u"no limit"_s;
}

} // namespace tollkeeper::format
