// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/schema.h"

#include "format/translation.h"
#include "store/transaction.h"

#include <QRandomGenerator>
#include <QThread>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

struct Relation
{
    QString name; ///< of the relation and of the sql/NAME.sql that creates it
    QStringList columns;
    bool own; ///< Tollkeeper's, not llm-toll's
    QStringList later = {}; ///< columns that came with later versions, by sql/add_COLUMN.sql
};

// The outbox is of files: a server is never a stand-in.
std::vector<Relation> relations(Backend backend)
{
    std::vector<Relation> all{
        {u"usage_logs"_s,
         {u"id"_s, u"project"_s, u"model"_s, u"input_tokens"_s, u"output_tokens"_s, u"cost"_s,
          u"created_at"_s},
         false},
        {u"budgets"_s, {u"project"_s, u"total_cost"_s, u"last_reset_at"_s, u"updated_at"_s}, false},
        {u"idx_usage_logs_project_created"_s, {}, false},
        {u"tollkeeper_meta"_s, {u"key"_s, u"value"_s}, true},
        {u"tollkeeper_limits"_s,
         {u"project"_s, u"max_budget"_s, u"period"_s, u"warn_percents"_s, u"updated_at"_s,
          u"updated_by"_s},
         true},
        {u"tollkeeper_audit"_s,
         {u"id"_s, u"at"_s, u"action"_s, u"project"_s, u"amount"_s, u"covers_log_id"_s,
          u"previous_reset_at"_s, u"database_role"_s, u"os_user"_s, u"reason"_s, u"undoes"_s},
         true,
         {u"previous_amount"_s, u"max_budget"_s}},
        {u"tollkeeper_usage_daily"_s,
         {u"day"_s, u"cell"_s, u"project"_s, u"model"_s, u"calls"_s, u"input_tokens"_s,
          u"output_tokens"_s, u"whole_usd"_s, u"rest_units"_s, u"last_used"_s, u"bad_calls"_s,
          u"fold"_s},
         true},
        {u"tollkeeper_usage_daily_fold"_s, {}, true},
        {u"tollkeeper_usage_daily_bad"_s, {}, true},
        {u"tollkeeper_sealing"_s,
         {u"id"_s, u"epoch"_s, u"fold"_s, u"sealed_to"_s, u"partitions"_s},
         true},
        {u"tollkeeper_dirty_days"_s, {u"id"_s, u"day"_s}, true},
        {u"tollkeeper_received"_s, {u"key"_s, u"received_at"_s}, true}};
    if (backend == Backend::Sqlite) {
        all.push_back({u"tollkeeper_outbox"_s,
                       {u"log_id"_s, u"key"_s, u"target"_s, u"moved_at"_s}, true});
        all.push_back({u"tollkeeper_usage_daily_sums"_s, {}, true});
    }
    return all;
}

struct Found
{
    QStringList missing;
    QStringList lateColumns; ///< that are missing
    QStringList outdated;    ///< the tables that lack them
    bool versionMissing = false; ///< or older than ours
    [[nodiscard]] bool complete() const
    {
        return missing.isEmpty() && lateColumns.isEmpty() && !versionMissing;
    }
    [[nodiscard]] bool has(const QString &name) const
    {
        return !missing.contains(name) && !outdated.contains(name);
    }
};

Result<void> checkVersion(Connection &connection, Found &found)
{
    const auto version = connection.value(u"version"_s);
    if (!version) {
        // A role that may not read the table learns nothing, and has nothing to fear either.
        if (version.error().kind == StoreError::Kind::NotPermitted)
            return {};
        return tl::unexpected(version.error());
    }
    if (!version->isValid() || version->toInt() < schemaVersion) {
        found.versionMissing = true;
    } else if (version->toInt() > schemaVersion) {
        return fail(
            StoreError::Kind::SchemaNewer,
            Text::tr("This store was made by a newer Tollkeeper (schema %1; this program knows "
                     "%2). Nothing was touched. Update Tollkeeper to open it.")
                .arg(version->toString())
                .arg(schemaVersion));
    }
    return {};
}

Result<Found> look(Connection &connection)
{
    const std::vector<Relation> wanted = relations(connection.location().backend());
    QStringList names;
    for (const Relation &relation : wanted)
        names << relation.name;
    const auto columns = connection.dialect().columns(connection, names);
    if (!columns)
        return tl::unexpected(columns.error());
    Found found;
    for (const Relation &relation : wanted) {
        if (!columns->contains(relation.name)) {
            found.missing << relation.name;
            continue;
        }
        for (const QString &column : relation.later) {
            if (columns->value(relation.name).contains(column))
                continue;
            found.lateColumns << column;
            found.outdated << relation.name;
        }
        for (const QString &column : relation.columns) {
            if (columns->value(relation.name).contains(column))
                continue;
            return fail(
                StoreError::Kind::Internal,
                Text::tr("The table %1 of this store has no column %2, so it is not a store of "
                         "llm-toll that Tollkeeper can read. Nothing was changed.")
                    .arg(relation.name, column));
        }
    }
    if (found.has(u"tollkeeper_meta"_s)) {
        if (const auto checked = checkVersion(connection, found); !checked)
            return tl::unexpected(checked.error());
    }
    return found;
}

// One attempt to create what is missing, in one transaction under the schema lock.
Result<void> create(Connection &connection)
{
    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (const QString lock = connection.dialect().lockSchema(); !lock.isEmpty()) {
        if (const auto locked = connection.queryText(lock); !locked)
            return tl::unexpected(locked.error());
    }
    const auto found = look(connection);
    if (!found)
        return tl::unexpected(found.error());
    QStringList statements = found->missing;
    for (const QString &column : found->lateColumns)
        statements << u"add_"_s + column;
    for (const QString &name : std::as_const(statements)) {
        const auto created = connection.queryText(connection.dialect().statement(name));
        if (!created)
            return tl::unexpected(created.error());
    }
    if (!found->complete()) {
        const auto set = connection.execute(u"set_version"_s,
                                            {{u":version"_s, QString::number(schemaVersion)}});
        if (!set)
            return set;
    }
    return transaction->commitWhatWasRead(); // in doubt, the next look at the catalogue tells
}

Result<void> createMissing(Connection &connection)
{
    if (connection.location().backend() == Backend::Sqlite) {
        const auto foreign = connection.dialect().isForeign(connection);
        if (!foreign)
            return tl::unexpected(foreign.error());
        if (*foreign) {
            return fail(
                StoreError::Kind::Internal,
                Text::tr("%1 is a SQLite file of another program: it has tables, but none of "
                         "llm-toll's. Nothing was changed. Name another file.")
                    .arg(connection.location().display()));
        }
    }
    // llm-toll's own CREATE TABLE IF NOT EXISTS does not take our lock, so races are still lost
    // now and then; the winner has created what we wanted.
    constexpr int attempts = 50;
    Result<void> created;
    for (int i = 0; i < attempts; ++i) {
        created = create(connection);
        if (created || !connection.dialect().lostCreationRace(created.error()))
            break;
        QThread::msleep(5 + QRandomGenerator::global()->bounded(20));
    }
    return created;
}

} // namespace

Result<void> prepareSchema(Connection &connection)
{
    auto found = look(connection);
    if (found && !found->complete() && connection.options().createSchema) {
        const auto created = createMissing(connection);
        // Who may only read gets what there is.
        if (!created && created.error().kind != StoreError::Kind::NotPermitted)
            return created;
        found = look(connection);
    }
    if (!found)
        return tl::unexpected(found.error());
    if (!found->has(u"usage_logs"_s) || !found->has(u"budgets"_s)) {
        return fail(
            connection.options().createSchema ? StoreError::Kind::NotPermitted
                                              : StoreError::Kind::Invalid,
            connection.options().createSchema
                ? Text::tr("This store has no tables of llm-toll yet, and you may not create "
                           "them. Ask its administrator to connect once, or for the right CREATE "
                           "on the schema.")
                : Text::tr("The connection works, but there are no tables of llm-toll yet."));
    }
    Connection::OwnTables own;
    own.limits = found->has(u"tollkeeper_limits"_s);
    own.audit = found->has(u"tollkeeper_audit"_s);
    own.sealing = found->has(u"tollkeeper_usage_daily"_s) && found->has(u"tollkeeper_sealing"_s)
        && found->has(u"tollkeeper_dirty_days"_s);
    connection.setOwnTables(own);
    return {};
}

} // namespace tollkeeper
