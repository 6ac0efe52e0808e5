// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/export.h"

#include <QStringList>
#include <QVariant>

#include <vector>

class QAbstractItemModel;

namespace tollkeeper::ui {

/// What a table shows, as it is sorted and filtered, with exact values (Role::ExportRole): a plain
/// value, which any thread may write.
struct TableValues
{
    QStringList titles; ///< as the user reads them
    QStringList names;  ///< in English, for programs
    std::vector<QVariantList> rows;

    /// The columns of \a model, without rows.
    [[nodiscard]] static TableValues columnsOf(const QAbstractItemModel &model);
    void addRow(const QAbstractItemModel &model, int row);
};

/// \a table as CSV with a header line, or as a JSON array of objects.
[[nodiscard]] QByteArray tableAs(const TableValues &table, const ExportOptions &options);

/// The same into a file (or a workbook), which appears complete or not at all. Returns the rows
/// written. Takes what the disk takes: not for the GUI thread.
[[nodiscard]] Result<qint64> exportTable(const TableValues &table, const QString &path,
                                         const ExportOptions &options);

} // namespace tollkeeper::ui
