// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QObject;

/// The desktop's keychain (Secret Service or KWallet), where the passwords of stores are kept: under
/// the service "tollkeeper", one for each StoreLocation::withoutSecrets(). Nothing here blocks; an
/// answer comes in the GUI thread, and not at all once its context is gone. Where there is no
/// keychain (no session bus) the answer comes at once and says so.
namespace tollkeeper::ui::keychain {

struct Password
{
    QString text;          ///< empty: the keychain has none for this store
    QString problem = {};  ///< why the keychain could not be asked; for people
};

void read(const QString &url, QObject *context, std::function<void(const Password &)> answer);
/// \a answer gets why it could not be kept; an empty text: it is.
void write(const QString &url, const QString &password, QObject *context,
           std::function<void(const QString &problem)> answer);
void forget(const QString &url);

} // namespace tollkeeper::ui::keychain
