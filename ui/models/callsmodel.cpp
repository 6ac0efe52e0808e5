// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/callsmodel.h"

#include "format/format.h"
#include "models/cells.h"
#include "session/background.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

CallsModel::CallsModel(QObject *parent) : ValueModel(parent)
{
    setColumns({
        {.title = QT_TR_NOOP("When (UTC)")},
        {.title = QT_TR_NOOP("Project")},
        {.title = QT_TR_NOOP("Model"), .priority = 1},
        {.title = QT_TR_NOOP("Tokens in"), .alignment = Qt::AlignRight, .priority = 2},
        {.title = QT_TR_NOOP("Tokens out"), .alignment = Qt::AlignRight, .priority = 2},
        {.title = QT_TR_NOOP("Cost"),
         .toolTip = tr("As logged, exact"),
         .alignment = Qt::AlignRight},
        {.title = QT_TR_NOOP("Note"),
         .toolTip = tr("Why a row is left out of the sums"),
         .priority = 3},
        {.title = QT_TR_NOOP("No."), .alignment = Qt::AlignRight, .priority = 4},
    });
}

void CallsModel::setLoader(CallLoader loader)
{
    m_loader = std::move(loader);
    setQuery(m_query);
}

void CallsModel::setQuery(const CallQuery &query)
{
    m_query = query;
    resetTo({});
    m_complete = false;
    m_atNewest = true;
    load(Part::First);
}

void CallsModel::goTo(Timestamp moment)
{
    m_moment = moment;
    load(Part::At);
}

void CallsModel::goToNewest()
{
    load(Part::First);
}

void CallsModel::refresh()
{
    if (m_loading)
        return;
    if (m_error)
        load(m_part);
    else if (m_atNewest)
        load(rowCount() == 0 ? Part::First : Part::Newest);
}

bool CallsModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_loader && !m_loading && !m_complete && !m_error && rowCount() > 0;
}

void CallsModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        load(Part::Older);
}

void CallsModel::fetchNewer()
{
    if (m_loader && !m_loading && !m_atNewest && !m_error && rowCount() > 0)
        load(Part::Newer);
}

CallQuery CallsModel::queryFor(Part part) const
{
    CallQuery query = m_query;
    switch (part) {
    case Part::First:
    case Part::Newest:
        break;
    case Part::Older:
        query.after = row(rowCount() - 1);
        break;
    case Part::Newer:
        query.before = row(0);
        break;
    case Part::At:
        query.from = m_moment;
        break;
    case Part::After: // nothing is as old as that: what is nearest to it
        query.before.emplace().createdAtText = m_moment.toIso();
        break;
    }
    return query;
}

void CallsModel::load(Part part)
{
    const quint64 generation = ++m_generation;
    m_part = part;
    m_error.reset();
    m_loading = bool(m_loader);
    if (m_loader) {
        whenDone(m_loader(queryFor(part)), this,
                 [this, generation, part](const Result<std::vector<Call>> &answer) {
                     if (generation == m_generation)
                         take(part, answer);
                 });
    }
    Q_EMIT stateChanged();
}

void CallsModel::take(Part part, const Result<std::vector<Call>> &answer)
{
    if (!answer) {
        m_error = answer.error();
    } else if (part == Part::At && answer->empty()) {
        return load(Part::After);
    } else if (part == Part::Newest) {
        mergeNewest(*answer);
    } else {
        const bool last = int(answer->size()) < m_query.limit;
        const bool upwards = part == Part::Newer || part == Part::After;
        if (part == Part::Older || part == Part::Newer)
            insertAt(upwards ? 0 : rowCount(), *answer);
        else
            resetTo(*answer);
        if (part == Part::First || upwards)
            m_atNewest = part == Part::First || last;
        else if (part == Part::At)
            m_atNewest = false;
        if (!upwards || part == Part::After)
            m_complete = part == Part::After || last;
        trim(part);
    }
    // Only now: who asks for more while rows are being put in would get these a second time.
    m_loading = false;
    Q_EMIT stateChanged();
}

void CallsModel::trim(Part grown)
{
    const int tooMany = rowCount() - mostPages * m_query.limit;
    if (tooMany <= 0)
        return;
    const bool atTop = grown == Part::Older;
    removeAt(atTop ? 0 : rowCount() - tooMany, tooMany);
    (atTop ? m_atNewest : m_complete) = false;
}

void CallsModel::mergeNewest(const std::vector<Call> &page)
{
    const bool overlaps = std::any_of(
        page.begin(), page.end(), [this](const Call &call) { return keys().contains(key(call)); });
    if (!overlaps) {
        // More came than a page holds: what is between is not known, so begin again.
        resetTo(page);
        m_complete = int(page.size()) < m_query.limit;
        return;
    }
    int at = 0;
    std::vector<Call> fresh;
    for (const Call &call : page) {
        const auto known = keys().indexOf(key(call));
        if (known < 0) {
            fresh.push_back(call);
            continue;
        }
        const int count = int(fresh.size());
        insertAt(at, std::exchange(fresh, {}));
        at = int(known) + count + 1;
    }
    insertAt(at, std::move(fresh));
    trim(Part::Newest);
}

Cell CallsModel::cell(int index, int column) const
{
    const Call &call = row(index);
    const UsageRecord &usage = call.usage;
    const Tone tone = call.badReason.isEmpty() ? Tone::Neutral : Tone::Bad;
    switch (column) {
    case When: {
        if (call.createdAt)
            return cells::moment(call.createdAt);
        const QString text = format::safeText(call.createdAtText, cells::nameLength);
        return {.text = text, .toolTip = text, .raw = call.createdAtText, .tone = tone};
    }
    case Project:
        return cells::nameCell(usage.project);
    case Model:
        return cells::nameCell(usage.model);
    case TokensIn:
        return cells::count(usage.inputTokens);
    case TokensOut:
        return cells::count(usage.outputTokens);
    case Cost:
        return {.text = cells::storedUsd(usage.costUsd), .raw = usage.costUsd, .tone = tone};
    case Note: {
        const QString reason = format::safeText(call.badReason);
        return {.text = reason, .toolTip = reason, .raw = call.badReason, .tone = tone};
    }
    case Id:
        return {.text = QString::number(call.id), .raw = call.id, .tone = Tone::Quiet};
    default:
        return {};
    }
}

QVariant CallsModel::sortValue(int index, int) const
{
    // The log is shown in the store's order only.
    return -index;
}

} // namespace tollkeeper::ui
