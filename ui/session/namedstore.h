// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/location.h"

#include <vector>

namespace tollkeeper::ui {

/// A store of a merged view, and what it is called there.
struct NamedStore
{
    QString name;
    StoreLocation location;
};
/// Those of a merged view in its order, or a window's only store, whose name is empty.
using NamedStores = std::vector<NamedStore>;

/// A text that storesAt() reads back, without passwords: what settings remember. Of one store it is
/// what StoreLocation::parse() reads.
[[nodiscard]] QString addressOf(const NamedStores &stores);
[[nodiscard]] Result<NamedStores> storesAt(const QString &address);
[[nodiscard]] bool isMerged(const QString &address);
/// "Local + Team"
[[nodiscard]] QString titleOf(const NamedStores &stores);
/// Short, for a store that nobody has named: the file or the database.
[[nodiscard]] QString shortName(const StoreLocation &location);

} // namespace tollkeeper::ui
