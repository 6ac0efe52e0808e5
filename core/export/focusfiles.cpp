// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/focusfiles.h"

#include "analysis/summary.h"
#include "export/files.h"
#include "export/json.h"
#include "export/manifest.h"
#include "format/translation.h"
#include "version.h"

#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

// "costs.csv" -> "costs-2.csv"
QString numbered(const QString &path, int part)
{
    const QFileInfo file(path);
    const QString suffix = file.suffix().isEmpty() ? QString() : u'.' + file.suffix();
    return path.chopped(suffix.size()) + u"-%1"_s.arg(part) + suffix;
}

// "costs.csv" -> "costs.metadata.json"
QString metadataPath(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix();
    return (suffix.isEmpty() ? path : path.chopped(suffix.size() + 1)) + u".metadata.json"_s;
}

// Rows first to last - 1 of the table are one file.
struct Part
{
    size_t first = 0;
    size_t last = 0;
};

std::vector<Part> partsOf(const FocusTable &table, const FocusFileOptions &options)
{
    std::vector<Part> parts{Part{}};
    const qint64 headerBytes = table.header().size();
    qint64 bytes = headerBytes;
    for (size_t row = 0; row < table.rows(); ++row) {
        const qint64 more = options.bytesPerFile ? table.line(row).size() : 0;
        Part &part = parts.back();
        const bool full =
            (options.rowsPerFile && qint64(part.last - part.first) >= *options.rowsPerFile)
            || (options.bytesPerFile && bytes + more > *options.bytesPerFile);
        if (full && part.last > part.first) {
            parts.push_back({row, row});
            bytes = headerBytes;
        }
        ++parts.back().last;
        bytes += more;
    }
    return parts;
}

bool writePart(const FocusTable &table, const Part &part, QIODevice &device)
{
    bool written = device.write(table.header()) >= 0;
    for (size_t row = part.first; written && row < part.last; ++row)
        written = device.write(table.line(row)) >= 0;
    return written;
}

QString rowOf(const FocusOptions &options)
{
    const QString unit =
        options.unit == BucketUnit::Hour ? u"project, model and UTC hour"_s : u"project, model and UTC day"_s;
    return options.priceList.isEmpty()
        ? unit
        : unit + u" of input tokens and one of output tokens, which share the cost in proportion to "
                 "list prices; calls are counted on the row of input tokens"_s;
}

QByteArray metadata(const FocusOptions &options, const StoreInfo &store, Timestamp readAt)
{
    QList<QByteArray> columns;
    for (const FocusColumn &column : focusColumns(options))
        columns << json::Object().add("ColumnName", column.name).add("DataType", column.type).toJson();
    const QString focus = versionName(options.version);
    const QString now = Timestamp::now().toIso().left(19) + u'Z';
    const QString read = readAt.toIso().left(19) + u'Z';
    return json::Object()
        .add("DataGenerator", u"Tollkeeper "_s + QString::fromLatin1(version))
        .add("FocusVersion", focus)
        .add("CreationDate", now)
        .add("SchemaId", u"tollkeeper-focus-%1-1"_s.arg(focus))
        .add("DatasetInstanceName", store.title)
        .add("DatasetInstanceLastUpdated", read)
        .add("DatasetInstanceComplete", false)
        .add("x_Notes", u"Follows FOCUS %1. Costs are as logged by the programs that made the calls; "
                        "they are not invoices. One row per %2."_s.arg(focus, rowOf(options)))
        .addRaw("ColumnDefinition", json::array(columns))
        .toJson() + '\n';
}

struct Spend
{
    SpendCube cube;
    FocusCallsOfCells calls;
};

// The numbers of the calls that \a cube holds; empty, if others were logged in between.
Result<std::optional<FocusCallsOfCells>> callsOf(Store &store, const SpendFilter &filter,
                                                 const SpendCube &cube)
{
    const auto indexesOf = [](const QStringList &names) {
        QHash<QString, qint32> indexes;
        for (qsizetype i = 0; i < names.size(); ++i)
            indexes[names[i]] = static_cast<qint32>(i);
        return indexes;
    };
    const auto projects = indexesOf(cube.projects);
    const auto models = indexesOf(cube.models);
    FocusCallsOfCells calls;
    CallQuery query;
    query.filter = filter;
    const auto read = store.forEachCall(query, [&](const Call &call) {
        if (!call.badReason.isEmpty() || !call.createdAt)
            return true;
        FocusCalls &cell =
            calls[{bucketOf(*call.createdAt, cube.unit), projects.value(call.usage.project, -1),
                   models.value(call.usage.model, -1)}];
        cell.first = cell.calls == 0 ? call.id : std::min(cell.first, call.id);
        cell.last = std::max(cell.last, call.id);
        ++cell.calls;
        return true;
    });
    if (!read)
        return tl::unexpected(read.error());
    const bool same = calls.size() == cube.cells.size()
        && std::ranges::all_of(cube.cells, [&calls](const SpendCube::Cell &cell) {
               const auto found = calls.find({cell.bucket, cell.project, cell.model});
               return found != calls.end() && found->second.calls == cell.totals.calls;
           });
    return same ? std::optional(std::move(calls)) : std::nullopt;
}

Result<Spend> readSpend(Store &store, const SpendFilter &filter, const FocusOptions &options)
{
    constexpr int attempts = 5;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        auto cube = store.spend(filter, options.unit);
        if (!cube)
            return tl::unexpected(cube.error());
        if (!options.logIds)
            return Spend{*std::move(cube), {}};
        auto calls = callsOf(store, filter, *cube);
        if (!calls)
            return tl::unexpected(calls.error());
        if (*calls)
            return Spend{*std::move(cube), **std::move(calls)};
    }
    return fail(StoreError::Kind::Busy,
                Text::tr("Calls are logged faster than they can be numbered. Choose days that are over."));
}

} // namespace

Result<FocusFiles> exportFocus(Store &store, const SpendFilter &filter, QIODevice &device,
                               const FocusOptions &options)
{
    const auto spend = readSpend(store, filter, options);
    if (!spend)
        return tl::unexpected(spend.error());
    const auto table = FocusTable::of(spend->cube, options, spend->calls);
    if (!table)
        return tl::unexpected(table.error());
    if (!writePart(*table, {0, table->rows()}, device))
        return cannotWriteAll(device);
    return FocusFiles{{}, qint64(table->rows()), spend->cube.badRows};
}

Result<FocusFiles> exportFocusFiles(Store &store, const SpendFilter &filter, const QString &path,
                                    const FocusFileOptions &options)
{
    const Timestamp readAt = Timestamp::now();
    const auto spend = readSpend(store, filter, options.table);
    if (!spend)
        return tl::unexpected(spend.error());
    const SpendCube &cube = spend->cube;
    const auto table = FocusTable::of(cube, options.table, spend->calls);
    if (!table)
        return tl::unexpected(table.error());

    // All are written before the first takes its place.
    const std::vector<Part> parts = partsOf(*table, options);
    const bool split = options.rowsPerFile || options.bytesPerFile;
    FocusFiles files{{}, qint64(table->rows()), cube.badRows};
    std::vector<std::unique_ptr<QSaveFile>> pending;
    const auto begin = [&](const QString &name) -> QSaveFile * {
        pending.push_back(std::make_unique<QSaveFile>(name));
        return pending.back()->open(QIODevice::WriteOnly) ? pending.back().get() : nullptr;
    };
    for (size_t i = 0; i < parts.size(); ++i) {
        const QString name = split ? numbered(path, static_cast<int>(i) + 1) : path;
        QSaveFile *file = begin(name);
        if (!file || !writePart(*table, parts[i], *file))
            return cannotWrite(name, pending.back()->errorString());
        files.paths << name;
    }
    QSaveFile *sidecar = begin(metadataPath(path));
    if (!sidecar || sidecar->write(metadata(options.table, store.info(), readAt)) < 0)
        return cannotWrite(metadataPath(path), pending.back()->errorString());
    for (const auto &file : pending) {
        if (!file->commit())
            return cannotWrite(file->fileName(), file->errorString());
    }
    if (!options.manifests)
        return files;
    for (size_t i = 0; i < parts.size(); ++i) {
        Manifest manifest;
        manifest.content = u"FOCUS "_s + versionName(options.table.version);
        manifest.store = store.info().title;
        manifest.selection = ExportSelection{filter, false,
                                             ExportTally::of(total(cube), cube.badRows)};
        manifest.rows = qint64(parts[i].last - parts[i].first);
        manifest.part = static_cast<int>(i) + 1;
        manifest.parts = static_cast<int>(parts.size());
        manifest.readAt = readAt;
        if (const auto written = writeManifest(files.paths[qsizetype(i)], manifest); !written)
            return tl::unexpected(written.error());
    }
    return files;
}

} // namespace tollkeeper
