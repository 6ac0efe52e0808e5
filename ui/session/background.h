// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <type_traits>

namespace tollkeeper::ui {

/// Runs \a work, which may block for seconds, on a thread of Qt's pool.
template <class F>
auto inBackground(F work) -> QFuture<std::invoke_result_t<F>>
{
    using R = std::invoke_result_t<F>;
    auto promise = std::make_shared<QPromise<R>>();
    auto future = promise->future();
    promise->start();
    QThreadPool::globalInstance()->start([promise, work = std::move(work)]() mutable {
        promise->addResult(work());
        promise->finish();
    });
    return future;
}

/// Calls \a callback with the result of \a future in the thread of \a context, once it is there;
/// never, if \a context is gone by then. QFuture::then(context, ...) of Qt 6.4 does not allow that:
/// it asserts in debug builds, and in others looks at a pointer that another thread may be clearing.
template <class T, class F>
void whenDone(const QFuture<T> &future, QObject *context, F callback)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, callback = std::move(callback)]() mutable {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             callback(watcher->result());
                     });
    watcher->setFuture(future);
}

} // namespace tollkeeper::ui
