// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"
#include "store/location.h"

#include <QSqlError>

/// What PostgreSQL's errors mean to people. Pure functions, any thread.
namespace tollkeeper::postgres {

/// libpq could not connect and said \a words.
[[nodiscard]] StoreError connectError(const StoreLocation &location, const QString &words);
/// A statement failed.
[[nodiscard]] StoreError explain(const QSqlError &error);
/// A DDL statement failed because another process did the same at that moment.
[[nodiscard]] bool lostCreationRace(const StoreError &error);

} // namespace tollkeeper::postgres
