// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/postgreserrors.h"

#include "format/translation.h"

using namespace Qt::StringLiterals;

namespace tollkeeper {

StoreError postgres::connectError(const StoreLocation &location, const QString &words)
{
    using Kind = StoreError::Kind;
    const QString store = location.display();
    const QString reason = location.masked(words.trimmed().section(u'\n', 0, 0).trimmed());
    if (words.contains(u"password authentication failed") || words.contains(u"no password supplied")) {
        return {Kind::Unavailable,
                Text::tr(
                    "The server refused user and password of %1. Check both; special characters in "
                    "a URL must be percent-encoded. (%2)")
                    .arg(store, reason),
                reason};
    }
    if (words.contains(u"does not exist") && words.contains(u"database")) {
        return {Kind::Unavailable,
                Text::tr("The server has no such database: %1. Check the name, or create it with "
                         "createdb. (%2)")
                    .arg(store, reason),
                reason};
    }
    if (words.contains(u"certificate")) {
        return {Kind::Unavailable,
                Text::tr("The server of %1 was not trusted, and was told nothing. Its certificate may "
                         "be of another host, or expired, or of an authority that the file of "
                         "sslrootcert does not have: ask its administrator. (%2)")
                    .arg(store, reason),
                reason};
    }
    return {
        Kind::Unavailable,
        Text::tr("No connection to %1. Check host and port, and that the server runs and lets you "
                 "in. (%2)")
            .arg(store, reason),
        reason};
}

StoreError postgres::explain(const QSqlError &error)
{
    using Kind = StoreError::Kind;
    const QString state = error.nativeErrorCode();
    const QString words = error.databaseText().trimmed();
    const QString detail = u"SQLSTATE %1: %2"_s.arg(state, words);
    QString first = words.section(u'\n', 0, 0);
    first.remove(u"ERROR:  "_s);
    // 25P03: this client was stopped for too long in the middle of a transaction.
    if (state.isEmpty() || state.startsWith(u"08") || state.startsWith(u"57P")
        || state == u"25P03") {
        return {Kind::Unavailable,
                Text::tr("The connection to the server was lost. Nothing was recorded. %1")
                    .arg(first)
                    .trimmed(),
                detail};
    }
    if (state == u"42501") {
        return {Kind::NotPermitted,
                Text::tr("Your role lacks a right: %1. Ask the database's administrator for it.")
                    .arg(first),
                detail};
    }
    if (state == u"25006") {
        return {Kind::NotPermitted,
                Text::tr("The server takes no changes: it is a standby or set to read-only."),
                detail};
    }
    if (state == u"40001" || state == u"40P01" || state == u"55P03") {
        return {Kind::Busy,
                Text::tr("Other programs were in the way. Nothing was recorded; try again. (%1)")
                    .arg(first),
                detail};
    }
    if (state == u"57014")
        return {Kind::Cancelled, Text::tr("The query was cancelled."), detail};
    if (state == u"53100") {
        return {Kind::Internal,
                Text::tr("The server's disk is full. Nothing was recorded; free some space on it."),
                detail};
    }
    if (state.startsWith(u"53")) {
        return {
            Kind::Unavailable,
            Text::tr("The server has no room for more work: %1. Nothing was recorded; try again "
                     "later.")
                .arg(first),
            detail};
    }
    return {Kind::Internal, Text::tr("PostgreSQL could not do it: %1").arg(first), detail};
}

bool postgres::lostCreationRace(const StoreError &error)
{
    // unique_violation in the catalogue, duplicate_table or _object, deadlock_detected,
    // "tuple concurrently updated" (internal_error), lock_not_available: many were first
    for (const auto state :
         {"23505"_L1, "42P07"_L1, "42710"_L1, "40P01"_L1, "XX000"_L1, "55P03"_L1}) {
        if (error.detail.contains(u"SQLSTATE "_s + state))
            return true;
    }
    return false;
}

} // namespace tollkeeper
