// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <type_traits>
#include <vector>

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

/// Once all of \a answers are there, in the thread of \a context: what \a combine makes of them, or
/// the first error. Never, if \a context is gone by then.
template <class T, class F>
auto whenAll(const std::vector<QFuture<Result<T>>> &answers, QObject *context, F combine)
{
    using R = Result<std::invoke_result_t<F, const std::vector<T> &>>;
    struct Gathered
    {
        std::vector<T> values;
        std::size_t missing = 0;
        QPromise<R> promise;
    };
    auto gathered = std::make_shared<Gathered>();
    gathered->values.resize(answers.size());
    gathered->missing = answers.size();
    gathered->promise.start();
    const auto future = gathered->promise.future();
    const auto give = [gathered](R result) {
        gathered->promise.addResult(std::move(result));
        gathered->promise.finish();
    };
    if (answers.empty())
        give(combine(gathered->values));
    for (std::size_t i = 0; i < answers.size(); ++i) {
        whenDone(answers[i], context, [gathered, give, combine, i](const Result<T> &answer) {
            if (gathered->missing == 0)
                return; // an error was the answer
            if (!answer) {
                gathered->missing = 0;
                return give(tl::unexpected(answer.error()));
            }
            gathered->values[i] = *answer;
            if (--gathered->missing == 0)
                give(combine(gathered->values));
        });
    }
    return future;
}

} // namespace tollkeeper::ui
