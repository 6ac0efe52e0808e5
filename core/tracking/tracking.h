// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/pool.h"

#include <concepts>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

/// Holding the LLM calls of a C++ program to a budget, as llm-toll's @track_costs does in Python.
/// In CMake: find_package(Tollkeeper REQUIRED), then link Tollkeeper::core. In the program, once
/// (Qt finds its database drivers only while there is a QCoreApplication):
///
///     auto location = StoreLocation::parse(u"postgresql://app@db.internal/llm_costs"_s);
///     auto pool = StorePool::open(*location); // both give a Result: look before you use it
///     Tracker tracker(**pool, {.project = u"support-chat"_s, .maxBudgetUsd = 2.0});
///
/// A call that gives its answer as a whole:
///
///     auto answer = tracker.track([&] { return client.complete(prompt); },
///                                 [](const Reply &reply) { return usageOf(reply); });
///     if (answer.reply)
///         show(*answer.reply);
///
/// Before the call: is there budget left? If not, the call is not made. After it: check and log, in
/// one atomic step (Store::record). Between the two others may spend what was left, so a call that
/// was made can still be refused: then its reply is there and nothing is logged.
///
/// A call that gives its answer in chunks, of which the last ones tell what was used:
///
///     auto answer = tracker.stream([&] { return client.stream(prompt); },
///                                  [](Usage &usage, const Chunk &chunk) { add(usage, chunk); },
///                                  {.model = u"gpt-4o"_s});
///     if (answer.reply)
///         for (const Chunk &chunk : *answer.reply)
///             show(chunk);
///
/// A stream costs money as it is consumed and cannot be refused any more: it is always logged, with
/// a warning when it went over. tests/package/example is a whole program.
namespace tollkeeper {

/// What a call used, as its reply says. The ranges are those of UsageRecord; a value outside of
/// them is not logged (StoreError::Kind::Invalid).
struct Usage
{
    QString model;           ///< 1 to maxNameLength characters
    qint64 inputTokens = 0;  ///< 0 to maxTokens
    qint64 outputTokens = 0; ///< 0 to maxTokens
    double costUsd = 0;      ///< 0 to maxCostUsd; rounded to 10 decimals when it is stored
};

struct TrackingOptions
{
    QString project;
    /// The cap on the project's counter, in USD, 0 or more. With a stored limit the smaller holds;
    /// without either every call is allowed. Exactly reaching it is allowed.
    std::optional<double> maxBudgetUsd = {};
    /// Is told, in a sentence for people, of streams that went over or could not be logged. Called
    /// in the thread of the stream, also while it is destroyed: it must not throw. Default:
    /// qWarning().
    std::function<void(const QString &sentence)> warn = {};
};

/// A call that was to be made, and what became of it:
///
///     reply  decision
///     no     refused  the budget was used up: the call was not made
///     no     error    the store could not be asked: the call was not made
///     yes    logged   made, logged and charged
///     yes    refused  made, and others or the call itself used up the budget: not logged
///     yes    error    made, and not logged (InDoubt: nobody can tell); the error says why
template <class Reply>
struct [[nodiscard]] Tracked
{
    std::optional<Reply> reply; ///< empty: the call was not made
    Result<Decision> decision;
    [[nodiscard]] bool logged() const { return reply && decision && decision->logged(); }
};

template <class F, class Reply>
concept UsageReader = std::is_invocable_r_v<Usage, F, const Reply &>;
/// Adds what a chunk tells to what the stream has used so far, or replaces it.
template <class F, class Chunks>
concept UsageAdder = std::invocable<F, Usage &, std::ranges::range_reference_t<Chunks>>;

template <std::ranges::input_range Chunks, UsageAdder<Chunks> Add>
class TrackedStream;

/// Tracks the calls of one project. Over a StorePool any threads may share it; over a Store it
/// belongs to the store's thread. Each function blocks until the store has answered. Keeps a
/// reference to the store, which must outlive it and its streams.
class Tracker final
{
public:
    Tracker(Store &store, TrackingOptions options);
    Tracker(StorePool &pool, TrackingOptions options);

    /// Whether a call may be made now: what track() asks first. Takes no lock; see Store::check().
    [[nodiscard]] Result<Decision> check() const;

    /// Makes the call if there is budget left, and logs what \a usageOf reads from its reply. An
    /// exception of either goes through to the caller; nothing is logged then.
    template <std::invocable Call,
              UsageReader<std::remove_cvref_t<std::invoke_result_t<Call>>> UsageOf>
    [[nodiscard]] auto track(Call &&call, UsageOf &&usageOf) const
        -> Tracked<std::remove_cvref_t<std::invoke_result_t<Call>>>
    {
        Result<Decision> decision = check();
        if (!decision || !decision->logged())
            return {std::nullopt, std::move(decision)};
        std::remove_cvref_t<std::invoke_result_t<Call>> reply =
            std::invoke(std::forward<Call>(call));
        decision = record(std::invoke(std::forward<UsageOf>(usageOf), std::as_const(reply)));
        return {std::move(reply), std::move(decision)};
    }

    /// Opens a stream if there is budget left. \a open returns its chunks, a range that is read once;
    /// \a add is called with every chunk as it comes. \a start is what is known beforehand, such as
    /// the model. The decision is that of the check. An exception of \a open goes through.
    template <std::invocable Open, class Add>
        requires UsageAdder<Add, std::remove_cvref_t<std::invoke_result_t<Open>>>
    [[nodiscard]] auto stream(Open &&open, Add add, Usage start = {}) const
        -> Tracked<TrackedStream<std::remove_cvref_t<std::invoke_result_t<Open>>, Add>>;

private:
    friend class StreamLog;
    [[nodiscard]] Result<Decision> record(const Usage &usage) const;
    [[nodiscard]] Result<Decision> log(const Usage &usage) const;
    [[nodiscard]] UsageRecord recordOf(const Usage &usage) const;

    TrackingOptions m_options;
    std::function<Result<Decision>()> m_check;
    std::function<Result<Decision>(const UsageRecord &)> m_record;
    std::function<Result<Decision>(const UsageRecord &)> m_log;
};

/// What a stream has used so far; logs it once, at its end or when it is given up.
class StreamLog final
{
public:
    StreamLog(Tracker tracker, Usage start);
    ~StreamLog();
    Q_DISABLE_COPY_MOVE(StreamLog)

    /// From now on there is something to log.
    void begin() { m_begun = true; }
    [[nodiscard]] Usage &usage() { return m_usage; }
    void finish();
    [[nodiscard]] const std::optional<Result<Decision>> &outcome() const { return m_outcome; }

private:
    Tracker m_tracker;
    Usage m_usage;
    bool m_begun = false;
    std::optional<Result<Decision>> m_outcome;
};

/// The chunks of a stream, to be read once with a range-for. What was consumed is logged whatever
/// the budget says: when the last chunk is passed, and also when the reader breaks off, an exception
/// flies, or the stream is destroyed. A stream that nobody began to read is not logged. Belongs to
/// one thread at a time; not to be moved once it is being read.
template <std::ranges::input_range Chunks, UsageAdder<Chunks> Add>
class [[nodiscard]] TrackedStream final
{
public:
    TrackedStream(Chunks chunks, Add add, std::unique_ptr<StreamLog> log)
        : m_chunks(std::move(chunks)), m_add(std::move(add)), m_log(std::move(log))
    {
    }

    class Iterator
    {
    public:
        using value_type = std::ranges::range_value_t<Chunks>;
        using difference_type = std::ptrdiff_t;

        explicit Iterator(TrackedStream &stream)
            : m_stream(&stream), m_at(std::ranges::begin(stream.m_chunks))
        {
            arrive();
        }
        [[nodiscard]] decltype(auto) operator*() const { return *m_at; }
        Iterator &operator++()
        {
            ++m_at;
            arrive();
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const Iterator &at, std::default_sentinel_t) { return at.ended(); }

    private:
        [[nodiscard]] bool ended() const { return m_at == std::ranges::end(m_stream->m_chunks); }
        void arrive()
        {
            if (ended())
                m_stream->m_log->finish();
            else
                std::invoke(m_stream->m_add, m_stream->m_log->usage(), *m_at);
        }
        TrackedStream *m_stream;
        std::ranges::iterator_t<Chunks> m_at;
    };

    [[nodiscard]] Iterator begin()
    {
        m_log->begin();
        return Iterator(*this);
    }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }

    /// For a reader who breaks off: logs what was consumed now rather than at destruction.
    void finish() { m_log->finish(); }
    /// Empty until it was logged. Then Logged, with a total over its cap if the stream went over,
    /// or why it could not be logged.
    [[nodiscard]] const std::optional<Result<Decision>> &outcome() const { return m_log->outcome(); }

private:
    Chunks m_chunks;
    Add m_add;
    std::unique_ptr<StreamLog> m_log; // destroyed first: logs before the chunks go
};

template <std::invocable Open, class Add>
    requires UsageAdder<Add, std::remove_cvref_t<std::invoke_result_t<Open>>>
auto Tracker::stream(Open &&open, Add add, Usage start) const
    -> Tracked<TrackedStream<std::remove_cvref_t<std::invoke_result_t<Open>>, Add>>
{
    using Stream = TrackedStream<std::remove_cvref_t<std::invoke_result_t<Open>>, Add>;
    Result<Decision> decision = check();
    if (!decision || !decision->logged())
        return {std::nullopt, std::move(decision)};
    auto log = std::make_unique<StreamLog>(*this, std::move(start));
    return {Stream(std::invoke(std::forward<Open>(open)), std::move(add), std::move(log)),
            std::move(decision)};
}

} // namespace tollkeeper
