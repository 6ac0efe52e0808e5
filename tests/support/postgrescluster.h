// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace tollkeeper::test {

/// A private PostgreSQL server in a temporary folder, on a free loopback port, with passwords
/// asked for, which ends with the test process, however that ends. Its time zone is far from UTC and
/// the administrator's password needs quoting everywhere, so that code which cares for neither
/// fails. Anything that goes wrong with the server ends the test as a failure. Made and destroyed
/// in the main thread; the functions that take or give a URL may be called from any.
class PostgresCluster final
{
public:
    /// Off: as fast as can be, for a machine that does not lose power while it tests. On: what a
    /// server is set up with, for measuring.
    enum class Durability { Off, On };
    struct Options
    {
        Durability durability = Durability::Off;
        QString folder = {};         ///< where its files are; a temporary folder by default
        QString data = {};           ///< databases of an earlier run, or to keep for a later one
        QStringList settings = {};   ///< "work_mem=1MB"
        QStringList initdb = {};     ///< more arguments
        const PostgresCluster *primary = nullptr; ///< follow this one as a standby
    };
    explicit PostgresCluster(Durability durability = Durability::Off);
    explicit PostgresCluster(const Options &options);
    ~PostgresCluster();
    Q_DISABLE_COPY_MOVE(PostgresCluster)

    /// The cluster of this test executable: started on first use, stopped with the application.
    [[nodiscard]] static PostgresCluster &shared();

    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] static QString host();
    [[nodiscard]] static QString adminRole();
    /// As it is, without percent-encoding: look for it in what must not hold a password.
    [[nodiscard]] static QString adminPassword();

    /// "postgresql://role:password@host:port/database"; as the administrator by default.
    [[nodiscard]] QString url(const QString &database) const;
    [[nodiscard]] QString url(const QString &database, const QString &role,
                              const QString &password) const;
    /// Creates a database with a name of its own, empty or a copy of another one that nobody uses;
    /// returns its URL for the administrator.
    [[nodiscard]] QString createDatabase(const QString &original = QStringLiteral("template0"));
    void dropDatabase(const QString &databaseUrl);
    /// Creates a role with a name of its own that may log in and nothing else, and returns
    /// \a databaseUrl with it. Grant what it needs with execute(), see roleOf().
    [[nodiscard]] QString createRole(const QString &databaseUrl);
    [[nodiscard]] static QString roleOf(const QString &url);
    [[nodiscard]] static QString databaseOf(const QString &url);

    /// Runs SQL as the role of \a databaseUrl and returns the first value of the last result.
    static QString execute(const QString &databaseUrl, const QString &sql);
    /// Loads a dump in plain text or gzip into an empty database.
    void restore(const QString &databaseUrl, const QString &dumpFile) const;

    [[nodiscard]] QString log() const; ///< what the server has said so far

    void start(); ///< after stop() or kill(), on the same port
    void stop();  ///< as an administrator would, without waiting for clients
    void kill();  ///< SIGKILL to every process of the server
    /// SIGKILL to one of its processes, but for the first: it restarts all of them by itself.
    void killOneProcess(int which);
    void restart();
    void suspend(); ///< SIGSTOP: the server takes connections and queries and never answers
    void resume();
    [[nodiscard]] bool running() const { return m_server.state() != QProcess::NotRunning; }
    void promote(); ///< a standby takes over

    /// The path of a program of PostgreSQL's, of the server's version.
    [[nodiscard]] QString binary(const QString &name) const;

private:
    [[nodiscard]] QList<qint64> processes() const;
    void initialise();
    void copy(const PostgresCluster &primary);
    void startWatchdog();
    [[nodiscard]] bool tryStart();

    Options m_options;
    QTemporaryDir m_dir;
    QString m_binaries;
    int m_port = 0;
    QProcess m_server;
    QProcess m_watchdog;
};

} // namespace tollkeeper::test
