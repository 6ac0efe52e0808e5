// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rawconnection.h"

#include <QThread>
#include <QtGlobal>

#include <libpq-fe.h>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

class RawConnection::Driver
{
public:
    Driver() = default;
    virtual ~Driver() = default;
    Q_DISABLE_COPY_MOVE(Driver)
    /// Empty when it worked, else the error.
    virtual QString run(const QString &sql, std::vector<QStringList> &rows) = 0;
    virtual int serverProcess() const { return 0; }
};

namespace {

// Waits for a server that is there and recovers from a crash.
PGconn *connectTo(const QByteArray &url)
{
    constexpr int attempts = 600;
    constexpr int pauseMs = 100;
    PGconn *connection = PQconnectdb(url.constData());
    for (int i = 0; i < attempts && PQstatus(connection) != CONNECTION_OK
         && PQping(url.constData()) == PQPING_REJECT;
         ++i) {
        QThread::msleep(pauseMs);
        PQreset(connection);
    }
    return connection;
}

class Postgres final : public RawConnection::Driver
{
public:
    explicit Postgres(const QString &url) : m_connection(connectTo(url.toUtf8()))
    {
        if (PQstatus(m_connection) != CONNECTION_OK)
            qFatal("The test could not connect: %s", PQerrorMessage(m_connection));
        PQsetNoticeProcessor(m_connection, [](void *, const char *) {}, nullptr);
    }
    ~Postgres() override { PQfinish(m_connection); }
    Q_DISABLE_COPY_MOVE(Postgres)

    QString run(const QString &sql, std::vector<QStringList> &rows) override
    {
        PGresult *result = PQexec(m_connection, sql.toUtf8().constData());
        const ExecStatusType status = PQresultStatus(result);
        const bool good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK
            || status == PGRES_EMPTY_QUERY;
        for (int row = 0; good && row < PQntuples(result); ++row) {
            QStringList values;
            for (int column = 0; column < PQnfields(result); ++column) {
                values << (PQgetisnull(result, row, column)
                               ? QString()
                               : QString::fromUtf8(PQgetvalue(result, row, column)));
            }
            rows.push_back(values);
        }
        PQclear(result);
        return good ? QString() : QString::fromUtf8(PQerrorMessage(m_connection)) + u' ';
    }
    int serverProcess() const override { return PQbackendPID(m_connection); }

private:
    PGconn *m_connection;
};

class Sqlite final : public RawConnection::Driver
{
public:
    explicit Sqlite(const QString &path)
    {
        if (sqlite3_open(path.toUtf8().constData(), &m_database) != SQLITE_OK)
            qFatal("The test could not open %s: %s", qPrintable(path), sqlite3_errmsg(m_database));
        constexpr int patienceMs = 60'000;
        sqlite3_busy_timeout(m_database, patienceMs);
    }
    ~Sqlite() override { sqlite3_close(m_database); }
    Q_DISABLE_COPY_MOVE(Sqlite)

    QString run(const QString &sql, std::vector<QStringList> &rows) override
    {
        const auto collect = [](void *target, int count, char **values, char **) {
            QStringList row;
            for (int column = 0; column < count; ++column)
                row << (values[column] ? QString::fromUtf8(values[column]) : QString());
            static_cast<std::vector<QStringList> *>(target)->push_back(row);
            return 0;
        };
        if (sqlite3_exec(m_database, sql.toUtf8().constData(), collect, &rows, nullptr)
            == SQLITE_OK)
            return {};
        return QString::fromUtf8(sqlite3_errmsg(m_database));
    }

private:
    sqlite3 *m_database = nullptr;
};

} // namespace

RawConnection::RawConnection(const QString &urlOrPath)
{
    if (urlOrPath.startsWith(u"postgres"))
        m_driver = std::make_unique<Postgres>(urlOrPath);
    else
        m_driver = std::make_unique<Sqlite>(urlOrPath);
}

RawConnection::~RawConnection() = default;
RawConnection::RawConnection(RawConnection &&other) noexcept = default;

std::vector<QStringList> RawConnection::rows(const QString &sql)
{
    std::vector<QStringList> rows;
    if (const QString error = m_driver->run(sql, rows); !error.isEmpty())
        qFatal("The test's own statement failed: %s\n%s", qPrintable(error), qPrintable(sql));
    return rows;
}

QString RawConnection::value(const QString &sql)
{
    const auto found = rows(sql);
    return found.empty() ? QString() : found.front().value(0);
}

void RawConnection::execute(const QString &sql)
{
    (void)rows(sql);
}

std::optional<QString> RawConnection::tryExecute(const QString &sql)
{
    std::vector<QStringList> rows;
    const QString error = m_driver->run(sql, rows);
    return error.isEmpty() ? std::nullopt : std::optional(error);
}

int RawConnection::serverProcess() const
{
    return m_driver->serverProcess();
}

QString RawConnection::quoted(const QString &text)
{
    return u'\'' + QString(text).replace(u'\'', "''"_L1) + u'\'';
}

} // namespace tollkeeper::test
