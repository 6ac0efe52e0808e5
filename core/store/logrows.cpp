// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/logrows.h"

#include "store/dialect.h"
#include "values/isotext.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <QtEndian>

#include <array>
#include <bit>
#include <memory>

namespace tollkeeper::logrows {

namespace {

tl::unexpected<QSqlError> failed(sqlite3 *database)
{
    return tl::unexpected(QSqlError(QString(), QString::fromUtf8(sqlite3_errmsg(database)),
                                    QSqlError::StatementError,
                                    QString::number(sqlite3_extended_errcode(database))));
}

tl::unexpected<QSqlError> failed(pg_conn *connection, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return tl::unexpected(QSqlError(QString(), QString::fromUtf8(PQerrorMessage(connection)),
                                    QSqlError::StatementError, QString::fromLatin1(state)));
}

// Holds SQLite's own lock on a connection: it takes it for every call otherwise, some twenty times a
// row. The values of a row may be read as they are meanwhile.
class Lock final
{
public:
    explicit Lock(sqlite3 *database) : m_mutex(sqlite3_db_mutex(database))
    {
        sqlite3_mutex_enter(m_mutex);
    }
    ~Lock() { sqlite3_mutex_leave(m_mutex); }
    Q_DISABLE_COPY_MOVE(Lock)

private:
    sqlite3_mutex *m_mutex;
};

constexpr int columns = 6;
using Values = std::array<sqlite3_value *, columns>;

Values valuesOf(sqlite3_stmt *row)
{
    Values values{};
    for (int column = 0; column < columns; ++column)
        values[static_cast<size_t>(column)] = sqlite3_column_value(row, column);
    return values;
}

std::string_view text(sqlite3_value *value)
{
    const auto *bytes = static_cast<const char *>(sqlite3_value_blob(value));
    return {bytes, static_cast<size_t>(sqlite3_value_bytes(value))};
}

// Asks SQLite itself about a row.
class Judge final
{
public:
    Judge(sqlite3 *database, const QString &judgement) : m_statement(nullptr, &sqlite3_finalize)
    {
        sqlite3_stmt *prepared = nullptr;
        sqlite3_prepare_v2(database, judgement.toUtf8().constData(), -1, &prepared, nullptr);
        m_statement.reset(prepared);
    }
    [[nodiscard]] bool isReady() const { return m_statement != nullptr; }
    [[nodiscard]] bool isGood(const Values &row) const
    {
        sqlite3_reset(m_statement.get());
        for (int column = 0; column < columns; ++column)
            sqlite3_bind_value(m_statement.get(), column + 1, row[static_cast<size_t>(column)]);
        return sqlite3_step(m_statement.get()) == SQLITE_ROW
            && sqlite3_column_int(m_statement.get(), 0) != 0;
    }

private:
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> m_statement;
};

// Before its values are read, which may convert them.
bool hasUsualTypes(const Values &row)
{
    const auto is = [&row](size_t column, int type) { return sqlite3_value_type(row[column]) == type; };
    return is(0, SQLITE_TEXT) && is(1, SQLITE_TEXT) && is(2, SQLITE_INTEGER)
        && is(3, SQLITE_INTEGER) && (is(4, SQLITE_FLOAT) || is(4, SQLITE_INTEGER))
        && is(5, SQLITE_TEXT);
}

bool hasUsualValues(const LogRow &row)
{
    const auto fits = [](qint64 tokens) { return tokens >= 0 && tokens <= maxTokens; };
    const auto moment = usualMoment(row.createdAt);
    const auto isName = [](std::string_view name) { return name.size() <= longestStoredName; };
    return isName(row.project) && isName(row.model) && fits(row.inputTokens)
        && fits(row.outputTokens) && row.costUsd >= 0 && row.costUsd <= maxCostUsd && moment
        && moment->offset == "+00:00";
}

// A row of COPY's binary format: how many values, and each with its length before it.
class CopiedRow final
{
public:
    explicit CopiedRow(std::string_view bytes) : m_rest(bytes)
    {
        // The first one comes with what the stream begins with: a signature and eight more bytes.
        constexpr std::string_view signature("PGCOPY\n\377\r\n\0", 11);
        if (m_rest.starts_with(signature))
            m_rest.remove_prefix(std::min(m_rest.size(), signature.size() + 8));
        m_isRow = take<qint16>() == columns + 1;
    }
    /// False at the end of the stream.
    [[nodiscard]] explicit operator bool() const { return m_isRow; }
    /// No text, not even an empty one, for NULL.
    [[nodiscard]] std::optional<std::string_view> next()
    {
        const auto size = take<qint32>();
        if (size < 0)
            return std::nullopt;
        const std::string_view value = m_rest.substr(0, static_cast<size_t>(size));
        m_rest.remove_prefix(value.size());
        return value;
    }
    [[nodiscard]] std::string_view text() { return next().value_or(std::string_view()); }
    [[nodiscard]] qint64 number() { return take<qint32>() == sizeof(qint64) ? take<qint64>() : 0; }

private:
    template <class Number>
    Number take()
    {
        if (m_rest.size() < sizeof(Number))
            return 0;
        const auto value = qFromBigEndian<Number>(m_rest.data());
        m_rest.remove_prefix(sizeof(Number));
        return value;
    }
    std::string_view m_rest;
    bool m_isRow = false;
};

void stop(pg_conn *connection)
{
    const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(PQgetCancel(connection),
                                                                     &PQfreeCancel);
    char reason[256];
    if (cancel)
        PQcancel(cancel.get(), reason, sizeof reason);
}

} // namespace

Read read(sqlite3 *database, const QString &sql, const QString &judgement, const RowSink &sink)
{
    const Judge judge(database, judgement);
    if (!judge.isReady())
        return failed(database);
    sqlite3_stmt *prepared = nullptr;
    if (sqlite3_prepare_v2(database, sql.toUtf8().constData(), -1, &prepared, nullptr) != SQLITE_OK)
        return failed(database);
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared,
                                                                               &sqlite3_finalize);
    const Lock lock(database);
    int step = SQLITE_OK;
    while ((step = sqlite3_step(prepared)) == SQLITE_ROW) {
        const Values values = valuesOf(prepared);
        const bool usual = hasUsualTypes(values);
        // What is not is judged as it is stored.
        const bool good = !usual && judge.isGood(values);
        LogRow row{text(values[0]),
                   text(values[1]),
                   sqlite3_value_int64(values[2]),
                   sqlite3_value_int64(values[3]),
                   sqlite3_value_double(values[4]),
                   text(values[5]),
                   good};
        if (usual)
            row.good = hasUsualValues(row) || judge.isGood(values);
        if (!sink(row))
            return false;
    }
    if (step != SQLITE_DONE)
        return failed(database);
    return true;
}

Read read(pg_conn *connection, const QString &sql, const RowSink &sink)
{
    using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;
    static const qint64 firstMoment = Timestamp::startOf(QDate(2000, 1, 1)).micros;
    const QByteArray command = "COPY (" + sql.toUtf8() + ") TO STDOUT (FORMAT binary)";
    if (const Answer begun(PQexec(connection, command.constData()), &PQclear);
        PQresultStatus(begun.get()) != PGRES_COPY_OUT)
        return failed(connection, begun.get());
    bool wanted = true;
    char *bytes = nullptr;
    for (int size = 0; (size = PQgetCopyData(connection, &bytes, 0)) > 0; PQfreemem(bytes)) {
        CopiedRow copied({bytes, static_cast<size_t>(size)});
        if (!wanted || !copied)
            continue; // what was on its way
        LogRow row;
        row.project = copied.text();
        row.model = copied.text();
        row.inputTokens = copied.number();
        row.outputTokens = copied.number();
        row.costUsd = std::bit_cast<double>(copied.number());
        const qint64 moment = copied.number();
        const auto unusual = copied.next();
        const IsoText usual(Timestamp{unusual ? 0 : firstMoment + moment});
        row.createdAt = unusual.value_or(usual.view());
        row.good = !unusual;
        wanted = sink(row);
        if (!wanted)
            stop(connection);
    }
    tl::unexpected<QSqlError> error{QSqlError()};
    bool ended = true;
    while (const Answer last{PQgetResult(connection), &PQclear}) {
        if (PQresultStatus(last.get()) != PGRES_COMMAND_OK) {
            ended = false;
            error = failed(connection, last.get());
        }
    }
    if (!ended && wanted)
        return error;
    return wanted;
}

std::optional<UsualMoment> usualMoment(std::string_view stored)
{
    constexpr std::string_view shape = "0000-00-00T00:00:00";
    constexpr size_t digitsOfFraction = 6;
    if (stored.size() < shape.size())
        return std::nullopt;
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    for (size_t i = 0; i < shape.size(); ++i) {
        const bool fits = shape[i] == '0'   ? isDigit(stored[i])
                          : shape[i] == 'T' ? stored[i] == 'T' || stored[i] == ' '
                                            : stored[i] == shape[i];
        if (!fits)
            return std::nullopt;
    }
    const auto number = [&](size_t at) { return (stored[at] - '0') * 10 + (stored[at + 1] - '0'); };
    const bool fits = number(0) > 0 && number(5) >= 1 && number(5) <= 12 && number(8) >= 1
        && number(8) <= 28 && number(11) < 24 && number(14) < 60 && number(17) < 60;
    UsualMoment moment{stored.substr(0, 10), stored.substr(11, 8), {}, stored.substr(shape.size())};
    if (!moment.offset.empty() && moment.offset.front() == '.') {
        size_t digits = 1;
        while (digits < moment.offset.size() && isDigit(moment.offset[digits]))
            ++digits;
        moment.fraction = moment.offset.substr(1, digits - 1);
        moment.offset.remove_prefix(digits);
        if (moment.fraction.empty() || moment.fraction.size() > digitsOfFraction)
            return std::nullopt;
    }
    if (!fits || (moment.offset != "+00:00" && moment.offset != "+00"))
        return std::nullopt;
    return moment;
}

} // namespace tollkeeper::logrows
