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

/// A store of so many calls over all of them, sealed: made when it is first asked for, for all
/// sections to read, and gone with the application. Returns how to name it.
[[nodiscard]] QString bigStore(Backend backend, qint64 rows);
/// The same, not sealed, for one section alone.
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
