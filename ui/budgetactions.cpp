// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budgetactions.h"

#include "dialogs/ledgerdialog.h"
#include "dialogs/limitdialog.h"
#include "dialogs/resetdialog.h"
#include "format/format.h"
#include "session/background.h"
#include "session/session.h"

#include <QWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

QString shortName(const QString &project)
{
    return format::safeText(project, 60);
}

QString amount(const AuditEntry &entry)
{
    return format::usdExact(Money::fromUsd(entry.amountUsd));
}

} // namespace

struct BudgetActions::Round
{
    std::size_t open = 0; ///< still under way
    QString reason;
    std::vector<AuditEntry> cleared;
    QStringList moved; ///< whose total was not the one that was confirmed
    QStringList problems;
};

BudgetActions::BudgetActions(Session &session, QWidget *window)
    : QObject(window), m_session(session), m_window(window)
{
}

std::vector<Budget> BudgetActions::budgets(const QStringList &projects) const
{
    std::vector<Budget> found;
    const SnapshotPtr snapshot = m_session.snapshot();
    if (!snapshot)
        return found;
    for (const QString &project : projects) {
        const auto at = std::find_if(snapshot->budgets.begin(), snapshot->budgets.end(),
                                     [&](const Budget &budget) { return budget.project == project; });
        // A project may have calls without a counter or limit: somebody else wrote them.
        found.push_back(at == snapshot->budgets.end() ? Budget{project, 0, {}, {}, {}} : *at);
    }
    return found;
}

StoreInfo BudgetActions::storeOf(const QStringList &projects) const
{
    if (const SnapshotPtr snapshot = m_session.snapshot())
        return snapshot->storeOf(projects);
    StoreInfo none;
    none.access.reason = tr("No store is open.");
    return none;
}

bool BudgetActions::permitted(bool right, const StoreInfo &store)
{
    if (!right)
        Q_EMIT failed(store.access.reason);
    return right;
}

void BudgetActions::setLimit(const QString &project)
{
    const StoreInfo store = storeOf({project});
    if (!permitted(store.access.canSetLimits, store))
        return;
    const Budget budget = budgets({project}).front();
    auto *dialog = new LimitDialog(budget, store, m_window);
    dialog->rehearseOn(m_session.snapshot());
    connect(dialog, &LimitDialog::clearRequested, this, &BudgetActions::clearLimit);
    connect(dialog, &QDialog::accepted, this, [this, dialog, before = budget.limit] {
        if (const auto limit = dialog->limit())
            applyLimit(dialog->project(), *limit, before);
    });
    dialog->open();
}

void BudgetActions::applyLimit(const QString &project, const Limit &limit,
                               const std::optional<Limit> &before)
{
    whenDone(m_session.setLimit(project, limit), this, [this, before](const Result<AuditEntry> &entry) {
        if (!entry) {
            Q_EMIT failed(entry.error().message);
            return;
        }
        Q_EMIT done(tr("The limit of %1 is %2 now.").arg(shortName(entry->project), amount(*entry)),
                    [this, project = entry->project, before] { restoreLimit(project, before); });
    });
}

void BudgetActions::clearLimit(const QString &project)
{
    const StoreInfo store = storeOf({project});
    if (!permitted(store.access.canSetLimits, store))
        return;
    const Budget budget = budgets({project}).front();
    auto *dialog = ConfirmDialog::clearLimit(budget, store, m_window);
    connect(dialog, &QDialog::accepted, this, [this, project, before = budget.limit] {
        whenDone(m_session.clearLimit(project), this, [this, before](const Result<AuditEntry> &entry) {
            if (entry)
                Q_EMIT done(tr("%1 has no limit any more.").arg(shortName(entry->project)),
                            [this, name = entry->project, before] { restoreLimit(name, before); });
            else
                Q_EMIT failed(entry.error().message);
        });
    });
    dialog->open();
}

void BudgetActions::restoreLimit(const QString &project, const std::optional<Limit> &before)
{
    const auto restoring =
        before ? m_session.setLimit(project, *before) : m_session.clearLimit(project);
    whenDone(restoring, this, [this](const Result<AuditEntry> &entry) {
        if (entry)
            Q_EMIT done(tr("The limit of %1 is as it was.").arg(shortName(entry->project)));
        else
            Q_EMIT failed(entry.error().message);
    });
}

void BudgetActions::reset(const QStringList &projects)
{
    const StoreInfo store = storeOf(projects);
    if (projects.isEmpty() || !permitted(store.access.canReset, store))
        return;
    auto *dialog = new ResetDialog(budgets(projects), store, m_window);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { runResets(dialog->requests()); });
    dialog->open();
}

void BudgetActions::runResets(const std::vector<ResetRequest> &requests)
{
    auto round = std::make_shared<Round>();
    round->open = requests.size();
    for (const ResetRequest &request : requests) {
        round->reason = request.reason;
        whenDone(m_session.reset(request), this,
                 [this, round, project = request.project](const Result<AuditEntry> &entry) {
                     if (entry)
                         round->cleared.push_back(*entry);
                     else if (entry.error().kind == StoreError::Kind::Conflict)
                         round->moved << project;
                     else
                         round->problems << entry.error().message;
                     if (--round->open == 0)
                         finishRound(*round);
                 });
    }
}

void BudgetActions::finishRound(const Round &round)
{
    const Undo undo = [this, cleared = round.cleared] { undoResets(cleared); };
    if (round.cleared.size() == 1)
        Q_EMIT done(tr("The budget of %1 was reset: %2 cleared.")
                        .arg(shortName(round.cleared.front().project),
                             amount(round.cleared.front())),
                    undo);
    else if (round.cleared.size() > 1)
        Q_EMIT done(tr("%1 budgets were reset.").arg(round.cleared.size()), undo);
    if (!round.problems.isEmpty())
        Q_EMIT failed(round.problems.join(u' '));
    if (round.moved.isEmpty())
        return;
    // The command has asked for a fresh snapshot already: it brings the totals to confirm.
    connect(&m_session, &Session::snapshotReady, this,
            [this, moved = round.moved, reason = round.reason] { askAgain(moved, reason); },
            Qt::SingleShotConnection);
}

void BudgetActions::undoResets(const std::vector<AuditEntry> &cleared)
{
    for (const AuditEntry &entry : cleared)
        whenDone(m_session.undoReset(entry, tr("Undone right after the reset")), this,
                 [this](const Result<AuditEntry> &undone) { sayGivenBack(undone); });
}

void BudgetActions::sayGivenBack(const Result<AuditEntry> &entry)
{
    if (entry)
        Q_EMIT done(tr("%1 were given back to %2.").arg(amount(*entry), shortName(entry->project)));
    else
        Q_EMIT failed(entry.error().message);
}

void BudgetActions::askAgain(const QStringList &projects, const QString &reason)
{
    auto *dialog = new ResetDialog(budgets(projects), storeOf(projects), reason, m_window);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { runResets(dialog->requests()); });
    dialog->open();
}

void BudgetActions::undo(qint64 auditId, int store)
{
    const SnapshotPtr snapshot = m_session.snapshot();
    if (!snapshot)
        return;
    const auto at = std::find_if(snapshot->audit.begin(), snapshot->audit.end(),
                                 [&](const AuditEntry &entry) {
                                     return entry.id == auditId && entry.store == store;
                                 });
    if (at == snapshot->audit.end())
        return;
    const StoreInfo where = storeOf({at->project});
    if (!permitted(where.access.canReset, where))
        return;
    auto *dialog = ConfirmDialog::undoReset(*at, where, m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog, reset = *at] {
        const auto undoing = m_session.undoReset(reset, dialog->reason());
        whenDone(undoing, this, [this](const Result<AuditEntry> &entry) { sayGivenBack(entry); });
    });
    dialog->open();
}

void BudgetActions::ledger(const QString &project)
{
    whenDone(m_session.ledger(project), this, [this](const Result<std::vector<LedgerLine>> &lines) {
        if (!lines)
            return Q_EMIT failed(lines.error().message);
        if (lines->empty())
            return;
        const LedgerLine &line = lines->front();
        auto *dialog = new LedgerDialog(line, storeOf({line.project}), m_window);
        connect(dialog, &QDialog::accepted, this, [this, dialog] { repair(dialog->request()); });
        dialog->open();
    });
}

void BudgetActions::repair(const RepairRequest &request)
{
    whenDone(m_session.repair(request), this, [this](const Result<AuditEntry> &entry) {
        if (entry)
            Q_EMIT done(tr("The counter of %1 was repaired: %2.")
                            .arg(shortName(entry->project), amount(*entry)));
        else
            Q_EMIT failed(entry.error().message);
    });
}

} // namespace tollkeeper::ui
