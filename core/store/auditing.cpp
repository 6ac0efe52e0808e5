// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/operations.h"

#include "format/translation.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

AuditEntry entryOf(const Rows &row)
{
    const auto number = [&row](int column) -> std::optional<qint64> {
        return row.isNull(column) ? std::nullopt
                                  : std::optional<qint64>(row.value(column).toLongLong());
    };
    const auto amount = [&row](int column) -> std::optional<double> {
        return row.isNull(column) ? std::nullopt : std::optional(row.value(column).toDouble());
    };
    AuditEntry entry;
    entry.id = row.value(0).toLongLong();
    entry.at = Timestamp::parse(row.value(1).toString()).value_or(Timestamp{});
    entry.action = parseAction(row.value(2).toString()).value_or(AuditEntry::Action::Reset);
    entry.project = storedName(row.value(3));
    entry.amountUsd = row.value(4).toDouble();
    entry.coversLogId = number(5);
    entry.databaseRole = row.value(6).toString();
    entry.osUser = row.value(7).toString();
    entry.reason = storedName(row.value(8));
    entry.undoes = number(9);
    entry.undoneBy = number(10);
    entry.previousResetAt = Timestamp::parse(row.value(11).toString());
    (entry.clears() ? entry.coversOfReachUsd : entry.previousUsd) = amount(12);
    entry.maxBudgetUsd = amount(13);
    return entry;
}

} // namespace

Result<void> needAudit(const Connection &connection)
{
    if (connection.hasAudit())
        return {};
    return fail(
        StoreError::Kind::NotPermitted,
        Text::tr("Changes need Tollkeeper's audit log, which this store does not have or which "
                 "you may not use. %1")
            .arg(connection.info().access.reason)
            .trimmed());
}

Result<AuditEntry> writeAudit(Connection &connection, AuditEntry entry)
{
    const auto orNull = [](const auto &value, QMetaType type) {
        return value ? QVariant::fromValue(*value) : QVariant(type);
    };
    const auto number = QMetaType::fromType<qint64>();
    const auto amount = QMetaType::fromType<double>();
    entry.databaseRole = connection.info().databaseRole;
    entry.osUser = connection.info().osUser;
    const auto id = connection.value(
        u"insert_audit"_s,
        {{u":at"_s, entry.at.toIso()},
         {u":action"_s, actionName(entry.action)},
         {u":project"_s, entry.project},
         {u":amount"_s, entry.amountUsd},
         {u":covers_log_id"_s, orNull(entry.coversLogId, number)},
         {u":previous_reset_at"_s, entry.previousResetAt
                                       ? QVariant(entry.previousResetAt->toIso())
                                       : QVariant(QMetaType::fromType<QString>())},
         {u":database_role"_s, entry.databaseRole.isNull() ? u""_s : entry.databaseRole},
         {u":os_user"_s, entry.osUser.isNull() ? u""_s : entry.osUser},
         {u":reason"_s, entry.reason.isNull() ? u""_s : entry.reason},
         {u":undoes"_s, orNull(entry.undoes, number)},
         {u":previous_amount"_s, orNull(entry.clears() ? entry.coversOfReachUsd : entry.previousUsd, amount)},
         {u":max_budget"_s, orNull(entry.maxBudgetUsd, amount)}});
    if (!id)
        return tl::unexpected(id.error());
    entry.id = id->toLongLong();
    return entry;
}

Result<AuditEntry> commitAudited(Connection &connection, Transaction &transaction,
                                 const AuditEntry &unwritten)
{
    const auto written = writeAudit(connection, unwritten);
    if (!written)
        return written;
    const AuditEntry &entry = *written;
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

Result<AuditEntry> auditEntry(Connection &connection, qint64 id)
{
    auto row = connection.query(u"audit_entry"_s, {{u":id"_s, id}});
    if (!row)
        return tl::unexpected(row.error());
    if (row->next())
        return entryOf(*row);
    if (const auto ended = connection.endOf(*row); !ended)
        return tl::unexpected(ended.error());
    return fail(StoreError::Kind::Invalid,
                Text::tr("There is no entry %1 in the audit log.").arg(id));
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
