// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/sealing.h"

#include "format/translation.h"
#include "store/condition.h"

#include <QThread>

using namespace Qt::StringLiterals;

// Sealing adds rows of the log to tollkeeper_usage_daily, in the order of their ids, and remembers up
// to which id (sealed_to). Whoever reads adds the sealed cells and the rows above that id, in one
// transaction: right at every moment, whatever the dates of those rows. What makes it exact:
// - No row at or below sealed_to can still appear: Dialect::settledId().
// - A row that is changed or deleted marks its day as dirty, by trigger, in the same transaction. The
//   cells of a dirty day do not count; its rows are read from the log until it is sealed again.
// - A partition that comes or goes makes all cells void until its days are marked: reconcile().
// - Steps of several clients exclude each other; one that lost does nothing.
namespace tollkeeper::operations {

namespace {

// Longest wait for a lock on usage_logs: a writer that comes behind us in the queue waits with us.
constexpr int lockTimeoutMs = 40;
// SQLite cannot fold its log into the file while a step reads, and the writer who has to do it
// afterwards waits: with steps of 50,000 rows for 0.1 s. PostgreSQL's writers do not wait for us.
constexpr int mostRowsInFile = 5'000;

// What a step adds to the cells: rows between two ids, or those of a day that was dirty.
struct Portion
{
    Condition rows;
    std::optional<std::pair<int, qint64>> day;
    qint64 sealedTo = 0; ///< after the step
};

Dialect::Parts cellsOf(const Dialect &dialect, const Portion &portion)
{
    return {{u"where"_s, portion.rows.orTrue()},
            {u"log"_s, portion.day ? u"usage_logs"_s : u"{log_by_id}"_s},
            {u"bucket"_s, dialect.bucket(BucketUnit::Day)},
            {u"day_number"_s, dialect.bucketNumber(BucketUnit::Day)}};
}

Result<Portion> dayPortion(const Dialect &dialect, const SealingState &state,
                           std::pair<int, qint64> day)
{
    Portion portion;
    portion.day = day;
    portion.sealedTo = state.sealedTo;
    if (day.first == unreadableDay) {
        portion.rows.add(u"{unreadable created_at}"_s);
    } else {
        SpendFilter filter;
        filter.range = Range{BucketUnit::Day, day.first, day.first};
        portion.rows = Condition::of(dialect, filter);
    }
    portion.rows.add(u"id <= :sealed_to"_s, {{u":sealed_to"_s, state.sealedTo}});
    return portion;
}

Result<Portion> nextPortion(Connection &connection, const SealingState &state, qint64 settled,
                            int rows)
{
    const auto end = connection.value(u"portion_end"_s, {{u":above"_s, state.sealedTo},
                                                         {u":settled"_s, settled},
                                                         {u":rows"_s, rows}});
    if (!end)
        return tl::unexpected(end.error());
    Portion portion;
    portion.sealedTo = end->isNull() ? settled : end->toLongLong();
    portion.rows.add(u"id > :above AND id <= :up_to"_s,
                     {{u":above"_s, state.sealedTo}, {u":up_to"_s, portion.sealedTo}});
    return portion;
}

// Writes a portion, whose cells are in \a source, into the sealed ones.
Result<void> apply(Connection &connection, const SealingState &state, const Portion &portion,
                   const QString &source, const Bindings &bindings)
{
    const Dialect &dialect = connection.dialect();
    const qint64 fold = state.fold + 1;
    if (portion.day) {
        const auto emptied = connection.execute(
            u"empty_day"_s, {{u":day"_s, portion.day->first}, {u":fold"_s, fold}});
        if (!emptied)
            return emptied;
    }
    Dialect::Parts parts{{u"source"_s, source}};
    const Dialect::Parts more = cellsOf(dialect, portion);
    parts.insert(parts.end(), more.begin(), more.end());
    Bindings values = bindings;
    values.emplace_back(u":fold"_s, fold);
    const auto folded = connection.queryText(dialect.statement(u"fold"_s, parts), values);
    if (!folded)
        return tl::unexpected(folded.error());
    if (portion.day) {
        const auto cleaned = connection.execute(
            u"clean_day"_s, {{u":day"_s, portion.day->first}, {u":mark"_s, portion.day->second}});
        if (!cleaned)
            return cleaned;
    }
    return connection.execute(u"folded"_s,
                              {{u":fold"_s, fold}, {u":sealed_to"_s, portion.sealedTo}});
}

// If COMMIT is in doubt, the next look at the state tells.
Result<bool> notProven()
{
    return false;
}

// PostgreSQL: one transaction that sees one state of the log, and does not keep writers waiting.
Result<void> sealInSnapshot(Connection &connection, const SealingState &state,
                            const Portion &portion)
{
    const Dialect &dialect = connection.dialect();
    auto transaction = Transaction::beginSealing(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (const auto locked = lockSealing(connection); !locked)
        return locked;
    const auto now = sealingState(connection);
    if (!now)
        return tl::unexpected(now.error());
    if (now->fold != state.fold || !now->valid())
        return {}; // another client was first
    const QString source =
        u"("_s + dialect.statement(u"cells"_s, cellsOf(dialect, portion)) + u")"_s;
    const auto applied = apply(connection, *now, portion, source, portion.rows.bindings);
    return applied ? transaction->commit(notProven) : applied;
}

// SQLite: rows are added up before the write lock is taken. Days that change meanwhile get marked.
Result<void> sealInTwoParts(Connection &connection, const SealingState &state,
                            const Portion &portion)
{
    const Dialect &dialect = connection.dialect();
    auto done = connection.execute(u"sealing_cells"_s);
    if (done)
        done = connection.execute(u"clear_sealing_cells"_s);
    if (!done)
        return done;
    Dialect::Parts parts = cellsOf(dialect, portion);
    parts.insert(parts.begin(), {u"cells"_s, dialect.statement(u"cells"_s, parts)});
    const auto gathered = connection.queryText(dialect.statement(u"gather_cells"_s, parts),
                                               portion.rows.bindings);
    if (!gathered)
        return tl::unexpected(gathered.error());

    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const auto now = sealingState(connection);
    if (!now)
        return tl::unexpected(now.error());
    const bool marked = portion.day && std::find(now->dirtyDays.begin(), now->dirtyDays.end(),
                                                 *portion.day) == now->dirtyDays.end();
    if (now->fold != state.fold || !now->valid() || marked)
        return {};
    const auto applied = apply(connection, *now, portion, u"temp.sealing_cells"_s, {});
    return applied ? transaction->commit(notProven) : applied;
}

// Makes the triggers that are missing. Waits for the log's lock only as long as a writer may be made
// to wait, and leaves it to the next step otherwise.
Result<void> watch(Connection &connection)
{
    const Dialect &dialect = connection.dialect();
    for (const QString &statement : dialect.prepareMarking(lockTimeoutMs)) {
        if (const auto made = connection.queryText(dialect.filledIn(statement)); !made)
            return tl::unexpected(made.error());
    }
    return {};
}

// Begins from nothing, unless another client was first. \a state is what was wrong.
Result<void> begin(Connection &connection, const SealingState &state)
{
    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (const auto locked = lockSealing(connection); !locked)
        return locked;
    const auto now = sealingState(connection);
    if (!now)
        return tl::unexpected(now.error());
    if (now->fold != state.fold)
        return {};
    auto done = watch(connection);
    for (const QString &name : {u"forget_cells"_s, u"forget_dirty_days"_s, u"restart_sealing"_s}) {
        if (done)
            done = connection.execute(name);
    }
    return done ? transaction->commit(notProven) : done;
}

// Once an hour, whether all rows are in the cells that should be: ids below sealed_to that were set by
// hand fire no trigger. If not, their days get marked.
Result<bool> isComplete(Connection &connection, const SealingState &state)
{
    if (!connection.isTimeToCompareSealed())
        return true;
    const auto complete =
        connection.value(u"cells_complete"_s, {{u":sealed_to"_s, state.sealedTo}});
    if (!complete)
        return tl::unexpected(complete.error());
    if (complete->toBool())
        return true;
    if (const auto reconciled = reconcile(connection); !reconciled)
        return tl::unexpected(reconciled.error());
    return false;
}

// The tables of the log are others than before: watches them, then looks what came and went.
Result<void> adopt(Connection &connection)
{
    auto transaction = Transaction::beginWrite(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto done = lockSealing(connection);
    if (done)
        done = watch(connection);
    if (done)
        done = transaction->commit(notProven);
    return done ? reconcile(connection) : done;
}

} // namespace

Result<SealingState> sealingState(Connection &connection)
{
    SealingState state;
    {
        auto row = connection.query(u"sealing_state"_s);
        if (!row)
            return tl::unexpected(row.error());
        if (!row->next()) {
            if (const auto ended = connection.endOf(*row); !ended)
                return tl::unexpected(ended.error());
            return state;
        }
        state.epoch = row->value(0).toLongLong();
        state.fold = row->value(1).toLongLong();
        state.sealedTo = row->value(2).toLongLong();
        state.tables = row->value(3).toString();
        state.watched = row->value(4).toBool();
        state.tablesNow = row->value(5).toString();
    }
    auto days = connection.query(u"dirty_days"_s);
    if (!days)
        return tl::unexpected(days.error());
    while (days->next())
        state.dirtyDays.emplace_back(days->value(0).toInt(), days->value(1).toLongLong());
    if (const auto ended = connection.endOf(*days); !ended)
        return tl::unexpected(ended.error());
    return state;
}

Result<SealProgress> sealStep(Connection &connection, int rows)
{
    if (!connection.ownTables().canSeal) {
        return fail(
            StoreError::Kind::NotPermitted,
            Text::tr("You may not write Tollkeeper's summaries of this store. Numbers are right "
                     "without them, only slower."));
    }
    auto state = sealingState(connection);
    if (!state)
        return tl::unexpected(state.error());
    // The newest rows stay in the log: a few are read faster than they are sealed, and are the ones that
    // somebody may take back. A step leaves half of those few, so that the next call does not make
    // another step.
    const qint64 few = rows / 25;
    const qint64 left = few / 2;
    if (!state->watched) {
        const auto highest = connection.value(u"highest_id"_s);
        if (!highest)
            return tl::unexpected(highest.error());
        if (highest->toLongLong() <= few)
            return SealProgress{0, highest->toLongLong(), true};
        if (const auto begun = begin(connection, *state); !begun)
            return tl::unexpected(begun.error());
        state = sealingState(connection);
        if (!state)
            return tl::unexpected(state.error());
        if (!state->watched) {
            return fail(
                StoreError::Kind::NotPermitted,
                Text::tr("The triggers tollkeeper_mark_* on usage_logs are disabled, so changes of "
                         "old rows would go unseen. Numbers are read from the log: right, only "
                         "slower."));
        }
    }
    if (!state->valid()) {
        if (const auto adopted = adopt(connection); !adopted)
            return tl::unexpected(adopted.error());
        return SealProgress{state->sealedTo, state->sealedTo, false};
    }
    const auto settled = connection.dialect().settledId(connection);
    if (!settled)
        return tl::unexpected(settled.error());
    SealProgress progress{state->sealedTo, std::max(*settled, state->sealedTo), false};
    if (*settled >= 0 && *settled < state->sealedTo) { // ids are being given once more
        if (const auto begun = begin(connection, *state); !begun)
            return tl::unexpected(begun.error());
        return progress;
    }
    if (state->dirtyDays.empty() && progress.sealedTo + few >= progress.highestId) {
        const auto complete = isComplete(connection, *state);
        if (!complete)
            return tl::unexpected(complete.error());
        progress.finished = *settled >= 0 && *complete;
        return progress;
    }
    const bool inFile = connection.location().backend() == Backend::Sqlite;
    const int most = inFile ? std::min(rows, mostRowsInFile) : rows;
    const auto portion = state->dirtyDays.empty()
        ? nextPortion(connection, *state, *settled - left, most)
        : dayPortion(connection.dialect(), *state, state->dirtyDays.front());
    if (!portion)
        return tl::unexpected(portion.error());
    const auto sealed = inFile
        ? sealInTwoParts(connection, *state, *portion)
        : sealInSnapshot(connection, *state, *portion);
    if (!sealed)
        return tl::unexpected(sealed.error());
    progress.sealedTo = portion->sealedTo;
    return progress;
}

} // namespace tollkeeper::operations
