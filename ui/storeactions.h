// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/openstoredialog.h"
#include "session/namedstore.h"
#include "settings.h"
#include "store/location.h"

#include <QObject>

class QWidget;

namespace tollkeeper::ui {

class Session;

/// What a user does with stores: opens one, with its password from the keychain or asked for, names
/// and forgets them, and looks at what is known of the open one. GUI thread; owned by the window,
/// which is the parent of the dialogs.
class StoreActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StoreActions)

public:
    StoreActions(Session &session, Settings &settings, QWidget *window);

    /// Asks which store to open.
    void ask();
    /// Asks which stores to show as one.
    void merge();
    void open(const StoreLocation &location);
    void openKnown(const KnownStore &store);
    /// Makes the sample store if need be, and opens it.
    void openSample();
    void openLocalFile();
    void manage();
    void showAbout();
    /// The session's store is open: remembers it, and what the user wished for it.
    void remember();

Q_SIGNALS:
    void done(const QString &sentence);
    void failed(const QString &sentence);
    void namesChanged();

private:
    void ask(const std::optional<StoreLocation> &present, const QString &passwordReason);
    /// Opens \a stores as one, each with its password from the keychain.
    void openMerged(NamedStores stores, std::size_t next = 0);
    void rememberMerged();
    /// Those that were added to the merged view and are open by now.
    void rememberAdded();
    /// Puts the store into the settings and its password into the keychain, or forgets that.
    void rememberAs(const StoreWish &wish, const StoreLocation &location);
    Session &m_session;
    Settings &m_settings;
    QWidget *m_window;
    StoreWish m_wish;
    std::vector<StoreWish> m_added; ///< to the merged view that is being opened
};

} // namespace tollkeeper::ui
