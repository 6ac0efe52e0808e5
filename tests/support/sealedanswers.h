// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

namespace tollkeeper::test {

/// Empty where every fast way of reading \a store agrees with the sum over its log, else which one
/// does not. \a known is what a window has kept from its last look; it becomes that of this one.
[[nodiscard]] QString disagreement(Store &store, SealedSpendPtr &known);

/// Seals in steps of \a rows until nothing is left to do.
void sealAll(Store &store, int rows);

} // namespace tollkeeper::test
