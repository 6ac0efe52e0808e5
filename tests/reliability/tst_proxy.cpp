// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgrescluster.h"
#include "rawconnection.h"
#include "store/store.h"
#include "tcpproxy.h"
#include "teststore.h"
#include "writers.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// The connection to PostgreSQL dies at each message of each operation, in each direction, in each
/// way: what was asked for happens once or not at all, and the caller is told which.
class tst_proxy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void onceOrNotAtAllAndTold_data();
    void onceOrNotAtAllAndTold();
    void silenceIsFoundOutAndWhatComesLateDoesNothing_data();
    void silenceIsFoundOutAndWhatComesLateDoesNothing();

private:
    struct Operation
    {
        const char *name;
        bool steady; ///< the project has a row, and the connection has done this before
        std::function<Result<void>(Store &)> run;
        /// What is in the store once for each time that it was done.
        QString countDone;
        bool once = false; ///< to do it again changes nothing
    };
    [[nodiscard]] static std::vector<Operation> operations();
    void prepare(const Operation &operation);
    void tryAt(const Operation &operation, const TcpProxy::Fault &fault, bool &struck);

    std::unique_ptr<TcpProxy> m_proxy;
    std::unique_ptr<TestStore> m_place;
    std::unique_ptr<Store> m_store; ///< through the proxy
    int m_trials = 0;
    int m_done = 0;
};

namespace {

constexpr int patienceMs = 3'000;
constexpr qint64 boundMs = 15'000;

StoreOptions impatient()
{
    StoreOptions options;
    options.patienceMs = patienceMs;
    return options;
}

template <class T> Result<void> withoutValue(const Result<T> &result)
{
    if (!result)
        return tl::unexpected(result.error());
    return {};
}

Result<void> recordOne(Store &store)
{
    return withoutValue(store.record({u"demo"_s, u"single"_s, 1, 1, 0.7}, 100));
}

// More than a packet holds: it may be cut in its middle, and goes another way to the server.
Result<void> recordLong(Store &store)
{
    return withoutValue(
        store.record({u"demo"_s, QString(maxNameLength, u'\u00fc'), 1, 1, 0.7}, 100));
}

Result<void> recordMany(Store &store)
{
    std::vector<RecordRequest> calls;
    for (const QString &project : {u"demo"_s, u"other"_s, u"third"_s})
        calls.push_back({{project, u"batch"_s, 1, 1, 0.1}, 100});
    const auto told = store.record(calls);
    for (const auto &answer : told) {
        if (!answer || !answer->logged())
            return answer ? fail(StoreError::Kind::Internal, u"refused"_s) : withoutValue(answer);
    }
    return {};
}

Result<void> streamOver(Store &store)
{
    return withoutValue(store.log({u"demo"_s, u"stream"_s, 1, 1, 0.2}, 0.01));
}

Result<void> carry(Store &store)
{
    std::vector<WaitingCall> calls;
    for (const QString &project : {u"demo"_s, u"other"_s, u"third"_s})
        calls.push_back({0, project, {project, u"carried"_s, 1, 1, 0.3}, Timestamp::now()});
    return withoutValue(store.receive(calls));
}

// As the books must be whatever happened: see Ledger, which wants an answer for each row.
QString wrongInTheBooks(RawConnection &raw)
{
    return raw.value(
        u"SELECT string_agg(project || ': ' || total_cost || ' is not ' || books, '; ') FROM ("
        "SELECT project, total_cost, coalesce((SELECT sum(cost) FROM usage_logs l WHERE "
        "l.project = b.project), 0) + coalesce((SELECT sum(CASE action WHEN 'reset' THEN -amount "
        "WHEN 'undo' THEN amount ELSE 0 END) FROM tollkeeper_audit a WHERE a.project = b.project), "
        "0) AS books FROM budgets b) x WHERE abs(total_cost - books) > 1e-11"_s);
}

} // namespace

std::vector<tst_proxy::Operation> tst_proxy::operations()
{
    const QString single = u"SELECT count(*) FROM usage_logs WHERE model = 'single'"_s;
    const QString batch = u"SELECT count(*) / 3.0 FROM usage_logs WHERE model = 'batch'"_s;
    const auto audit = [](const QString &action) {
        return u"SELECT count(*) FROM tollkeeper_audit WHERE action = '%1'"_s.arg(action);
    };
    const auto setLimit = [](Store &store) {
        Limit limit;
        limit.maxBudgetUsd = 50;
        return withoutValue(store.setLimit(u"demo"_s, limit));
    };
    return {
        {"record, steady", true, recordOne, single},
        {"record, first call of a project", false, recordOne, single},
        {"record, more than a packet", true, recordLong,
         u"SELECT count(*) FROM usage_logs WHERE length(model) = %1"_s.arg(maxNameLength)},
        {"batch, steady", true, recordMany, batch},
        {"batch, first calls of projects", false, recordMany, batch},
        {"a stream that went over", true, streamOver,
         u"SELECT count(*) FROM usage_logs WHERE model = 'stream'"_s},
        {"calls that were carried here", true, carry,
         u"SELECT count(*) / 3.0 FROM usage_logs WHERE model = 'carried'"_s, true},
        {"reset", true,
         [](Store &store) { return withoutValue(store.reset({u"demo"_s, u"why"_s, {}})); },
         audit(u"reset"_s)},
        {"undo", true, [](Store &store) { return withoutValue(store.undoReset(1)); },
         audit(u"undo"_s)},
        {"set a limit", true, setLimit, audit(u"limit_set"_s)},
        {"clear a limit", true,
         [](Store &store) { return withoutValue(store.clearLimit(u"demo"_s)); },
         audit(u"limit_cleared"_s)},
    };
}

void tst_proxy::initTestCase()
{
    m_proxy = std::make_unique<TcpProxy>(PostgresCluster::shared().port());
}

void tst_proxy::init()
{
    m_store.reset();
    m_proxy->disarm();
    m_place = std::make_unique<TestStore>(Backend::Postgres);
    const auto location = StoreLocation::parse(m_proxy->url(m_place->url()));
    m_store = valueOf(Store::open(*location, impatient()));
    QVERIFY(m_store);
}

void tst_proxy::onceOrNotAtAllAndTold_data()
{
    QTest::addColumn<int>("operation");
    QTest::addColumn<int>("way");
    QTest::addColumn<int>("kind");
    int index = 0;
    for (const Operation &operation : operations()) {
        for (const auto way : {TcpProxy::Way::ToServer, TcpProxy::Way::ToClient}) {
            for (const auto kind : {TcpProxy::Kind::Cut, TcpProxy::Kind::Reset}) {
                // A reset looks the same to the client: in the short form, two of them do.
                if (kind == TcpProxy::Kind::Reset && index > 0
                    && !qEnvironmentVariableIsSet("TOLLKEEPER_TRIALS"))
                    continue;
                QTest::addRow("%s, %s, %s", operation.name,
                              way == TcpProxy::Way::ToServer ? "to the server" : "to the client",
                              kind == TcpProxy::Kind::Cut ? "cut" : "reset")
                    << index << static_cast<int>(way) << static_cast<int>(kind);
            }
        }
        ++index;
    }
}

void tst_proxy::prepare(const Operation &operation)
{
    m_proxy->disarm();
    m_place->raw().execute(u"TRUNCATE usage_logs, budgets, tollkeeper_limits, tollkeeper_audit, "
                           "tollkeeper_received RESTART IDENTITY"_s);
    if (!operation.steady)
        return;
    // What the operation needs, and what makes it one that has been done before.
    Limit limit;
    limit.maxBudgetUsd = 70;
    for (const Result<void> &done :
         {recordOne(*m_store), recordMany(*m_store),
          withoutValue(m_store->reset({u"demo"_s, {}, {}})),
          withoutValue(m_store->setLimit(u"demo"_s, limit)), recordOne(*m_store)})
        QVERIFY2(done, done ? "" : qPrintable(done.error().message + u" | "_s + done.error().detail));
}

void tst_proxy::tryAt(const Operation &operation, const TcpProxy::Fault &fault, bool &struck)
{
    prepare(operation);
    if (QTest::currentTestFailed())
        return;
    RawConnection raw = m_place->raw();
    const double before = raw.value(operation.countDone).toDouble();
    m_proxy->arm(fault);
    QElapsedTimer timer;
    timer.start();
    const auto told = operation.run(*m_store);
    const qint64 waited = timer.elapsed();
    struck = m_proxy->struck();
    const double done = raw.value(operation.countDone).toDouble() - before;
    const QString described =
        u"%1, after %2 messages: done %3 times, told %4"_s.arg(QString::fromUtf8(operation.name))
            .arg(fault.after)
            .arg(done)
            .arg(told ? u"done"_s : kindName(told.error().kind) + u": "_s + told.error().message);
    QVERIFY2(done == (told ? 1 : 0), qPrintable(described));
    QVERIFY2(waited < boundMs, qPrintable(described));
    // The server was there all the time.
    QVERIFY2(told || told.error().kind != StoreError::Kind::InDoubt, qPrintable(described));
    QCOMPARE(wrongInTheBooks(raw), QString());
    // And nothing comes true afterwards, nor keeps a lock.
    if (fault.kind == TcpProxy::Kind::Hold) {
        m_proxy->release();
        QTest::qWait(200);
        QCOMPARE(raw.value(operation.countDone).toDouble() - before, done);
    }
    const auto again = operation.run(*m_store);
    QVERIFY2(again || again.error().kind == StoreError::Kind::Invalid
                 || again.error().kind == StoreError::Kind::Conflict,
             qPrintable(again.error().message));
    const bool twice = again && !(operation.once && done > 0);
    QCOMPARE(raw.value(operation.countDone).toDouble() - before, done + (twice ? 1 : 0));
    QCOMPARE(wrongInTheBooks(raw), QString());
    ++m_trials;
    m_done += told ? 1 : 0;
}

void tst_proxy::onceOrNotAtAllAndTold()
{
    QFETCH(int, operation);
    QFETCH(int, way);
    QFETCH(int, kind);
    const Operation chosen = operations()[static_cast<size_t>(operation)];
    m_trials = m_done = 0;
    bool struck = true;
    int after = 0;
    for (; struck; ++after) {
        tryAt(chosen, {static_cast<TcpProxy::Kind>(kind), static_cast<TcpProxy::Way>(way), after},
              struck);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(after > 2); // it did strike
    printFigures(QString::fromUtf8(QTest::currentDataTag()),
                 u"%1 trials, %2 faults, %3 done and told so; 0 in doubt, 0 lost, 0 twice"_s
                     .arg(m_trials)
                     .arg(after - 1)
                     .arg(m_done));
}

void tst_proxy::silenceIsFoundOutAndWhatComesLateDoesNothing_data()
{
    using Kind = TcpProxy::Kind;
    using Way = TcpProxy::Way;
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("way");
    QTest::newRow("answers vanish") << static_cast<int>(Kind::Swallow)
                                    << static_cast<int>(Way::ToClient);
    QTest::newRow("requests vanish") << static_cast<int>(Kind::Swallow)
                                     << static_cast<int>(Way::ToServer);
    QTest::newRow("requests come when nobody waits any more")
        << static_cast<int>(Kind::Hold) << static_cast<int>(Way::ToServer);
}

void tst_proxy::silenceIsFoundOutAndWhatComesLateDoesNothing()
{
    QFETCH(int, kind);
    QFETCH(int, way);
    const auto all = operations();
    m_trials = m_done = 0;
    for (const quint32 seed : seeds(2)) {
        std::mt19937 random(seed);
        const auto below = [&random](size_t end) {
            return std::uniform_int_distribution<size_t>(0, end - 1)(random);
        };
        const Operation &operation = all[below(all.size())];
        TcpProxy::Fault fault{TcpProxy::Kind::Cut, static_cast<TcpProxy::Way>(way), 1'000'000};
        for (int run = 0; run < 2; ++run) { // the second has its statements prepared
            prepare(operation);
            if (QTest::currentTestFailed())
                return;
            m_proxy->arm(fault); // only counts
            QVERIFY(operation.run(*m_store));
        }
        fault.kind = static_cast<TcpProxy::Kind>(kind);
        fault.after = static_cast<int>(below(static_cast<size_t>(m_proxy->messages(fault.way))));
        bool struck = false;
        tryAt(operation, fault, struck);
        if (QTest::currentTestFailed())
            return;
        QVERIFY(struck);
    }
    printFigures(u"silence: "_s + QString::fromUtf8(QTest::currentDataTag()),
                 u"%1 trials and faults, %2 done and told so; 0 in doubt, 0 lost, 0 twice"_s
                     .arg(m_trials)
                     .arg(m_done));
}

QTEST_GUILESS_MAIN(tst_proxy)
#include "tst_proxy.moc"
