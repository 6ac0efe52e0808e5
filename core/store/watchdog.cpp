// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/watchdog.h"

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

using namespace std::chrono_literals;

namespace tollkeeper {

namespace {

using Clock = std::chrono::steady_clock;

// Guards come and go with every call: the thread looks round now and then instead of being woken
// for each, and sleeps only after a while without any.
constexpr auto moment = 100ms;

struct Watch
{
    std::mutex mutex;
    std::condition_variable changed;
    std::set<Watchdog::Guard *> guards;
    bool used = false; ///< there was a guard since the thread looked last
    bool asleep = false;
    bool ending = false;
    std::thread thread;

    ~Watch()
    {
        {
            const std::lock_guard lock(mutex);
            ending = true;
            changed.notify_all();
        }
        if (thread.joinable())
            thread.join();
    }
};

Watch &watch()
{
    static Watch instance;
    return instance;
}

} // namespace

Watchdog::Guard::Guard(std::function<void()> cut, std::chrono::milliseconds patience)
    : m_cut(std::move(cut)), m_deadline(Clock::now() + patience)
{
    Watch &all = watch();
    const std::lock_guard lock(all.mutex);
    all.guards.insert(this);
    all.used = true;
    if (all.asleep)
        all.changed.notify_all();
    if (all.thread.joinable())
        return;
    all.thread = std::thread([&all] {
        std::unique_lock held(all.mutex);
        while (!all.ending) {
            if (all.used || !all.guards.empty()) {
                all.used = false;
                all.changed.wait_for(held, moment, [&all] { return all.ending; });
            } else {
                all.asleep = true;
                all.changed.wait(held, [&all] { return all.ending || all.used; });
                all.asleep = false;
            }
            for (Guard *guard : all.guards) {
                if (guard->m_deadline <= Clock::now())
                    guard->m_cut();
            }
        }
    });
}

Watchdog::Guard::~Guard()
{
    Watch &all = watch();
    const std::lock_guard lock(all.mutex);
    all.guards.erase(this);
}

} // namespace tollkeeper
