// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/preparedrow.h"

#include <QRegularExpression>

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace tollkeeper::preparedrow {

namespace {

using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;
using Values = std::vector<std::pair<QString, QVariant>>;

tl::unexpected<QSqlError> failed(pg_conn *connection, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return tl::unexpected(QSqlError(QString(), QString::fromUtf8(PQerrorMessage(connection)),
                                    QSqlError::StatementError, QString::fromLatin1(state)));
}

// ":name" as $1, $2, ... in the order of \a values; a cast is written CAST() in our statements.
QByteArray numbered(const QString &sql, const Values &values)
{
    static const QRegularExpression placeholder(u":[a-z_]+"_s);
    QString result;
    qsizetype end = 0;
    for (auto matches = placeholder.globalMatch(sql); matches.hasNext();) {
        const auto match = matches.next();
        const auto value = std::find_if(values.begin(), values.end(), [&](const auto &given) {
            return given.first == match.captured();
        });
        result += QStringView(sql).mid(end, match.capturedStart() - end);
        result += value == values.end() ? match.captured()
                                        : u'$' + QString::number(value - values.begin() + 1);
        end = match.capturedEnd();
    }
    result += QStringView(sql).mid(end);
    return result.toUtf8();
}

std::optional<QByteArray> asText(const QVariant &value)
{
    if (value.isNull())
        return {};
    if (value.typeId() == QMetaType::Double)
        return QByteArray::number(value.toDouble(), 'g', 17); // comes back as the same double
    return value.toString().toUtf8();
}

} // namespace

bool fits(const Values &values)
{
    constexpr qsizetype mostBytes = 1'000; // beside some 100 of the protocol's; a packet has 1,200
    qsizetype bytes = 0;
    for (const auto &value : values)
        bytes += asText(value.second).value_or(QByteArray()).size();
    return bytes <= mostBytes;
}

Read run(pg_conn *connection, QSet<QString> &prepared, const QString &name, const QString &sql,
         const Values &values)
{
    const QByteArray statement = "tollkeeper_" + name.toLatin1();
    if (!prepared.contains(name)) {
        const Answer made(PQprepare(connection, statement.constData(),
                                    numbered(sql, values).constData(), 0, nullptr),
                          &PQclear);
        if (PQresultStatus(made.get()) != PGRES_COMMAND_OK)
            return failed(connection, made.get());
        prepared.insert(name);
    }
    std::vector<std::optional<QByteArray>> texts;
    for (const auto &value : values)
        texts.push_back(asText(value.second));
    std::vector<const char *> pointers;
    for (const auto &text : texts)
        pointers.push_back(text ? text->constData() : nullptr);
    const Answer answer(PQexecPrepared(connection, statement.constData(),
                                       static_cast<int>(pointers.size()), pointers.data(), nullptr,
                                       nullptr, 0),
                        &PQclear);
    // The row comes before the commit in this protocol; only "ready" says that it was committed.
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK
        || PQtransactionStatus(connection) != PQTRANS_IDLE)
        return failed(connection, answer.get());
    if (PQntuples(answer.get()) == 0)
        return std::nullopt;
    Row row;
    for (int column = 0; column < PQnfields(answer.get()); ++column) {
        row.push_back(PQgetisnull(answer.get(), 0, column)
                          ? QVariant()
                          : QVariant(QString::fromUtf8(PQgetvalue(answer.get(), 0, column))));
    }
    return row;
}

} // namespace tollkeeper::preparedrow
