// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "contest.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <map>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

using Clock = std::chrono::steady_clock;

struct Done
{
    double seconds = 0;
    qint64 calls = 0;
};

using Pipe = std::array<int, 2>; // to read, to write

Pipe openPipe()
{
    Pipe ends;
    if (::pipe(ends.data()) != 0)
        qFatal("No pipe: %s", qPrintable(qt_error_string()));
    return ends;
}

Done runClient(const std::function<Client(int)> &makeClient, int number, double seconds,
               const std::function<void()> &waitForOthers)
{
    constexpr int warmUps = 5; // statements get prepared, caches filled
    const Client client = makeClient(number);
    for (int i = 0; i < warmUps; ++i)
        client();
    waitForOthers();
    Done done;
    const auto start = Clock::now();
    while (done.seconds < seconds) {
        done.calls += client();
        done.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    }
    return done;
}

} // namespace

void compete(const Settings &settings, Report &report, const QString &section,
             const QString &setting, const std::vector<Contender> &contenders,
             const std::vector<Comparison> &comparisons, const QString &unit)
{
    std::map<QString, std::vector<double>> figures;
    for (int round = 0; round < settings.rounds; ++round) {
        for (size_t i = 0; i < contenders.size(); ++i) {
            const Contender &contender =
                contenders[(i + static_cast<size_t>(round)) % contenders.size()];
            const double figure = contender.measure();
            if (!(figure > 0))
                qFatal("%s, %s: nothing was done", qPrintable(section), qPrintable(contender.name));
            figures[contender.name].push_back(figure);
        }
    }
    for (const Contender &contender : contenders)
        report.add(Measurement{section, setting, contender.name, unit, figures[contender.name],
                               contender.most});
    for (const auto &[first, second, aim, most] : comparisons) {
        std::vector<double> ratios;
        for (size_t round = 0; round < figures.at(first).size(); ++round)
            ratios.push_back(figures.at(first)[round] / figures.at(second)[round]);
        report.add(Ratio{section, u"%1: %2 / %3"_s.arg(setting, first, second), ratios, aim, most});
    }
}

double medianMs(double seconds, const std::function<void()> &action)
{
    action();
    std::vector<double> times;
    const auto start = Clock::now();
    for (auto now = start; times.empty() || now - start < std::chrono::duration<double>(seconds);) {
        action();
        const auto done = Clock::now();
        times.push_back(std::chrono::duration<double, std::milli>(done - now).count());
        now = done;
    }
    return median(times);
}

double callsPerSecond(int clients, double seconds,
                      const std::function<Client(int number)> &makeClient)
{
    const Pipe answers = openPipe();
    const Pipe signal = openPipe(); // ends when all may start
    std::vector<pid_t> children;
    for (int number = 0; number < clients; ++number) {
        const pid_t child = ::fork();
        if (child < 0)
            qFatal("No process: %s", qPrintable(qt_error_string()));
        if (child > 0) {
            children.push_back(child);
            continue;
        }
        ::close(signal[1]);
        const Done done = runClient(makeClient, number, seconds, [&] {
            char nothing = 0;
            if (::write(answers[1], &nothing, 1) != 1 || ::read(signal[0], &nothing, 1) != 0)
                qFatal("A client lost its parent");
        });
        ::_exit(::write(answers[1], &done, sizeof done) == sizeof done ? 0 : 1);
    }
    ::close(answers[1]);
    ::close(signal[0]);
    char nothing = 0;
    for (int i = 0; i < clients; ++i) {
        if (::read(answers[0], &nothing, 1) != 1)
            qFatal("A client failed to start");
    }
    ::close(signal[1]);
    double rate = 0;
    for (int i = 0; i < clients; ++i) {
        Done done;
        if (::read(answers[0], &done, sizeof done) != sizeof done)
            qFatal("A client failed");
        rate += static_cast<double>(done.calls) / done.seconds;
    }
    ::close(answers[0]);
    for (const pid_t child : children)
        ::waitpid(child, nullptr, 0);
    return rate;
}

} // namespace tollkeeper::bench
