// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/store.h"

#include "format/translation.h"
#include "store/connection.h"
#include "store/operations.h"
#include "store/sealing.h"

#include <QProcessEnvironment>

#include <algorithm>
#include <array>

#ifndef Q_OS_WIN
#include <pwd.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

// The operating system's word for who runs this process; the environment can be set to anything.
QString processUser()
{
#ifndef Q_OS_WIN
    passwd entry{}; // getpwuid() shares one between threads, and a pool opens several stores at once
    passwd *found = nullptr;
    std::array<char, 16'384> texts;
    if (getpwuid_r(geteuid(), &entry, texts.data(), texts.size(), &found) == 0 && found)
        return QString::fromLocal8Bit(found->pw_name);
    return QString::number(geteuid());
#else
    return qEnvironmentVariable("USERNAME");
#endif
}

} // namespace

Store::Store(std::unique_ptr<Connection> connection) : m_connection(std::move(connection)) {}

Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const StoreLocation &location,
                                           const StoreOptions &options)
{
    StoreOptions complete = options;
    if (complete.osUser.isEmpty())
        complete.osUser = processUser();
    if (complete.meantFor && location.backend() != Backend::Sqlite)
        return fail(StoreError::Kind::Invalid,
                    Text::tr("Only a SQLite store stands in for another."));
    auto connection = std::make_unique<Connection>(location, complete);
    if (const auto opened = connection->open(); !opened)
        return tl::unexpected(opened.error());
    return std::unique_ptr<Store>(new Store(std::move(connection)));
}

const StoreInfo &Store::info() const
{
    return m_connection->info();
}

Result<Decision> Store::record(const UsageRecord &usage, std::optional<double> maxBudgetUsd)
{
    if (const auto valid = operations::validate(usage, maxBudgetUsd); !valid)
        return tl::unexpected(valid.error());
    return m_connection->change(
        [&] { return operations::record(*m_connection, usage, maxBudgetUsd); });
}

std::vector<Result<Decision>> Store::record(const std::vector<RecordRequest> &requests)
{
    std::vector<Result<Decision>> answers(requests.size());
    std::vector<RecordRequest> valid;
    std::vector<size_t> places;
    for (size_t i = 0; i < requests.size(); ++i) {
        const auto checked = operations::validate(requests[i].usage, requests[i].maxBudgetUsd);
        if (!checked) {
            answers[i] = tl::unexpected(checked.error());
            continue;
        }
        valid.push_back(requests[i]);
        places.push_back(i);
    }
    if (valid.size() == 1) {
        answers[places.front()] = record(valid.front().usage, valid.front().maxBudgetUsd);
    } else if (!valid.empty()) {
        const auto recorded =
            m_connection->change([&] { return operations::record(*m_connection, valid); });
        for (size_t i = 0; i < valid.size(); ++i)
            answers[places[i]] = recorded ? (*recorded)[i] : tl::unexpected(recorded.error());
    }
    return answers;
}

Result<Decision> Store::log(const UsageRecord &usage, std::optional<double> maxBudgetUsd)
{
    if (const auto valid = operations::validate(usage, maxBudgetUsd); !valid)
        return tl::unexpected(valid.error());
    return m_connection->change([&] { return operations::log(*m_connection, usage, maxBudgetUsd); });
}

Result<Decision> Store::check(const QString &project, std::optional<double> maxBudgetUsd)
{
    const Limit limit{.maxBudgetUsd = maxBudgetUsd.value_or(0)};
    if (const auto valid = operations::validate(project, limit); !valid)
        return tl::unexpected(valid.error());
    return m_connection->run(
        [&] { return operations::check(*m_connection, project, maxBudgetUsd); });
}

Result<double> Store::projectTotal(const QString &project)
{
    return m_connection->run([&] { return operations::projectTotal(*m_connection, project); });
}

Result<SpendCube> Store::spend(const SpendFilter &filter, BucketUnit unit)
{
    return m_connection->run([&] { return operations::spend(*m_connection, filter, unit); });
}

Result<SpendCube> Store::totals(const SpendFilter &filter)
{
    return m_connection->run([&] { return operations::spend(*m_connection, filter, {}); });
}

Result<std::optional<qint64>> Store::knownCalls(const SpendFilter &filter)
{
    return m_connection->run([&] { return operations::knownCalls(*m_connection, filter); });
}

Result<SpendCube> Store::spendFromLog(const SpendFilter &filter, BucketUnit unit)
{
    return m_connection->run([&] { return operations::spendFromLog(*m_connection, filter, unit); });
}

Result<DailySpend> Store::dailySpend(const SealedSpendPtr &known)
{
    return m_connection->run([&] { return operations::dailySpend(*m_connection, known); });
}

Result<SealProgress> Store::seal(int rows)
{
    return m_connection->run([&] { return operations::sealStep(*m_connection, rows); });
}

Result<std::vector<Call>> Store::calls(const CallQuery &query)
{
    return m_connection->run([&] { return operations::calls(*m_connection, query); });
}

template <class Row, class Read>
Result<qint64> Store::stream(const std::function<bool(const Row &)> &sink, Read read)
{
    // Rows that the sink has seen cannot be taken back: a second attempt would repeat them.
    bool started = false;
    return m_connection->run([&]() -> Result<qint64> {
        if (started) {
            return fail(StoreError::Kind::Internal,
                        Text::tr("The connection was lost in the middle of reading. Try again."));
        }
        return read([&](const Row &row) {
            started = true;
            return sink(row);
        });
    });
}

Result<qint64> Store::forEachCall(const CallQuery &query,
                                  const std::function<bool(const Call &)> &sink)
{
    return stream(sink, [&](const auto &take) {
        return operations::forEachCall(*m_connection, query, take);
    });
}

Result<qint64> Store::forEachRow(const CallQuery &query, const RowSink &sink)
{
    return stream(sink, [&](const auto &take) {
        return operations::forEachRow(*m_connection, query, take);
    });
}

Result<std::vector<Budget>> Store::budgets()
{
    const auto read = [&] { return operations::budgets(*m_connection); };
    auto budgets = m_connection->run(read);
    if (!budgets || std::ranges::none_of(*budgets, &Budget::asIfClosed))
        return budgets;
    if (info().access.canReset) {
        bool closed = false;
        for (const Budget &budget : *budgets) {
            // Where this fails it is as if: who comes next tries again.
            closed = (budget.asIfClosed && m_connection->change([&] {
                return operations::closeEndedPeriod(*m_connection, budget.project);
            })) || closed;
        }
        if (closed)
            budgets = m_connection->run(read);
    }
    for (size_t i = 0; budgets && i < budgets->size(); ++i) {
        Budget &budget = (*budgets)[i];
        if (!budget.asIfClosed)
            continue;
        const auto shown = m_connection->run([&] {
            return operations::showAsIfClosed(*m_connection, budget);
        });
        if (!shown)
            return tl::unexpected(shown.error());
    }
    return budgets;
}

Result<AuditEntry> Store::reset(const ResetRequest &request)
{
    return m_connection->change([&] { return operations::reset(*m_connection, request); });
}

Result<AuditEntry> Store::undoReset(qint64 auditId, const QString &reason)
{
    return m_connection->change([&] { return operations::undoReset(*m_connection, auditId, reason); });
}

Result<AuditEntry> Store::setLimit(const QString &project, const Limit &limit)
{
    if (const auto valid = operations::validate(project, limit); !valid)
        return tl::unexpected(valid.error());
    return m_connection->change([&] { return operations::setLimit(*m_connection, project, limit); });
}

Result<std::vector<LedgerLine>> Store::ledger(const std::optional<QString> &project)
{
    return m_connection->run([&] { return operations::ledger(*m_connection, project); });
}

Result<AuditEntry> Store::repair(const RepairRequest &request)
{
    return m_connection->change([&] { return operations::repair(*m_connection, request); });
}

Result<AuditEntry> Store::clearLimit(const QString &project)
{
    return m_connection->change([&] { return operations::clearLimit(*m_connection, project); });
}

Result<std::vector<AuditEntry>> Store::audit(const std::optional<QString> &project, int limit)
{
    return m_connection->run([&] { return operations::audit(*m_connection, project, limit); });
}

Result<ChangeMark> Store::changeMark()
{
    return m_connection->run([&] { return operations::changeMark(*m_connection); });
}

Result<StandbyState> Store::standbyState(const QString &position)
{
    return m_connection->run([&] { return operations::standbyState(*m_connection, position); });
}

Result<QString> Store::walPosition()
{
    return m_connection->run([&] { return operations::walPosition(*m_connection); });
}

Result<std::vector<OutboxTarget>> Store::outbox()
{
    return m_connection->run([&] { return operations::outbox(*m_connection); });
}

Result<std::vector<WaitingCall>> Store::waitingCalls(const std::optional<QString> &target,
                                                     qint64 after, int limit)
{
    return m_connection->run(
        [&] { return operations::waitingCalls(*m_connection, target, after, limit); });
}

Result<void> Store::forEachMovedCall(const std::function<void(const MovedCall &)> &sink)
{
    return m_connection->run([&] { return operations::forEachMovedCall(*m_connection, sink); });
}

Result<Received> Store::receive(const std::vector<WaitingCall> &calls)
{
    return m_connection->change([&] { return operations::receive(*m_connection, calls); });
}

Result<void> Store::markMoved(const std::vector<qint64> &logIds)
{
    return m_connection->run([&] { return operations::markMoved(*m_connection, logIds); });
}

void Store::setCancelFlag(const std::atomic_bool *flag)
{
    m_connection->setCancelFlag(flag);
}

void Store::abort()
{
    m_connection->abort();
}

} // namespace tollkeeper
