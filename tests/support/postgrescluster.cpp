// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgrescluster.h"

#include "rawconnection.h"
#include "serverprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QThread>
#include <QUrl>

#include <atomic>
#include <csignal>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

namespace {

constexpr int patienceMs = 60'000;

QString findBinaries()
{
    const QDir packaged(u"/usr/lib/postgresql"_s);
    const QStringList versions = packaged.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    QStringList folders;
    for (auto version = versions.crbegin(); version != versions.crend(); ++version)
        folders << packaged.filePath(*version + u"/bin"_s);
    // The version that the contract names goes before newer ones.
    folders.prepend(packaged.filePath(u"15/bin"_s));
    if (const QString config = QStandardPaths::findExecutable(u"pg_config"_s); !config.isEmpty()) {
        QProcess process;
        process.start(config, {u"--bindir"_s});
        process.waitForFinished();
        folders << QString::fromLocal8Bit(process.readAllStandardOutput()).trimmed();
    }
    folders += qEnvironmentVariable("PATH").split(u':', Qt::SkipEmptyParts);
    for (const QString &folder : folders) {
        if (QFile::exists(folder + u"/initdb"_s) && QFile::exists(folder + u"/postgres"_s))
            return folder;
    }
    qFatal("PostgreSQL's initdb and postgres were not found: install postgresql-15");
}

void runToEnd(QProcess &process, const QString &program, const QStringList &arguments)
{
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(patienceMs) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0)
        qFatal("%s failed: %s %s", qPrintable(program), qPrintable(process.errorString()),
               process.readAll().constData());
}

QString uniqueName(const QString &prefix)
{
    static std::atomic<int> last = 0;
    return prefix + u'_' + QString::number(++last);
}

PostgresCluster *sharedCluster = nullptr;

} // namespace

PostgresCluster::PostgresCluster(Durability durability)
    : PostgresCluster(Options{.durability = durability})
{
}

PostgresCluster::PostgresCluster(const Options &options)
    : m_options(options)
    , m_dir((options.folder.isEmpty() ? QDir::tempPath() : options.folder) + u"/cluster-XXXXXX"_s)
    , m_binaries(findBinaries())
{
    if (!m_dir.isValid())
        qFatal("No temporary folder: %s", qPrintable(m_dir.errorString()));
    giveAway(m_dir.path());
    if (!m_options.data.isEmpty() && QDir().mkpath(m_options.data)) {
        giveAway(m_options.data);
        QFile::link(QFileInfo(m_options.data).absoluteFilePath(), m_dir.filePath(u"data"_s));
    }
    if (m_options.primary)
        copy(*m_options.primary);
    else if (!QFile::exists(m_dir.filePath(u"data/PG_VERSION"_s)))
        initialise();
    startWatchdog();
    constexpr int attempts = 5; // another program may take the port first
    for (int i = 0; i < attempts; ++i) {
        m_port = freePort();
        if (tryStart())
            return;
    }
    qFatal("PostgreSQL did not start: %s", qPrintable(log()));
}

PostgresCluster::~PostgresCluster()
{
    stop();
    m_watchdog.closeWriteChannel();
    m_watchdog.waitForFinished(patienceMs);
}

PostgresCluster &PostgresCluster::shared()
{
    if (!sharedCluster) {
        sharedCluster = new PostgresCluster;
        qAddPostRoutine([] {
            delete sharedCluster;
            sharedCluster = nullptr;
        });
    }
    return *sharedCluster;
}

QString PostgresCluster::host()
{
    return u"127.0.0.1"_s;
}

QString PostgresCluster::adminRole()
{
    return u"toll_admin"_s;
}

QString PostgresCluster::adminPassword()
{
    return u"p@ss:w/rd &%?#'1\\"_s;
}

QString PostgresCluster::url(const QString &database) const
{
    return url(database, adminRole(), adminPassword());
}

QString PostgresCluster::url(const QString &database, const QString &role,
                             const QString &password) const
{
    const auto encoded = [](const QString &text) {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    };
    return u"postgresql://%1:%2@%3:%4/%5"_s.arg(encoded(role), encoded(password), host(),
                                                QString::number(m_port), encoded(database));
}

QString PostgresCluster::createDatabase(const QString &original)
{
    const QString name = uniqueName(u"calls"_s);
    if (!m_options.data.isEmpty()) // what an earlier run left behind
        execute(url(u"postgres"_s), u"DROP DATABASE IF EXISTS %1 WITH (FORCE)"_s.arg(name));
    // By default not from template1: two CREATE DATABASE at once disturb each other.
    execute(url(u"postgres"_s), u"CREATE DATABASE %1 TEMPLATE %2"_s.arg(name, original));
    return url(name);
}

void PostgresCluster::dropDatabase(const QString &databaseUrl)
{
    execute(url(u"postgres"_s), u"DROP DATABASE %1 WITH (FORCE)"_s.arg(databaseOf(databaseUrl)));
}

QString PostgresCluster::createRole(const QString &databaseUrl)
{
    const QString role = uniqueName(u"member"_s);
    const QString password = u"member's pässword"_s;
    execute(databaseUrl, u"CREATE ROLE %1 LOGIN PASSWORD %2"_s.arg(
                             role, RawConnection::quoted(password)));
    return url(databaseOf(databaseUrl), role, password);
}

QString PostgresCluster::roleOf(const QString &url)
{
    return QUrl(url).userName();
}

QString PostgresCluster::databaseOf(const QString &url)
{
    return QUrl(url).path().mid(1);
}

QString PostgresCluster::execute(const QString &databaseUrl, const QString &sql)
{
    return RawConnection(databaseUrl).value(sql);
}

void PostgresCluster::restore(const QString &databaseUrl, const QString &dumpFile) const
{
    QProcess unzip;
    QProcess psql;
    const bool zipped = dumpFile.endsWith(u".gz");
    if (zipped)
        unzip.setStandardOutputProcess(&psql);
    else
        psql.setStandardInputFile(dumpFile);
    if (zipped)
        unzip.start(u"gzip"_s, {u"-dc"_s, dumpFile});
    runToEnd(psql, binary(u"psql"_s),
             {u"-X"_s, u"-q"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-f"_s, u"-"_s, u"-d"_s,
              databaseUrl});
    if (zipped && (!unzip.waitForFinished(patienceMs) || unzip.exitCode() != 0))
        qFatal("Cannot unzip %s", qPrintable(dumpFile));
}

QString PostgresCluster::log() const
{
    QFile file(m_dir.filePath(u"log"_s));
    (void)file.open(QIODevice::ReadOnly);
    return QString::fromUtf8(file.readAll());
}

void PostgresCluster::start()
{
    // What is left of a killed server may hold its shared memory for a moment.
    QElapsedTimer timer;
    timer.start();
    while (!tryStart()) {
        if (timer.elapsed() > patienceMs)
            qFatal("PostgreSQL did not start again");
        QThread::msleep(50);
    }
}

void PostgresCluster::stop()
{
    if (m_server.state() == QProcess::NotRunning)
        return;
    ::kill(static_cast<pid_t>(m_server.processId()), SIGINT); // "fast": ends connections
    if (!m_server.waitForFinished(patienceMs))
        kill();
}

void PostgresCluster::kill()
{
    for (const qint64 process : processes())
        ::kill(static_cast<pid_t>(process), SIGKILL);
    m_server.waitForFinished(patienceMs);
}

void PostgresCluster::killOneProcess(int which)
{
    const QList<qint64> all = processes();
    if (all.size() > 1)
        ::kill(static_cast<pid_t>(all[1 + which % (all.size() - 1)]), SIGKILL);
}

void PostgresCluster::restart()
{
    stop();
    start();
}

void PostgresCluster::suspend()
{
    for (const qint64 process : processes())
        ::kill(static_cast<pid_t>(process), SIGSTOP);
}

void PostgresCluster::resume()
{
    for (const qint64 process : processes())
        ::kill(static_cast<pid_t>(process), SIGCONT);
}

QString PostgresCluster::binary(const QString &name) const
{
    return m_binaries + u'/' + name;
}

QList<qint64> PostgresCluster::processes() const
{
    const qint64 postmaster = m_server.processId();
    if (postmaster == 0)
        return {};
    // The postmaster first, so that it starts no new children.
    QList<qint64> found{postmaster};
    QProcess ps;
    ps.start(u"ps"_s, {u"--ppid"_s, QString::number(postmaster), u"-o"_s, u"pid="_s});
    ps.waitForFinished();
    for (const QByteArray &line : ps.readAllStandardOutput().split('\n')) {
        if (const qint64 child = line.trimmed().toLongLong())
            found << child;
    }
    return found;
}

void PostgresCluster::initialise()
{
    const QString passwordPath = m_dir.filePath(u"password"_s);
    QFile password(passwordPath);
    if (!password.open(QIODevice::WriteOnly))
        qFatal("Cannot write %s", qPrintable(passwordPath));
    password.write(adminPassword().toUtf8());
    password.close();
    giveAway(passwordPath);

    QProcess initdb;
    initdb.setWorkingDirectory(m_dir.path());
    dropRights(initdb);
    runToEnd(initdb, binary(u"initdb"_s),
             QStringList{u"--pgdata=data"_s, u"--username="_s + adminRole(), u"--pwfile=password"_s,
              u"--auth=scram-sha-256"_s, u"--encoding=UTF8"_s, u"--locale=C.UTF-8"_s,
              u"--no-sync"_s}
                 + m_options.initdb);
}

void PostgresCluster::copy(const PostgresCluster &primary)
{
    QProcess backup;
    backup.setWorkingDirectory(m_dir.path());
    dropRights(backup);
    runToEnd(backup, binary(u"pg_basebackup"_s),
             {u"--pgdata=data"_s, u"--dbname="_s + primary.url(u"postgres"_s),
              u"--write-recovery-conf"_s, u"--wal-method=stream"_s, u"--checkpoint=fast"_s,
              u"--no-sync"_s});
}

void PostgresCluster::promote()
{
    execute(url(u"postgres"_s), u"SELECT pg_promote(true)"_s);
}

// The server must not outlive a test that crashed or was killed: the watchdog reads a pipe that
// closes with the test process, and cleans up.
void PostgresCluster::startWatchdog()
{
    m_dir.setAutoRemove(false);
    m_watchdog.start(u"sh"_s,
                     {u"-c"_s,
                      u"trap '' HUP INT TERM\n"
                      "cat >/dev/null\n"
                      "read -r pid 2>/dev/null <\"$1/data/postmaster.pid\" && kill -QUIT \"$pid\"\n"
                      "for i in 1 2 3 4 5 6 7 8 9 10; do\n"
                      "  [ -e \"$1/data/postmaster.pid\" ] && kill -CONT \"$pid\" 2>/dev/null\n"
                      "  kill -0 \"$pid\" 2>/dev/null || break\n"
                      "  sleep 0.2\n"
                      "done\n"
                      "rm -rf \"$1\"\n"_s,
                      u"sh"_s, m_dir.path()});
    if (!m_watchdog.waitForStarted())
        qFatal("Cannot start the watchdog: %s", qPrintable(m_watchdog.errorString()));
}

bool PostgresCluster::tryStart()
{
    dropRights(m_server);
    m_server.setWorkingDirectory(m_dir.path());
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    m_server.setStandardOutputFile(m_dir.filePath(u"log"_s), QIODevice::Append);
    QStringList settings{u"max_connections=200"_s, u"timezone=Asia/Tokyo"_s, u"lc_messages=C"_s};
    // Durability is for machines that lose power; a killed server loses nothing without it.
    settings << m_options.settings;
    if (m_options.durability == Durability::Off) {
        settings << u"fsync=off"_s << u"full_page_writes=off"_s << u"autovacuum=off"_s
                 << u"shared_buffers=32MB"_s;
    }
    QStringList arguments{u"-D"_s, u"data"_s, u"-p"_s, QString::number(m_port),
                          u"-h"_s, host(),    u"-k"_s, {}};
    for (const QString &setting : settings)
        arguments << u"-c"_s << setting;
    m_server.start(binary(u"postgres"_s), arguments);
    // The server says in its last line of postmaster.pid when it takes connections.
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < patienceMs) {
        if (m_server.state() == QProcess::NotRunning || m_server.waitForFinished(10))
            return false;
        QFile status(m_dir.filePath(u"data/postmaster.pid"_s));
        if (status.open(QIODevice::ReadOnly)) {
            const QList<QByteArray> lines = status.readAll().split('\n');
            if (lines.value(0).toLongLong() == m_server.processId()
                && lines.value(7).trimmed() == "ready")
                return true;
        }
    }
    return false;
}

} // namespace tollkeeper::test
