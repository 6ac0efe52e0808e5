// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/tally.h"
#include "store/store.h"

#include <QIODevice>

#include <functional>

namespace tollkeeper {

enum class ExportFormat { Csv, Json, Xlsx };

struct ExportOptions
{
    ExportFormat format = ExportFormat::Csv;
    /// CSV: leave cells that a spreadsheet would run as formulas as they are.
    bool rawCells = false;
    /// Called every few thousand rows with the number so far; false cancels.
    std::function<bool(qint64)> progress;
    /// Counts what is written, if given.
    ExportTally *tally = nullptr;
    /// Takes the SHA-256 of what was written, if given; not of a workbook.
    QString *sha256 = nullptr;
};

/// In the thread of \a store, blocking. Streams the calls that \a query selects to \a device,
/// newest first, with llm-toll's columns project, model, input_tokens, output_tokens, cost,
/// created_at. Bad rows are part of the raw log and so of the export. Memory does not grow with the
/// number of rows. Returns the rows written; Cancelled where progress said so, Internal where the
/// device took no more.
[[nodiscard]] Result<qint64> exportCalls(Store &store, const CallQuery &query, QIODevice &device,
                                         const ExportOptions &options = {});

/// The same into a file, which appears complete or not at all (QSaveFile).
[[nodiscard]] Result<qint64> exportCallsToFile(Store &store, const CallQuery &query,
                                               const QString &path,
                                               const ExportOptions &options = {});

} // namespace tollkeeper
