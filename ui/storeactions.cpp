// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storeactions.h"

#include "dialogs/aboutstoredialog.h"
#include "dialogs/mergedialog.h"
#include "dialogs/storesdialog.h"
#include "keychain.h"
#include "sampledata.h"
#include "session/background.h"
#include "session/session.h"
#include "storemenu.h"

#include <QWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

const QString passwordKey = u"password"_s;

StoreLocation withPassword(const StoreLocation &location, const QString &password)
{
    auto keywords = location.keywords();
    keywords[passwordKey] = password;
    return StoreLocation::postgres(keywords);
}

bool hasPassword(const StoreLocation &location)
{
    const auto password = location.keywords().find(passwordKey);
    return password != location.keywords().end() && !password->second.isEmpty();
}

} // namespace

StoreActions::StoreActions(Session &session, Settings &settings, QWidget *window)
    : QObject(window), m_session(session), m_settings(settings), m_window(window)
{
    // Of several stores one may open later than the others.
    connect(&session, &Session::stateChanged, this, &StoreActions::rememberAdded);
}

void StoreActions::ask()
{
    ask(m_session.location(), {});
}

void StoreActions::ask(const std::optional<StoreLocation> &present, const QString &passwordReason)
{
    auto *dialog = new OpenStoreDialog(present, m_settings.stores(), m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const auto location = dialog->location();
        if (!location)
            return;
        m_wish = dialog->wish();
        open(*location);
    });
    if (!passwordReason.isEmpty())
        dialog->askForPassword(passwordReason);
    dialog->open();
}

void StoreActions::merge()
{
    auto *dialog = new MergeDialog(m_session.namedStores(), m_settings.stores(), m_window);
    if (m_session.merged())
        dialog->setName(m_settings.store(m_session.address()).name);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_wish = {addressOf(dialog->stores()), dialog->name(), false};
        m_added = dialog->wishes();
        openMerged(dialog->stores());
    });
    dialog->open();
}

void StoreActions::openMerged(NamedStores stores, std::size_t next)
{
    // One after the other: a keychain that is locked asks once.
    for (; next < stores.size(); ++next) {
        const StoreLocation &location = stores[next].location;
        if (const KnownStore known = m_settings.store(location);
            known.password && !hasPassword(location))
            return keychain::read(known.url, this,
                                  [this, stores, next](const keychain::Password &kept) mutable {
                                      // Without one the store itself says what is wrong.
                                      StoreLocation &at = stores[next].location;
                                      if (!kept.text.isEmpty())
                                          at = withPassword(at, kept.text);
                                      openMerged(stores, next + 1);
                                  });
    }
    m_session.open(stores);
}

void StoreActions::open(const StoreLocation &location)
{
    m_session.open(location);
}

void StoreActions::openKnown(const KnownStore &store)
{
    const auto stores = storesAt(store.url);
    if (!stores) {
        Q_EMIT failed(stores.error().message);
        return;
    }
    if (stores->size() > 1)
        return openMerged(*stores);
    const std::optional location = stores->front().location;
    if (!store.password)
        return open(*location);
    keychain::read(store.url, this, [this, location = *location](const keychain::Password &kept) {
        if (kept.text.isEmpty()) {
            return ask(location, kept.problem.isEmpty()
                                     ? tr("The keychain has no password for this store.")
                                     : kept.problem);
        }
        open(withPassword(location, kept.text));
    });
}

void StoreActions::openSample()
{
    whenDone(prepareSampleStore(), this, [this](const Result<StoreLocation> &location) {
        if (location)
            open(*location);
        else
            Q_EMIT failed(location.error().message);
    });
}

void StoreActions::openLocalFile()
{
    open(StoreLocation::sqliteFile(defaultStorePath()));
}

void StoreActions::manage()
{
    auto *dialog = new StoresDialog(m_settings.stores(), m_window);
    connect(dialog, &StoresDialog::renamed, this, [this](const QString &url, const QString &name) {
        m_settings.nameStore(url, name);
        Q_EMIT namesChanged();
    });
    connect(dialog, &StoresDialog::removed, this, [this](const KnownStore &store) {
        m_settings.forgetStore(store.url);
        if (store.password)
            keychain::forget(store.url);
        Q_EMIT namesChanged();
    });
    connect(dialog, &StoresDialog::openRequested, this, &StoreActions::openKnown);
    dialog->open();
}

void StoreActions::showAbout()
{
    const SnapshotPtr snapshot = m_session.snapshot();
    if (!snapshot) {
        Q_EMIT failed(tr("No store is open."));
        return;
    }
    const QString title = storeTitle(m_session, m_settings);
    auto *dialog = snapshot->merged() ? new AboutStoreDialog(title, snapshot->parts, m_window)
                                      : new AboutStoreDialog(title, snapshot->store, m_window);
    dialog->open();
}

void StoreActions::rememberMerged()
{
    const StoreWish wish = std::exchange(m_wish, {});
    const QString url = m_session.address();
    m_settings.rememberMerged(url);
    if (wish.url == url && wish.name != m_settings.store(url).name) {
        m_settings.nameStore(url, wish.name);
        Q_EMIT namesChanged();
    }
}

void StoreActions::rememberAdded()
{
    if (m_added.empty() || !m_session.merged())
        return;
    for (const StoreStatus &store : m_session.stores()) {
        const auto wish = std::ranges::find_if(m_added, [&store](const StoreWish &added) {
            return store.location && added.url == store.location->withoutSecrets();
        });
        if (wish == m_added.end() || store.state != StoreState::Open)
            continue;
        StoreWish own = *wish;
        m_added.erase(wish);
        if (own.name.isEmpty()) // in the view it may be called otherwise
            own.name = m_settings.store(*store.location).name;
        rememberAs(own, *store.location);
        m_settings.rememberMerged(m_session.address()); // which was opened last
    }
}

void StoreActions::rememberAs(const StoreWish &wish, const StoreLocation &location)
{
    const KnownStore before = m_settings.store(location);
    m_settings.rememberStore(location);
    if (wish.url != before.url)
        return;
    if (wish.name != before.name) {
        m_settings.nameStore(wish.url, wish.name);
        Q_EMIT namesChanged();
    }
    if (!hasPassword(location))
        return;
    if (!wish.keepPassword) {
        if (before.password)
            keychain::forget(wish.url);
        return;
    }
    keychain::write(wish.url, location.keywords().at(passwordKey), this, [this](const QString &problem) {
        if (!problem.isEmpty())
            Q_EMIT done(tr("The password could not be kept, so you will be asked for it each time. "
                           "%1").arg(problem));
    });
}

void StoreActions::remember()
{
    if (m_session.merged())
        return rememberMerged();
    m_added.clear();
    const auto location = m_session.location();
    if (!location || isSampleStore(*location) || !m_session.fallbackWarning().isEmpty())
        return;
    rememberAs(std::exchange(m_wish, {}), *location);
}

} // namespace tollkeeper::ui
