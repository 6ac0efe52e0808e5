// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/files.h"

#include "export/xlsx.h"

using namespace Qt::StringLiterals;

namespace tollkeeper {

QString formatName(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Csv:
        return u"csv"_s;
    case ExportFormat::Json:
        return u"json"_s;
    case ExportFormat::Xlsx:
        break;
    }
    return u"xlsx"_s;
}

Result<qint64> exportCallsAs(Store &store, const CallQuery &query, const QString &path,
                             ExportOptions options, bool withManifest)
{
    ExportTally tally;
    options.tally = &tally;
    Manifest manifest;
    manifest.content = u"calls"_s;
    manifest.store = store.info().title;
    manifest.readAt = Timestamp::now();
    if (withManifest)
        options.sha256 = &manifest.sha256;
    const auto rows = options.format == ExportFormat::Xlsx
        ? exportXlsx(store, query, path, options)
        : exportCallsToFile(store, query, path, options);
    if (!rows || !withManifest)
        return rows;
    manifest.rows = *rows;
    manifest.selection = ExportSelection{query.filter, query.badOnly, tally};
    if (const auto written = writeManifest(path, manifest); !written)
        return tl::unexpected(written.error());
    return rows;
}

} // namespace tollkeeper
