// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pgbouncer.h"

#include "postgrescluster.h"
#include "serverprocess.h"

#include <QFile>
#include <QStandardPaths>
#include <QThread>

#include <libpq-fe.h>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

namespace {

constexpr int patienceMs = 30'000;

void write(const QString &path, const QString &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("Cannot write %s", qPrintable(path));
    file.write(text.toUtf8());
    file.close();
    giveAway(path);
}

QString inQuotes(QString text)
{
    return u'"' + text.replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

PgBouncer::PgBouncer(const PostgresCluster &server, int poolSize)
    : m_serverPort(server.port()), m_port(freePort())
{
    giveAway(m_dir.path());
    write(m_dir.filePath(u"users"_s), inQuotes(PostgresCluster::adminRole()) + u' '
              + inQuotes(PostgresCluster::adminPassword()) + u'\n');
    write(m_dir.filePath(u"ini"_s),
          u"[databases]\n"
          "* = host=%1 port=%2\n"
          "[pgbouncer]\n"
          "listen_addr = %1\n"
          "listen_port = %3\n"
          "unix_socket_dir =\n"
          "auth_type = scram-sha-256\n"
          "auth_file = users\n"
          "pool_mode = transaction\n"
          "default_pool_size = %4\n"
          "max_client_conn = 200\n"
          "server_login_retry = 1\n"_s.arg(PostgresCluster::host())
              .arg(m_serverPort)
              .arg(m_port)
              .arg(poolSize));
    start();
}

PgBouncer::~PgBouncer()
{
    kill();
}

void PgBouncer::kill()
{
    m_process.kill();
    m_process.waitForFinished(patienceMs);
}

void PgBouncer::start()
{
    const QString program =
        QStandardPaths::findExecutable(u"pgbouncer"_s).isEmpty()
        ? QStandardPaths::findExecutable(u"pgbouncer"_s, {u"/usr/sbin"_s, u"/usr/local/sbin"_s})
        : QStandardPaths::findExecutable(u"pgbouncer"_s);
    if (program.isEmpty())
        qFatal("PgBouncer was not found: install pgbouncer");
    dropRights(m_process);
    m_process.setWorkingDirectory(m_dir.path());
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_dir.filePath(u"log"_s), QIODevice::Append);
    m_process.start(program, {u"ini"_s});
    for (int waited = 0; waited < patienceMs; waited += 20) {
        const QString anyone = u"postgresql://nobody@%1:%2/none"_s.arg(PostgresCluster::host()).arg(m_port);
        if (PQping(anyone.toUtf8().constData()) != PQPING_NO_RESPONSE)
            return;
        QThread::msleep(20);
    }
    QFile log(m_dir.filePath(u"log"_s));
    (void)log.open(QIODevice::ReadOnly);
    qFatal("PgBouncer did not start: %s", log.readAll().constData());
}

QString PgBouncer::url(const QString &databaseUrl) const
{
    return QString(databaseUrl)
        .replace(u"@%1:%2/"_s.arg(PostgresCluster::host()).arg(m_serverPort),
                 u"@%1:%2/"_s.arg(PostgresCluster::host()).arg(m_port));
}

} // namespace tollkeeper::test
