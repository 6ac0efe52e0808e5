// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/operations.h"

#include "format/format.h"
#include "values/money.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

QString shown(const QString &name)
{
    return u'"' + format::safeText(name, 100) + u'"';
}

// Begins to set or clear a limit. A period that is over was held to the limit of before, and so is
// closed first. Who may set limits only leaves it open.
Result<Transaction> beginLimitChange(Connection &connection, const QString &project)
{
    if (const auto possible = needAudit(connection); !possible)
        return tl::unexpected(possible.error());
    auto transaction = Transaction::beginWrite(connection);
    if (!transaction || !connection.info().access.canReset)
        return transaction;
    const auto budget = lockBudgetIfThere(connection, project, connection.now());
    if (!budget)
        return tl::unexpected(budget.error());
    return transaction;
}

// The audit entry of a reset that can still be undone.
Result<AuditEntry> undoableReset(Connection &connection, qint64 auditId)
{
    const auto stored = auditEntry(connection, auditId);
    if (!stored)
        return stored;
    if (!stored->clears()) {
        return fail(StoreError::Kind::Invalid,
                    Text::tr("Entry %1 of the audit log is no reset; only a reset can be undone.")
                        .arg(auditId));
    }
    if (stored->undoneBy) {
        return fail(StoreError::Kind::Conflict,
                    Text::tr("Reset %1 was undone already, by entry %2 of the audit log.")
                        .arg(auditId)
                        .arg(*stored->undoneBy));
    }
    return stored;
}

} // namespace

Result<std::optional<qint64>> highestLogId(Connection &connection, const QString &project,
                                           qint64 above)
{
    const auto id = connection.value(u"highest_log_id"_s,
                                     {{u":project"_s, project}, {u":above"_s, above}});
    if (!id)
        return tl::unexpected(id.error());
    return id->isNull() ? std::nullopt : std::optional<qint64>(id->toLongLong());
}

Result<void> writeTotal(Connection &connection, const QString &project, double total,
                        const std::optional<Timestamp> &lastReset, Timestamp now)
{
    return connection.execute(
        u"reset_budget"_s,
        {{u":project"_s, project},
         {u":total"_s, total},
         {u":last_reset"_s, lastReset ? QVariant(lastReset->toIso())
                                      : QVariant(QMetaType::fromType<QString>())},
         {u":now"_s, now.toIso()}});
}

Result<AuditEntry> reset(Connection &connection, const ResetRequest &request)
{
    if (const auto possible = needAudit(connection); !possible)
        return tl::unexpected(possible.error());
    const auto known = connection.value(u"project_known"_s, {{u":project"_s, request.project}});
    if (!known)
        return tl::unexpected(known.error());
    if (!known->toBool()) {
        return fail(StoreError::Kind::Invalid,
                    Text::tr("There is no project %1 in this store. Check the spelling.")
                        .arg(shown(request.project)));
    }
    // What is known before the lock need not be searched for under it.
    const auto before = highestLogId(connection, request.project, -1);
    if (!before)
        return tl::unexpected(before.error());

    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    Timestamp now = connection.now();
    const auto budget = lockBudget(connection, request.project, now);
    if (!budget)
        return tl::unexpected(budget.error());
    // Where our clock is behind the server's, the reset still belongs to the period that runs.
    if (const auto began = periodStart(budget->period, budget->serverNow.day()))
        now = std::max(now, Timestamp::startOf(*began));
    // A broken counter (NaN) equals nothing, and clearing it is what the reset is for.
    if (request.expectedTotalUsd && std::isfinite(budget->totalUsd)
        && budget->totalUsd != *request.expectedTotalUsd) {
        return fail(
            StoreError::Kind::Conflict,
            Text::tr("The total of %1 is %2 by now, not the %3 that were confirmed. Nothing was "
                     "reset; look and confirm again.")
                .arg(shown(request.project), format::usdExact(Money::fromUsd(budget->totalUsd)),
                     format::usdExact(Money::fromUsd(*request.expectedTotalUsd))));
    }
    const auto since = highestLogId(connection, request.project, before->value_or(-1));
    if (!since)
        return tl::unexpected(since.error());
    if (const auto written = writeTotal(connection, request.project, 0, now, now); !written)
        return tl::unexpected(written.error());

    AuditEntry entry;
    entry.at = now;
    entry.action = AuditEntry::Action::Reset;
    entry.project = request.project;
    entry.amountUsd = std::isfinite(budget->totalUsd) ? budget->totalUsd : 0;
    entry.coversLogId = *since ? *since : *before;
    entry.reason = request.reason;
    entry.previousResetAt = budget->lastResetAt;
    if (const auto noted = noteCallsUnderWay(connection, entry); !noted)
        return tl::unexpected(noted.error());
    return commitAudited(connection, *transaction, entry);
}

Result<AuditEntry> undoReset(Connection &connection, qint64 auditId, const QString &reason)
{
    if (const auto possible = needAudit(connection); !possible)
        return tl::unexpected(possible.error());
    const auto seen = undoableReset(connection, auditId); // tells which row to lock
    if (!seen)
        return tl::unexpected(seen.error());

    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const Timestamp now = connection.now();
    const QString project = seen->project;
    const auto budget = lockBudget(connection, project, now);
    if (!budget)
        return tl::unexpected(budget.error());
    const auto stored = undoableReset(connection, auditId); // again: somebody may have been first
    if (!stored)
        return tl::unexpected(stored.error());

    // Only the newest reset hands its place in time back; a later one keeps its own, and a period
    // that is over stays so.
    const bool newest =
        budget->lastResetAt == stored->at && stored->action == AuditEntry::Action::Reset;
    const auto written =
        writeTotal(connection, project, round10(budget->totalUsd + stored->amountUsd),
                   newest ? stored->previousResetAt : budget->lastResetAt, now);
    if (!written)
        return tl::unexpected(written.error());

    AuditEntry entry;
    entry.at = now;
    entry.action = AuditEntry::Action::Undo;
    entry.project = project;
    entry.amountUsd = stored->amountUsd;
    entry.coversLogId = stored->coversLogId;
    entry.reason = reason;
    entry.undoes = auditId;
    return commitAudited(connection, *transaction, entry);
}

Result<AuditEntry> setLimit(Connection &connection, const QString &project, const Limit &limit)
{
    auto transaction = beginLimitChange(connection, project);
    if (!transaction)
        return tl::unexpected(transaction.error());
    AuditEntry entry;
    entry.at = connection.now();
    entry.action = AuditEntry::Action::LimitSet;
    entry.project = project;
    entry.amountUsd = round10(limit.maxBudgetUsd);
    QStringList percents;
    for (const int percent : limit.warnPercents)
        percents << QString::number(percent);
    const QString period = periodName(limit.period);
    const auto set = connection.execute(
        u"set_limit"_s,
        {{u":project"_s, project},
         {u":max_budget"_s, entry.amountUsd},
         {u":period"_s, period.isEmpty() ? QVariant(QMetaType::fromType<QString>())
                                         : QVariant(period)},
         {u":warn_percents"_s, percents.isEmpty() ? u""_s : percents.join(u',')},
         {u":now"_s, entry.at.toIso()},
         {u":updated_by"_s, connection.info().osUser}});
    if (!set)
        return tl::unexpected(set.error());
    QStringList words;
    if (!period.isEmpty())
        words << period;
    if (!percents.isEmpty())
        words << u"warn at %1 %"_s.arg(percents.join(u", "_s));
    entry.reason = words.join(u"; "_s);
    return commitAudited(connection, *transaction, entry);
}

Result<AuditEntry> clearLimit(Connection &connection, const QString &project)
{
    auto transaction = beginLimitChange(connection, project);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const auto cleared = connection.value(u"clear_limit"_s, {{u":project"_s, project}});
    if (!cleared)
        return tl::unexpected(cleared.error());
    if (!cleared->isValid()) {
        return fail(StoreError::Kind::Invalid,
                    Text::tr("Project %1 has no limit to clear.").arg(shown(project)));
    }
    AuditEntry entry;
    entry.at = connection.now();
    entry.action = AuditEntry::Action::LimitCleared;
    entry.project = project;
    entry.amountUsd = cleared->toDouble();
    return commitAudited(connection, *transaction, entry);
}

} // namespace tollkeeper::operations
