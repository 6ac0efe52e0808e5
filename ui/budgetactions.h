// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

#include <QObject>
#include <QStringList>

#include <functional>

class QWidget;

namespace tollkeeper::ui {

class Session;

/// Takes back what was just done; empty where that cannot be.
using Undo = std::function<void()>;

/// What a user does to budgets: asks in a dialog, carries it out by the session, and says what
/// came of it. GUI thread; owned by the window, which is the parent of the dialogs.
class BudgetActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetActions)

public:
    BudgetActions(Session &session, QWidget *window);

    void setLimit(const QString &project);
    void clearLimit(const QString &project);
    void reset(const QStringList &projects);
    void undo(qint64 auditId, int store);
    /// Compares the counter with the log anew, and shows what came of it.
    void ledger(const QString &project);

Q_SIGNALS:
    void done(const QString &sentence, const tollkeeper::ui::Undo &undo = {});
    void failed(const QString &sentence);

private:
    struct Round; ///< resets that were confirmed together
    [[nodiscard]] std::vector<Budget> budgets(const QStringList &projects) const;
    /// Of these projects; an empty one where nothing is open, which permits nothing.
    [[nodiscard]] StoreInfo storeOf(const QStringList &projects) const;
    [[nodiscard]] bool permitted(bool right, const StoreInfo &store);
    void runResets(const std::vector<ResetRequest> &requests);
    void finishRound(const Round &round);
    void repair(const RepairRequest &request);
    void undoResets(const std::vector<AuditEntry> &cleared);
    void applyLimit(const QString &project, const Limit &limit,
                    const std::optional<Limit> &before);
    void restoreLimit(const QString &project, const std::optional<Limit> &before);
    void sayGivenBack(const Result<AuditEntry> &entry);
    void askAgain(const QStringList &projects, const QString &reason);
    Session &m_session;
    QWidget *m_window;
};

} // namespace tollkeeper::ui
