// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a session asks its stores, and has them change: each question goes to the store that it is
// for, in that store's own names.
#include "session/session.h"

#include "analysis/mergedcalls.h"
#include "analysis/merging.h"
#include "export/files.h"
#include "format/format.h"
#include "format/translation.h"

namespace tollkeeper::ui {
namespace {

QString shortName(const QString &project)
{
    return format::safeText(project, 60);
}

template <class T>
QFuture<Result<T>> refused(const QString &sentence)
{
    return QtFuture::makeReadyFuture<Result<T>>(fail(StoreError::Kind::Invalid, sentence));
}

} // namespace

std::optional<ProjectPlace> Session::placeOf(const QString &project) const
{
    if (!merged())
        return ProjectPlace{0, project};
    return m_snapshot ? m_snapshot->placeOf(project) : std::nullopt;
}

/// As what a store of the view is asked for what \a shown selects; empty: it has nothing of it.
std::optional<SpendFilter> Session::filterOf(const SpendFilter &shown, int store) const
{
    SpendFilter own = shown;
    own.store.reset();
    if (shown.store && *shown.store != m_links[static_cast<std::size_t>(store)].label.name)
        return {};
    if (shown.project) {
        const auto place = placeOf(*shown.project);
        if (!place || place->store != store)
            return {};
        own.project = place->project;
    }
    return own;
}

/// Changes a project: \a operation gets its store and its own name.
template <class F>
auto Session::changeOf(const QString &project, F operation)
{
    const auto place = placeOf(project);
    if (!place)
        return refused<AuditEntry>(Text::tr("%1 is in none of these stores.").arg(shortName(project)));
    const auto &[label, link] = m_links[static_cast<std::size_t>(place->store)];
    return link->command([operation, label = label, name = place->project](Store &store) {
        return operation(store, name).map([&](auto value) { return label.shown(std::move(value)); });
    });
}

QFuture<Result<std::vector<Call>>> Session::calls(const CallQuery &query)
{
    std::vector<QFuture<Result<std::vector<Call>>>> pages;
    for (const auto &[label, link] : m_links) {
        const auto location = link->location();
        const auto filter = filterOf(query.filter, label.store);
        if (merged() && (link->state() != State::Open || !filter))
            continue;
        auto part = location ? partOfPage(query, label.store, location->backend()) : query;
        if (!part)
            continue;
        part->filter = *filter;
        if (m_snapshot && m_snapshot->merged())
            part->withoutMovedTo = countedElsewhere(m_snapshot->parts, label.store);
        pages.push_back(link->run([query = *part, label = label](Store &store) {
            return store.calls(query).map(
                [&](std::vector<Call> calls) { return label.shown(std::move(calls)); });
        }));
    }
    if (!merged())
        return pages.front();
    return whenAll(pages, this, [query](const std::vector<std::vector<Call>> &all) {
        return mergePages(query, all);
    });
}

QFuture<Result<AuditEntry>> Session::reset(const ResetRequest &request)
{
    return changeOf(request.project, [request](Store &store, const QString &name) {
        ResetRequest own = request;
        own.project = name;
        return store.reset(own);
    });
}

QFuture<Result<AuditEntry>> Session::undoReset(const AuditEntry &entry, const QString &reason)
{
    const auto at = static_cast<std::size_t>(entry.store);
    if (at >= m_links.size())
        return refused<AuditEntry>(Text::tr("The store of this entry is not open any more."));
    const auto &[label, link] = m_links[at];
    return link->command([id = entry.id, reason, label = label](Store &store) {
        return store.undoReset(id, reason).map(
            [&](AuditEntry undo) { return label.shown(std::move(undo)); });
    });
}

QFuture<Result<AuditEntry>> Session::setLimit(const QString &project, const Limit &limit)
{
    return changeOf(project, [limit](Store &store, const QString &name) {
        return store.setLimit(name, limit);
    });
}

QFuture<Result<AuditEntry>> Session::clearLimit(const QString &project)
{
    return changeOf(project,
                    [](Store &store, const QString &name) { return store.clearLimit(name); });
}

QFuture<Result<AuditEntry>> Session::repair(const RepairRequest &request)
{
    return changeOf(request.project, [request](Store &store, const QString &name) {
        RepairRequest own = request;
        own.project = name;
        return store.repair(own);
    });
}

QFuture<Result<std::vector<LedgerLine>>> Session::ledger(const std::optional<QString> &project)
{
    std::vector<QFuture<Result<std::vector<LedgerLine>>>> ledgers;
    for (const auto &[label, link] : m_links) {
        const auto own = filterOf({.range = {}, .project = project, .model = {}}, label.store);
        // One that is away is asked only where it is meant: that says why there is no answer.
        if (!own || (merged() && !project && link->state() != State::Open))
            continue;
        ledgers.push_back(link->run([name = own->project, label = label](Store &store) {
            return store.ledger(name).map(
                [&](std::vector<LedgerLine> lines) { return label.shown(std::move(lines)); });
        }));
    }
    if (!merged())
        return ledgers.front();
    return whenAll(ledgers, this, [](const std::vector<std::vector<LedgerLine>> &all) {
        std::vector<LedgerLine> lines;
        for (const auto &one : all)
            lines.insert(lines.end(), one.begin(), one.end());
        return lines;
    });
}

QFuture<Result<qint64>> Session::exportCalls(const CallQuery &query, const QString &path,
                                             const ExportOptions &options, int store)
{
    return m_links[static_cast<std::size_t>(store)].link->run([query, path, options](Store &one) {
        return exportCallsAs(one, query, path, options);
    });
}

QFuture<Result<FocusFiles>> Session::exportFocus(const SpendFilter &filter, const QString &path,
                                                 const FocusOptions &options, int store)
{
    return m_links[static_cast<std::size_t>(store)].link->run([filter, path, options](Store &one) {
        FocusFileOptions all;
        all.table = options;
        return exportFocusFiles(one, filter, path, all);
    });
}

QFuture<Result<ForwardSummary>> Session::sync(int store)
{
    StoreLink &link = *m_links[static_cast<std::size_t>(store)].link;
    const auto location = link.location();
    const auto answer = link.command([place = location ? location->place() : QString()](Store &team) {
        return openOutbox().map([&](const std::unique_ptr<Store> &local) {
            return forward(*local, team, {.target = place});
        });
    });
    // The file that the calls waited in may be part of the view: there they are copies now.
    if (merged())
        whenDone(answer, this, [this](const auto &) { refresh(); });
    return answer;
}

QFuture<Result<StoreInfo>> Session::test(const StoreLocation &location)
{
    return inBackground([location]() -> Result<StoreInfo> {
        StoreOptions options;
        options.createSchema = false;
        const auto store = Store::open(location, options);
        if (!store)
            return tl::unexpected(store.error());
        return (*store)->info();
    });
}

} // namespace tollkeeper::ui
