// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/export.h"
#include "export/manifest.h"

namespace tollkeeper {

/// "csv", "json", "xlsx": the word of the terminal and the suffix of a file.
[[nodiscard]] QString formatName(ExportFormat format);

/// In the thread of \a store, blocking: writes the calls that \a query selects to a file in any
/// format, which appears complete or not at all, and its manifest beside it unless that is not
/// wanted. Returns the calls written.
[[nodiscard]] Result<qint64> exportCallsAs(Store &store, const CallQuery &query,
                                           const QString &path, ExportOptions options,
                                           bool withManifest = true);

/// The error of a file that appears complete or not at all, and did not.
[[nodiscard]] tl::unexpected<StoreError> cannotWrite(const QString &path, const QString &reason);
/// The error of a device that an export goes to as it is read.
[[nodiscard]] tl::unexpected<StoreError> cannotWriteAll(const QIODevice &device);

} // namespace tollkeeper
