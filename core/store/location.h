// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"

#include <QString>

#include <map>
#include <optional>

namespace tollkeeper {

// Plain values and pure functions: any thread. Nothing here connects.

/// The two kinds of store.
enum class Backend { Sqlite, Postgres };

/// Where a store is: a SQLite file, or what PQconninfoParse() made of a PostgreSQL URL.
/// Holds the password in memory; display() never shows it.
class StoreLocation
{
public:
    /// "postgresql://..." and "postgres://..." (parsed by libpq), "sqlite:///PATH", or a path
    /// ("~" expands). Any other scheme is Invalid.
    [[nodiscard]] static Result<StoreLocation> parse(const QString &urlOrPath);
    [[nodiscard]] static StoreLocation sqliteFile(const QString &path);
    /// From single fields, as the "Open store" dialog has them. Keys are libpq's keywords.
    [[nodiscard]] static StoreLocation postgres(const std::map<QString, QString> &keywords);

    [[nodiscard]] Backend backend() const { return m_backend; }
    /// SQLite: the absolute path.
    [[nodiscard]] QString path() const { return m_path; }
    /// PostgreSQL: libpq's keywords and values, with application_name, connect_timeout and the
    /// keepalive settings added where they were absent.
    [[nodiscard]] const std::map<QString, QString> &keywords() const { return m_keywords; }

    /// The location as text without any password: "postgresql://user:***@host/db", "/home/a/x.db".
    [[nodiscard]] QString display() const { return m_display; }
    /// Short, for a title: "llm_costs on db.internal", "team.db".
    [[nodiscard]] QString title() const;
    /// A text that parse() reads back, without the password: for settings and recent stores.
    [[nodiscard]] QString withoutSecrets() const;
    /// Which database it is, whoever asks and however: only the host, port and name, or the path.
    [[nodiscard]] QString place() const;
    /// Where changes go: a URL that prefers a standby means a server that takes them here.
    [[nodiscard]] StoreLocation forChanges() const;
    /// Whether it says target_session_attrs=prefer-standby.
    [[nodiscard]] bool prefersStandby() const;
    /// \a text with every password of this location replaced by ***: for libpq's messages.
    [[nodiscard]] QString masked(QString text) const;

private:
    Backend m_backend = Backend::Sqlite;
    QString m_path;
    std::map<QString, QString> m_keywords;
    QString m_display;
};

/// \a text with whatever looks like a password in a URL or in key=value form replaced by ***.
/// Works on text that cannot be parsed, too.
[[nodiscard]] QString maskSecrets(const QString &text);

/// Who named the store: decides whether a failure may fall back to the local file.
enum class StoreOrigin { UrlOption, DbOption, Environment, Default };

/// The store to use, by the contract's order: --store-url, --db, LLM_TOLL_STORE_URL, ~/.llm_toll.db.
struct StoreChoice
{
    QString text; ///< as the user gave it: may hold a password, so never show it
    StoreOrigin origin = StoreOrigin::Default;
    QString readUrl = {}; ///< a standby to read from, as the user gave it; empty: none was named
};
[[nodiscard]] StoreChoice chooseStore(const std::optional<QString> &urlOption,
                                      const std::optional<QString> &dbOption,
                                      const QString &environmentUrl);
/// The standby that \a choice is to be read from: --read-url, else LLM_TOLL_READ_URL where the store
/// itself came from the environment (else they need not belong together).
[[nodiscard]] StoreChoice withReading(StoreChoice choice, const std::optional<QString> &readOption,
                                      const QString &environmentReadUrl);
/// Where to read \a store from, if not from itself: the choice's standby, or what a URL that prefers
/// a standby finds. Nothing for a SQLite store. Invalid where the URL is none of PostgreSQL.
[[nodiscard]] Result<std::optional<StoreLocation>> readLocation(const StoreChoice &choice,
                                                                const StoreLocation &store);
/// Only a store from the environment may be stood in for, and only where it could not be reached:
/// another scheme is a mistake, and a store that is too new was reached.
[[nodiscard]] bool mayFallBack(const StoreChoice &choice, const StoreError &error);
/// ~/.llm_toll.db
[[nodiscard]] QString defaultStorePath();
/// The sentence of the contract for a fallback: "Failed to create store from
/// LLM_TOLL_STORE_URL='...': REASON. Falling back to local SQLite."
[[nodiscard]] QString fallbackWarning(const StoreChoice &choice, const StoreError &reason);

} // namespace tollkeeper
