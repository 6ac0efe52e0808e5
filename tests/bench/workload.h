// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contest.h"
#include "store/store.h"

namespace tollkeeper::bench {

/// The call that everybody records, and a cap that it never reaches.
[[nodiscard]] const RecordRequest &benchmarkCall();
/// The project of a client: one for all, or one of its own.
enum class Projects { One, OnePerClient };
[[nodiscard]] QString projectOf(Projects projects, int client);
[[nodiscard]] QString settingName(int clients, Projects projects);

/// Opens a store; a failure ends the benchmark.
[[nodiscard]] std::unique_ptr<Store> openStore(const QString &url);
/// Store::record(), one call after the other.
[[nodiscard]] Client storeClient(const QString &url, const QString &project);

} // namespace tollkeeper::bench
