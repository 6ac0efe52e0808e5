// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bigstore.h"
#include "pglimits.h"
#include "sqlitelimits.h"

#include <QRegularExpression>

#include <atomic>
#include <chrono>
#include <thread>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

constexpr double mostWaitMs = 50;

using Clock = std::chrono::steady_clock;

double msSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Inserts call after call while \a work runs; the longest that one of them took, in ms.
double longestWait(const std::function<Client()> &makeClient, const std::function<void()> &work)
{
    std::atomic_bool ready = false;
    std::atomic_bool done = false;
    double longest = 0;
    std::thread writer([&] {
        const Client client = makeClient();
        client();
        ready = true;
        ready.notify_one();
        while (!done) {
            const auto start = Clock::now();
            client();
            longest = std::max(longest, msSince(start));
        }
    });
    ready.wait(false);
    work();
    done = true;
    writer.join();
    return longest;
}

// From now on the server tells how long new connections to \a url wait for locks, if over a
// millisecond.
void watchLocks(const QString &url)
{
    for (const QString &setting : {u"log_lock_waits = on"_s, u"deadlock_timeout = 1"_s}) {
        test::PostgresCluster::execute(
            url, u"ALTER DATABASE %1 SET %2"_s.arg(test::PostgresCluster::databaseOf(url), setting));
    }
}

// In ms; 0 where nobody waited for over a millisecond.
double longestLockWait()
{
    static const QRegularExpression waited(u"process \\d+ acquired .* after ([0-9.]+) ms"_s);
    double longest = 0;
    const QString log = server().log();
    for (auto match = waited.globalMatch(log); match.hasNext();)
        longest = std::max(longest, match.next().captured(1).toDouble());
    return longest;
}

void run(const Settings &settings, Report &report)
{
    for (const Backend backend : backends) {
        const QString name = unsealedStore(backend, settings.rows * 10);
        const auto store = openStore(name);
        double waitForLock = 0; // of the writer's, in ms
        const auto writer = [&] {
            const QString project = projectOf(Projects::One, 0);
            return backend == Backend::Sqlite ? sqliteClient(name, project, false, &waitForLock)
                                              : peerStyleClient(name, project);
        };
        const QString setting = u"%1, %2"_s.arg(nameOf(backend), sizeName(settings.rows * 10));
        if (backend == Backend::Postgres)
            watchLocks(name);
        double seconds = 0;
        const double sealing = longestWait(writer, [&] {
            const auto start = Clock::now();
            while (!have(store->seal()).finished) {
            }
            seconds = msSince(start) / 1000;
        });
        const double longestForLock =
            backend == Backend::Postgres ? longestLockWait() : waitForLock;
        const double alone = longestWait(writer, [&] {
            std::this_thread::sleep_for(std::chrono::duration<double>(std::max(seconds, settings.seconds)));
        });
        const auto add = [&](const QString &what, const QString &unit, double figure, double most) {
            report.add(Measurement{u"sealing"_s, setting, what, unit, {figure}, most});
        };
        add(u"first sealing"_s, u"s"_s, seconds, 0);
        add(u"a writer's longest wait for a lock"_s, u"ms"_s, longestForLock, mostWaitMs);
        add(u"a writer's longest call"_s, u"ms"_s, sealing, 0);
        add(u"without sealing"_s, u"ms"_s, alone, 0);
    }
}

const Section registered("sealing", "An old log's first sealing, and what its writers notice", run);

} // namespace

} // namespace tollkeeper::bench
