// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/location.h"

#include <QObject>

class QMenu;

namespace tollkeeper::ui {

class Session;
class Settings;
class StoreCard;

/// Keeps the store card up to date with the session, and fills its menu. GUI thread; owned by the
/// window.
class StoreMenu final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StoreMenu)

public:
    StoreMenu(const Session &session, const Settings &settings, StoreCard *card, QObject *parent);

Q_SIGNALS:
    void openRequested();
    void locationChosen(const tollkeeper::StoreLocation &location);
    void sampleRequested();
    void reconnectRequested();

private:
    void updateCard();
    void fillMenu();
    const Session &m_session;
    const Settings &m_settings;
    StoreCard *m_card;
};

/// What the window calls the store of \a location.
[[nodiscard]] QString storeTitle(const StoreLocation &location);

} // namespace tollkeeper::ui
