// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "banners.h"

#include "analysis/merging.h"
#include "format/format.h"
#include "session/session.h"
#include "widgets/banner.h"

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr int gap = 6;

} // namespace

Banners::Banners(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(gap);
    m_fallback = add(u"fallback"_s, false);
    m_waiting = add(u"waiting"_s, true);
    m_stale = add(u"stale"_s, false);
    m_readOnly = add(u"readOnly"_s, true);
    m_notice = add(u"notice"_s, true);
    m_message = add(u"message"_s, true);

    connect(m_fallback, &Banner::actionTriggered, &session, &Session::retry);
    connect(m_stale, &Banner::actionTriggered, &session,
            [&session] { session.merged() ? session.retry() : session.refresh(); });
    connect(m_waiting, &Banner::actionTriggered, this, &Banners::sync);
    connect(m_waiting, &Banner::closed, this, [this] {
        m_offers.pop_front();
        showOffer();
    });
    connect(&session, &Session::callsWait, this, [this](const OutboxTarget &waiting, int store) {
        std::erase_if(m_offers, [store](const Offer &offer) { return offer.store == store; });
        m_offers.push_back({waiting, store});
        showOffer();
    });
    connect(m_message, &Banner::closed, this, [this] { say({}); });
    connect(m_message, &Banner::actionTriggered, this, &Banners::undo);
}

Banner *Banners::add(const QString &name, bool closable)
{
    auto *banner = new Banner(this);
    banner->setObjectName(name);
    banner->setClosable(closable);
    banner->setContentsMargins(0, 0, 0, 0);
    layout()->addWidget(banner);
    return banner;
}

bool Banners::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest) { // one came or went: without any, no room is taken
        const auto banners = findChildren<Banner *>(Qt::FindDirectChildrenOnly);
        const bool some = std::any_of(banners.begin(), banners.end(),
                                      [](const Banner *banner) { return !banner->isHidden(); });
        layout()->setContentsMargins(20, some ? 2 * gap : 0, 20, 0);
    }
    return QWidget::event(event);
}

QString Banners::staleText() const
{
    const SnapshotPtr snapshot = m_session.snapshot();
    if (m_session.state() == StoreState::Stale && !m_session.merged())
        return tr("%1 These are the figures of %2. Trying again by itself.")
            .arg(format::safeText(m_session.error()->message),
                 format::dateTime(m_session.currentAsOf()));
    if (!snapshot || !snapshot->merged())
        return {};
    QStringList sentences = awaySentences(*snapshot);
    for (const StoreStatus &store : m_session.stores()) {
        if (store.error)
            sentences << format::safeText(store.name, 60) + u": "_s
                             + format::safeText(store.error->message, 200);
    }
    return sentences.join(u' ');
}

void Banners::showState()
{
    if (const QString store = m_session.address(); std::exchange(m_store, store) != store) {
        m_offers.clear();
        showOffer();
    }
    m_fallback->setMessage(Banner::Tone::Warning, format::safeText(m_session.fallbackWarning()));
    m_fallback->setAction(tr("Retry"));
    m_stale->setMessage(Banner::Tone::Warning, staleText());
    m_stale->setAction(tr("Try now"));
    showRights();
}

void Banners::showRights()
{
    const SnapshotPtr snapshot = m_session.snapshot();
    if (!snapshot)
        return;
    // One that was closed stays closed, until there is something else to say.
    const QString reason = format::safeText(snapshot->store.access.reason);
    if (std::exchange(m_shownRights, reason) != reason)
        m_readOnly->setMessage(Banner::Tone::Info, reason);
}

void Banners::startAnew()
{
    say({});
    m_shownRights.clear();
    m_readOnly->setMessage(Banner::Tone::Info, {});
    showRights();
}

void Banners::showOffer()
{
    if (m_offers.empty())
        return m_waiting->setMessage({}, {});
    const auto &[waiting, store] = m_offers.front();
    QString text =
        waiting.calls == 1
            ? tr("1 call, %1, was recorded on this computer while the store could not be reached.")
                  .arg(format::usd(waiting.cost))
            : tr("%1 calls, %2, were recorded on this computer while the store could "
                 "not be reached.")
                  .arg(format::count(waiting.calls), format::usd(waiting.cost));
    if (m_session.merged())
        text.prepend(format::safeText(m_session.stores()[std::size_t(store)].name, 60) + u": "_s);
    m_waiting->setMessage(Banner::Tone::Info, text);
    m_waiting->setAction(m_session.merged() ? tr("Move them there") : tr("Move them here"));
}

void Banners::sync()
{
    const int store = m_offers.front().store;
    m_offers.pop_front();
    showOffer();
    whenDone(m_session.sync(store), this, [this](const Result<ForwardSummary> &summary) {
        if (!summary)
            return complain(summary.error().message);
        if (summary->error)
            return complain(summary->error->message);
        say(sentences(*summary).join(u' '));
    });
}

void Banners::say(const QString &sentence, const Undo &undo)
{
    m_message->setMessage(Banner::Tone::Info, format::safeText(sentence));
    m_message->setAction(undo ? tr("Undo") : QString());
    m_undo = undo;
    Q_EMIT undoPossible(static_cast<bool>(undo));
}

void Banners::undo()
{
    const Undo undo = m_undo;
    say({});
    if (undo)
        undo();
}

void Banners::complain(const QString &sentence)
{
    // What was done before it can still be undone by the keyboard.
    m_message->setAction({});
    m_message->setMessage(Banner::Tone::Error, format::safeText(sentence));
}

} // namespace tollkeeper::ui
