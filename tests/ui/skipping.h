// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

/// For programs that packaging/packages.sh installs: a developer may do without them, but in CI a
/// test that is skipped would hide that they are missing.
#define SKIP_BUT_IN_CI(reason)                                                                     \
    do {                                                                                           \
        if (qEnvironmentVariableIsSet("CI"))                                                       \
            QFAIL(reason);                                                                         \
        QSKIP(reason);                                                                             \
    } while (false)
