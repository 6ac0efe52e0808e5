// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "values/timestamp.h"

#include "values/isotext.h"

#include <atomic>
#include <chrono>

namespace tollkeeper {

namespace {

constexpr qint64 microsPerSecond = 1'000'000;
constexpr qint64 microsPerDay = 86'400 * microsPerSecond;
constexpr qint64 julianDayOfEpoch = 2'440'588;

// Takes exactly \a digits decimal digits off the front of \a text.
std::optional<int> takeNumber(QStringView &text, int digits)
{
    if (text.size() < digits)
        return std::nullopt;
    int value = 0;
    for (int i = 0; i < digits; ++i) {
        const QChar c = text.at(i);
        if (c < u'0' || c > u'9')
            return std::nullopt;
        value = value * 10 + (c.unicode() - u'0');
    }
    text = text.mid(digits);
    return value;
}

bool take(QStringView &text, QChar c)
{
    if (!text.startsWith(c))
        return false;
    text = text.mid(1);
    return true;
}

// The day that \a micros since the epoch fall on: rounds down before 1970 as well.
qint64 dayOf(qint64 micros)
{
    using namespace std::chrono;
    return floor<days>(microseconds(micros)).count();
}

// What follows the seconds' point, cut after microseconds.
std::optional<qint64> takeFraction(QStringView &text)
{
    if (text.isEmpty() || text.front() < u'0' || text.front() > u'9')
        return std::nullopt;
    qint64 micros = 0;
    qint64 scale = microsPerSecond / 10;
    while (!text.isEmpty() && text.front() >= u'0' && text.front() <= u'9') {
        micros += (text.front().unicode() - u'0') * scale;
        scale /= 10;
        text = text.mid(1);
    }
    return micros;
}

// "Z", "", "+hh", "+hh:mm", "+hhmm" or, as PostgreSQL prints the local mean times of old,
// "+hh:mm:ss"; in seconds east of UTC.
std::optional<int> takeOffset(QStringView &text)
{
    if (text.isEmpty() || take(text, u'Z'))
        return 0;
    const bool west = text.startsWith(u'-');
    if (!west && !text.startsWith(u'+'))
        return std::nullopt;
    text = text.mid(1);
    const auto hours = takeNumber(text, 2);
    if (!hours || *hours > 23)
        return std::nullopt;
    int seconds = *hours * 3600;
    for (int unit = 60; unit > 0 && !text.isEmpty(); unit /= 60) {
        take(text, u':');
        const auto read = takeNumber(text, 2);
        if (!read || *read > 59)
            return std::nullopt;
        seconds += *read * unit;
    }
    return west ? -seconds : seconds;
}

} // namespace

Timestamp Timestamp::now()
{
    using namespace std::chrono;
    static std::atomic<qint64> last = 0;
    const qint64 clock = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
    qint64 before = last.load();
    qint64 next;
    do {
        // A clock that was set back by more than this is believed; small steps are bridged.
        constexpr qint64 bridged = 60 * microsPerSecond;
        next = before >= clock && before - clock < bridged ? before + 1 : clock;
    } while (!last.compare_exchange_weak(before, next));
    return {next};
}

std::optional<Timestamp> Timestamp::parse(QStringView text)
{
    const auto year = takeNumber(text, 4);
    if (!year || !take(text, u'-'))
        return std::nullopt;
    const auto month = takeNumber(text, 2);
    if (!month || !take(text, u'-'))
        return std::nullopt;
    const auto dayOfMonth = takeNumber(text, 2);
    if (!dayOfMonth)
        return std::nullopt;
    const QDate date(*year, *month, *dayOfMonth);
    if (!date.isValid())
        return std::nullopt;
    Timestamp result = startOf(date);
    if (text.isEmpty())
        return result;
    if (!take(text, u'T') && !take(text, u' '))
        return std::nullopt;
    const auto hour = takeNumber(text, 2);
    if (!hour || *hour > 23 || !take(text, u':'))
        return std::nullopt;
    const auto minute = takeNumber(text, 2);
    if (!minute || *minute > 59)
        return std::nullopt;
    int second = 0;
    std::optional<qint64> fraction = 0;
    if (take(text, u':')) {
        const auto read = takeNumber(text, 2);
        if (!read || *read > 59)
            return std::nullopt;
        second = *read;
        if (take(text, u'.'))
            fraction = takeFraction(text);
    }
    const auto offset = takeOffset(text);
    if (!fraction || !offset || !text.isEmpty())
        return std::nullopt;
    result.micros += ((*hour * 60 + *minute) * 60 + second - *offset) * microsPerSecond + *fraction;
    const int utcYear = result.day().year(); // the offset may lead out of the years that fit
    if (utcYear < 1 || utcYear > 9999)
        return std::nullopt;
    return result;
}

Timestamp Timestamp::startOf(QDate day)
{
    return {epochDay(day) * microsPerDay};
}

// Every call that is recorded needs it: formatting by asprintf() took a third of its time.
IsoText::IsoText(Timestamp moment)
{
    const qint64 inDay = moment.micros - dayOf(moment.micros) * microsPerDay;
    const int second = static_cast<int>(inDay / microsPerSecond);
    int year = 0;
    int month = 0;
    int day = 0;
    moment.day().getDate(&year, &month, &day);
    char *end = m_text.data();
    const auto put = [&end](int value, int digits, char after) {
        for (int i = digits - 1; i >= 0; --i, value /= 10)
            end[i] = static_cast<char>('0' + value % 10);
        end[digits] = after;
        end += digits + 1;
    };
    put(year, 4, '-');
    put(month, 2, '-');
    put(day, 2, 'T');
    put(second / 3600, 2, ':');
    put(second / 60 % 60, 2, ':');
    const int fraction = static_cast<int>(inDay % microsPerSecond);
    put(second % 60, 2, fraction == 0 ? '+' : '.');
    if (fraction != 0)
        put(fraction, 6, '+');
    put(0, 2, ':');
    put(0, 2, '\0');
    m_size = static_cast<size_t>(end - m_text.data() - 1);
}

QString Timestamp::toIso() const
{
    const IsoText text(*this);
    return QString::fromLatin1(text.view().data(), static_cast<qsizetype>(text.view().size()));
}

QDate Timestamp::day() const
{
    return dayFromEpoch(static_cast<qint32>(dayOf(micros)));
}

qint32 epochDay(QDate day)
{
    return static_cast<qint32>(day.toJulianDay() - julianDayOfEpoch);
}

QDate dayFromEpoch(qint32 epochDay)
{
    return QDate::fromJulianDay(epochDay + julianDayOfEpoch);
}

} // namespace tollkeeper
