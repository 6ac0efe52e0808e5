// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/pool.h"

#include "format/translation.h"

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

struct PendingCall
{
    RecordRequest request;
    std::shared_ptr<QPromise<Result<Decision>>> promise;

    void answer(const Result<Decision> &decision) const
    {
        promise->addResult(decision);
        promise->finish();
    }
};

// The calls of some projects that wait to be recorded. One connection at a time records them, so
// that the calls of a project keep their order and connections do not wait for each other's locks.
struct Lane
{
    std::deque<PendingCall> calls;
    bool recording = false; ///< a job, waiting or running, will record them
};

// Calls in one transaction: past this, the time that the rows stay locked grows for nothing.
constexpr size_t largestBatch = 100;
// How long destroying the pool waits for running operations before it cuts their connections.
constexpr auto grace = 2s;

} // namespace

/// What follows it is guarded by mutex. It is never held while SQL runs or a promise is fulfilled.
struct StorePool::Shared
{
    StoreLocation location;
    PoolOptions options;
    StoreInfo info;
    std::unique_ptr<StorePool> standby; ///< where to read from; connects when it is first asked
    std::shared_ptr<StandbyWatch> standbyWatch;

    std::mutex mutex;
    std::condition_variable changed; ///< a job came or was taken, a worker ended, or closing
    std::deque<Job> waiting;
    std::vector<Lane> lanes; ///< one a connection; each project belongs to one
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
    void recordBatch(const std::shared_ptr<Shared> &self, Lane &lane, Store &store);
    void submitRecorder(const std::shared_ptr<Shared> &self, Lane &lane);
    void submit(const std::shared_ptr<Shared> &self, Job job);
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

// Called with the mutex held. A connection that cannot be opened refuses what waits, unless there are
// others: there is no sense in letting it time out.
void StorePool::Shared::startWorker(const std::shared_ptr<Shared> &self,
                                    std::function<void(Result<StoreInfo>)> opened)
{
    ++workers;
    const auto place = threads.emplace(threads.end());
    *place = std::thread([self, place, opened = std::move(opened)] {
        auto store = Store::open(self->location, self->options.store);
        if (opened)
            opened(store ? Result<StoreInfo>((*store)->info()) : tl::unexpected(store.error()));
        if (store)
            self->work(std::move(*store));
        std::deque<Job> refused;
        {
            const std::lock_guard lock(self->mutex);
            --self->workers;
            if (!store && !opened && self->workers == 0)
                refused.swap(self->waiting);
        }
        for (const Job &job : refused)
            job.refuse(store.error());
        const std::lock_guard lock(self->mutex);
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
        if (waiting.empty()) {
            changed.wait(lock);
        } else {
            const auto deadline = waiting.front().deadline; // a worker may take the job meanwhile
            changed.wait_until(lock, deadline);
        }
        while (!closing && !waiting.empty() && waiting.front().deadline <= Clock::now()) {
            const Job job = std::move(waiting.front());
            waiting.pop_front();
            lock.unlock();
            job.refuse({StoreError::Kind::Busy,
                        Text::tr("All %1 connections were in use for %2 seconds. Nothing was "
                                 "recorded; try again.")
                            .arg(options.maxConnections)
                            .arg(options.waitMs / 1000.0),
                        {}});
            lock.lock();
        }
    }
}

std::unique_ptr<StorePool> StorePool::unconnected(const StoreLocation &location,
                                                  const PoolOptions &options)
{
    auto shared = std::make_shared<Shared>();
    shared->location = location;
    shared->options = options;
    shared->options.readFrom.reset();
    shared->lanes.resize(static_cast<size_t>(std::max(1, options.maxConnections)));
    const std::lock_guard lock(shared->mutex);
    shared->threads.emplace_back([shared] { shared->supervise(); });
    return std::unique_ptr<StorePool>(new StorePool(shared));
}

Result<std::unique_ptr<StorePool>> StorePool::open(const StoreLocation &location,
                                                   const PoolOptions &options)
{
    auto pool = unconnected(location, options);
    const auto shared = pool->m_shared;
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
    }
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
    if (options.readFrom) {
        // A primary that may not say which database it is has no standby that is known to be its own.
        const auto primary = pool->run([](Store &store) { return store.standbyState(); }).result();
        PoolOptions reading = options;
        reading.store.createSchema = false;
        shared->standby = unconnected(*options.readFrom, reading);
        shared->standbyWatch =
            std::make_shared<StandbyWatch>(*options.readFrom, primary.value_or(StandbyState()).database);
    }
    return pool;
}

StorePool::StorePool(std::shared_ptr<Shared> shared) : m_shared(std::move(shared)) {}

StorePool::~StorePool()
{
    std::deque<Job> refused;
    std::list<std::thread> threads;
    m_shared->cancelled = true;
    m_shared->standby.reset(); // what it cannot answer any more comes here
    {
        std::unique_lock lock(m_shared->mutex);
        m_shared->closing = true;
        refused.swap(m_shared->waiting);
        threads.swap(m_shared->threads);
        threads.splice(threads.end(), m_shared->ended);
        m_shared->changed.notify_all();
    }
    for (const Job &job : refused)
        job.refuse({StoreError::Kind::Cancelled, Text::tr("The store was closed."), {}});
    {
        std::unique_lock lock(m_shared->mutex);
        m_shared->changed.wait_for(lock, grace, [this] { return m_shared->busy.empty(); });
        for (Store *store : m_shared->busy)
            store->abort();
    }
    for (std::thread &thread : threads)
        thread.join();
    for (Lane &lane : m_shared->lanes) {
        for (const PendingCall &call : std::exchange(lane.calls, {}))
            call.answer(fail(StoreError::Kind::Cancelled, Text::tr("The store was closed.")));
    }
}

const StoreInfo &StorePool::info() const
{
    return m_shared->info;
}

std::shared_ptr<StandbyWatch> StorePool::standbyWatch() const
{
    return m_shared->standbyWatch;
}

std::optional<StandbyReading> StorePool::standbyReading() const
{
    const auto watch = standbyWatch();
    return watch ? std::optional(watch->reading()) : std::nullopt;
}

void StorePool::submit(const std::weak_ptr<Shared> &pool, Work job, Refuse refuse)
{
    if (const auto shared = pool.lock()) {
        const std::lock_guard lock(shared->mutex);
        if (!shared->closing)
            return shared->submit(shared, {std::move(job), std::move(refuse), {}});
    }
    refuse({StoreError::Kind::Cancelled, Text::tr("The store was closed."), {}});
}

void StorePool::submitToStandby(Work job, Refuse refuse)
{
    m_shared->standby->submit(std::move(job), std::move(refuse));
}

// Called with the mutex held.
void StorePool::Shared::submit(const std::shared_ptr<Shared> &self, Job job)
{
    job.deadline = Clock::now() + std::chrono::milliseconds(options.waitMs);
    waiting.push_back(std::move(job));
    if (static_cast<int>(waiting.size()) > idle && workers < options.maxConnections)
        startWorker(self, {});
    changed.notify_all();
}

QFuture<Result<Decision>> StorePool::record(const RecordRequest &request)
{
    auto promise = std::make_shared<QPromise<Result<Decision>>>();
    auto future = promise->future();
    promise->start();
    const size_t place = qHash(request.usage.project) % m_shared->lanes.size();
    const std::lock_guard lock(m_shared->mutex);
    Lane &lane = m_shared->lanes[place];
    lane.calls.push_back({request, std::move(promise)});
    if (!lane.recording)
        m_shared->submitRecorder(m_shared, lane);
    return future;
}

// Called with the mutex held. The job keeps no share of the pool: it ends with it.
void StorePool::Shared::submitRecorder(const std::shared_ptr<Shared> &self, Lane &lane)
{
    lane.recording = true;
    const std::weak_ptr<Shared> weak = self;
    submit(self, {[weak, &lane](Store &store) {
                      if (const auto shared = weak.lock())
                          shared->recordBatch(shared, lane, store);
                  },
                  [weak, &lane](const StoreError &error) {
                      const auto shared = weak.lock();
                      if (!shared)
                          return;
                      std::deque<PendingCall> refused;
                      {
                          const std::lock_guard lock(shared->mutex);
                          lane.recording = false;
                          refused.swap(lane.calls);
                      }
                      for (const PendingCall &call : refused)
                          call.answer(tl::unexpected(error));
                  },
                  {}});
}

// Takes what waits, however little that is, and records it. Then goes to the end of the queue, so
// that calls do not keep readers from the connections.
void StorePool::Shared::recordBatch(const std::shared_ptr<Shared> &self, Lane &lane, Store &store)
{
    std::vector<PendingCall> batch;
    {
        const std::lock_guard lock(mutex);
        while (!lane.calls.empty() && batch.size() < largestBatch) {
            batch.push_back(std::move(lane.calls.front()));
            lane.calls.pop_front();
        }
    }
    std::vector<RecordRequest> requests;
    requests.reserve(batch.size());
    for (const PendingCall &call : batch)
        requests.push_back(call.request);
    const auto answers = store.record(requests);
    for (size_t i = 0; i < batch.size(); ++i)
        batch[i].answer(answers[i]);
    const std::lock_guard lock(mutex);
    if (!lane.calls.empty() && !closing)
        submitRecorder(self, lane);
    else
        lane.recording = false;
}

} // namespace tollkeeper
