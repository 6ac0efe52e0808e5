// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "loader.h"

#include "support/peer.h"

#include <QtEndian>

#include <libpq-fe.h>
#include <sqlite3.h>

#include <bit>
#include <cstring>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

constexpr qint64 rowsAtOnce = 100'000;
constexpr auto dropIndex = "DROP INDEX idx_usage_logs_project_created";

// What each project's row of budgets will say.
class Counters final
{
public:
    explicit Counters(size_t projects) : m_totals(projects), m_updated(projects) {}
    void add(const GeneratedCall &call)
    {
        m_totals[static_cast<size_t>(call.project)] += call.cost;
        m_updated[static_cast<size_t>(call.project)] = call.at;
    }
    [[nodiscard]] QByteArray insertStatement(const CallGenerator &generator) const
    {
        QByteArrayList rows;
        for (size_t i = 0; i < m_totals.size(); ++i) {
            if (!m_updated[i])
                continue;
            rows << "('" + generator.projects()[i] + "', " + m_totals[i].toString().toLatin1() +
                        ", '" + m_updated[i]->toIso().toLatin1() + "')";
        }
        return "INSERT INTO budgets (project, total_cost, updated_at) VALUES " + rows.join(", ");
    }

private:
    std::vector<Money> m_totals;
    std::vector<std::optional<Timestamp>> m_updated;
};

class Sqlite final
{
public:
    explicit Sqlite(const QString &path)
    {
        check(sqlite3_open(path.toUtf8().constData(), &m_database));
        // A load that fails is begun anew: nothing needs to be safe before its end.
        run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;"
            " PRAGMA locking_mode=EXCLUSIVE");
    }
    ~Sqlite() { sqlite3_close(m_database); }
    Q_DISABLE_COPY_MOVE(Sqlite)

    void run(const QByteArray &sql)
    {
        check(sqlite3_exec(m_database, sql.constData(), nullptr, nullptr, nullptr));
    }

    void copy(CallGenerator &generator, Counters &counters, const Progress &progress)
    {
        sqlite3_stmt *insert = nullptr;
        check(sqlite3_prepare_v2(
            m_database,
            "INSERT INTO usage_logs (project, model, input_tokens, output_tokens,"
            " cost, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            -1, &insert, nullptr));
        const auto bind = [insert](int place, const QByteArray &text) {
            sqlite3_bind_text(insert, place, text.constData(), static_cast<int>(text.size()),
                              SQLITE_STATIC);
        };
        qint64 rows = 0;
        run("BEGIN");
        for (GeneratedCall call; generator.next(call);) {
            const QByteArray at = call.at.toIso().toLatin1();
            bind(1, generator.projects()[static_cast<size_t>(call.project)]);
            bind(2, generator.models()[static_cast<size_t>(call.model)]);
            sqlite3_bind_int(insert, 3, call.inputTokens);
            sqlite3_bind_int(insert, 4, call.outputTokens);
            sqlite3_bind_double(insert, 5, call.cost.toUsd());
            bind(6, at);
            if (sqlite3_step(insert) != SQLITE_DONE)
                check(sqlite3_errcode(m_database));
            sqlite3_reset(insert);
            counters.add(call);
            if (++rows % rowsAtOnce == 0) {
                run("COMMIT; BEGIN");
                progress(rows);
            }
        }
        run("COMMIT");
        sqlite3_finalize(insert);
        progress(rows);
    }
    void finish() { run("ANALYZE; PRAGMA locking_mode=NORMAL; PRAGMA journal_mode=WAL"); }

private:
    void check(int code) const
    {
        if (code != SQLITE_OK)
            qFatal("SQLite: %s", sqlite3_errmsg(m_database));
    }
    sqlite3 *m_database = nullptr;
};

class Postgres final
{
public:
    explicit Postgres(const StoreLocation &location)
    {
        std::vector<QByteArray> texts;
        for (const auto &[key, value] : location.keywords())
            texts.insert(texts.end(), {key.toUtf8(), value.toUtf8()});
        std::vector<const char *> keys;
        std::vector<const char *> values;
        for (size_t i = 0; i < texts.size(); i += 2) {
            keys.push_back(texts[i].constData());
            values.push_back(texts[i + 1].constData());
        }
        keys.push_back(nullptr);
        values.push_back(nullptr);
        m_connection = PQconnectdbParams(keys.data(), values.data(), 0);
        if (PQstatus(m_connection) != CONNECTION_OK)
            fail();
        PQsetNoticeProcessor(
            m_connection, [](void *, const char *) {}, nullptr);
    }
    ~Postgres() { PQfinish(m_connection); }
    Q_DISABLE_COPY_MOVE(Postgres)

    void run(const QByteArray &sql)
    {
        PGresult *result = PQexec(m_connection, sql.constData());
        const ExecStatusType status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
            fail();
        PQclear(result);
    }

    // https://www.postgresql.org/docs/15/sql-copy.html, binary format
    void copy(CallGenerator &generator, Counters &counters, const Progress &progress)
    {
        run("COPY usage_logs (project, model, input_tokens, output_tokens, cost, created_at)"
            " FROM STDIN (FORMAT binary)");
        m_buffer = QByteArray("PGCOPY\n\377\r\n\0", 11);
        addNumber<qint32>(0); // no flags
        addNumber<qint32>(0); // no extension of the header
        qint64 rows = 0;
        for (GeneratedCall call; generator.next(call);) {
            constexpr qint64 year2000 = 946'684'800'000'000; // PostgreSQL counts from there
            constexpr qint16 columns = 6;
            addNumber(columns);
            addField(generator.projects()[static_cast<size_t>(call.project)]);
            addField(generator.models()[static_cast<size_t>(call.model)]);
            addField(call.inputTokens);
            addField(call.outputTokens);
            addField(std::bit_cast<qint64>(call.cost.toUsd()));
            addField(call.at.micros - year2000);
            counters.add(call);
            if (++rows % rowsAtOnce == 0)
                progress(rows);
            constexpr qsizetype enough = 65'536;
            if (m_buffer.size() > enough)
                send();
        }
        addNumber<qint16>(-1);
        send();
        if (PQputCopyEnd(m_connection, nullptr) != 1)
            fail();
        PGresult *result = PQgetResult(m_connection);
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            fail();
        PQclear(result);
        while (PGresult *rest = PQgetResult(m_connection))
            PQclear(rest);
        progress(rows);
    }
    void finish() { run("VACUUM (ANALYZE) usage_logs, budgets"); }

private:
    [[noreturn]] void fail() const { qFatal("PostgreSQL: %s", PQerrorMessage(m_connection)); }
    template <class T>
    void addNumber(T value)
    {
        value = qToBigEndian(value);
        m_buffer.append(reinterpret_cast<const char *>(&value), sizeof value);
    }
    template <class T>
    void addField(T value)
    {
        addNumber<qint32>(sizeof value);
        addNumber(value);
    }
    void addField(const QByteArray &text)
    {
        addNumber(static_cast<qint32>(text.size()));
        m_buffer += text;
    }
    void send()
    {
        if (PQputCopyData(m_connection, m_buffer.constData(), static_cast<int>(m_buffer.size())) !=
            1)
            fail();
        m_buffer.clear();
    }

    PGconn *m_connection = nullptr;
    QByteArray m_buffer;
};

template <class Database>
void fill(Database &database, Backend backend, CallGenerator &generator, const Progress &progress)
{
    const QByteArray schema = test::peer::schema(backend).toUtf8();
    Counters counters(generator.projects().size());
    database.run(schema);
    database.run(dropIndex); // made at once from all rows, it costs less than row by row
    database.copy(generator, counters, progress);
    database.run(counters.insertStatement(generator));
    database.run(schema);
    database.finish();
}

} // namespace

void load(const StoreLocation &location, CallGenerator &generator, const Progress &progress)
{
    if (location.backend() == Backend::Postgres) {
        Postgres database(location);
        fill(database, location.backend(), generator, progress);
    } else {
        Sqlite database(location.path());
        fill(database, location.backend(), generator, progress);
    }
}

} // namespace tollkeeper::bench
