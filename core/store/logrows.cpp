// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/logrows.h"

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

Read read(sqlite3 *database, const QString &sql, const RowSink &sink)
{
    sqlite3_stmt *prepared = nullptr;
    if (sqlite3_prepare_v2(database, sql.toUtf8().constData(), -1, &prepared, nullptr) != SQLITE_OK)
        return failed(database);
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> row(prepared,
                                                                         &sqlite3_finalize);
    int step = SQLITE_OK;
    while ((step = sqlite3_step(prepared)) == SQLITE_ROW) {
        const LogRow values{text(prepared, 0),
                            text(prepared, 1),
                            sqlite3_column_int64(prepared, 2),
                            sqlite3_column_int64(prepared, 3),
                            sqlite3_column_double(prepared, 4),
                            text(prepared, 5)};
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

} // namespace tollkeeper::logrows
