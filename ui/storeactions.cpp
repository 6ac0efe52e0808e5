// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storeactions.h"

#include "dialogs/aboutstoredialog.h"
#include "dialogs/openstoredialog.h"
#include "dialogs/storesdialog.h"
#include "keychain.h"
#include "sampledata.h"
#include "session/background.h"
#include "session/session.h"
#include "storemenu.h"

#include <QWidget>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

const QString passwordKey = u"password"_s;

} // namespace

StoreActions::StoreActions(Session &session, Settings &settings, QWidget *window)
    : QObject(window), m_session(session), m_settings(settings), m_window(window)
{
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
        m_wish = {location->withoutSecrets(), dialog->name(), dialog->keepsPassword()};
        open(*location);
    });
    if (!passwordReason.isEmpty())
        dialog->askForPassword(passwordReason);
    dialog->open();
}

void StoreActions::open(const StoreLocation &location)
{
    m_session.open(location);
}

void StoreActions::openKnown(const KnownStore &store)
{
    const auto location = StoreLocation::parse(store.url);
    if (!location) {
        Q_EMIT failed(location.error().message);
        return;
    }
    if (!store.password)
        return open(*location);
    keychain::read(store.url, this, [this, location = *location](const keychain::Password &kept) {
        if (kept.text.isEmpty()) {
            return ask(location, kept.problem.isEmpty()
                                     ? tr("The keychain has no password for this store.")
                                     : kept.problem);
        }
        auto keywords = location.keywords();
        keywords[passwordKey] = kept.text;
        open(StoreLocation::postgres(keywords));
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
    const auto location = m_session.location();
    if (!snapshot || !location) {
        Q_EMIT failed(tr("No store is open."));
        return;
    }
    auto *dialog = new AboutStoreDialog(storeTitle(*location, m_settings), snapshot->store,
                                        m_window);
    dialog->open();
}

void StoreActions::remember()
{
    const auto location = m_session.location();
    if (!location || isSampleStore(*location) || !m_session.fallbackWarning().isEmpty())
        return;
    const Wish wish = std::exchange(m_wish, {});
    const KnownStore before = m_settings.store(*location);
    m_settings.rememberStore(*location);
    if (wish.url != before.url)
        return;
    if (wish.name != before.name) {
        m_settings.nameStore(wish.url, wish.name);
        Q_EMIT namesChanged();
    }
    const auto password = location->keywords().find(passwordKey);
    if (password == location->keywords().end() || password->second.isEmpty())
        return;
    if (!wish.keepPassword) {
        if (before.password)
            keychain::forget(wish.url);
        return;
    }
    keychain::write(wish.url, password->second, this, [this](const QString &problem) {
        if (!problem.isEmpty())
            Q_EMIT done(tr("The password could not be kept, so you will be asked for it each time. "
                           "%1").arg(problem));
    });
}

} // namespace tollkeeper::ui
