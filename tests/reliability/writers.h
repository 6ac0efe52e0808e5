// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger.h"

#include <QProcess>

#include <memory>
#include <set>
#include <vector>

namespace tollkeeper::test {

/// The seeds of this run, one a trial: as many as TOLLKEEPER_TRIALS says, else \a few, from
/// TOLLKEEPER_SEED on, else from a random one. Printed, so that a failure can be repeated.
[[nodiscard]] std::vector<quint32> seeds(int few);
/// Says what a test has tried and found, for RELIABILITY.md.
void printFigures(const QString &test, const QString &figures);

/// Several processes of tollkeeper_test_writer that start at one signal. Lives in the main thread,
/// whose event loop must run for their answers to be read: use QTest::qWait().
class Writers final
{
public:
    explicit Writers(const QString &url) : m_url(url) {}
    ~Writers();
    Q_DISABLE_COPY_MOVE(Writers)

    /// Another writer, named w1, w2 ...; see writer.cpp for its arguments.
    void add(const QStringList &arguments);
    void release();
    void kill(size_t index); ///< SIGKILL
    [[nodiscard]] size_t count() const { return m_processes.size(); }
    [[nodiscard]] bool running() const;
    /// Waits for all to end and gives their answers to the ledger. Who hangs fails the test.
    void finish(Ledger &ledger, int timeoutMs = 90'000);

private:
    QString m_url;
    std::vector<std::unique_ptr<QProcess>> m_processes;
    std::set<size_t> m_killed;
};

} // namespace tollkeeper::test
