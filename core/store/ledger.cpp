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

    void add(const SpendCube &cube)
    {
        cost += costOf(cube);
        for (const SpendCube::Cell &cell : cube.cells)
            calls += cell.totals.calls;
        badRows += cube.badRows;
    }
};

// What nothing has cleared of a project that was cleared at some time.
Result<Sum> sumSince(Connection &connection, const QString &project, const LedgerBase &base)
{
    Sum sum;
    const auto add = [&](const QString &condition, const Bindings &values) -> Result<void> {
        Condition rows;
        rows.add(u"project = :project"_s, {{u":project"_s, project}});
        rows.add(condition, values);
        const auto cube = spendWhere(connection, rows);
        if (!cube)
            return tl::unexpected(cube.error());
        sum.add(*cube);
        return {};
    };
    const auto inTime = [&](Timestamp from) -> Bindings {
        return {{u":from"_s, from.toIso()},
                {u":to"_s, Timestamp::startOf(QDate(9999, 12, 31)).toIso()}};
    };
    const QString inRange = connection.dialect().inRange();
    Result<void> added;
    if (base.basis == LedgerBase::Basis::Time) {
        added = add(inRange, inTime(*base.since));
    } else {
        added = add(u"id > :covers"_s, {{u":covers"_s, base.coversLogId}});
        if (added && base.periodBegan) {
            Bindings values = inTime(*base.periodBegan);
            values.emplace_back(u":covers"_s, base.coversLogId);
            added = add(inRange + u" AND id <= :covers"_s, values);
        }
    }
    if (!added)
        return tl::unexpected(added.error());
    return sum;
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
