// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace tollkeeper::test {

class PostgresCluster;

/// A PgBouncer in transaction mode before a private server: every transaction of a client may get
/// another connection to it. Ends with the object. Lives in the main thread.
class PgBouncer final
{
public:
    PgBouncer(const PostgresCluster &server, int poolSize);
    ~PgBouncer();
    Q_DISABLE_COPY_MOVE(PgBouncer)

    /// A URL of the server, through this.
    [[nodiscard]] QString url(const QString &databaseUrl) const;
    [[nodiscard]] int port() const { return m_port; }
    void kill(); ///< SIGKILL
    void start();

private:
    QTemporaryDir m_dir;
    int m_serverPort;
    int m_port;
    QProcess m_process;
};

} // namespace tollkeeper::test
