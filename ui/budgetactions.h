// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

#include <QObject>
#include <QStringList>

class QWidget;

namespace tollkeeper::ui {

class Session;

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
    void undo(qint64 auditId);
    /// Compares the counter with the log anew, and shows what came of it.
    void ledger(const QString &project);

Q_SIGNALS:
    void done(const QString &sentence);
    void failed(const QString &sentence);

private:
    struct Round; ///< resets that were confirmed together
    [[nodiscard]] std::vector<Budget> budgets(const QStringList &projects) const;
    [[nodiscard]] bool permitted(bool right);
    void runResets(const std::vector<ResetRequest> &requests);
    void finishRound(const Round &round);
    void repair(const RepairRequest &request);
    void askAgain(const QStringList &projects, const QString &reason);
    Session &m_session;
    QWidget *m_window;
};

} // namespace tollkeeper::ui
