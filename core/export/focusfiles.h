// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/focus.h"

#include <QIODevice>

namespace tollkeeper {

struct FocusFileOptions
{
    FocusOptions table;
    /// A further file is begun before one would be larger than this. NAME.csv then becomes
    /// NAME-1.csv, NAME-2.csv, ..., each with a header.
    std::optional<qint64> rowsPerFile; ///< 1 or more
    std::optional<qint64> bytesPerFile;
    bool manifests = true;
};

struct FocusFiles
{
    QStringList paths; ///< of the data, in order
    qint64 rows = 0;
    qint64 badRows = 0; ///< of the log, left out
};

/// In the thread of \a store, blocking: reads what \a filter selects, by day, and writes it to \a
/// device. Returns the rows; Invalid where a model's provider is not known.
[[nodiscard]] Result<FocusFiles> exportFocus(Store &store, const SpendFilter &filter,
                                             QIODevice &device, const FocusOptions &options);

/// The same to one or several files, with NAME.metadata.json, which says what is in them, and a
/// manifest for each.
[[nodiscard]] Result<FocusFiles> exportFocusFiles(Store &store, const SpendFilter &filter,
                                                  const QString &path,
                                                  const FocusFileOptions &options);

} // namespace tollkeeper
