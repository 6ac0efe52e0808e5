// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/auditmodel.h"

#include "format/format.h"
#include "models/cells.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

QString actionText(AuditEntry::Action action)
{
    switch (action) {
    case AuditEntry::Action::Reset:
        return AuditModel::tr("Budget reset");
    case AuditEntry::Action::Undo:
        return AuditModel::tr("Reset undone");
    case AuditEntry::Action::LimitSet:
        return AuditModel::tr("Limit set");
    case AuditEntry::Action::LimitCleared:
        return AuditModel::tr("Limit cleared");
    case AuditEntry::Action::PeriodClosed:
        return AuditModel::tr("Period ended");
    case AuditEntry::Action::Repaired:
        return AuditModel::tr("Counter repaired");
    }
    return {};
}

QString who(const AuditEntry &entry)
{
    const QString user = format::safeText(entry.osUser, cells::nameLength);
    const QString role = format::safeText(entry.databaseRole, cells::nameLength);
    if (role.isEmpty() || user.isEmpty())
        return user + role;
    return AuditModel::tr("%1 as %2").arg(user, role);
}

QString note(const AuditEntry &entry)
{
    if (entry.undoneBy)
        return AuditModel::tr("undone by #%1").arg(*entry.undoneBy);
    if (entry.undoes)
        return AuditModel::tr("undoes #%1").arg(*entry.undoes);
    if (entry.action == AuditEntry::Action::Repaired)
        return entry.previousUsd ? AuditModel::tr("was %1").arg(cells::storedUsd(*entry.previousUsd))
                                 : AuditModel::tr("was unreadable or missing");
    return entry.canBeUndone() ? AuditModel::tr("can be undone") : QString();
}

} // namespace

AuditModel::AuditModel(QObject *parent) : ValueModel(parent)
{
    setColumns({
        {.title = QT_TR_NOOP("When (UTC)")},
        {.title = QT_TR_NOOP("What")},
        {.title = QT_TR_NOOP("Project")},
        {.title = QT_TR_NOOP("Amount"),
         .toolTip = tr("The total that was cleared, given back or repaired, what was spent in "
                       "the period, or the limit"),
         .alignment = Qt::AlignRight},
        {.title = QT_TR_NOOP("Who"),
         .toolTip = tr("Operating-system user and database role"),
         .priority = 1},
        {.title = QT_TR_NOOP("Reason"), .priority = 2},
        {.title = QT_TR_NOOP("Note"), .priority = 3},
        {.title = QT_TR_NOOP("No."), .alignment = Qt::AlignRight, .priority = 4},
    });
}

void AuditModel::setEntries(std::vector<AuditEntry> entries, const std::vector<StorePart> &parts)
{
    std::vector<Store> stores;
    for (const StorePart &part : parts)
        stores.push_back({part.label.name, part.live});
    m_stores = std::move(stores);
    setRows(std::move(entries));
}

bool AuditModel::isOld(int index) const
{
    const auto store = static_cast<std::size_t>(row(index).store);
    return store < m_stores.size() && !m_stores[store].live;
}

QString AuditModel::number(const AuditEntry &entry) const
{
    const QString number = u'#' + QString::number(entry.id);
    const auto store = static_cast<std::size_t>(entry.store);
    return store < m_stores.size() ? cells::name(m_stores[store].name) + u' ' + number : number;
}

Cell AuditModel::cell(int index, int column) const
{
    const AuditEntry &entry = row(index);
    switch (column) {
    case When:
        return cells::moment(entry.at);
    case Action:
        return {.text = actionText(entry.action), .raw = actionName(entry.action)};
    case Project:
        return cells::nameCell(entry.project, isOld(index));
    case Amount:
        return {.text = format::usdTotal(Money::fromUsd(entry.amountUsd)),
                .exact = cells::storedUsd(entry.amountUsd),
                .toolTip = cells::storedUsd(entry.amountUsd),
                .raw = entry.amountUsd};
    case Who:
        return {.text = who(entry), .toolTip = who(entry), .raw = who(entry)};
    case Reason: {
        const QString reason = format::safeText(format::auditReason(entry));
        if (reason.isEmpty())
            return {.text = u"–"_s, .tone = Tone::Quiet};
        return {.text = reason, .toolTip = reason, .raw = entry.reason};
    }
    case Note:
        return {.text = note(entry), .raw = note(entry), .tone = Tone::Quiet};
    case Id:
        return {.text = number(entry), .raw = entry.id, .tone = Tone::Quiet};
    default:
        return {};
    }
}

QVariant AuditModel::sortValue(int index, int column) const
{
    const AuditEntry &entry = row(index);
    switch (column) {
    case Action:
        return actionText(entry.action);
    case Project:
        return entry.project;
    case Amount:
        return entry.amountUsd;
    case Who:
        return who(entry);
    case Reason:
        return entry.reason;
    case Note:
        return note(entry);
    case Id:
        return entry.id;
    default:
        return entry.at.micros;
    }
}

} // namespace tollkeeper::ui
