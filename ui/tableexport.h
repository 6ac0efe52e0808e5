// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/export.h"

class QAbstractItemModel;

namespace tollkeeper::ui {

/// The table \a model as it is sorted and filtered, with exact values (Role::ExportRole), as CSV
/// with a header line, or as a JSON array of objects.
[[nodiscard]] QByteArray tableAs(const QAbstractItemModel &model, const ExportOptions &options);

/// The same into a file (or a workbook), which appears complete or not at all. Returns the rows written.
[[nodiscard]] Result<qint64> exportTable(const QAbstractItemModel &model, const QString &path,
                                         const ExportOptions &options);

} // namespace tollkeeper::ui
