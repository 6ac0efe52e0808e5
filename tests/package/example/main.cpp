// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a program holds its LLM calls to a budget:   example STORE_URL

#include <tollkeeper/tracking/tracking.h>

#include <QCoreApplication>

#include <iostream>
#include <string>
#include <vector>

using namespace tollkeeper;

namespace {

// What a provider's client library looks like. Prices: USD for a million tokens in and out.
struct Reply
{
    std::string text;
    qint64 promptTokens = 0;
    qint64 completionTokens = 0;
};

struct Chunk
{
    std::string text;
    qint64 completionTokens = 0;
};

class Client
{
public:
    Reply complete(const std::string &prompt)
    {
        ++calls;
        return {"You said: " + prompt, 100'000, 25'000};
    }
    std::vector<Chunk> stream(const std::string &)
    {
        ++calls;
        return {{"The ", 40'000}, {"long ", 40'000}, {"answer.", 20'000}};
    }
    int calls = 0;
};

constexpr double inputPrice = 2.5e-6;
constexpr double outputPrice = 10e-6;
const QString model = QStringLiteral("gpt-4o");

Usage usageOf(const Reply &reply)
{
    return {model, reply.promptTokens, reply.completionTokens,
            static_cast<double>(reply.promptTokens) * inputPrice
                + static_cast<double>(reply.completionTokens) * outputPrice};
}

void add(Usage &usage, const Chunk &chunk)
{
    usage.outputTokens += chunk.completionTokens;
    usage.costUsd = static_cast<double>(usage.outputTokens) * outputPrice;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const auto pool = StoreLocation::parse(QCoreApplication::arguments().value(1))
                          .and_then([](const StoreLocation &location) {
                              return StorePool::open(location);
                          });
    if (!pool) {
        std::cerr << qPrintable(pool.error().message) << '\n';
        return 1;
    }
    const Tracker tracker(**pool, {.project = QStringLiteral("example"),
                                   .maxBudgetUsd = 1.5,
                                   .warn = [](const QString &sentence) {
                                       std::cout << "warning: " << qPrintable(sentence) << '\n';
                                   }});
    Client client;

    for (int i = 0; i < 2; ++i) { // $0.50 each
        const auto answer = tracker.track([&] { return client.complete("Hello"); }, usageOf);
        if (!answer.logged())
            return 1;
        std::cout << answer.reply->text << ", total " << answer.decision->totalUsd << '\n';
    }
    {
        auto answer =
            tracker.stream([&] { return client.stream("Tell me more"); }, add, {.model = model});
        if (!answer.reply)
            return 1;
        std::string text;
        for (const Chunk &chunk : *answer.reply) // $1.00 in all, of which $0.50 are left
            text += chunk.text;
        std::cout << text << '\n';
    }
    const auto refused = tracker.track([&] { return client.complete("One more"); }, usageOf);
    if (refused.reply || !refused.decision)
        return 1;
    std::cout << "refused at " << refused.decision->totalUsd << " after " << client.calls
              << " calls\n";
    return 0;
}
