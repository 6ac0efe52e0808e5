// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

/// How long a test waits for what must come. Qt's 5 s are too short for a machine that is busy with
/// other things: it is slow then, not wrong.
namespace tollkeeper::test {

inline constexpr int tryForMs = 30'000;

} // namespace tollkeeper::test

#undef QTRY_VERIFY
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT(expr, tollkeeper::test::tryForMs)
#undef QTRY_COMPARE
#define QTRY_COMPARE(expr, expected) \
    QTRY_COMPARE_WITH_TIMEOUT(expr, expected, tollkeeper::test::tryForMs)
