// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storeaccess.h"

#include <QStringList>

class QProcess;

namespace tollkeeper::cli {

/// Prepares \a process to run the window's program, tollkeeper, on the store of \a store with
/// \a arguments. It is looked for beside tollctl, then in PATH.
[[nodiscard]] Result<void> prepareWindow(QProcess &process, const StoreArguments &store,
                                         const QStringList &arguments);

} // namespace tollkeeper::cli
