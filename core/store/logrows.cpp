// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/logrows.h"

#include "store/dialect.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <charconv>
#include <memory>
#include <string>

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

std::string_view text(sqlite3_stmt *row, int column)
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(row, column));
    return {bytes, static_cast<size_t>(sqlite3_column_bytes(row, column))};
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
    [[nodiscard]] bool isGood(sqlite3_stmt *row) const
    {
        sqlite3_reset(m_statement.get());
        for (int column = 0; column < 6; ++column)
            sqlite3_bind_value(m_statement.get(), column + 1, sqlite3_column_value(row, column));
        return sqlite3_step(m_statement.get()) == SQLITE_ROW
            && sqlite3_column_int(m_statement.get(), 0) != 0;
    }

private:
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> m_statement;
};

// Before its values are read, which may convert them.
bool hasUsualTypes(sqlite3_stmt *row)
{
    const auto is = [row](int column, int type) { return sqlite3_column_type(row, column) == type; };
    return is(0, SQLITE_TEXT) && is(1, SQLITE_TEXT) && is(2, SQLITE_INTEGER)
        && is(3, SQLITE_INTEGER) && (is(4, SQLITE_FLOAT) || is(4, SQLITE_INTEGER))
        && is(5, SQLITE_TEXT);
}

bool hasUsualValues(const LogRow &row)
{
    const auto fits = [](qint64 tokens) { return tokens >= 0 && tokens <= maxTokens; };
    const auto moment = usualMoment(row.createdAt);
    const auto isName = [](std::string_view name) { return name.size() <= longestStoredName; };
    return isName(row.project) && isName(row.model) && fits(row.inputTokens) && fits(row.outputTokens) && row.costUsd >= 0
        && row.costUsd <= maxCostUsd && moment && moment->offset == "+00:00";
}

// A line of COPY's text format: values separated by tabs, with backslashes where one holds what
// would not be plain.
class CopiedLine final
{
public:
    explicit CopiedLine(std::string_view line) : m_rest(line.substr(0, line.size() - 1)) {}

    [[nodiscard]] std::string_view next(std::string &unescaped)
    {
        const size_t end = std::min(m_rest.find('\t'), m_rest.size());
        const std::string_view value = m_rest.substr(0, end);
        m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
        if (value.find('\\') == value.npos)
            return value;
        unescaped.clear();
        for (size_t i = 0; i < value.size(); ++i)
            unescaped += value[i] == '\\' && i + 1 < value.size() ? plain(value[++i]) : value[i];
        return unescaped;
    }
    template <class Number>
    [[nodiscard]] Number number()
    {
        Number value{};
        const std::string_view digits = next(m_none);
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }

private:
    static char plain(char escape)
    {
        constexpr std::string_view escapes = "bfnrtv";
        constexpr std::string_view plains = "\b\f\n\r\t\v";
        const size_t which = escapes.find(escape);
        return which == escapes.npos ? escape : plains[which];
    }
    std::string_view m_rest;
    std::string m_none;
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
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> row(prepared,
                                                                         &sqlite3_finalize);
    int step = SQLITE_OK;
    while ((step = sqlite3_step(prepared)) == SQLITE_ROW) {
        const bool usual = hasUsualTypes(prepared);
        // What is not is judged as it is stored.
        const bool good = !usual && judge.isGood(prepared);
        LogRow values{text(prepared, 0),
                      text(prepared, 1),
                      sqlite3_column_int64(prepared, 2),
                      sqlite3_column_int64(prepared, 3),
                      sqlite3_column_double(prepared, 4),
                      text(prepared, 5),
                      good};
        if (usual)
            values.good = hasUsualValues(values) || judge.isGood(prepared);
        if (!sink(values))
            return false;
    }
    if (step != SQLITE_DONE)
        return failed(database);
    return true;
}

Read read(pg_conn *connection, const QString &sql, const RowSink &sink)
{
    using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;
    const QByteArray command = "COPY (" + sql.toUtf8() + ") TO STDOUT";
    if (const Answer begun(PQexec(connection, command.constData()), &PQclear);
        PQresultStatus(begun.get()) != PGRES_COPY_OUT)
        return failed(connection, begun.get());
    std::string project;
    std::string model;
    std::string moment;
    std::string good;
    bool wanted = true;
    char *bytes = nullptr;
    for (int size = 0; (size = PQgetCopyData(connection, &bytes, 0)) > 0; PQfreemem(bytes)) {
        if (!wanted)
            continue; // what was on its way
        CopiedLine line({bytes, static_cast<size_t>(size)});
        LogRow row;
        row.project = line.next(project);
        row.model = line.next(model);
        row.inputTokens = line.number<qint64>();
        row.outputTokens = line.number<qint64>();
        row.costUsd = line.number<double>();
        row.createdAt = line.next(moment);
        row.good = line.next(good) == "t";
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
