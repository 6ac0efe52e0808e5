// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace tollkeeper::test {

/// What tests run our programs under, if somebody looks at each run with another one: valgrind
/// (packaging/memcheck.sh) or heaptrack (tests/RELIABILITY.md).
inline QStringList under()
{
    return qEnvironmentVariable("TOLLKEEPER_TEST_UNDER").split(u' ', Qt::SkipEmptyParts);
}

} // namespace tollkeeper::test
