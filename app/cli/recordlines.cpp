// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "recordlines.h"

#include "callline.h"
#include "report.h"

#include <QFuture>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

// Longer than any call that can be recorded: an endless line must not take all memory.
constexpr qsizetype longestLine = 1'048'576;
// Lines that were read and not answered yet.
constexpr size_t mostUnanswered = 1'000;

struct InputLine
{
    QByteArray text;
    bool tooLong = false;
};

// The lines of standard input, each as soon as it is complete. Not stdio's: a thread that waits in
// it would hold its lock when the program ends.
class LineReader
{
public:
    std::optional<InputLine> next()
    {
        InputLine line;
        for (bool begun = false;; begun = true) {
            if (m_rest.isEmpty() && !fill())
                return begun ? std::optional(line) : std::nullopt;
            const qsizetype end = m_rest.indexOf('\n');
            const QByteArrayView part = m_rest.first(end < 0 ? m_rest.size() : end);
            line.tooLong = line.tooLong || line.text.size() + part.size() > longestLine;
            if (!line.tooLong)
                line.text.append(part);
            m_rest = m_rest.sliced(end < 0 ? part.size() : end + 1);
            if (end >= 0)
                return line;
        }
    }

private:
    bool fill()
    {
#ifdef Q_OS_WIN
        const auto size = ::_read(0, m_buffer.data(), static_cast<unsigned>(m_buffer.size()));
#else
        ssize_t size = -1;
        do {
            size = ::read(STDIN_FILENO, m_buffer.data(), m_buffer.size());
        } while (size < 0 && errno == EINTR);
#endif
        m_rest = QByteArrayView(m_buffer.data(), std::max<qsizetype>(size, 0));
        return size > 0;
    }

    std::array<char, 65'536> m_buffer;
    QByteArrayView m_rest;
};

// A line that was read, and its answer, now or later.
struct PendingLine
{
    QByteArray id;
    QFuture<Result<Decision>> answer;
};

// The lines that wait for their answers, between the thread that reads and the one that answers.
class Window
{
public:
    // A store that cannot be opened fails every line, not the order of the answers.
    explicit Window(Result<std::unique_ptr<StorePool>> pool) : m_pool(std::move(pool)) {}

    // Submits the line when there is room. False: nobody wants it any more.
    bool add(const CallLine &line)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_closed || m_lines.size() < mostUnanswered; });
        if (m_closed)
            return false;
        m_lines.push_back({line.id, submit(line)});
        m_changed.notify_all();
        return true;
    }
    void end()
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
        m_changed.notify_all();
    }

    // Whether the next answer can be had without waiting.
    bool ready()
    {
        const std::lock_guard lock(m_mutex);
        return !m_lines.empty() && m_lines.front().answer.isFinished();
    }
    // The next line; nothing at the end.
    std::optional<PendingLine> take()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_ended || !m_lines.empty(); });
        if (m_lines.empty())
            return std::nullopt;
        PendingLine line = std::move(m_lines.front());
        m_lines.pop_front();
        m_changed.notify_all();
        return line;
    }
    // No more lines, and no more connections.
    void close()
    {
        Result<std::unique_ptr<StorePool>> pool = nullptr;
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
        pool.swap(m_pool);
    }

private:
    QFuture<Result<Decision>> submit(const CallLine &line)
    {
        if (!line.call)
            return QtFuture::makeReadyFuture(Result<Decision>(tl::unexpected(line.call.error())));
        if (!m_pool)
            return QtFuture::makeReadyFuture(Result<Decision>(tl::unexpected(m_pool.error())));
        return (*m_pool)->record({line.call->usage, line.call->maxBudgetUsd});
    }

    Result<std::unique_ptr<StorePool>> m_pool;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<PendingLine> m_lines;
    bool m_ended = false;
    bool m_closed = false;
};

void readInto(Window &window)
{
    LineReader reader;
    while (const auto input = reader.next()) {
        const CallLine line =
            input->tooLong
                ? CallLine{{}, fail(StoreError::Kind::Invalid,
                                    u"The line is longer than %1 bytes."_s.arg(longestLine))}
                : parseCallLine(input->text);
        if (!window.add(line))
            return;
    }
    window.end();
}

} // namespace

json::Object answerTo(const Result<Decision> &decision)
{
    json::Object answer;
    if (!decision) {
        answer.add("status", u"error"_s)
            .add("kind", kindName(decision.error().kind))
            .add("message", decision.error().message);
    } else if (decision->logged()) {
        answer.add("status", u"logged"_s).addRaw("total_cost", jsonUsd(decision->totalUsd));
    } else {
        answer.add("status", u"refused"_s)
            .addRaw("total_cost", jsonUsd(decision->totalUsd))
            .addRaw("max_budget", decision->capUsd ? jsonUsd(*decision->capUsd) : "null");
    }
    return answer;
}

Result<ExitCode> recordLines(Context &context, int jobs)
{
    Console &console = context.console;
    auto pool = openPool(context.store, console, jobs);
    const Result<void> opened = pool ? Result<void>() : tl::unexpected(pool.error());
    const auto window = std::make_shared<Window>(std::move(pool));
    // When nobody reads the answers any more it may be waiting for a line, for ever: nobody waits
    // for it then.
    std::thread([window] { readInto(*window); }).detach();

    qint64 logged = 0;
    qint64 refused = 0;
    qint64 failed = 0;
    qint64 invalid = 0;
    for (;;) {
        // Whoever asks line by line waits for this answer before the next question.
        const bool written = window->ready() ? !console.out().failed() : console.out().flush();
        if (!written) {
            window->close(); // calls may go on being paid for unseen: stop here
            return ExitCode::Failed;
        }
        const auto line = window->take();
        if (!line)
            break;
        const Result<Decision> decision = line->answer.result();
        if (!decision)
            ++(exitCode(decision.error()) == ExitCode::Usage ? invalid : failed);
        else
            ++(decision->logged() ? logged : refused);
        json::Object answer = answerTo(decision);
        if (!line->id.isEmpty())
            answer.addRaw("id", line->id);
        console.print(answer.toJson() + '\n');
    }
    window->close();
    if (!opened)
        return tl::unexpected(opened.error());
    if (refused + failed + invalid > 0) {
        console.note(u"%1 logged, %2 refused, %3 failed, %4 invalid."_s.arg(logged)
                         .arg(refused)
                         .arg(failed)
                         .arg(invalid));
    }
    return failed > 0    ? ExitCode::Failed
           : refused > 0 ? ExitCode::Refused
           : invalid > 0 ? ExitCode::Usage
                         : ExitCode::Done;
}

} // namespace tollkeeper::cli
