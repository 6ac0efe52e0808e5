// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pglimits.h"

#include "bigstore.h"
#include "support/rawconnection.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryFile>

#include <libpq-fe.h>

#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

// A connection that ends the benchmark when anything fails.
class Link final
{
public:
    explicit Link(const QString &url) : m_connection(PQconnectdb(url.toUtf8().constData()))
    {
        if (PQstatus(m_connection) != CONNECTION_OK)
            qFatal("%s", PQerrorMessage(m_connection));
    }
    ~Link() { PQfinish(m_connection); }
    Q_DISABLE_COPY_MOVE(Link)

    void run(const char *sql) const { check(PQexec(m_connection, sql)); }
    void prepare(const char *sql) const { check(PQprepare(m_connection, "", sql, 0, nullptr)); }
    void runPrepared(const char *const *values, int count) const
    {
        check(PQexecPrepared(m_connection, "", count, values, nullptr, nullptr, 0));
    }

private:
    void check(PGresult *result) const
    {
        const ExecStatusType status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            qFatal("%s", PQerrorMessage(m_connection));
        PQclear(result);
    }
    PGconn *m_connection;
};

QString text(double value)
{
    return QString::number(value, 'g', 17);
}

constexpr auto insertCall =
    "INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at)"
    " VALUES (%1, %2, %3, %4, %5, %6)";
constexpr auto chargeBudget =
    "INSERT INTO budgets (project, total_cost, updated_at) VALUES (%1, %5, %6)"
    " ON CONFLICT (project) DO UPDATE SET total_cost = budgets.total_cost + EXCLUDED.total_cost,"
    " updated_at = EXCLUDED.updated_at";

// \a sql with its %numbers filled in.
QString filled(const char *sql, const QStringList &values)
{
    QString result = QLatin1StringView(sql);
    for (qsizetype i = 0; i < values.size(); ++i)
        result.replace(u"%%1"_s.arg(i + 1), values[i]);
    return result;
}

QString bareStatement(const QStringList &values)
{
    return filled("WITH logged AS (", values) + filled(insertCall, values) + u") "_s +
           filled(chargeBudget, values);
}

// The values of a call as SQL literals; \a project may be a variable of pgbench.
QStringList literals(const QString &project, const QString &moment)
{
    const UsageRecord &usage = benchmarkCall().usage;
    return {u"'%1'"_s.arg(project),
            u"'%1'"_s.arg(usage.model),
            QString::number(usage.inputTokens),
            QString::number(usage.outputTokens),
            text(usage.costUsd),
            moment};
}

} // namespace

test::PostgresCluster &server()
{
    static test::PostgresCluster *cluster = nullptr;
    if (!cluster) {
        cluster = new test::PostgresCluster(test::PostgresCluster::Options{
            .durability = test::PostgresCluster::Durability::On,
            .data = keptStores().isEmpty() ? QString() : keptStores() + u"/postgresql"_s});
        qAddPostRoutine([] { delete cluster; });
    }
    return *cluster;
}

QString createStore()
{
    const QString url = server().createDatabase();
    openStore(url).reset();
    return url;
}

void checkpoint()
{
    test::PostgresCluster::execute(server().url(u"postgres"_s), u"CHECKPOINT"_s);
}

Client bareClient(const QString &url, const QString &project)
{
    const auto link = std::make_shared<Link>(url);
    link->prepare(
        qPrintable(bareStatement({u"$1"_s, u"$2"_s, u"$3"_s, u"$4"_s, u"$5"_s, u"$6"_s})));
    const UsageRecord &usage = benchmarkCall().usage;
    const QByteArrayList fixed{
        project.toUtf8(), usage.model.toUtf8(), QByteArray::number(usage.inputTokens),
        QByteArray::number(usage.outputTokens), text(usage.costUsd).toUtf8()};
    return [link, fixed] {
        const QByteArray now = Timestamp::now().toIso().toLatin1();
        std::vector<const char *> values;
        for (const QByteArray &value : fixed)
            values.push_back(value.constData());
        values.push_back(now.constData());
        link->runPrepared(values.data(), static_cast<int>(values.size()));
        return 1;
    };
}

Client peerStyleClient(const QString &url, const QString &project)
{
    const auto link = std::make_shared<Link>(url);
    return [link, project] {
        const QStringList values = literals(project, u"'%1'"_s.arg(Timestamp::now().toIso()));
        link->run("BEGIN");
        link->run(qPrintable(
            u"SELECT total_cost FROM budgets WHERE project = '%1' FOR UPDATE"_s.arg(project)));
        link->run(qPrintable(filled(insertCall, values)));
        link->run(qPrintable(filled(chargeBudget, values)));
        link->run("COMMIT");
        return 1;
    };
}

double pythonClients(const QString &url, int clients, Projects projects, double seconds)
{
    std::vector<std::unique_ptr<QProcess>> programs;
    const auto line = [](QProcess &program) {
        while (!program.canReadLine()) {
            if (!program.waitForReadyRead(-1))
                qFatal("llmtoll.py failed: %s", program.readAllStandardError().constData());
        }
        return program.readLine().trimmed();
    };
    for (int client = 0; client < clients; ++client) {
        programs.push_back(std::make_unique<QProcess>());
        programs.back()->start(u"/usr/bin/python3"_s, {QStringLiteral(LLM_TOLL), url, projectOf(projects, client),
                                                       QString::number(seconds)});
    }
    for (const auto &program : programs)
        line(*program); // ready
    for (const auto &program : programs)
        program->write("\n");
    for (const auto &program : programs)
        program->waitForBytesWritten(-1);
    double callsPerSecond = 0;
    for (const auto &program : programs)
        callsPerSecond += line(*program).toDouble();
    for (const auto &program : programs)
        program->waitForFinished(-1);
    return callsPerSecond;
}

double pgbench(const QString &url, int clients, Projects projects, double seconds)
{
    QTemporaryFile script;
    if (!script.open())
        qFatal("%s cannot be written", qPrintable(script.fileName()));
    const QString project =
        projects == Projects::One ? projectOf(projects, 0) : u"bench-:client_id"_s;
    script.write(bareStatement(literals(project, u"now()"_s)).toUtf8() + ";\n");
    script.close();
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    const int threads = std::min(clients, 2);
    process.start(server().binary(u"pgbench"_s),
                  {u"--no-vacuum"_s, u"--file"_s, script.fileName(), u"--client"_s,
                   QString::number(clients), u"--jobs"_s, QString::number(threads), u"--time"_s,
                   QString::number(std::max(1.0, std::round(seconds))), url});
    process.waitForFinished(-1);
    const QString output = QString::fromUtf8(process.readAll());
    static const QRegularExpression rate(u"tps = ([0-9.]+)"_s);
    const auto match = rate.match(output);
    if (!match.hasMatch() || process.exitCode() != 0)
        qFatal("pgbench failed: %s", qPrintable(output));
    return match.captured(1).toDouble();
}

} // namespace tollkeeper::bench
