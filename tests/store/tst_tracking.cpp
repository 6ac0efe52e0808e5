// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "teststore.h"
#include "tracking/tracking.h"

#include <QTest>

#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// A call of a C++ program, from the question whether it may be made to its row in the log.
class tst_tracking final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_place;
    std::unique_ptr<Store> m_store;
    QStringList m_warnings;

    [[nodiscard]] Tracker tracker(std::optional<double> cap = {})
    {
        return Tracker(*m_store, {.project = u"demo"_s,
                                  .maxBudgetUsd = cap,
                                  .warn = [this](const QString &text) { m_warnings << text; }});
    }
    [[nodiscard]] double total() const { return valueOf(m_store->projectTotal(u"demo"_s)); }
    [[nodiscard]] int rows() const
    {
        return m_place->raw().value(u"SELECT count(*) FROM usage_logs"_s).toInt();
    }
    static auto costs(double usd)
    {
        return [usd](const std::string &) { return Usage{u"m"_s, 3, 4, usd}; };
    }
    // A cent for every chunk.
    static void addChunk(Usage &usage, int tokens)
    {
        usage.model = u"m"_s;
        usage.outputTokens += tokens;
        usage.costUsd += 0.01;
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init()
    {
        m_place = std::make_unique<TestStore>();
        m_store = m_place->open();
        m_warnings.clear();
    }
    void cleanup()
    {
        m_store.reset();
        m_place.reset();
    }

    void aCallIsMadeAndLogged()
    {
        const auto answer = tracker(1).track([] { return std::string("hello"); }, costs(1));
        QVERIFY(answer.logged());
        QCOMPARE(*answer.reply, std::string("hello"));
        QCOMPARE(answer.decision->totalUsd, 1.0); // exactly reaching the cap is allowed
        const auto calls = valueOf(m_store->calls({}));
        QCOMPARE(calls.size(), size_t{1});
        QCOMPARE(calls.front().usage, (UsageRecord{u"demo"_s, u"m"_s, 3, 4, 1}));
    }

    void aCallIsNotMadeWhenNothingIsLeft_data()
    {
        QTest::addColumn<bool>("stored");
        QTest::newRow("of the caller's cap") << false;
        QTest::newRow("of the stored limit") << true;
    }
    void aCallIsNotMadeWhenNothingIsLeft()
    {
        QFETCH(bool, stored);
        (void)valueOf(m_store->record(sampleCall(u"demo"_s, 1)));
        if (stored)
            (void)valueOf(m_store->setLimit(u"demo"_s, {.maxBudgetUsd = 1}));
        bool made = false;
        const auto answer = tracker(stored ? 5 : 1).track(
            [&made] {
                made = true;
                return std::string();
            },
            costs(0));
        QVERIFY(!made && !answer.reply);
        QVERIFY(answer.decision && !answer.decision->logged());
        QCOMPARE(answer.decision->totalUsd, 1.0);
        QCOMPARE(answer.decision->capUsd, std::optional(1.0));
    }

    void aCallThatTurnsOutTooDearIsRefusedAndItsReplyKept()
    {
        const auto answer = tracker(1).track([] { return std::string("dear"); }, costs(1.5));
        QCOMPARE(answer.reply.value_or(""), std::string("dear"));
        QVERIFY(!answer.logged());
        QCOMPARE(answer.decision->outcome, Decision::Outcome::Refused);
        QCOMPARE(answer.decision->totalUsd, 1.5);
        QCOMPARE(total(), 0.0);
        QCOMPARE(rows(), 0);
    }

    void aUsageThatCannotBeIsAnErrorAndItsReplyKept()
    {
        const auto answer = tracker().track([] { return std::string("odd"); }, costs(-1));
        QVERIFY(answer.reply.has_value());
        QCOMPARE(errorOf(answer.decision), StoreError::Kind::Invalid);
        QCOMPARE(rows(), 0);
    }

    void withoutAnAnswerOfTheStoreTheCallIsNotMade()
    {
        m_place->raw().execute(u"DROP TABLE budgets"_s);
        bool made = false;
        const auto answer = tracker(1).track(
            [&made] {
                made = true;
                return std::string();
            },
            costs(0));
        QVERIFY(!made && !answer.reply);
        QCOMPARE(errorOf(answer.decision), StoreError::Kind::Internal);
    }

    void anExceptionOfTheCallGoesThroughAndLogsNothing()
    {
        const Tracker tracked = tracker();
        const auto timesOut = []() -> std::string { throw std::runtime_error("timeout"); };
        const auto unreadable = [](const std::string &) -> Usage {
            throw std::runtime_error("no usage");
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, (void)tracked.track(timesOut, costs(1)));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error,
                                 (void)tracked.track([] { return std::string(); }, unreadable));
        QCOMPARE(rows(), 0);
    }

    void aReplyThatCannotBeCopiedIsHandedOn()
    {
        const auto answer = tracker().track(
            [] { return std::make_unique<int>(7); },
            [](const std::unique_ptr<int> &) { return Usage{u"m"_s, 1, 1, 0.5}; });
        QCOMPARE(**answer.reply, 7);
        QCOMPARE(total(), 0.5);
    }

    void aStreamIsLoggedWhenItWasRead()
    {
        auto answer = tracker(1).stream([] { return std::vector{1, 2, 3}; }, addChunk);
        QVERIFY(answer.reply.has_value());
        int sum = 0;
        for (const int chunk : *answer.reply) {
            sum += chunk;
            QCOMPARE(rows(), 0);
        }
        QCOMPARE(sum, 6);
        QCOMPARE(rows(), 1);
        QCOMPARE(total(), 0.03);
        QCOMPARE(valueOf(*answer.reply->outcome()).totalUsd, 0.03);
        QCOMPARE(valueOf(m_store->calls({})).front().usage.outputTokens, 6);
        answer.reply.reset();
        QCOMPARE(rows(), 1); // once
        QVERIFY(m_warnings.isEmpty());
    }

    void aStreamThatWentOverIsLoggedWithAWarning_data()
    {
        QTest::addColumn<bool>("stored");
        QTest::newRow("the caller's cap") << false;
        QTest::newRow("the stored limit") << true;
    }
    void aStreamThatWentOverIsLoggedWithAWarning()
    {
        QFETCH(bool, stored);
        if (stored)
            (void)valueOf(m_store->setLimit(u"demo"_s, {.maxBudgetUsd = 0.02}));
        auto answer = tracker(stored ? std::optional<double>() : 0.02)
                          .stream([] { return std::vector{1, 2, 3}; }, addChunk);
        for ([[maybe_unused]] const int chunk : *answer.reply) { }
        QCOMPARE(total(), 0.03);
        QCOMPARE(rows(), 1);
        QCOMPARE(m_warnings.size(), 1);
        QVERIFY2(m_warnings.front().contains(u"$0.03, over its limit of $0.02"),
                 qPrintable(m_warnings.front()));
        QVERIFY(!tracker(0.02).stream([] { return std::vector{1}; }, addChunk).reply);
    }

    void aStreamThatIsGivenUpIsLoggedAsFarAsItWasRead_data()
    {
        QTest::addColumn<bool>("throws");
        QTest::newRow("by break") << false;
        QTest::newRow("by an exception") << true;
    }
    void aStreamThatIsGivenUpIsLoggedAsFarAsItWasRead()
    {
        QFETCH(bool, throws);
        try {
            auto answer = tracker().stream([] { return std::vector{10, 20, 30}; }, addChunk);
            for (const int chunk : *answer.reply) {
                if (chunk == 20 && throws)
                    throw std::runtime_error("the reader failed");
                if (chunk == 20)
                    break;
            }
        } catch (const std::runtime_error &) {
        }
        QCOMPARE(rows(), 1);
        QCOMPARE(valueOf(m_store->calls({})).front().usage.outputTokens, 30);
        QCOMPARE(total(), 0.02);
    }

    void aStreamThatNobodyReadIsNotLogged()
    {
        (void)tracker().stream([] { return std::vector{1}; }, addChunk);
        QCOMPARE(rows(), 0);
        QVERIFY(m_warnings.isEmpty());
    }

    void aStreamThatCannotBeLoggedWarns()
    {
        auto answer = tracker().stream([] { return std::vector{1}; },
                                       [](Usage &usage, int) { usage.costUsd = 0.5; });
        for ([[maybe_unused]] const int chunk : *answer.reply) { }
        QCOMPARE(errorOf(*answer.reply->outcome()), StoreError::Kind::Invalid); // without a model
        QCOMPARE(m_warnings.size(), 1);
        QVERIFY2(m_warnings.front().contains(u"$0.50"), qPrintable(m_warnings.front()));
    }

    void aStreamMayComeFromAGeneratorThatIsReadOnce()
    {
        std::istringstream source("5 6 7");
        auto answer = tracker().stream([&] { return std::views::istream<int>(source); }, addChunk,
                                       {.model = u"m"_s, .inputTokens = 9});
        int sum = 0;
        for (const int chunk : *answer.reply)
            sum += chunk;
        QCOMPARE(sum, 18);
        const UsageRecord usage = valueOf(m_store->calls({})).front().usage;
        QCOMPARE(usage.inputTokens, 9);
        QCOMPARE(usage.outputTokens, 18);
    }

    void threadsShareATrackerOverAPoolAndTheCapHolds()
    {
        constexpr int threads = 8;
        constexpr int callsEach = 25;
        const auto pool = valueOf(StorePool::open(m_place->location()));
        const Tracker shared(*pool, {.project = u"demo"_s, .maxBudgetUsd = 1.0});
        std::atomic<int> logged = 0;
        std::vector<std::thread> workers;
        for (int i = 0; i < threads; ++i) {
            workers.emplace_back([&] {
                for (int call = 0; call < callsEach; ++call)
                    logged += shared.track([] { return std::string(); }, costs(0.01)).logged();
            });
        }
        for (std::thread &worker : workers)
            worker.join();
        QCOMPARE(logged.load(), 100);
        QCOMPARE(total(), 1.0);
        QCOMPARE(rows(), 100);
    }
};

QTEST_GUILESS_MAIN(tst_tracking)
#include "tst_tracking.moc"
