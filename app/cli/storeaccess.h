// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"
#include "store/pool.h"

#include <QString>

#include <memory>
#include <optional>

namespace tollkeeper::cli {

/// --store-url, --db and --read-url: where the store is, if the command line says so.
struct StoreArguments
{
    std::optional<QString> url;
    std::optional<QString> db;
    std::optional<QString> readUrl;

    /// The store to use, after the environment and the default.
    [[nodiscard]] StoreChoice choice() const;
};

/// Opens the store that \a arguments choose. Where it came from LLM_TOLL_STORE_URL and cannot be
/// reached, says so and opens the local SQLite store instead, whose outbox then takes what is
/// recorded there.
[[nodiscard]] Result<std::unique_ptr<Store>> openStore(const StoreArguments &arguments,
                                                       Console &console);
/// The same for a command that only reads: its standby, if one is named and can be reached.
[[nodiscard]] Result<std::unique_ptr<Store>> openReader(const StoreArguments &arguments,
                                                        Console &console);
/// The same, with up to \a jobs connections; one on a SQLite file, which has one writer at a time.
[[nodiscard]] Result<std::unique_ptr<StorePool>> openPool(const StoreArguments &arguments,
                                                          Console &console, int jobs);

/// Fails with Invalid, naming the nearest project, when the store has never heard of \a project.
[[nodiscard]] Result<void> requireProject(Store &store, const QString &project);
/// \a store as it was opened, if it passes requireProject() for \a project, where one is given.
[[nodiscard]] Result<std::unique_ptr<Store>> knowing(const std::optional<QString> &project,
                                                     Result<std::unique_ptr<Store>> store);

/// Says why \a filter selects no call: an empty store, an unknown project, or nothing to find.
void noteWhyEmpty(Console &console, Store &store, const SpendFilter &filter);

} // namespace tollkeeper::cli
