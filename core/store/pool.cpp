// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/pool.h"

#include <QDeadlineTimer>

#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tollkeeper {

namespace {

using Clock = std::chrono::steady_clock;

struct Job
{
    std::function<void(Store &)> work;
    std::function<void(const StoreError &)> refuse;
    Clock::time_point deadline;
};

// How long destroying the pool waits for running operations before it cuts their connections.
constexpr auto grace = 2s;

} // namespace

/// Everything is guarded by mutex. It is never held while SQL runs or a promise is fulfilled.
struct StorePool::Shared
{
    StoreLocation location;
    PoolOptions options;
    StoreInfo info;

    std::mutex mutex;
    std::condition_variable changed; ///< a job came or was taken, a worker ended, or closing
    std::deque<Job> waiting;
    std::list<std::thread> threads; ///< the supervisor and the workers that run
    std::list<std::thread> ended;   ///< workers that are through: joined by the supervisor
    std::list<Store *> busy;        ///< stores in an operation: to be cut when closing takes long
    int workers = 0;                ///< started and not ended
    int idle = 0;
    bool closing = false;
    std::atomic_bool cancelled = false;

    void work(std::unique_ptr<Store> store);
    void startWorker(const std::shared_ptr<Shared> &self,
                     std::function<void(Result<StoreInfo>)> opened);
    void supervise();
};

// The life of a worker thread: one connection, one job at a time.
void StorePool::Shared::work(std::unique_ptr<Store> store)
{
    store->setCancelFlag(&cancelled);
    std::unique_lock lock(mutex);
    for (;;) {
        ++idle;
        changed.wait(lock, [this] { return closing || !waiting.empty(); });
        --idle;
        if (closing)
            return;
        Job job = std::move(waiting.front());
        waiting.pop_front();
        const auto place = busy.insert(busy.end(), store.get());
        lock.unlock();
        job.work(*store);
        job = {}; // what the caller captured ends before the next wait
        lock.lock();
        busy.erase(place);
        changed.notify_all();
    }
}

// Called with the mutex held. A connection that cannot be opened refuses the job that it was
// started for, if that is still waiting: there is no sense in letting it time out.
void StorePool::Shared::startWorker(const std::shared_ptr<Shared> &self,
                                    std::function<void(Result<StoreInfo>)> opened)
{
    ++workers;
    const auto place = threads.emplace(threads.end());
    *place = std::thread([self, place, opened = std::move(opened)] {
        auto store = Store::open(self->location, self->options.store);
        if (opened)
            opened(store ? Result<StoreInfo>((*store)->info()) : tl::unexpected(store.error()));
        if (store) {
            self->work(std::move(*store));
        } else if (!opened) {
            std::unique_lock lock(self->mutex);
            if (!self->waiting.empty() && self->workers == 1) {
                const Job job = std::move(self->waiting.front());
                self->waiting.pop_front();
                lock.unlock();
                job.refuse(store.error());
            }
        }
        const std::lock_guard lock(self->mutex);
        --self->workers;
        if (!self->closing) // else the destructor has taken the list, and joins
            self->ended.splice(self->ended.end(), self->threads, place);
        self->changed.notify_all();
    });
}

// Refuses jobs that have waited too long: no worker is free to do it.
void StorePool::Shared::supervise()
{
    std::unique_lock lock(mutex);
    while (!closing) {
        for (std::thread &worker : ended)
            worker.join(); // has given the mutex back as its last act, or is about to
        ended.clear();
        if (waiting.empty())
            changed.wait(lock);
        else
            changed.wait_until(lock, waiting.front().deadline);
        while (!closing && !waiting.empty() && waiting.front().deadline <= Clock::now()) {
            const Job job = std::move(waiting.front());
            waiting.pop_front();
            lock.unlock();
            job.refuse({StoreError::Kind::Busy,
                        u"All %1 connections were in use for %2 seconds. Nothing was recorded; "
                        "try again."_s.arg(options.maxConnections)
                            .arg(options.waitMs / 1000.0),
                        {}});
            lock.lock();
        }
    }
}

Result<std::unique_ptr<StorePool>> StorePool::open(const StoreLocation &location,
                                                   const PoolOptions &options)
{
    auto shared = std::make_shared<Shared>();
    shared->location = location;
    shared->options = options;
    const int first = std::clamp(options.minConnections, 1, std::max(1, options.maxConnections));
    std::vector<std::shared_ptr<QPromise<Result<StoreInfo>>>> promises;
    {
        const std::lock_guard lock(shared->mutex);
        for (int i = 0; i < first; ++i) {
            auto promise = std::make_shared<QPromise<Result<StoreInfo>>>();
            promise->start();
            promises.push_back(promise);
            shared->startWorker(shared, [promise](Result<StoreInfo> info) {
                promise->addResult(std::move(info));
                promise->finish();
            });
        }
        shared->threads.emplace_back([shared] { shared->supervise(); });
    }
    std::unique_ptr<StorePool> pool(new StorePool(shared));
    Result<void> opened;
    for (const auto &promise : promises) {
        const Result<StoreInfo> info = promise->future().result();
        if (info)
            shared->info = *info;
        else
            opened = tl::unexpected(info.error());
    }
    if (!opened)
        return tl::unexpected(opened.error());
    return pool;
}

StorePool::StorePool(std::shared_ptr<Shared> shared) : m_shared(std::move(shared)) {}

StorePool::~StorePool()
{
    std::deque<Job> refused;
    std::list<std::thread> threads;
    m_shared->cancelled = true;
    {
        std::unique_lock lock(m_shared->mutex);
        m_shared->closing = true;
        refused.swap(m_shared->waiting);
        threads.swap(m_shared->threads);
        threads.splice(threads.end(), m_shared->ended);
        m_shared->changed.notify_all();
    }
    for (const Job &job : refused)
        job.refuse({StoreError::Kind::Cancelled, u"The store was closed."_s, {}});
    {
        std::unique_lock lock(m_shared->mutex);
        m_shared->changed.wait_for(lock, grace, [this] { return m_shared->busy.empty(); });
        for (Store *store : m_shared->busy)
            store->abort();
    }
    for (std::thread &thread : threads)
        thread.join();
}

const StoreInfo &StorePool::info() const
{
    return m_shared->info;
}

void StorePool::submit(std::function<void(Store &)> job,
                       std::function<void(const StoreError &)> refuse)
{
    Shared &shared = *m_shared;
    const std::lock_guard lock(shared.mutex);
    shared.waiting.push_back({std::move(job), std::move(refuse),
                              Clock::now() + std::chrono::milliseconds(shared.options.waitMs)});
    if (static_cast<int>(shared.waiting.size()) > shared.idle
        && shared.workers < shared.options.maxConnections)
        shared.startWorker(m_shared, {});
    shared.changed.notify_all();
}

} // namespace tollkeeper
