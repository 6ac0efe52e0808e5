// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sqlitelimits.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

// The statements of a call by the SQLite library alone: what the file can do.
class BareLoop final
{
public:
    BareLoop(const QString &path, bool readsLimit, double *longestWaitMs)
        : m_longestWaitMs(longestWaitMs)
    {
        if (sqlite3_open(path.toUtf8().constData(), &m_database) != SQLITE_OK)
            qFatal("%s", sqlite3_errmsg(m_database));
        constexpr int patienceMs = 60'000;
        sqlite3_busy_timeout(m_database, patienceMs);
        sqlite3_exec(m_database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL", nullptr,
                     nullptr, nullptr);
        m_begin = prepare("BEGIN IMMEDIATE");
        m_look = prepare(readsLimit
                             ? "SELECT total_cost, (SELECT max_budget FROM tollkeeper_limits"
                               " WHERE project = ?1) FROM budgets WHERE project = ?1"
                             : "SELECT total_cost FROM budgets WHERE project = ?1");
        m_insert = prepare("INSERT INTO usage_logs (project, model, input_tokens, output_tokens,"
                           " cost, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        m_charge =
            prepare("INSERT INTO budgets (project, total_cost, updated_at) VALUES (?1, ?2, ?3)"
                    " ON CONFLICT (project) DO UPDATE SET total_cost = excluded.total_cost,"
                    " updated_at = excluded.updated_at");
        m_commit = prepare("COMMIT");
    }
    ~BareLoop()
    {
        for (sqlite3_stmt *statement : {m_begin, m_look, m_insert, m_charge, m_commit})
            sqlite3_finalize(statement);
        sqlite3_close(m_database);
    }
    Q_DISABLE_COPY_MOVE(BareLoop)

    void record(const QByteArray &project)
    {
        const UsageRecord &usage = benchmarkCall().usage;
        const QByteArray now = Timestamp::now().toIso().toLatin1();
        const auto start = std::chrono::steady_clock::now();
        end(m_begin);
        if (m_longestWaitMs) {
            const std::chrono::duration<double, std::milli> waited =
                std::chrono::steady_clock::now() - start;
            *m_longestWaitMs = std::max(*m_longestWaitMs, waited.count());
        }
        bind(m_look, 1, project);
        const double total =
            sqlite3_step(m_look) == SQLITE_ROW ? sqlite3_column_double(m_look, 0) : 0;
        sqlite3_reset(m_look);
        bind(m_insert, 1, project);
        bind(m_insert, 2, m_model);
        sqlite3_bind_int64(m_insert, 3, usage.inputTokens);
        sqlite3_bind_int64(m_insert, 4, usage.outputTokens);
        sqlite3_bind_double(m_insert, 5, usage.costUsd);
        bind(m_insert, 6, now);
        end(m_insert);
        bind(m_charge, 1, project);
        sqlite3_bind_double(m_charge, 2, total + usage.costUsd);
        bind(m_charge, 3, now);
        end(m_charge);
        end(m_commit);
    }

private:
    sqlite3_stmt *prepare(const char *sql)
    {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v3(m_database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                               nullptr) != SQLITE_OK)
            qFatal("%s", sqlite3_errmsg(m_database));
        return statement;
    }
    static void bind(sqlite3_stmt *statement, int place, const QByteArray &text)
    {
        sqlite3_bind_text(statement, place, text.constData(), static_cast<int>(text.size()),
                          SQLITE_STATIC);
    }
    void end(sqlite3_stmt *statement)
    {
        if (sqlite3_step(statement) != SQLITE_DONE)
            qFatal("%s", sqlite3_errmsg(m_database));
        sqlite3_reset(statement);
    }

    double *const m_longestWaitMs;
    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_begin = nullptr;
    sqlite3_stmt *m_look = nullptr;
    sqlite3_stmt *m_insert = nullptr;
    sqlite3_stmt *m_charge = nullptr;
    sqlite3_stmt *m_commit = nullptr;
    const QByteArray m_model = benchmarkCall().usage.model.toUtf8();
};

} // namespace

Client sqliteClient(const QString &path, const QString &project, bool readsLimit,
                    double *longestWaitMs)
{
    const auto loop = std::make_shared<BareLoop>(path, readsLimit, longestWaitMs);
    return [loop, name = project.toUtf8()] {
        loop->record(name);
        return 1;
    };
}

} // namespace tollkeeper::bench
