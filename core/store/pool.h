// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/standby.h"
#include "store/store.h"

#include <QFuture>
#include <QPromise>

#include <functional>
#include <memory>

namespace tollkeeper {

struct PoolOptions
{
    int minConnections = 1;  ///< opened at once (llm-toll's min_conn)
    int maxConnections = 10; ///< never more (llm-toll's max_conn)
    int waitMs = 30'000;     ///< how long an operation waits for a free connection, then Busy
    StoreOptions store;
    /// A hot standby of the store, which read() asks: see readLocation().
    std::optional<StoreLocation> readFrom = {};
};

/// A store shared by many threads: 1 to 10 connections, each owned by a worker thread of its own.
/// An operation borrows one, and waits for a free one within a time limit. Thread-safe. Destroying
/// the pool lets running operations end and fails those still waiting with Cancelled.
class StorePool final
{
public:
    /// Opens the first connections: blocks for as long as connecting takes.
    [[nodiscard]] static Result<std::unique_ptr<StorePool>> open(const StoreLocation &location,
                                                                 const PoolOptions &options = {});
    ~StorePool();
    Q_DISABLE_COPY_MOVE(StorePool)

    /// As the first connection found it.
    [[nodiscard]] const StoreInfo &info() const;

    /// Runs \a operation (Store & -> Result<T>) on a free connection. Use a QFutureWatcher to come
    /// back to a thread (not .then(context, ...), which Qt 6.4 gets wrong when the context is gone
    /// by then), or .result() to wait.
    template <class F>
    auto run(F operation) -> QFuture<std::invoke_result_t<F, Store &>>
    {
        using R = std::invoke_result_t<F, Store &>;
        auto promise = std::make_shared<QPromise<R>>();
        auto future = promise->future();
        promise->start();
        submit(
            [promise, operation = std::move(operation)](Store &store) mutable {
                promise->addResult(operation(store));
                promise->finish();
            },
            [promise](const StoreError &error) {
                promise->addResult(R(tl::unexpected(error)));
                promise->finish();
            });
        return future;
    }

    /// The same for an operation that changes something: read() then waits for no standby, and still
    /// sees it.
    template <class F>
    auto change(F operation) -> QFuture<std::invoke_result_t<F, Store &>>
    {
        return run([operation = std::move(operation), watch = standbyWatch()](Store &store) mutable {
            auto result = operation(store);
            if (watch && result)
                watch->changed(store.walPosition().value_or(QString()));
            return result;
        });
    }

    /// The same for an operation that only reads: on the standby, if there is one that will do, else
    /// or where it fails there on the primary. May run twice.
    template <class F>
    auto read(F operation) -> QFuture<std::invoke_result_t<F, Store &>>
    {
        using R = std::invoke_result_t<F, Store &>;
        const auto watch = standbyWatch();
        if (!watch || !watch->mayBeAsked())
            return run(std::move(operation));
        auto promise = std::make_shared<QPromise<R>>();
        auto future = promise->future();
        promise->start();
        auto shared = std::make_shared<F>(std::move(operation));
        const auto give = [promise](R result) {
            promise->addResult(std::move(result));
            promise->finish();
        };
        const auto askPrimary = [shared, give, primary = weak()] {
            submit(primary, [shared, give](Store &store) { give((*shared)(store)); },
                   [give](const StoreError &error) { give(tl::unexpected(error)); });
        };
        submitToStandby(
            [shared, give, watch, askPrimary](Store &standby) {
                if (!watch->willDo(standby))
                    return askPrimary();
                R result = (*shared)(standby);
                if (result || result.error().kind == StoreError::Kind::Invalid
                    || result.error().kind == StoreError::Kind::Cancelled)
                    return give(std::move(result));
                watch->failed(result.error());
                askPrimary();
            },
            [watch, askPrimary](const StoreError &error) {
                watch->failed(error);
                askPrimary();
            });
        return future;
    }
    /// How reading from the standby goes; empty where there is none.
    [[nodiscard]] std::optional<StandbyReading> standbyReading() const;

    /// Logs a call if it is within its budget, as Store::record() does. Calls that wait for a free
    /// connection at the same time are decided one by one in one transaction; none waits for
    /// company. Calls of one project are decided in the order in which they were given.
    [[nodiscard]] QFuture<Result<Decision>> record(const RecordRequest &request);

private:
    struct Shared;
    /// Without a connection: the first operation makes one, or is refused.
    [[nodiscard]] static std::unique_ptr<StorePool> unconnected(const StoreLocation &location,
                                                                const PoolOptions &options);
    explicit StorePool(std::shared_ptr<Shared> shared);
    using Work = std::function<void(Store &)>;
    using Refuse = std::function<void(const StoreError &)>;
    void submit(Work job, Refuse refuse) { submit(weak(), std::move(job), std::move(refuse)); }
    static void submit(const std::weak_ptr<Shared> &pool, Work job, Refuse refuse);
    void submitToStandby(Work job, Refuse refuse);
    [[nodiscard]] std::weak_ptr<Shared> weak() const { return m_shared; }
    [[nodiscard]] std::shared_ptr<StandbyWatch> standbyWatch() const;
    std::shared_ptr<Shared> m_shared;
};

} // namespace tollkeeper
