// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/files.h"

#include "export/xlsx.h"
#include "format/translation.h"

#include <QDir>
#include <QIODevice>

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

tl::unexpected<StoreError> cannotWrite(const QString &path, const QString &reason)
{
    return fail(StoreError::Kind::Internal, Text::tr("Cannot write %1: %2. Nothing was left there.")
                                                .arg(QDir::toNativeSeparators(path), reason));
}

tl::unexpected<StoreError> cannotWriteAll(const QIODevice &device)
{
    return fail(StoreError::Kind::Internal,
                Text::tr("The export could not be written: %1. It is not complete.")
                    .arg(device.errorString()));
}

} // namespace tollkeeper
