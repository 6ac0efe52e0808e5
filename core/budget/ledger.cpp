// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "budget/ledger.h"

#include <algorithm>
#include <cmath>

namespace tollkeeper {

QString findingName(LedgerFinding finding)
{
    switch (finding) {
    case LedgerFinding::Agrees:
        break;
    case LedgerFinding::Drift:
        return QStringLiteral("drift");
    case LedgerFinding::CallUnderWay:
        return QStringLiteral("call_under_way");
    case LedgerFinding::MissingCounter:
        return QStringLiteral("missing_counter");
    case LedgerFinding::EditedCounter:
        return QStringLiteral("edited_counter");
    case LedgerFinding::UnreadableCounter:
        return QStringLiteral("unreadable_counter");
    case LedgerFinding::CounterWithoutLog:
        return QStringLiteral("counter_without_log");
    }
    return QStringLiteral("agrees");
}

LedgerBase ledgerBase(std::vector<AuditEntry> audit, std::optional<Timestamp> lastResetAt)
{
    std::ranges::sort(audit, {}, &AuditEntry::id);
    const AuditEntry *cleared = nullptr; // the last time that still stands
    bool ours = !lastResetAt;
    for (const AuditEntry &entry : audit) {
        if (!entry.clears())
            continue;
        ours = ours || entry.at == *lastResetAt;
        if (!entry.undoneBy)
            cleared = &entry;
    }
    LedgerBase base;
    // A newer reset than ours that the audit log does not know.
    const bool peers = !ours && (!cleared || *lastResetAt > cleared->at);
    if (peers) {
        base.basis = LedgerBase::Basis::Time;
        base.since = lastResetAt;
    } else if (cleared) {
        base.basis = LedgerBase::Basis::LogIds;
        base.since = cleared->at;
        base.coversLogId = cleared->coversLogId.value_or(-1);
        if (cleared->coversOfReachUsd)
            base.coversOfReach = Money::fromUsd(*cleared->coversOfReachUsd);
        if (cleared->action == AuditEntry::Action::PeriodClosed)
            base.periodBegan = cleared->at;
    }
    // What was cleared before, and given back since, is not among the calls that count. What was given
    // back before went when the counter was cleared.
    const auto isSince = [&](const AuditEntry &entry) {
        return peers ? entry.at > *lastResetAt : cleared && entry.id > cleared->id;
    };
    for (const AuditEntry &undone : audit) {
        if (!undone.undoneBy || isSince(undone))
            continue;
        const auto undo = std::ranges::find(audit, *undone.undoneBy, &AuditEntry::id);
        if (undo != audit.end() && isSince(*undo))
            base.givenBack += Money::fromUsd(undo->amountUsd);
    }
    return base;
}

Money LedgerLine::difference() const
{
    const double counter = counterUsd.value_or(0);
    return std::isfinite(counter) ? Money::fromUsd(counter) - logged : Money();
}

LedgerFinding ledgerFinding(std::optional<double> counterUsd, Money logged, qint64 calls)
{
    if (!counterUsd)
        return calls > 0 ? LedgerFinding::MissingCounter : LedgerFinding::Agrees;
    if (!std::isfinite(*counterUsd))
        return LedgerFinding::UnreadableCounter;
    const Money difference = Money::fromUsd(*counterUsd) - logged;
    if (difference == Money())
        return LedgerFinding::Agrees;
    if (calls == 0 && logged == Money())
        return LedgerFinding::CounterWithoutLog;
    return std::abs(difference.toUsd()) < driftUsd ? LedgerFinding::Drift
                                                   : LedgerFinding::EditedCounter;
}

} // namespace tollkeeper
