// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/operations.h"

#include "format/format.h"
#include "store/condition.h"

#include <cmath>
#include <limits>
#include <map>

using namespace Qt::StringLiterals;

// What it costs: projects that were never cleared are added up from the sealed days, all together.
// The others are read from the log from their last reset on, by id or by the index of their own calls:
// in step with what they recorded since.
namespace tollkeeper::operations {

namespace {

struct Sum
{
    Money cost;
    qint64 calls = 0;
    qint64 badRows = 0;

    void add(const Sum &other)
    {
        cost += other.cost;
        calls += other.calls;
        badRows += other.badRows;
    }
    void add(const SpendCube &cube)
    {
        cost += costOf(cube);
        for (const SpendCube::Cell &cell : cube.cells)
            calls += cell.totals.calls;
        badRows += cube.badRows;
    }
};

// From a moment on; to the other, if there is one.
Bindings inTime(Timestamp from, std::optional<Timestamp> to = {})
{
    return {{u":from"_s, from.toIso()},
            {u":to"_s, to.value_or(Timestamp::startOf(QDate(9999, 12, 31))).toIso()}};
}

Result<Sum> sumWhere(Connection &connection, const QString &project, const QString &condition,
                     const Bindings &values)
{
    Condition rows;
    rows.add(u"project = :project"_s, {{u":project"_s, project}});
    rows.add(condition, values);
    const auto cube = spendWhere(connection, rows);
    if (!cube)
        return tl::unexpected(cube.error());
    Sum sum;
    sum.add(*cube);
    return sum;
}

// The calls with the underWayReach ids up to \a covers; without those that count by their time.
Result<Sum> sumOfReach(Connection &connection, const QString &project, qint64 covers,
                       std::optional<Timestamp> periodBegan)
{
    Bindings values;
    QString condition = u"id > :reach AND id <= :covers"_s;
    if (periodBegan) {
        values = inTime(*periodBegan);
        condition += u" AND NOT (%1)"_s.arg(connection.dialect().inRange());
    }
    values.emplace_back(u":reach"_s, covers - underWayReach);
    values.emplace_back(u":covers"_s, covers);
    return sumWhere(connection, project, condition, values);
}

// What nothing has cleared of a project that was cleared at some time.
Result<Sum> sumSince(Connection &connection, const QString &project, const LedgerBase &base)
{
    const QString inRange = connection.dialect().inRange();
    if (base.basis == LedgerBase::Basis::Time)
        return sumWhere(connection, project, inRange, inTime(*base.since));
    auto sum = sumWhere(connection, project, u"id > :covers"_s, {{u":covers"_s, base.coversLogId}});
    if (sum && base.periodBegan) {
        Bindings values = inTime(*base.periodBegan);
        values.emplace_back(u":covers"_s, base.coversLogId);
        const auto early = sumWhere(connection, project, inRange + u" AND id <= :covers"_s, values);
        if (!early)
            return early;
        sum->add(*early);
    }
    if (sum && base.coversOfReach) {
        const auto reach = sumOfReach(connection, project, base.coversLogId, base.periodBegan);
        if (!reach)
            return reach;
        // Less only where calls of before were taken out of the log since: no business of the counter.
        sum->cost += std::max(reach->cost - *base.coversOfReach, Money());
    }
    return sum;
}

// Whether the counter may hold more because of a call that was logged before the budget was cleared
// and charged after it, where nothing tells for sure: llm-toll's own resets leave only their time,
// and a call may have stood still for longer than underWayReach ids.
Result<bool> mayBeUnderWay(Connection &connection, const LedgerLine &line)
{
    constexpr qint64 longestMicros = 600'000'000;
    if (!line.base.since || !(line.difference() > Money()))
        return false;
    Bindings values = inTime(Timestamp{line.base.since->micros - longestMicros}, *line.base.since);
    values.emplace_back(u":least"_s, line.difference().toUsd() - driftUsd);
    values.emplace_back(u":most"_s, line.difference().toUsd() + driftUsd);
    const auto found =
        sumWhere(connection, line.project,
                 connection.dialect().inRange() + u" AND cost BETWEEN :least AND :most"_s, values);
    if (!found)
        return tl::unexpected(found.error());
    return found->calls > 0;
}

// Of projects that were never cleared.
Result<std::map<QString, Sum>> sums(Connection &connection, const std::optional<QString> &project)
{
    SpendFilter filter;
    filter.project = project;
    const auto cube = spendOfSnapshot(connection, filter, {});
    if (!cube)
        return tl::unexpected(cube.error());
    std::map<QString, Sum> sums;
    for (const SpendCube::Cell &cell : cube->cells) {
        Sum &sum = sums[cube->projects[cell.project]];
        sum.cost += cell.totals.cost;
        sum.calls += cell.totals.calls;
    }
    if (project)
        sums[*project].badRows = cube->badRows;
    return sums;
}

// The counters, and the projects that only the log knows.
Result<std::map<QString, std::optional<Budget>>>
ledgerProjects(Connection &connection, const std::optional<QString> &project)
{
    std::map<QString, std::optional<Budget>> found;
    auto rows = connection.query(u"budgets_all"_s);
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next()) {
        Budget budget;
        budget.project = rows->value(0).toString();
        budget.totalUsd = rows->value(1).toDouble();
        budget.lastResetAt = Timestamp::parse(rows->value(2).toString());
        if (!project || budget.project == *project)
            found.emplace(budget.project, budget);
    }
    if (const auto ended = connection.endOf(*rows); !ended)
        return tl::unexpected(ended.error());
    if (project) {
        found.try_emplace(*project);
        return found;
    }
    auto logged = connection.query(u"log_projects"_s);
    if (!logged)
        return tl::unexpected(logged.error());
    while (logged->next())
        found.try_emplace(logged->value(0).toString());
    if (const auto ended = connection.endOf(*logged); !ended)
        return tl::unexpected(ended.error());
    return found;
}

} // namespace

// On PostgreSQL ids are given out before calls are committed, and programs like llm-toll log a call
// first and charge it afterwards. One that is between the two while a budget is cleared has an id that
// is among those covered, but its row cannot be seen yet, and its charge waits for the budget's lock:
// it comes afterwards. Whoever has that lock sees just the rows whose charges were cleared, and their
// sum tells later which others came. (Our own calls take the lock first.)
Result<void> noteCallsUnderWay(Connection &connection, AuditEntry &entry)
{
    const auto writing = connection.value(u"writing_now"_s);
    if (!writing)
        return tl::unexpected(writing.error());
    if (!writing->isValid() || !entry.coversLogId)
        return {};
    std::optional<Timestamp> began;
    if (entry.action == AuditEntry::Action::PeriodClosed)
        began = entry.at;
    const auto covered = sumOfReach(connection, entry.project, *entry.coversLogId, began);
    if (!covered)
        return tl::unexpected(covered.error());
    entry.coversOfReachUsd = covered->cost.toUsd();
    return {};
}

Result<std::vector<LedgerLine>> ledger(Connection &connection,
                                       const std::optional<QString> &project)
{
    const auto reading = Transaction::beginRead(connection); // one state of the store for all of it
    if (!reading)
        return tl::unexpected(reading.error());
    const auto projects = ledgerProjects(connection, project);
    if (!projects)
        return tl::unexpected(projects.error());
    const auto entries = audit(connection, project, std::numeric_limits<int>::max());
    if (!entries)
        return tl::unexpected(entries.error());
    std::map<QString, std::vector<AuditEntry>> audits;
    for (const AuditEntry &entry : *entries)
        audits[entry.project].push_back(entry);

    std::optional<std::map<QString, Sum>> everything;
    std::vector<LedgerLine> lines;
    for (const auto &[name, budget] : *projects) {
        LedgerLine line;
        line.project = name;
        if (budget)
            line.counterUsd = budget->totalUsd;
        line.base = ledgerBase(audits[name], budget ? budget->lastResetAt : std::nullopt);
        Sum sum;
        if (line.base.basis == LedgerBase::Basis::Everything) {
            if (!everything) {
                auto read = sums(connection, project);
                if (!read)
                    return tl::unexpected(read.error());
                everything = *std::move(read);
            }
            sum = (*everything)[name];
        } else {
            const auto since = sumSince(connection, name, line.base);
            if (!since)
                return tl::unexpected(since.error());
            sum = *since;
        }
        line.logged = sum.cost + line.base.givenBack;
        line.calls = sum.calls;
        line.finding = ledgerFinding(line.counterUsd, line.logged, line.calls);
        const bool unexplained = line.finding == LedgerFinding::EditedCounter
            || line.finding == LedgerFinding::CounterWithoutLog;
        if (unexplained) {
            const auto underWay = mayBeUnderWay(connection, line);
            if (!underWay)
                return tl::unexpected(underWay.error());
            if (*underWay)
                line.finding = LedgerFinding::CallUnderWay;
        }
        line.badRows = sum.badRows;
        const bool uncounted = !project && line.base.basis == LedgerBase::Basis::Everything;
        if (!line.agrees() && uncounted) {
            auto own = sums(connection, name);
            if (!own)
                return tl::unexpected(own.error());
            line.badRows = (*own)[name].badRows;
        }
        lines.push_back(line);
    }
    return lines;
}

Result<AuditEntry> repair(Connection &connection, const RepairRequest &request)
{
    if (const auto possible = needAudit(connection); !possible)
        return tl::unexpected(possible.error());
    const auto lines = ledger(connection, request.project);
    if (!lines)
        return tl::unexpected(lines.error());
    const LedgerLine &line = lines->front();
    const QString name = u'"' + format::safeText(request.project, 100) + u'"';
    if (line.agrees()) {
        return fail(StoreError::Kind::Invalid,
                    Text::tr("The counter of %1 agrees with the log; there is nothing to repair.")
                        .arg(name));
    }
    const auto same = [](std::optional<double> a, std::optional<double> b) {
        return a == b || (a && b && !std::isfinite(*a) && !std::isfinite(*b));
    };
    const auto conflict = [&] {
        return fail(
            StoreError::Kind::Conflict,
            Text::tr("The counter of %1 has moved since it was compared with the log. Nothing was "
                     "repaired; look again.")
                .arg(name));
    };
    if (!same(line.counterUsd, request.shownCounterUsd))
        return conflict();

    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const Timestamp now = connection.now();
    const auto budget = lockBudget(connection, request.project, now);
    if (!budget)
        return tl::unexpected(budget.error());
    // Every call moves the counter: while that stands still, so does what the log adds up to.
    if (budget->periodClosed) // which mends it, too
        (void)transaction->commitWhatWasRead();
    if (budget->periodClosed || !same(budget->totalUsd, line.counterUsd.value_or(0)))
        return conflict();
    const auto written = writeTotal(connection, request.project, line.logged.toUsd(),
                                    budget->lastResetAt, now);
    if (!written)
        return tl::unexpected(written.error());

    AuditEntry entry;
    entry.at = now;
    entry.action = AuditEntry::Action::Repaired;
    entry.project = request.project;
    entry.amountUsd = line.logged.toUsd();
    if (line.counterUsd && std::isfinite(*line.counterUsd))
        entry.previousUsd = line.counterUsd;
    entry.reason = request.reason;
    return commitAudited(connection, *transaction, entry);
}

} // namespace tollkeeper::operations
