// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/mergedcalls.h"

#include <algorithm>
#include <limits>
#include <numeric>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

constexpr qint64 lowestId = std::numeric_limits<qint64>::min();
constexpr qint64 highestId = std::numeric_limits<qint64>::max();

// A moment as PostgreSQL's rows say it: always with six decimals.
QString serverText(Timestamp moment)
{
    const QString text = moment.toIso();
    return text.contains(u'.') ? text : QString(text).replace(u'+', u".000000+"_s);
}

// The first moment whose text is not before \a text, which may be of any kind; empty: none is.
std::optional<Timestamp> firstNotBefore(const QString &text)
{
    qint64 low = Timestamp::startOf({1, 1, 1}).micros;
    qint64 high = Timestamp::startOf({9999, 12, 31}).micros;
    if (serverText({high}) < text)
        return {};
    while (low < high) {
        const qint64 middle = std::midpoint(low, high);
        if (serverText({middle}) < text)
            low = middle + 1;
        else
            high = middle;
    }
    return Timestamp{low};
}

// A row of another store, as a place between the rows of this one. The rows that have its very
// moment come after it in the log if \a sameFollow.
std::optional<Call> placeHere(const Call &row, bool olderWanted, bool sameFollow, Backend backend)
{
    Call place;
    place.createdAtText = row.createdAtText;
    bool sameWanted = olderWanted == sameFollow;
    if (backend == Backend::Postgres) {
        const auto moment = firstNotBefore(row.createdAtText);
        if (!moment)
            return {};
        // Between two moments: the later one is newer.
        if (serverText(*moment) != row.createdAtText)
            sameWanted = !olderWanted;
        place.createdAtText = moment->toIso();
    }
    place.id = sameWanted == olderWanted ? highestId : lowestId;
    return place;
}

} // namespace

std::optional<CallQuery> partOfPage(const CallQuery &query, int store, Backend backend)
{
    CallQuery part = query;
    const std::optional<Call> &row = query.after ? query.after : query.before;
    if (!row || row->store == store)
        return part;
    const bool older = query.after.has_value();
    const auto place = placeHere(*row, older, store > row->store, backend);
    (older ? part.after : part.before) = place;
    if (!place && !older)
        return {}; // all that the store has is older
    return part;
}

std::vector<Call> mergePages(const CallQuery &query, const std::vector<std::vector<Call>> &pages)
{
    std::vector<size_t> next(pages.size(), 0);
    std::vector<Call> merged;
    for (;;) {
        const Call *first = nullptr;
        size_t from = 0;
        for (size_t i = 0; i < pages.size(); ++i) {
            if (next[i] == pages[i].size())
                continue;
            const Call &row = pages[i][next[i]];
            if (!first || row.createdAtText > first->createdAtText) {
                first = &row;
                from = i;
            }
        }
        if (!first)
            break;
        merged.push_back(*first);
        ++next[from];
    }
    const auto limit = static_cast<size_t>(query.limit);
    if (merged.size() > limit) {
        // Upwards it is the rows just above that were asked for.
        if (query.before)
            merged.erase(merged.begin(), merged.end() - query.limit);
        else
            merged.resize(limit);
    }
    return merged;
}

} // namespace tollkeeper
