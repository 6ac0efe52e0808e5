// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include <ctime>

namespace tollkeeper::test {

/// The longest time that the event loop of this thread did not turn, beyond what the machine kept
/// another thread waiting that does nothing: under load the test must not fail for being preempted.
/// What was waiting and what was work are told apart by the thread's own processor time, which does
/// not depend on how busy the machine is.
class Watchdog
{
public:
    Watchdog()
    {
        m_gap.start();
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, [this] { turn(); });
        m_timer.start(tickMs);
        m_control = std::thread([this] {
            QElapsedTimer gap;
            gap.start();
            while (!m_end) {
                std::this_thread::sleep_for(std::chrono::milliseconds(tickMs));
                m_preempted = std::max(m_preempted, gap.restart());
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
        return m_longestWait - m_preempted;
    }
    /// The most that this thread computed between two turns, in milliseconds of processor time.
    [[nodiscard]] qint64 longestWork()
    {
        stop();
        return m_longestWork;
    }

private:
    static constexpr int tickMs = 5;
    static qint64 processorMs()
    {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return qint64(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
    }
    void turn()
    {
        const qint64 now = processorMs();
        const qint64 worked = now - std::exchange(m_worked, now);
        const qint64 gap = m_gap.restart();
        m_longest = std::max(m_longest, gap);
        m_longestWork = std::max(m_longestWork, worked);
        m_longestWait = std::max(m_longestWait, gap - worked);
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
    qint64 m_worked = processorMs();
    std::atomic<qint64> m_preempted = 0;
    std::atomic_bool m_end = false;
    std::thread m_control;
};

} // namespace tollkeeper::test
