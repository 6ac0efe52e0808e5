// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "section.h"
#include "store/store.h"

namespace tollkeeper::bench {

/// The days, projects and models of every store that is read.
inline constexpr int bigDays = 400;
inline constexpr int bigProjects = 40;
inline constexpr int bigModels = 12;

/// Makes stores in \a folder and keeps them there: who comes later with the same folder has them at
/// once. Before the first is asked for.
void keepStores(const QString &folder);
/// Empty where they are not kept.
[[nodiscard]] QString keptStores();

/// A store of so many calls over all of them, sealed: made when it is first asked for, for all
/// sections to read, and gone with the application unless it is kept. Returns how to name it.
[[nodiscard]] QString bigStore(Backend backend, qint64 rows);
/// The same, not sealed, for one section alone: of those that are kept a copy.
[[nodiscard]] QString unsealedStore(Backend backend, qint64 rows);
/// Both backends.
inline constexpr Backend backends[] = {Backend::Sqlite, Backend::Postgres};
[[nodiscard]] QString nameOf(Backend backend);
/// "10,000,000 calls"
[[nodiscard]] QString sizeName(qint64 rows);
/// Takes a value out of an answer; a failure ends the benchmark.
template <class T>
T have(Result<T> result)
{
    if (!result)
        qFatal("%s %s", qPrintable(result.error().message), qPrintable(result.error().detail));
    return *std::move(result);
}

} // namespace tollkeeper::bench
