// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/postgresfragments.h"

#include "values/usage.h"

using namespace Qt::StringLiterals;

namespace tollkeeper {

std::optional<QString> postgres::fragment(const QString &name, const QString &argument)
{
    if (name == u"timestamp")
        return u"TIMESTAMPTZ"_s;
    if (name == u"identity")
        return u"BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"_s;
    if (name == u"for_update")
        return u"FOR UPDATE OF budgets"_s;
    if (name == u"server_now")
        return u"clock_timestamp()"_s;
    if (name == u"moment")
        return u"CAST(%1 AS timestamptz)"_s.arg(argument);
    if (name == u"utc")
        return argument;
    if (name == u"iso") {
        // As text: QDateTime would lose the microseconds.
        return u"CASE WHEN isfinite(%1) THEN to_char(%1 AT TIME ZONE 'UTC',"
               " 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+00:00' ELSE CAST(%1 AS text) END"_s.arg(
            argument);
    }
    if (name == u"stored") // that it can be found by again
        return u"CASE WHEN {readable %1} THEN {iso %1} ELSE CAST(%1 AS text) END"_s.arg(argument);
    if (name == u"log_by_id")
        return u"usage_logs"_s;
    if (name == u"outside_mark") {
        // Rows that were changed or deleted, and partitions that came or went: no id tells. A standby
        // does not count changes, but knows that something came.
        return u"pg_catalog.concat((SELECT sum(pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid))"
               " FROM {log_tables} AS log (oid)), '/', {partitions}, '/',"
               " CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() END)"_s;
    }
    if (name == u"apart")
        return QString();
    if (name == u"good")
        return fragment(u"good_at"_s, u"created_at"_s);
    if (name == u"good_at") {
        // NaN is greater than every number in PostgreSQL.
        return u"(cost >= 0 AND cost <= %1 AND input_tokens >= 0 AND output_tokens >= 0"
               " AND octet_length(project) <= {longest_name} AND octet_length(model) <= {longest_name}"
               " AND {readable %2})"_s.arg(maxCostUsd, 0, 'f', 0)
            .arg(argument);
    }
    if (name == u"readable") {
        return u"(%1 >= '0001-01-01 00:00:00+00' AND %1 < '10000-01-01 00:00:00+00')"_s.arg(
            argument);
    }
    if (name == u"unreadable")
        return u"({readable %1}) IS NOT TRUE"_s.arg(argument);
    if (name == u"day_of") {
        return u"CASE WHEN {readable %1} THEN CAST(%1 AT TIME ZONE 'UTC' AS date)"
               " - DATE '1970-01-01' ELSE {unreadable_day} END"_s.arg(argument);
    }
    if (name == u"cell_key") // names may be longer than what an index holds
        return u"md5(length(project) || ':' || project || model)"_s;
    if (name == u"later")
        return u"GREATEST(%1)"_s.arg(argument);
    if (name == u"log_tables") {
        // The log and its partitions, without those that are about to be detached (since 14).
        return u"(WITH RECURSIVE log_tree (oid) AS (SELECT CAST(to_regclass('usage_logs') AS oid)"
               " UNION ALL SELECT inhrelid FROM pg_inherits AS part JOIN log_tree ON inhparent = log_tree.oid"
               " WHERE pg_catalog.to_jsonb(part) ->> 'inhdetachpending' IS DISTINCT FROM 'true')"
               " SELECT oid FROM log_tree)"_s;
    }
    if (name == u"marked_table") {
        return u"(SELECT count(*) = 3 FROM pg_trigger WHERE tgrelid = %1"
               " AND tgname LIKE 'tollkeeper\\_mark\\_%' AND tgenabled IN ('O', 'A'))"_s.arg(argument);
    }
    if (name == u"marked") {
        // As far as they are sealed; the log itself must not be another table than it was.
        return u"(SELECT bool_and({marked_table log.oid}) AND bool_or(log.oid = to_regclass('usage_logs'))"
               " FROM {log_tables} AS log (oid)"
               " WHERE CAST(log.oid AS text) = ANY (string_to_array(partitions, ',')))"_s;
    }
    if (name == u"reaches")
        return u"sealed_to <= coalesce((SELECT max(id) FROM usage_logs), 0)"_s;
    if (name == u"partitions")
        return u"(SELECT string_agg(CAST(oid AS text), ',' ORDER BY oid) FROM {log_tables} AS log (oid))"_s;
    if (name == u"any_project")
        return u"project = ANY (ARRAY({projects}))"_s;
    return {};
}

} // namespace tollkeeper
