// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/error.h"

namespace tollkeeper {

QString kindName(StoreError::Kind kind)
{
    switch (kind) {
    case StoreError::Kind::Unavailable:
        return QStringLiteral("unavailable");
    case StoreError::Kind::Busy:
        return QStringLiteral("busy");
    case StoreError::Kind::Conflict:
        return QStringLiteral("conflict");
    case StoreError::Kind::InDoubt:
        return QStringLiteral("in_doubt");
    case StoreError::Kind::SchemaNewer:
        return QStringLiteral("schema_newer");
    case StoreError::Kind::NotPermitted:
        return QStringLiteral("not_permitted");
    case StoreError::Kind::Invalid:
        return QStringLiteral("invalid");
    case StoreError::Kind::Cancelled:
        return QStringLiteral("cancelled");
    case StoreError::Kind::Internal:
        break;
    }
    return QStringLiteral("internal");
}

} // namespace tollkeeper
