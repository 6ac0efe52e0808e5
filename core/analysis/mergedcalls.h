// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

namespace tollkeeper {

// The logs of several stores as one, page by page. Its order is the one that each of them has: by
// the text of the moment, then the stores in their order, then their ids. So the place of a row of
// one store is a place in each of the others, too, and no page has to know of the page before it.
// Pure functions: any thread.

/// What to ask the store \a store for its part of the page \a query; empty where it has none there.
/// The caller turns the filter's project into the store's own name for it.
[[nodiscard]] std::optional<CallQuery> partOfPage(const CallQuery &query, int store, Backend backend);

/// The page \a query, from those of the stores, one each.
[[nodiscard]] std::vector<Call> mergePages(const CallQuery &query,
                                           const std::vector<std::vector<Call>> &pages);

} // namespace tollkeeper
