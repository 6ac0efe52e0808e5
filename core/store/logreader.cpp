// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/logreader.h"

#include "format/translation.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

constexpr qint64 microsPerMinute = 60'000'000;
constexpr qint64 microsPerDay = microsPerMinute * 60 * 24;
constexpr qint64 firstWidth = 15 * microsPerMinute;
constexpr double mostGrowth = 16;
constexpr qint64 widest = microsPerDay * 366 * 10'000;

const Way older{u"<"_s, u">="_s, u"DESC"_s, u"max"_s, -1};
const Way newer{u">"_s, u"<="_s, u"ASC"_s, u"min"_s, 1};

QString isoOf(qint64 micros)
{
    static const qint64 first = Timestamp::startOf({1, 1, 1}).micros;
    static const qint64 last = Timestamp::startOf({9999, 12, 31}).micros;
    return Timestamp{std::clamp(micros, first, last)}.toIso();
}

QString jsonArray(const QStringList &texts)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(texts)).toJson(QJsonDocument::Compact));
}

} // namespace

LogReader::LogReader(Connection &connection, const CallQuery &query)
    : m_connection(connection)
    , m_dialect(connection.dialect())
    , m_query(query)
    , m_way(query.before ? newer : older)
    , m_spareDays(connection.location().backend() == Backend::Sqlite ? 1 : 0)
{
}

qint64 LogReader::spare() const
{
    return m_spareDays * microsPerDay;
}

void LogReader::moveTo(const QString &moment, bool included)
{
    m_place = {};
    m_place.add(u"{moment :place_at}"_s, {{u":place_at"_s, moment}});
    m_placeText = moment;
    m_placeId.reset();
    m_placeIncluded = included;
}

Condition LogReader::beyond() const
{
    Condition condition;
    if (m_place.sql.isEmpty())
        return condition;
    const QString &at = m_place.sql;
    if (!m_placeId) {
        condition.add(u"created_at %1%2 %3"_s.arg(m_way.beyond, m_placeIncluded ? u"="_s : QString(), at),
                      m_place.bindings);
        return condition;
    }
    condition.add(u"created_at %1= %2 AND (created_at %1 %2 OR id %1 :place_id)"_s.arg(m_way.beyond, at),
                  m_place.bindings);
    condition.bindings.push_back({u":place_id"_s, *m_placeId});
    return condition;
}

// But for the place, which the window gives.
Condition LogReader::wanted() const
{
    SpendFilter anyTime = m_query.filter;
    anyTime.range.reset();
    Condition condition = Condition::of(m_dialect, anyTime);
    if (m_query.badOnly)
        condition.add(u"({good}) IS NOT TRUE"_s);
    if (!m_query.withoutMovedTo.isEmpty()) {
        condition.add(u"id NOT IN (SELECT log_id FROM tollkeeper_outbox WHERE moved_at IS NOT NULL "
                      "AND target IN (SELECT value FROM json_each(:moved_to)))"_s,
                      {{u":moved_to"_s, jsonArray(m_query.withoutMovedTo)}});
    }
    if (const auto &range = m_query.filter.range) {
        condition.add(u"{utc created_at} >= {moment :from} AND {utc created_at} < {moment :to}"_s,
                      {{u":from"_s, range->begin().toIso()}, {u":to"_s, range->end().toIso()}});
    }
    return condition;
}

Result<QVariant> LogReader::firstValue(const QString &sql, const Bindings &bindings)
{
    auto row = m_connection.queryText(sql, bindings);
    if (!row)
        return tl::unexpected(row.error());
    if (row->next())
        return row->value(0);
    if (const auto ended = m_connection.endOf(*row); !ended)
        return tl::unexpected(ended.error());
    return QVariant();
}

Result<void> LogReader::start()
{
    if (const auto &row = m_query.before ? m_query.before : m_query.after) {
        // As it is stored, whatever its type; the text is for a row that was deleted meanwhile.
        m_place.add(u"coalesce((SELECT created_at FROM usage_logs WHERE id = :place_id),"
                    " {moment :place_at})"_s,
                    {{u":place_at"_s, QString(row->createdAtText).remove(QChar(0))}});
        m_placeId = row->id;
        m_placeText = row->createdAtText;
    } else if (m_query.from) {
        moveTo(m_query.from->toIso(), true);
    } else if (m_query.filter.range) {
        moveTo(isoOf(m_query.filter.range->end().micros + spare()), false);
    }
    const bool selective = m_query.filter.model || m_query.badOnly;
    if (!selective || !m_connection.ownTables().sealing)
        return {};
    auto state = sealingState(m_connection);
    if (!state)
        return tl::unexpected(state.error());
    if (!state->valid())
        return {};
    if (!m_query.filter.range) {
        // Rows whose date cannot be read may be anywhere in the order of what is stored.
        const auto unreadable = sealedDay(u"="_s, unreadableDay);
        if (!unreadable)
            return tl::unexpected(unreadable.error());
        if (*unreadable || (!state->dirtyDays.empty() && state->dirtyDays.front().first == unreadableDay))
            return {};
    }
    m_sealing = *std::move(state);
    return {};
}

Result<QVariant> LogReader::nextMoment()
{
    Condition condition = beyond();
    QString names = u"{projects}"_s;
    if (m_query.filter.project) {
        names = u"SELECT :project AS name"_s;
        condition.bindings.push_back({u":project"_s, *m_query.filter.project});
    }
    return firstValue(m_dialect.statement(u"next_moment"_s, {{u"first_of"_s, m_way.firstOf},
                                                             {u"beyond"_s, condition.orTrue()},
                                                             {u"order"_s, m_way.order},
                                                             {u"names"_s, names}}),
                      condition.bindings);
}

Result<std::optional<int>> LogReader::sealedDay(const QString &days, int day)
{
    Condition condition;
    condition.add(u"day %1 :day"_s.arg(days), {{u":day"_s, day}});
    condition.add(m_query.badOnly ? u"bad_calls > 0"_s : u"calls + bad_calls > 0"_s);
    if (m_query.filter.project)
        condition.add(u"project = :project"_s, {{u":project"_s, *m_query.filter.project}});
    if (m_query.filter.model)
        condition.add(u"model = :model"_s, {{u":model"_s, *m_query.filter.model}});
    const auto found = firstValue(m_dialect.statement(u"next_sealed_day"_s, {{u"where"_s, condition.sql},
                                                                              {u"order"_s, m_way.order}}),
                                  condition.bindings);
    if (!found)
        return tl::unexpected(found.error());
    return found->isNull() ? std::nullopt : std::optional(found->toInt());
}

Result<QVariant> LogReader::nextUnsealed()
{
    Condition condition = wanted();
    const Condition there = beyond();
    if (!there.sql.isEmpty())
        condition.add(there.sql, there.bindings);
    condition.bindings.push_back({u":sealed_to"_s, m_sealing->sealedTo});
    return firstValue(m_dialect.statement(u"next_unsealed"_s, {{u"first_of"_s, m_way.firstOf},
                                                               {u"where"_s, condition.sql}}),
                      condition.bindings);
}

Result<bool> LogReader::skip(QVariant &next)
{
    const auto moment = Timestamp::parse(next.toString());
    if (!m_sealing || !moment)
        return true;
    QVariant found;
    const auto consider = [&](const QVariant &other) {
        if (found.isNull() || m_way.isFirst(other.toString(), found.toString()))
            found = other;
    };
    const auto unsealed = nextUnsealed();
    if (!unsealed)
        return tl::unexpected(unsealed.error());
    if (!unsealed->isNull())
        consider(*unsealed);

    const int from = bucketOf(*moment, BucketUnit::Day) - m_way.sign * m_spareDays;
    const auto sealed = sealedDay(m_way.beyond + u'=', from);
    if (!sealed)
        return tl::unexpected(sealed.error());
    std::vector<int> days;
    if (*sealed && **sealed != unreadableDay)
        days.push_back(**sealed);
    for (const auto &[dirty, mark] : m_sealing->dirtyDays) {
        if (dirty != unreadableDay && (m_way.sign < 0 ? dirty <= from : dirty >= from))
            days.push_back(dirty);
    }
    for (const int day : days) // from the end of it that comes first
        consider(isoOf((day + (m_way.sign < 0 ? 1 : 0)) * microsPerDay - m_way.sign * spare()));
    if (found.isNull())
        return false;
    if (found.typeId() == QMetaType::QString && m_way.isFirst(next.toString(), found.toString())) {
        next = found;
        moveTo(found.toString(), true);
    }
    return true;
}

LogReader::Window LogReader::windowFrom(const QVariant &next, qint64 width) const
{
    // SQLite holds values of any type; those that are not text are at the ends.
    if (next.typeId() != QMetaType::QString || width > widest)
        return {{}, true};
    const auto moment = Timestamp::parse(next.toString());
    if (!moment)
        return {next.toString(), false};
    const qint64 end = moment->micros + m_way.sign * width;
    if (const auto &range = m_query.filter.range) {
        const qint64 last =
            m_way.sign < 0 ? range->begin().micros - spare() : range->end().micros + spare();
        if (m_way.sign < 0 ? end <= last : end >= last)
            return {isoOf(last), true};
        // Nearly nothing is between the place to start from and the range: that tells no width.
        const qint64 start = m_way.sign < 0 ? range->end().micros : range->begin().micros;
        if (m_way.sign < 0 ? moment->micros > start : moment->micros < start)
            return {isoOf(start), false, true};
    }
    return {isoOf(end), false};
}

Condition LogReader::conditionOf(const Window &window) const
{
    Condition condition = wanted();
    const Condition place = beyond();
    if (!place.sql.isEmpty())
        condition.add(place.sql, place.bindings);
    if (window.end)
        condition.add(u"created_at %1 {moment :end}"_s.arg(m_way.upTo), {{u":end"_s, *window.end}});
    return condition;
}

Result<qint64> LogReader::read(qint64 wanted, qint64 most, const Read &read)
{
    if (const auto started = start(); !started)
        return tl::unexpected(started.error());
    qint64 rows = 0;
    qint64 width = firstWidth;
    for (bool done = false; !done && rows < most;) {
        if (m_connection.cancelled())
            return fail(StoreError::Kind::Cancelled, Text::tr("Cancelled."));
        auto next = nextMoment();
        if (!next)
            return tl::unexpected(next.error());
        if (next->isNull())
            break;
        const auto more = skip(*next);
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        const Window window = windowFrom(*next, width);
        if (window.end && m_placeText && !m_way.isFirst(*m_placeText, *window.end)) {
            // Not past the place that was reached, by another offset: a wider one will be.
            if (window.isLast)
                break;
            width *= 4;
            continue;
        }
        auto found = read(conditionOf(window), m_way);
        if (!found)
            return found;
        rows += *found;
        done = window.isLast;
        if (window.end)
            moveTo(*window.end, false);
        const auto missing = static_cast<double>(std::min(wanted, most - rows));
        if (window.outside)
            continue;
        const double growth = *found > 0 ? 1.3 * missing / static_cast<double>(*found) : 4;
        width = std::max(firstWidth / 15,
                         static_cast<qint64>(static_cast<double>(width)
                                             * std::clamp(growth, 1 / mostGrowth, mostGrowth)));
    }
    return rows;
}

} // namespace tollkeeper::operations
