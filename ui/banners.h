// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budgetactions.h"
#include "values/outbox.h"

#include <QWidget>

#include <deque>
#include <functional>

namespace tollkeeper::ui {

class Banner;
class Session;

/// The lines above the pages: what is wrong with a store, what waits for it, and what was just done,
/// with the way to take that back. GUI thread; owned by the window.
class Banners final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Banners)

public:
    Banners(Session &session, QWidget *parent);

    [[nodiscard]] Banner *notice() const { return m_notice; }
    /// Says how the stores are now.
    void showState();
    /// Another store is shown.
    void startAnew();
    void say(const QString &sentence, const Undo &undo = {});
    void complain(const QString &sentence);
    /// Takes back what was said last.
    void undo();

Q_SIGNALS:
    void undoPossible(bool possible);

protected:
    bool event(QEvent *event) override;

private:
    struct Offer
    {
        OutboxTarget waiting;
        int store = 0;
    };
    Banner *add(const QString &name, bool closable);
    [[nodiscard]] QString staleText() const;
    void showRights();
    void showOffer();
    void sync();
    Session &m_session;
    Banner *m_fallback;
    Banner *m_waiting;
    Banner *m_stale;
    Banner *m_readOnly;
    Banner *m_notice;
    Banner *m_message;
    std::deque<Offer> m_offers; ///< of the stores that calls wait for; one is shown at a time
    QString m_store; ///< whose offers those are
    QString m_shownRights;
    Undo m_undo; ///< of what m_message says
};

} // namespace tollkeeper::ui
