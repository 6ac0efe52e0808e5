// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/forwarding.h"

#include "export/json.h"
#include "format/format.h"
#include "store/accounts.h"
#include "store/operations.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace operations {

namespace {

// A store that is older than these tables, and that we may not add them to, goes without.
Result<bool> hasTable(Connection &connection, const QString &name)
{
    const auto columns = connection.dialect().columns(connection, {name});
    if (!columns)
        return tl::unexpected(columns.error());
    return columns->contains(name);
}

// Takes the keys; gives those that nobody took before.
Result<QSet<QString>> takeKeys(Connection &connection, const std::vector<WaitingCall> &calls,
                               Timestamp now)
{
    QList<QByteArray> keys;
    for (const WaitingCall &call : calls)
        keys << json::string(call.key);
    auto rows = connection.query(
        u"receive"_s,
        {{u":keys"_s, QString::fromUtf8(json::array(keys))}, {u":now"_s, now.toIso()}});
    if (!rows)
        return tl::unexpected(rows.error());
    QSet<QString> taken;
    while (rows->next())
        taken.insert(rows->value(0).toString());
    if (const auto ended = connection.endOf(*rows); !ended)
        return tl::unexpected(ended.error());
    return taken;
}

} // namespace

Result<std::vector<OutboxTarget>> outbox(Connection &connection)
{
    std::vector<OutboxTarget> targets;
    const auto exists = hasTable(connection, u"tollkeeper_outbox"_s);
    if (!exists)
        return tl::unexpected(exists.error());
    if (!*exists)
        return targets;
    auto rows = connection.query(u"outbox"_s);
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next()) {
        targets.push_back({rows->value(0).toString(), rows->value(1).toLongLong(),
                           Money::fromUnits(rows->value(2).toLongLong())});
    }
    if (const auto ended = connection.endOf(*rows); !ended)
        return tl::unexpected(ended.error());
    return targets;
}

Result<std::vector<WaitingCall>> waitingCalls(Connection &connection,
                                              const std::optional<QString> &target, qint64 after,
                                              int limit)
{
    std::vector<WaitingCall> calls;
    const auto exists = hasTable(connection, u"tollkeeper_outbox"_s);
    if (!exists)
        return tl::unexpected(exists.error());
    if (!*exists)
        return calls;
    auto rows = connection.query(u"waiting_calls"_s, {{u":after"_s, after},
                                                      {u":any_target"_s, target ? 0 : 1},
                                                      {u":target"_s, target.value_or(u""_s)},
                                                      {u":most"_s, limit}});
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next()) {
        const UsageRecord usage{rows->value(2).toString(), rows->value(3).toString(),
                                rows->value(4).toLongLong(), rows->value(5).toLongLong(),
                                rows->value(6).toDouble()};
        calls.push_back({rows->value(0).toLongLong(), rows->value(1).toString(), usage,
                         Timestamp::parse(rows->value(7).toString())});
    }
    if (const auto ended = connection.endOf(*rows); !ended)
        return tl::unexpected(ended.error());
    return calls;
}

Result<void> forEachMovedCall(Connection &connection,
                              const std::function<void(const MovedCall &)> &sink)
{
    // The outbox is of files: a server is not even asked.
    if (connection.location().backend() != Backend::Sqlite)
        return {};
    const auto exists = hasTable(connection, u"tollkeeper_outbox"_s);
    if (!exists)
        return tl::unexpected(exists.error());
    if (!*exists)
        return {};
    auto rows = connection.query(u"moved_calls"_s);
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next()) {
        const UsageRecord usage{rows->value(1).toString(), rows->value(2).toString(),
                                rows->value(3).toLongLong(), rows->value(4).toLongLong(),
                                rows->value(5).toDouble()};
        if (const auto createdAt = Timestamp::parse(rows->value(6).toString()))
            sink({rows->value(0).toString(), usage, *createdAt});
    }
    return connection.endOf(*rows);
}

Result<Received> receive(Connection &connection, const std::vector<WaitingCall> &calls)
{
    if (calls.empty())
        return Received{};
    const auto possible = hasTable(connection, u"tollkeeper_received"_s);
    if (!possible)
        return tl::unexpected(possible.error());
    if (!*possible) {
        return fail(
            StoreError::Kind::NotPermitted,
            Text::tr("%1 has no table to note in which calls were carried to it. Its administrator "
                     "makes it by connecting once.")
                .arg(connection.info().title));
    }
    Accounts accounts;
    for (const WaitingCall &call : calls)
        accounts.try_emplace(call.usage.project);

    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const Timestamp now = connection.now();
    // The budgets first, like everybody else: whoever brings the same calls waits here.
    if (const auto locked = lockAccounts(connection, accounts, now); !locked)
        return tl::unexpected(locked.error());
    const auto taken = takeKeys(connection, calls, now);
    if (!taken)
        return tl::unexpected(taken.error());

    Received received;
    std::map<QString, ReceivedProject> projects;
    std::vector<LoggedCall> logged;
    for (const WaitingCall &call : calls) {
        if (!taken->contains(call.key)) {
            ++received.alreadyThere;
            continue;
        }
        const UsageRecord &usage = call.usage;
        Account &account = accounts.at(usage.project);
        if (std::isfinite(account.totalUsd)) { // a broken counter stays as it is until it is reset
            account.totalUsd = decide(account.totalUsd, round10(usage.costUsd), {}).totalUsd;
            account.charged = true;
        }
        logged.push_back({usage, call.createdAt.value_or(now)});
        const Money cost = Money::fromUsd(usage.costUsd);
        ++received.calls;
        received.cost += cost;
        ReceivedProject &project = projects[usage.project];
        ++project.calls;
        project.cost += cost;
        project.totalUsd = account.totalUsd;
        project.limitUsd = account.storedCap;
    }
    for (const auto &[name, project] : projects) {
        received.projects.push_back(project);
        received.projects.back().project = name;
    }
    if (const auto written = writeCalls(connection, accounts, logged, now); !written)
        return tl::unexpected(written.error());
    // Also where all were there before: a synchronous standby then has them, too, and they may be
    // marked as moved.
    const WaitingCall &one = taken->isEmpty()
        ? calls.front()
        : *std::ranges::find_if(calls, [&](const auto &call) { return taken->contains(call.key); });
    const auto committed = transaction->commit([&] {
        return cameTrue(connection, one.usage.project, u"was_received"_s, {{u":key"_s, one.key}});
    });
    if (!committed)
        return tl::unexpected(committed.error());
    return received;
}

Result<void> markMoved(Connection &connection, const std::vector<qint64> &logIds)
{
    const auto exists = hasTable(connection, u"tollkeeper_outbox"_s);
    if (!exists)
        return tl::unexpected(exists.error());
    if (!*exists)
        return fail(StoreError::Kind::Invalid, Text::tr("No calls wait in this store."));
    QList<QByteArray> ids;
    for (const qint64 id : logIds)
        ids << QByteArray::number(id);
    return connection.execute(u"mark_moved"_s,
                              {{u":log_ids"_s, QString::fromUtf8(json::array(ids))},
                               {u":now"_s, connection.now().toIso()}});
}

} // namespace operations

namespace {

// As many as one transaction takes: the team's budget rows are locked until it ends.
constexpr int batchSize = 100;

void add(Received &sum, const Received &batch)
{
    sum.calls += batch.calls;
    sum.alreadyThere += batch.alreadyThere;
    sum.cost += batch.cost;
    for (const ReceivedProject &project : batch.projects) {
        const auto place = std::ranges::lower_bound(sum.projects, project.project, {},
                                                    &ReceivedProject::project);
        if (place == sum.projects.end() || place->project != project.project) {
            sum.projects.insert(place, project);
            continue;
        }
        place->calls += project.calls;
        place->cost += project.cost;
        place->totalUsd = project.totalUsd;
        place->limitUsd = project.limitUsd;
    }
}

// Why no store takes the call; empty for one that can be carried.
QString unfitReason(const WaitingCall &call)
{
    if (const auto valid = operations::validate(call.usage, {}); !valid)
        return valid.error().message;
    return call.createdAt ? QString() : Text::tr("The date of the call cannot be read.");
}

// Calls that a store took in from itself would count twice.
bool same(const StoreInfo &a, const StoreInfo &b)
{
    if (a.backend != Backend::Sqlite || b.backend != Backend::Sqlite)
        return false;
    return QFileInfo(a.display).canonicalFilePath() == QFileInfo(b.display).canonicalFilePath();
}

Result<void> carry(Store &local, Store &team, const ForwardOptions &options,
                   ForwardSummary &summary)
{
    if (same(local.info(), team.info())) {
        return fail(
            StoreError::Kind::Invalid,
            Text::tr("%1 is the store that the calls wait in. Name the one that they were meant "
                     "for.")
                .arg(team.info().display));
    }
    const auto outbox = local.outbox();
    if (!outbox)
        return tl::unexpected(outbox.error());
    qint64 all = 0;
    for (const OutboxTarget &target : *outbox) {
        if (options.target && target.target != *options.target)
            summary.elsewhere.push_back(target);
        else
            all += target.calls;
    }
    qint64 after = 0;
    for (qint64 done = 0; done < all;) {
        const auto waiting = local.waitingCalls(options.target, after, batchSize);
        if (!waiting)
            return tl::unexpected(waiting.error());
        if (waiting->empty())
            break; // somebody else carried them meanwhile
        after = waiting->back().logId;
        done += static_cast<qint64>(waiting->size());

        std::vector<WaitingCall> fit;
        std::vector<qint64> logIds;
        for (const WaitingCall &call : *waiting) {
            if (const QString reason = unfitReason(call); !reason.isEmpty()) {
                if (summary.unfit++ == 0)
                    summary.unfitReason = reason;
                continue;
            }
            fit.push_back(call);
            logIds.push_back(call.logId);
        }
        if (!fit.empty()) {
            const auto received = team.receive(fit);
            if (!received)
                return tl::unexpected(received.error());
            add(summary.received, *received);
            if (const auto marked = local.markMoved(logIds); !marked)
                return marked;
        }
        if (options.progress && !options.progress(done, all))
            return fail(StoreError::Kind::Cancelled, Text::tr("Stopped; the rest waits."));
    }
    return {};
}

} // namespace

ForwardSummary forward(Store &local, Store &team, const ForwardOptions &options)
{
    ForwardSummary summary;
    summary.store = team.info().title;
    if (const auto carried = carry(local, team, options, summary); !carried)
        summary.error = carried.error();
    return summary;
}

QStringList sentences(const ForwardSummary &summary)
{
    const auto counted = [](qint64 calls) {
        return calls == 1 ? u"1 call"_s : format::count(calls) + u" calls"_s;
    };
    const Received &received = summary.received;
    QStringList lines;
    if (received.calls > 0) {
        lines << u"Moved %1, %2, to %3."_s.arg(counted(received.calls), format::usd(received.cost),
                                               format::safeText(summary.store));
    } else if (received.alreadyThere == 0 && summary.unfit == 0 && !summary.error) {
        lines << u"Nothing waits to be carried to %1."_s.arg(format::safeText(summary.store));
    }
    if (received.alreadyThere > 0) {
        lines << u"%1 had arrived before, in a run that was interrupted."_s.arg(
            counted(received.alreadyThere));
    }
    for (const ReceivedProject &project : received.projects) {
        if (project.overLimit()) {
            lines << u"Project %1 is now over its limit: %2 of %3."_s.arg(
                format::safeText(project.project),
                format::usdExact(Money::fromUsd(project.totalUsd)),
                format::usdExact(Money::fromUsd(*project.limitUsd)));
        }
    }
    return lines;
}

} // namespace tollkeeper
