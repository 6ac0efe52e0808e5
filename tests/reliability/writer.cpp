// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A process that writes to a store, as one of several, while a test makes trouble. Arguments are
// NAME=VALUE:
//   url=URL              the store
//   name=w1              its calls have the models w1-1, w1-2 ...; no other writer has the name
//   how=WAY              single:  one call after the other
//                        batch:   some calls in one transaction
//                        pool:    many calls at once through StorePool
//                        mixed:   all of these in turn
//                        admin:   resets, undoing, setting and clearing limits
//                        peer:    llm-toll logging: log row first, budget row second
//                        peercap: llm-toll holding to a cap: looks, then logs
//   projects=a,b caps=1.5,-   each call takes one of each; "-" is no cap
//   calls=N or seconds=S      when to stop
//   costs=0.1,0.7             each call takes one
//   seed=N  patience=MS  busy=MS
// Prints "ready", waits for a line, and prints an Answer a call as soon as it is known.

#include "answer.h"
#include "peer.h"
#include "rawconnection.h"
#include "store/pool.h"
#include "values/money.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <iostream>
#include <random>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

class Writer final
{
public:
    explicit Writer(const QStringList &arguments)
    {
        for (const QString &argument : arguments)
            m_values[argument.section(u'=', 0, 0)] = argument.section(u'=', 1);
        m_random.seed(value(u"seed"_s).toUInt());
        m_projects = value(u"projects"_s).split(u',');
        m_caps = value(u"caps"_s, u"-"_s).split(u',');
        m_costs = value(u"costs"_s, u"0.1,0.7,0.0000000001,0.05,2.675,0.3333333333333333"_s)
                      .split(u',');
        m_calls = value(u"calls"_s, u"1000000000"_s).toInt();
        m_seconds = value(u"seconds"_s, u"1000000"_s).toDouble();
    }

    int run();

private:
    [[nodiscard]] QString value(const QString &name, const QString &otherwise = {}) const
    {
        return m_values.value(name, otherwise);
    }
    [[nodiscard]] int below(size_t end)
    {
        return std::uniform_int_distribution<int>(0, static_cast<int>(end) - 1)(m_random);
    }
    [[nodiscard]] const QString &oneOf(const QStringList &list) { return list[below(list.size())]; }
    [[nodiscard]] bool done() const
    {
        return m_asked >= m_calls
            || static_cast<double>(m_clock.elapsed()) >= m_seconds * 1000;
    }
    [[nodiscard]] RecordRequest nextCall();
    [[nodiscard]] std::vector<RecordRequest> nextCalls(int most);
    static void print(const UsageRecord &usage, const Result<Decision> &told, qint64 waitedMs)
    {
        std::cout << Answer::of(usage, told, waitedMs).toLine().toStdString() << std::endl;
    }

    void single(Store &store);
    void batch(Store &store);
    void pool(StorePool &pool);
    void administer(Store &store);
    void peer(RawConnection &raw, bool capped);

    QHash<QString, QString> m_values;
    std::mt19937 m_random;
    QStringList m_projects;
    QStringList m_caps;
    QStringList m_costs;
    int m_calls = 0;
    double m_seconds = 0;
    int m_asked = 0;
    QElapsedTimer m_clock;
    std::vector<qint64> m_resets;
};

RecordRequest Writer::nextCall()
{
    ++m_asked;
    const QString &cap = oneOf(m_caps);
    return {{oneOf(m_projects), value(u"name"_s) + u'-' + QString::number(m_asked), 100 + m_asked,
             20, oneOf(m_costs).toDouble()},
            cap == u"-" ? std::nullopt : std::optional(cap.toDouble())};
}

std::vector<RecordRequest> Writer::nextCalls(int most)
{
    std::vector<RecordRequest> calls;
    for (int i = std::min(1 + below(static_cast<size_t>(most)), m_calls - m_asked); i > 0; --i)
        calls.push_back(nextCall());
    return calls;
}

void Writer::single(Store &store)
{
    const RecordRequest call = nextCall();
    QElapsedTimer timer;
    timer.start();
    const auto told = store.record(call.usage, call.maxBudgetUsd);
    print(call.usage, told, timer.elapsed());
}

void Writer::batch(Store &store)
{
    const auto calls = nextCalls(20);
    QElapsedTimer timer;
    timer.start();
    const auto told = store.record(calls);
    for (size_t i = 0; i < calls.size(); ++i)
        print(calls[i].usage, told[i], timer.elapsed());
}

void Writer::pool(StorePool &pool)
{
    const auto calls = nextCalls(40);
    std::vector<QFuture<Result<Decision>>> told;
    QElapsedTimer timer;
    timer.start();
    for (const RecordRequest &call : calls)
        told.push_back(pool.record(call));
    for (size_t i = 0; i < calls.size(); ++i)
        print(calls[i].usage, told[i].result(), timer.elapsed());
}

// Failures need no line of their own: what is in the audit log has happened, see Ledger.
void Writer::administer(Store &store)
{
    ++m_asked;
    const QString &project = oneOf(m_projects);
    switch (below(5)) {
    case 0:
    case 1:
        if (const auto reset = store.reset({project, u"test"_s, {}}))
            m_resets.push_back(reset->id);
        break;
    case 2:
        if (!m_resets.empty())
            (void)store.undoReset(m_resets[static_cast<size_t>(below(m_resets.size()))]);
        break;
    case 3: {
        Limit limit;
        limit.maxBudgetUsd = 5 + below(100);
        (void)store.setLimit(project, limit);
        break;
    }
    default:
        (void)store.clearLimit(project);
    }
}

void Writer::peer(RawConnection &raw, bool capped)
{
    const RecordRequest call = nextCall();
    const bool postgres = value(u"url"_s).startsWith(u"postgres");
    QElapsedTimer timer;
    timer.start();
    QString record =
        test::peer::record(postgres ? Backend::Postgres : Backend::Sqlite, call.usage.project,
                           round10(call.usage.costUsd), Timestamp::now());
    record.replace(u"'gpt-4o'"_s, RawConnection::quoted(call.usage.model));
    Decision decision{Decision::Outcome::Logged, 0, {}};
    if (capped && call.maxBudgetUsd) {
        if (postgres) {
            record.remove(u"BEGIN; "_s);
            raw.execute(u"BEGIN"_s);
        }
        const double total =
            raw.value(u"SELECT total_cost FROM budgets WHERE project = %1 %2"_s.arg(
                          RawConnection::quoted(call.usage.project),
                          postgres ? u"FOR UPDATE"_s : QString()))
                .toDouble();
        if (total + call.usage.costUsd > *call.maxBudgetUsd)
            decision = {Decision::Outcome::Refused, total + call.usage.costUsd, call.maxBudgetUsd};
    }
    const auto error = decision.logged() ? raw.tryExecute(record) : std::nullopt;
    if (error || !decision.logged())
        (void)raw.tryExecute(u"ROLLBACK"_s);
    print(call.usage,
          error ? Result<Decision>(fail(StoreError::Kind::Internal, *error)) : decision,
          timer.elapsed());
}

int Writer::run()
{
    const QString how = value(u"how"_s);
    const QString url = value(u"url"_s);
    const auto location = StoreLocation::parse(url);
    PoolOptions options;
    options.maxConnections = 3;
    if (m_values.contains(u"patience"_s))
        options.store.patienceMs = value(u"patience"_s).toInt();
    if (m_values.contains(u"busy"_s))
        options.store.busyTimeoutMs = value(u"busy"_s).toInt();
    if (!location)
        return 1;
    std::unique_ptr<RawConnection> raw;
    std::unique_ptr<Store> store;
    std::unique_ptr<StorePool> shared;
    const bool isPeer = how.startsWith(u"peer");
    if (isPeer) {
        raw = std::make_unique<RawConnection>(url);
    } else {
        auto opened = Store::open(*location, options.store);
        auto openedPool = StorePool::open(*location, options);
        if (!opened || !openedPool) {
            std::cerr << (opened ? openedPool.error() : opened.error()).message.toStdString();
            return 1;
        }
        store = std::move(*opened);
        shared = std::move(*openedPool);
    }

    std::cout << "ready" << std::endl;
    std::string line;
    std::getline(std::cin, line);
    m_clock.start();
    while (!done()) {
        const int way = how == u"mixed" ? below(4) : how == u"batch" ? 2 : how == u"pool" ? 3 : 0;
        if (isPeer)
            peer(*raw, how == u"peercap");
        else if (how == u"admin")
            administer(*store);
        else if (way == 2)
            batch(*store);
        else if (way == 3)
            pool(*shared);
        else
            single(*store);
    }
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    return Writer(QCoreApplication::arguments().mid(1)).run();
}
