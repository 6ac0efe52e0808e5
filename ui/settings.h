// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/notices.h"
#include "export/focus.h"
#include "language.h"
#include "navigation.h"
#include "theme/theme.h"

#include <QByteArray>
#include <QSettings>
#include <QStringList>

#include <map>
#include <memory>

namespace tollkeeper {
class StoreLocation;
}

namespace tollkeeper::ui {

/// What the user may choose about the window itself.
struct Preferences
{
    Scheme scheme = Scheme::System;
    int refreshMs = 2000; ///< 0: only on F5
    bool notify = true;   ///< tell the desktop when a budget passes a threshold
    Language language = Language::System; ///< from the next start on
    friend bool operator==(const Preferences &, const Preferences &) = default;
};

/// A store that was open before.
struct KnownStore
{
    QString url; ///< for storesAt(): of one store, or of several as one; without any password
    QString name = {};     ///< given by the user, who keeps it; empty: only one of the recent ones
    bool password = false; ///< it was opened with one, which is in the keychain or in nobody's memory
    friend bool operator==(const KnownStore &, const KnownStore &) = default;
};

/// Where it is, for people: of several stores as one their names.
[[nodiscard]] QString displayOf(const KnownStore &store);

/// What the window remembers from one run to the next. Never a password. GUI thread.
class Settings final
{
public:
    /// The user's own settings.
    [[nodiscard]] static Settings ofUser();
    /// Remembers nothing and starts from the defaults: for screenshots.
    [[nodiscard]] static Settings forgetful();
    /// In the file \a path: for tests.
    [[nodiscard]] static Settings inFile(const QString &path);

    [[nodiscard]] Preferences preferences() const;
    void setPreferences(const Preferences &preferences);
    [[nodiscard]] QByteArray geometry() const;
    void setGeometry(const QByteArray &geometry);
    /// Where the user was, drill-down left out: it belongs to one store.
    [[nodiscard]] Place place() const;
    void setPlace(const Place &place);
    /// The last one, else the user's documents, else the home folder: the first that is there.
    [[nodiscard]] QString exportFolder() const;
    void setExportFolder(const QString &folder);
    /// How the last FOCUS file was written. An empty billing account: the store's own.
    [[nodiscard]] FocusOptions focus() const;
    void setFocus(const FocusOptions &options);
    /// False for forgetful ones.
    [[nodiscard]] bool remembers() const { return m_stored != nullptr; }
    /// What the user was told of the budgets of a store, by project.
    [[nodiscard]] std::map<QString, BudgetNotice> notices(const QString &url) const;
    void setNotices(const QString &url, const std::map<QString, BudgetNotice> &notices);
    /// Newest first. Those with a name stay until they are forgotten, of the others the last few.
    [[nodiscard]] std::vector<KnownStore> stores() const;
    /// What is known of \a location; only its URL, if it was never open.
    [[nodiscard]] KnownStore store(const StoreLocation &location) const;
    [[nodiscard]] KnownStore store(const QString &url) const;
    /// \a location is open now.
    void rememberStore(const StoreLocation &location);
    /// So are several stores as one.
    void rememberMerged(const QString &url);
    /// An empty \a name takes the name away.
    void nameStore(const QString &url, const QString &name);
    void forgetStore(const QString &url);

private:
    explicit Settings(std::unique_ptr<QSettings> stored) : m_stored(std::move(stored)) {}
    [[nodiscard]] QVariant value(const QString &key, const QVariant &otherwise = {}) const;
    void setValue(const QString &key, const QVariant &value);
    void setStores(const std::vector<KnownStore> &stores);
    void putFirst(const KnownStore &store);
    std::unique_ptr<QSettings> m_stored;
};

} // namespace tollkeeper::ui
