// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "peer.h"

#include "rawconnection.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::test::peer {

QString schema(Backend backend)
{
    const bool postgres = backend == Backend::Postgres;
    return u"CREATE TABLE IF NOT EXISTS usage_logs (id %1, project TEXT NOT NULL, "
           "model TEXT NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, "
           "cost %2 NOT NULL, created_at %3 NOT NULL); "
           "CREATE TABLE IF NOT EXISTS budgets (project TEXT PRIMARY KEY, "
           "total_cost %2 NOT NULL DEFAULT 0.0, last_reset_at %3, updated_at %3 NOT NULL); "
           "CREATE INDEX IF NOT EXISTS idx_usage_logs_project_created "
           "ON usage_logs (project, created_at DESC);"_s
        .arg(postgres ? u"SERIAL PRIMARY KEY"_s : u"INTEGER PRIMARY KEY AUTOINCREMENT"_s,
             postgres ? u"DOUBLE PRECISION"_s : u"REAL"_s, postgres ? u"TIMESTAMPTZ"_s : u"TEXT"_s);
}

QString insertLog(const LogRow &row)
{
    return u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at) "
           "VALUES (%1, %2, %3, %4, %5, %6);"_s.arg(row.project, row.model, row.inputTokens,
                                                     row.outputTokens, row.cost, row.createdAt);
}

QString record(Backend backend, const QString &project, double costUsd, Timestamp when)
{
    LogRow row;
    row.project = RawConnection::quoted(project);
    row.cost = QString::number(costUsd, 'g', 17);
    row.createdAt = RawConnection::quoted(when.toIso());
    const QString begin = backend == Backend::Postgres ? u"BEGIN; "_s : u"BEGIN IMMEDIATE; "_s;
    return begin + insertLog(row)
        + u" INSERT INTO budgets (project, total_cost, updated_at) VALUES (%1, %2, %3) "
          "ON CONFLICT (project) DO UPDATE SET "
          "total_cost = budgets.total_cost + excluded.total_cost, "
          "updated_at = excluded.updated_at; COMMIT;"_s.arg(row.project, row.cost, row.createdAt);
}

} // namespace tollkeeper::test::peer
