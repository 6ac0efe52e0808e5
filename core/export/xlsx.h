// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/export.h"

namespace tollkeeper {

/// Calls on one sheet of a workbook: what is left of Excel's 1,048,576 rows under the header.
inline constexpr int xlsxRowsPerSheet = 1'048'575;

/// In the thread of \a store, blocking: writes the calls that \a query selects, newest first, as an
/// Excel workbook: a summary, a chart of daily spend, sheets of projects, models and days, and the
/// calls on as many sheets as they need. Names are typed as text, so that none can be a formula;
/// dates are dates, in UTC. All sums are of the very calls in the file. Memory grows with days x
/// projects x models only. The file appears complete or not at all. Returns the calls written.
[[nodiscard]] Result<qint64> exportXlsx(Store &store, const CallQuery &query, const QString &path,
                                        const ExportOptions &options = {},
                                        int rowsPerSheet = xlsxRowsPerSheet);

/// Any thread: the same workbook of \a cube (of days), without the calls.
[[nodiscard]] Result<void> exportXlsx(const SpendCube &cube, const QString &store,
                                      const SpendFilter &filter, const QString &path);

} // namespace tollkeeper
