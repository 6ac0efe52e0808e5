// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "teststore.h"

namespace tollkeeper::test {

/// Moves everything that is in \a place so many days into the past: what a UTC boundary leaves
/// behind, without a clock that could be set (a server has its own).
void age(const TestStore &place, int days);
/// Returns when no UTC day is about to end: before a test that must not see one do so.
void awaitCalmTime();

} // namespace tollkeeper::test
