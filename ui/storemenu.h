// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings.h"
#include "store/location.h"

#include <QObject>

class QMenu;

namespace tollkeeper::ui {

class Session;
class StoreCard;

/// Keeps the store card up to date with the session, and fills its menu. GUI thread; owned by the
/// window.
class StoreMenu final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StoreMenu)

public:
    StoreMenu(const Session &session, const Settings &settings, StoreCard *card, QObject *parent);

    /// After a store was given another name.
    void updateCard();

Q_SIGNALS:
    void openRequested();
    void mergeRequested();
    void storeChosen(const tollkeeper::ui::KnownStore &store);
    void localFileRequested();
    void sampleRequested();
    void manageRequested();
    void aboutRequested();
    void reconnectRequested();

private:
    void fillMenu();
    void addStores(QMenu *menu, bool named);
    const Session &m_session;
    const Settings &m_settings;
    StoreCard *m_card;
};

/// What the window calls its store, or its several: the name that the user gave, if any.
[[nodiscard]] QString storeTitle(const Session &session, const Settings &settings);

} // namespace tollkeeper::ui
