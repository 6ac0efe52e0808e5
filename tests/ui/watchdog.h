// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

namespace tollkeeper::test {

/// The longest time that the event loop of this thread did not turn, beyond what the machine kept
/// another thread waiting that does nothing: under load the test must not fail for being preempted.
/// What was waiting and what was work are told apart by what the kernel knows of the thread: the
/// processor time that it used, and how long it stood in the queue for a processor. Neither counts as
/// waiting, so that does not depend on how busy the machine is.
class Watchdog
{
public:
    Watchdog()
    {
        m_gap.start();
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { turn(); });
        m_timer.start(tickMs);
        m_control = std::thread([this] {
            QElapsedTimer gap;
            gap.start();
            while (!m_end) {
                std::this_thread::sleep_for(std::chrono::milliseconds(tickMs));
                m_preempted = std::max(m_preempted.load(), gap.restart());
            }
        });
    }
    ~Watchdog() { stop(); }
    Q_DISABLE_COPY_MOVE(Watchdog)

    [[nodiscard]] qint64 longestBlock()
    {
        stop();
        return m_longest - m_preempted;
    }
    /// The same without the time in which this thread computed: waiting for a lock, a disk, a server.
    [[nodiscard]] qint64 longestWait()
    {
        stop();
        return m_longestWait;
    }
    /// The most that this thread computed between two turns, in milliseconds of processor time.
    [[nodiscard]] qint64 longestWork()
    {
        stop();
        return m_longestWork;
    }

private:
    static constexpr int tickMs = 5;
    struct Account
    {
        qint64 workedNs = 0;
        qint64 queuedNs = 0;
    };
    /// Of the calling thread, so far.
    static Account account()
    {
        QFile file(QStringLiteral("/proc/thread-self/schedstat"));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        const auto fields = file.readAll().split(' ');
        return {fields.value(0).toLongLong(), fields.value(1).toLongLong()};
    }
    void turn()
    {
        const Account now = account();
        const Account before = std::exchange(m_account, now);
        const qint64 gap = m_gap.restart();
        const qint64 worked = (now.workedNs - before.workedNs) / 1'000'000;
        const qint64 queued = (now.queuedNs - before.queuedNs) / 1'000'000;
        m_longest = std::max(m_longest, gap);
        m_longestWork = std::max(m_longestWork, worked);
        m_longestWait = std::max(m_longestWait, gap - worked - queued);
    }
    void stop()
    {
        m_end = true;
        if (m_control.joinable())
            m_control.join();
        m_timer.stop();
    }
    QTimer m_timer;
    QElapsedTimer m_gap;
    qint64 m_longest = 0;
    qint64 m_longestWait = 0;
    qint64 m_longestWork = 0;
    Account m_account = account();
    std::atomic<qint64> m_preempted = 0;
    std::atomic_bool m_end = false;
    std::thread m_control;
};

} // namespace tollkeeper::test
