// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storemenu.h"

#include "dialogs/plaintext.h"
#include "format/format.h"
#include "sampledata.h"
#include "session/session.h"
#include "storecard.h"

#include <QFileInfo>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

QString hostOf(const StoreLocation &location)
{
    const auto &keywords = location.keywords();
    for (const auto &key : {u"host"_s, u"hostaddr"_s, u"service"_s}) {
        if (const auto found = keywords.find(key); found != keywords.end() && !found->second.isEmpty())
            return found->second;
    }
    return StoreMenu::tr("this computer");
}

// Short, for a narrow card: the status line names the host.
QString standbyText(const StandbyReading &standby)
{
    return standby.used ? StoreMenu::tr("from standby, %1").arg(sentence(standby).section(u", "_s, -1))
                        : StoreMenu::tr("from the primary");
}

QString awayText(const Session &session)
{
    QStringList away;
    for (const StoreStatus &store : session.stores()) {
        if (store.state != StoreState::Open)
            away << store.name;
    }
    return StoreMenu::tr("away: %1").arg(away.join(u", "_s));
}

QString detailsOf(const Session &session)
{
    if (session.merged())
        return StoreMenu::tr("%1 stores as one").arg(session.stores().size());
    const StoreLocation location = *session.location();
    if (isSampleStore(location))
        return StoreMenu::tr("invented calls, to look round");
    if (location.backend() == Backend::Sqlite)
        return u"SQLite · "_s + QFileInfo(location.path()).absolutePath();
    if (const auto standby = session.standby())
        return standbyText(*standby);
    QStringList parts{u"PostgreSQL"_s, hostOf(location)};
    if (const SnapshotPtr snapshot = session.snapshot())
        parts << (snapshot->store.encrypted ? u"TLS"_s : StoreMenu::tr("no TLS"));
    return parts.join(u" · "_s);
}

} // namespace

QString storeTitle(const Session &session, const Settings &settings)
{
    if (const auto location = session.location(); location && isSampleStore(*location))
        return StoreMenu::tr("Sample data");
    const QString name = settings.store(session.address()).name;
    return format::safeText(name.isEmpty() ? titleOf(session.namedStores()) : name);
}

StoreMenu::StoreMenu(const Session &session, const Settings &settings, StoreCard *card,
                     QObject *parent)
    : QObject(parent), m_session(session), m_settings(settings), m_card(card)
{
    connect(&session, &Session::stateChanged, this, &StoreMenu::updateCard);
    connect(&session, &Session::checked, this, &StoreMenu::updateCard);
    connect(card->menu(), &QMenu::aboutToShow, this, &StoreMenu::fillMenu);
    updateCard();
}

void StoreMenu::updateCard()
{
    using State = Session::State;
    QString title = storeTitle(m_session, m_settings);
    if (title.isEmpty())
        title = tr("No store");
    switch (m_session.state()) {
    case State::Open:
        m_card->setStore(title, detailsOf(m_session), Tone::Good);
        break;
    case State::Partly: m_card->setStore(title, awayText(m_session), Tone::Warning); break;
    case State::Stale: m_card->setStore(title, tr("does not answer"), Tone::Warning); break;
    case State::Connecting: m_card->setStore(title, tr("connecting…"), Tone::Neutral); break;
    case State::Failed: m_card->setStore(title, tr("could not be opened"), Tone::Bad); break;
    case State::Closed: m_card->setStore(title, tr("click to open one"), Tone::Neutral); break;
    }
}

void StoreMenu::addStores(QMenu *menu, bool named)
{
    for (const KnownStore &store : m_settings.stores()) {
        if (store.name.isEmpty() == named)
            continue;
        auto *action = menu->addAction(
            withoutMnemonics(format::safeText(named ? store.name : displayOf(store), 80)));
        connect(action, &QAction::triggered, this, [this, store] { Q_EMIT storeChosen(store); });
    }
}

void StoreMenu::fillMenu()
{
    QMenu *menu = m_card->menu();
    menu->clear();
    addStores(menu, true);
    menu->addSeparator();
    menu->addAction(tr("&Open store…"), this, &StoreMenu::openRequested);
    menu->addAction(tr("Se&veral stores together…"), this, &StoreMenu::mergeRequested);
    auto *recent = menu->addMenu(tr("&Recent stores"));
    addStores(recent, false);
    recent->setEnabled(!recent->isEmpty());
    menu->addAction(tr("&Local file (~/.llm_toll.db)"), this, &StoreMenu::localFileRequested);
    menu->addAction(tr("&Sample data"), this, &StoreMenu::sampleRequested);
    menu->addAction(tr("&Names of stores…"), this, &StoreMenu::manageRequested)
        ->setEnabled(!m_settings.stores().empty());
    menu->addSeparator();
    menu->addAction(tr("&About this store…"), this, &StoreMenu::aboutRequested)
        ->setEnabled(m_session.snapshot() != nullptr);
    menu->addAction(tr("Re&connect"), this, &StoreMenu::reconnectRequested)
        ->setEnabled(!m_session.address().isEmpty());
}

} // namespace tollkeeper::ui
