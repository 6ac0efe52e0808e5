// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session.h"

#include "analysis/merging.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int patienceMs = 1500;

} // namespace

Session::Session(QObject *parent) : QObject(parent)
{
    setLinks({StoreLabel()});
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (merged())
            merge();
    });
}

Session::~Session() = default;

void Session::setLinks(const std::vector<StoreLabel> &labels)
{
    ++m_generation;
    m_snapshot.reset();
    m_mergeAgain = false;
    if (labels.size() == 1 && m_links.size() == 1)
        return; // it knows how to open another store
    for (Linked &linked : m_links) {
        linked.link->disconnect(this);
        StoreLink *link = linked.link.release(); // which may be the one that is telling something
        link->setParent(this);
        link->deleteLater();
    }
    m_links.clear();
    for (const StoreLabel &label : labels) {
        auto link = std::make_unique<StoreLink>();
        link->setPollInterval(m_pollInterval);
        link->setHours(m_hours);
        link->setBesideOthers(labels.size() > 1);
        connectLink(*link, label.store);
        m_links.push_back({label, std::move(link)});
    }
}

void Session::connectLink(StoreLink &link, int store)
{
    connect(&link, &StoreLink::stateChanged, this, &Session::linkChanged);
    connect(&link, &StoreLink::snapshotReady, this, &Session::linkRead);
    connect(&link, &StoreLink::checked, this, &Session::checked);
    connect(&link, &StoreLink::fellBack, this, &Session::fellBack);
    connect(&link, &StoreLink::sealed, this, &Session::sealed);
    connect(&link, &StoreLink::callsWait, this,
            [this, store](const OutboxTarget &waiting) { Q_EMIT callsWait(waiting, store); });
}

void Session::open(const StoreChoice &choice)
{
    setLinks({StoreLabel()});
    only().open(choice);
}

void Session::open(const StoreLocation &location)
{
    setLinks({StoreLabel()});
    only().open(location);
}

void Session::open(const NamedStores &stores)
{
    if (stores.size() == 1)
        return open(stores.front().location);
    QStringList names;
    for (const NamedStore &store : stores)
        names << store.name;
    setLinks(labelStores(names));
    m_patience.start();
    for (std::size_t i = 0; i < stores.size(); ++i)
        m_links[i].link->open(stores[i].location);
}

void Session::retry()
{
    for (const Linked &linked : m_links) {
        if (!merged() || linked.link->state() == State::Failed)
            linked.link->retry();
        else
            linked.link->refresh();
    }
}

void Session::refresh()
{
    for (const Linked &linked : m_links)
        linked.link->refresh();
}

void Session::setHours(const Range &wanted)
{
    m_hours = wanted;
    for (const Linked &linked : m_links)
        linked.link->setHours(wanted);
}

void Session::setPollInterval(int ms)
{
    m_pollInterval = ms;
    for (const Linked &linked : m_links)
        linked.link->setPollInterval(ms);
}

std::optional<StoreError> Session::error() const
{
    for (const Linked &linked : m_links) {
        if (const auto &error = linked.link->error())
            return error;
    }
    return {};
}

Timestamp Session::currentAsOf() const
{
    std::optional<Timestamp> oldest;
    for (const Linked &linked : m_links) {
        const StoreLink &link = *linked.link;
        if (link.snapshot())
            oldest = oldest ? std::min(*oldest, link.currentAsOf()) : link.currentAsOf();
    }
    return oldest.value_or(only().currentAsOf());
}

QString Session::fallbackWarning() const
{
    return only().fallbackWarning();
}

std::optional<StoreLocation> Session::location() const
{
    return merged() ? std::nullopt : only().location();
}

QString Session::address() const
{
    return addressOf(namedStores());
}

NamedStores Session::namedStores() const
{
    NamedStores stores;
    for (const Linked &linked : m_links) {
        if (const auto location = linked.link->location())
            stores.push_back({linked.label.name, *location});
    }
    return stores;
}

std::vector<StoreStatus> Session::stores() const
{
    std::vector<StoreStatus> stores;
    for (const auto &[label, link] : m_links)
        stores.push_back({label.name, link->location(), link->state(), link->error(),
                          link->snapshot(), link->currentAsOf()});
    return stores;
}

std::optional<StandbyReading> Session::standby() const
{
    return merged() ? std::nullopt : only().standby();
}

int Session::pending() const
{
    int pending = m_merging ? 1 : 0;
    for (const Linked &linked : m_links)
        pending += linked.link->pending();
    return pending;
}

bool Session::anyIs(State state) const
{
    return std::ranges::any_of(
        m_links, [state](const Linked &linked) { return linked.link->state() == state; });
}

Session::State Session::stateOfAll() const
{
    if (!merged())
        return only().state();
    const bool others = anyIs(State::Connecting) || anyIs(State::Stale) || anyIs(State::Failed);
    const bool coming = anyIs(State::Connecting) || anyIs(State::Open);
    if (!m_snapshot)
        return coming ? State::Connecting : State::Failed;
    if (!others)
        return State::Open;
    return coming ? State::Partly : State::Stale;
}

void Session::linkChanged()
{
    if (merged())
        merge(); // which stores are live is part of what is shown
    else
        m_snapshot = only().snapshot();
    m_state = stateOfAll();
    Q_EMIT stateChanged();
}

void Session::linkRead()
{
    if (merged())
        return merge();
    m_snapshot = only().snapshot();
    Q_EMIT snapshotReady(m_snapshot);
}

void Session::merge()
{
    if (!m_snapshot && m_patience.isActive() && anyIs(State::Connecting))
        return; // a total that lacks a store for a moment is worse than a moment's wait
    if (std::exchange(m_merging, true)) {
        m_mergeAgain = true;
        return;
    }
    m_mergeAgain = false;
    std::vector<StorePart> parts;
    for (const auto &[label, link] : m_links)
        parts.push_back(
            {label, link->snapshot(), link->state() == State::Open, link->currentAsOf(),
             link->location() ? link->location()->place() : QString()});
    const auto merging = inBackground(
        [parts, title = titleOf(namedStores())] { return mergeSnapshots(parts, title); });
    whenDone(merging, this, [this, generation = m_generation](const SnapshotPtr &snapshot) {
        m_merging = false;
        if (m_mergeAgain || generation != m_generation)
            return merged() ? merge() : void();
        if (!snapshot)
            return;
        m_snapshot = snapshot;
        const State state = stateOfAll();
        if (std::exchange(m_state, state) != state)
            Q_EMIT stateChanged();
        Q_EMIT snapshotReady(m_snapshot);
        Q_EMIT checked();
    });
}

} // namespace tollkeeper::ui
