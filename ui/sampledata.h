// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/location.h"

#include <QFuture>

namespace tollkeeper::ui {

/// Where the sample store of today is kept: apart from every store of the user's own.
[[nodiscard]] QString sampleStorePath();
/// Whether \a location is a sample store.
[[nodiscard]] bool isSampleStore(const StoreLocation &location);

/// Makes the sample store on a worker thread, unless there is one of today, and removes those of
/// earlier days.
[[nodiscard]] QFuture<Result<StoreLocation>> prepareSampleStore();

} // namespace tollkeeper::ui
