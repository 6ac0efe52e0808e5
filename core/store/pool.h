// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

    /// Logs a call if it is within its budget, as Store::record() does. Calls that wait for a free
    /// connection at the same time are decided one by one in one transaction; none waits for
    /// company. Calls of one project are decided in the order in which they were given.
    [[nodiscard]] QFuture<Result<Decision>> record(const RecordRequest &request);

private:
    struct Shared;
    explicit StorePool(std::shared_ptr<Shared> shared);
    void submit(std::function<void(Store &)> job, std::function<void(const StoreError &)> refuse);
    std::shared_ptr<Shared> m_shared;
};

} // namespace tollkeeper
