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

Result<void> needAudit(const Connection &connection)
{
    if (connection.hasAudit())
        return {};
    return fail(StoreError::Kind::NotPermitted,
                u"Changes need Tollkeeper's audit log, which this store does not have or which "
                "you may not use. %1"_s.arg(connection.info().access.reason).trimmed());
}

// Writes \a entry, filling in who, when and its id, and commits the transaction with it.
Result<AuditEntry> commitWith(Connection &connection, Transaction &transaction, AuditEntry entry,
                              const std::optional<Timestamp> &previousResetAt = {})
{
    const auto orNull = [](const auto &value, QMetaType type) {
        return value ? QVariant::fromValue(*value) : QVariant(type);
    };
    entry.databaseRole = connection.info().databaseRole;
    entry.osUser = connection.info().osUser;
    const auto id = connection.value(
        u"insert_audit"_s,
        {{u":at"_s, entry.at.toIso()},
         {u":action"_s, actionName(entry.action)},
         {u":project"_s, entry.project},
         {u":amount"_s, entry.amountUsd},
         {u":covers_log_id"_s, orNull(entry.coversLogId, QMetaType::fromType<qint64>())},
         {u":previous_reset_at"_s, previousResetAt ? QVariant(previousResetAt->toIso())
                                                   : QVariant(QMetaType::fromType<QString>())},
         {u":database_role"_s, entry.databaseRole.isNull() ? u""_s : entry.databaseRole},
         {u":os_user"_s, entry.osUser.isNull() ? u""_s : entry.osUser},
         {u":reason"_s, entry.reason.isNull() ? u""_s : entry.reason},
         {u":undoes"_s, orNull(entry.undoes, QMetaType::fromType<qint64>())}});
    if (!id)
        return tl::unexpected(id.error());
    entry.id = id->toLongLong();
    const auto committed = transaction.commit([&]() -> Result<bool> {
        auto asking = Transaction::beginWrite(connection);
        if (!asking)
            return tl::unexpected(asking.error());
        // Waits for who is adding this very entry at the moment, and finds out if that came true.
        const auto claimed = connection.execute(
            u"claim_audit"_s, {{u":id"_s, entry.id}, {u":at"_s, entry.at.toIso()}});
        if (!claimed)
            return tl::unexpected(claimed.error());
        const auto count = connection.value(u"find_audit"_s, {{u":id"_s, entry.id},
                                                              {u":project"_s, entry.project},
                                                              {u":at"_s, entry.at.toIso()}});
        if (!count)
            return tl::unexpected(count.error());
        if (count->toInt() == 0)
            return false;
        if (const auto durable = asking->commitWhatWasRead(); !durable)
            return tl::unexpected(durable.error());
        return true;
    });
    if (!committed)
        return tl::unexpected(committed.error());
    return entry;
}

AuditEntry entryOf(const Rows &row)
{
    const auto number = [&row](int column) -> std::optional<qint64> {
        return row.isNull(column) ? std::nullopt
                                  : std::optional<qint64>(row.value(column).toLongLong());
    };
    AuditEntry entry;
    entry.id = row.value(0).toLongLong();
    entry.at = Timestamp::parse(row.value(1).toString()).value_or(Timestamp{});
    entry.action = parseAction(row.value(2).toString()).value_or(AuditEntry::Action::Reset);
    entry.project = row.value(3).toString();
    entry.amountUsd = row.value(4).toDouble();
    entry.coversLogId = number(5);
    entry.databaseRole = row.value(6).toString();
    entry.osUser = row.value(7).toString();
    entry.reason = row.value(8).toString();
    entry.undoes = number(9);
    entry.undoneBy = number(10);
    return entry;
}

struct StoredReset
{
    AuditEntry entry;
    std::optional<Timestamp> previousResetAt;
};

// The audit entry of a reset that can still be undone.
Result<StoredReset> undoableReset(Connection &connection, qint64 auditId)
{
    auto row = connection.query(u"audit_entry"_s, {{u":id"_s, auditId}});
    if (!row)
        return tl::unexpected(row.error());
    if (!row->next()) {
        if (const auto ended = connection.endOf(*row); !ended)
            return tl::unexpected(ended.error());
        return fail(StoreError::Kind::Invalid,
                    u"There is no entry %1 in the audit log."_s.arg(auditId));
    }
    StoredReset stored{entryOf(*row), Timestamp::parse(row->value(11).toString())};
    if (stored.entry.action != AuditEntry::Action::Reset) {
        return fail(StoreError::Kind::Invalid,
                    u"Entry %1 of the audit log is no reset; only a reset can be undone."_s.arg(
                        auditId));
    }
    if (stored.entry.undoneBy) {
        return fail(StoreError::Kind::Conflict,
                    u"Reset %1 was undone already, by entry %2 of the audit log."_s.arg(auditId)
                        .arg(*stored.entry.undoneBy));
    }
    return stored;
}

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

} // namespace

Result<AuditEntry> reset(Connection &connection, const ResetRequest &request)
{
    if (const auto possible = needAudit(connection); !possible)
        return tl::unexpected(possible.error());
    const auto known = connection.value(u"project_known"_s, {{u":project"_s, request.project}});
    if (!known)
        return tl::unexpected(known.error());
    if (!known->toBool()) {
        return fail(StoreError::Kind::Invalid,
                    u"There is no project %1 in this store. Check the spelling."_s.arg(
                        shown(request.project)));
    }
    // What is known before the lock need not be searched for under it.
    const auto before = highestLogId(connection, request.project, -1);
    if (!before)
        return tl::unexpected(before.error());

    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const Timestamp now = connection.now();
    const auto budget = lockBudget(connection, request.project, now);
    if (!budget)
        return tl::unexpected(budget.error());
    // A broken counter (NaN) equals nothing, and clearing it is what the reset is for.
    if (request.expectedTotalUsd && std::isfinite(budget->totalUsd)
        && budget->totalUsd != *request.expectedTotalUsd) {
        return fail(StoreError::Kind::Conflict,
                    u"The total of %1 is %2 by now, not the %3 that were confirmed. Nothing was "
                    "reset; look and confirm again."_s.arg(
                        shown(request.project), format::usdExact(Money::fromUsd(budget->totalUsd)),
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
    return commitWith(connection, *transaction, entry, budget->lastResetAt);
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
    const QString project = seen->entry.project;
    const auto budget = lockBudget(connection, project, now);
    if (!budget)
        return tl::unexpected(budget.error());
    const auto stored = undoableReset(connection, auditId); // again: somebody may have been first
    if (!stored)
        return tl::unexpected(stored.error());

    // Only the newest reset hands its place in time back; a later one keeps its own.
    const bool newest = budget->lastResetAt == stored->entry.at;
    const auto written =
        writeTotal(connection, project, round10(budget->totalUsd + stored->entry.amountUsd),
                   newest ? stored->previousResetAt : budget->lastResetAt, now);
    if (!written)
        return tl::unexpected(written.error());

    AuditEntry entry;
    entry.at = now;
    entry.action = AuditEntry::Action::Undo;
    entry.project = project;
    entry.amountUsd = stored->entry.amountUsd;
    entry.coversLogId = stored->entry.coversLogId;
    entry.reason = reason;
    entry.undoes = auditId;
    return commitWith(connection, *transaction, entry);
}

Result<AuditEntry> setLimit(Connection &connection, const QString &project, const Limit &limit)
{
    if (const auto possible = needAudit(connection); !possible)
        return tl::unexpected(possible.error());
    auto transaction = Transaction::beginWrite(connection);
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
    return commitWith(connection, *transaction, entry);
}

Result<AuditEntry> clearLimit(Connection &connection, const QString &project)
{
    if (const auto possible = needAudit(connection); !possible)
        return tl::unexpected(possible.error());
    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const auto cleared = connection.value(u"clear_limit"_s, {{u":project"_s, project}});
    if (!cleared)
        return tl::unexpected(cleared.error());
    if (!cleared->isValid()) {
        return fail(StoreError::Kind::Invalid,
                    u"Project %1 has no limit to clear."_s.arg(shown(project)));
    }
    AuditEntry entry;
    entry.at = connection.now();
    entry.action = AuditEntry::Action::LimitCleared;
    entry.project = project;
    entry.amountUsd = cleared->toDouble();
    return commitWith(connection, *transaction, entry);
}

Result<std::vector<AuditEntry>> audit(Connection &connection, const std::optional<QString> &project,
                                      int limit)
{
    std::vector<AuditEntry> entries;
    if (!connection.hasAudit())
        return entries;
    auto rows = connection.query(u"audit"_s, {{u":all_projects"_s, project ? 0 : 1},
                                              {u":project"_s, project.value_or(u""_s)},
                                              {u":most"_s, limit}});
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next())
        entries.push_back(entryOf(*rows));
    const auto ended = connection.endOf(*rows);
    if (!ended)
        return tl::unexpected(ended.error());
    return entries;
}

} // namespace tollkeeper::operations
