// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/manifest.h"

#include "analysis/summary.h"
#include "export/json.h"
#include "export/sha256.h"
#include "format/format.h"
#include "values/buckettext.h"
#include "version.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

constexpr qsizetype bytesPerRead = qsizetype(256) * 1024;

std::optional<Range> rangeOf(const QString &first, const QString &last)
{
    const auto from = bucketOfText(first);
    const auto to = bucketOfText(last);
    if (!from || !to || from->unit != to->unit)
        return {};
    return Range{from->unit, from->first, to->last};
}

QByteArray filterJson(const ExportSelection &selection)
{
    const SpendFilter &filter = selection.filter;
    json::Object object;
    object.add("project", filter.project).add("model", filter.model);
    if (filter.range) {
        object.add("since", bucketText(filter.range->unit, filter.range->first))
            .add("until", bucketText(filter.range->unit, filter.range->last));
    } else {
        object.addNull("since").addNull("until");
    }
    return object.add("bad_only", selection.badOnly).toJson();
}

std::optional<QString> textOf(const QJsonValue &value)
{
    return value.isString() ? std::optional(value.toString()) : std::nullopt;
}

// From the text, because QJsonDocument knows doubles only. No name can look like it: a quotation
// mark inside a string is escaped.
std::optional<Money> totalCostIn(const QByteArray &json)
{
    static const QRegularExpression number(u"\"total_cost\"\\s*:\\s*(-?[0-9.]+)"_s);
    const auto match = number.match(QString::fromUtf8(json));
    return match.hasMatch() ? Money::parse(match.captured(1)) : std::nullopt;
}

std::optional<ExportSelection> selectionOf(const QJsonObject &object, const QByteArray &json)
{
    const auto cost = totalCostIn(json);
    const QJsonObject filter = object["filter"_L1].toObject();
    ExportSelection selection;
    selection.filter.project = textOf(filter["project"_L1]);
    selection.filter.model = textOf(filter["model"_L1]);
    selection.badOnly = filter["bad_only"_L1].toBool();
    const auto since = textOf(filter["since"_L1]);
    const auto until = textOf(filter["until"_L1]);
    if (since && until) {
        selection.filter.range = rangeOf(*since, *until);
        if (!selection.filter.range)
            return {};
    }
    if (!cost)
        return {};
    selection.badRowsKnown = !object["bad_rows"_L1].isNull();
    selection.tally = {object["calls"_L1].toInteger(), object["bad_rows"_L1].toInteger(), *cost};
    return selection;
}

Result<QString> hashOf(const QString &path)
{
    QFile file(path);
    Sha256 hash;
    const bool isOpen = file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    QByteArray part(bytesPerRead, Qt::Uninitialized);
    qint64 size = -1;
    while (isOpen && (size = file.read(part.data(), part.size())) > 0)
        hash.add({part.constData(), size});
    if (size < 0) {
        return fail(StoreError::Kind::Invalid,
                    Text::tr("%1 cannot be read: %2.")
                        .arg(QDir::toNativeSeparators(path), file.errorString()));
    }
    return hash.result();
}

QString signedCount(qint64 value, const QString &one, const QString &many)
{
    return (value < 0 ? u"-"_s : u"+"_s) + format::count(std::abs(value)) + u' '
        + (std::abs(value) == 1 ? one : many);
}

} // namespace

QString manifestPath(const QString &path)
{
    return path + u".manifest.json"_s;
}

Result<void> writeManifest(const QString &path, Manifest manifest)
{
    if (manifest.sha256.isEmpty()) {
        auto hash = hashOf(path);
        if (!hash)
            return tl::unexpected(hash.error());
        manifest.sha256 = *std::move(hash);
    }
    const QFileInfo info(path);
    json::Object object;
    object.add("file", info.fileName())
        .add("content", manifest.content)
        .add("bytes", info.size())
        .add("sha256", manifest.sha256)
        .add("rows", manifest.rows)
        .add("part", manifest.part)
        .add("parts", manifest.parts)
        .add("store", manifest.store);
    if (manifest.selection) {
        const ExportTally &tally = manifest.selection->tally;
        object.addRaw("filter", filterJson(*manifest.selection))
            .add("calls", tally.calls)
            .add("bad_rows", manifest.selection->badRowsKnown ? std::optional(tally.badRows)
                                                              : std::nullopt)
            .add("total_cost", tally.cost);
    }
    object.add("read_at", manifest.readAt.toIso())
        .add("created_at", Timestamp::now().toIso())
        .add("program", u"Tollkeeper "_s + QString::fromLatin1(version));
    QSaveFile file(manifestPath(path));
    if (!file.open(QIODevice::WriteOnly) || file.write(object.toJson() + '\n') < 0
        || !file.commit()) {
        return fail(
            StoreError::Kind::Internal,
            Text::tr("%1 was written, but not its manifest: %2. Without it the file cannot be "
                     "verified later.")
                .arg(QDir::toNativeSeparators(path), file.errorString()));
    }
    return {};
}

Result<Manifest> readManifest(const QString &path)
{
    QFile file(manifestPath(path));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(StoreError::Kind::Invalid,
                    u"There is no manifest beside %1 (%2): it was exported without one, or moved "
                    "without it."_s.arg(QDir::toNativeSeparators(path),
                                        QFileInfo(manifestPath(path)).fileName()));
    }
    const QByteArray json = file.readAll();
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    Manifest manifest;
    manifest.file = object["file"_L1].toString();
    manifest.content = object["content"_L1].toString();
    manifest.bytes = object["bytes"_L1].toInteger();
    manifest.sha256 = object["sha256"_L1].toString();
    manifest.rows = object["rows"_L1].toInteger();
    manifest.part = object["part"_L1].toInt(1);
    manifest.parts = object["parts"_L1].toInt(1);
    manifest.store = object["store"_L1].toString();
    manifest.program = object["program"_L1].toString();
    const auto readAt = Timestamp::parse(object["read_at"_L1].toString());
    const auto createdAt = Timestamp::parse(object["created_at"_L1].toString());
    if (object.contains("filter"_L1))
        manifest.selection = selectionOf(object, json);
    if (manifest.sha256.size() != 64 || !readAt || !createdAt
        || object.contains("filter"_L1) != manifest.selection.has_value()) {
        return fail(StoreError::Kind::Invalid,
                    u"%1 is not a manifest that this program reads, or it was altered."_s.arg(
                        QDir::toNativeSeparators(manifestPath(path))));
    }
    manifest.readAt = *readAt;
    manifest.createdAt = *createdAt;
    return manifest;
}

QString Verification::toText() const
{
    if (unchanged())
        return u"unchanged"_s;
    QStringList facts;
    if (fileAltered)
        facts << u"file was altered"_s;
    if (storeChanged()) {
        QStringList changes;
        if (difference->calls != 0)
            changes << signedCount(difference->calls, u"call"_s, u"calls"_s);
        if (difference->badRows != 0)
            changes << signedCount(difference->badRows, u"bad row"_s, u"bad rows"_s);
        if (difference->cost > Money())
            changes << u'+' + format::usd(difference->cost);
        else if (difference->cost < Money())
            changes << format::usd(difference->cost);
        facts << u"store has changed since: "_s + changes.join(u", "_s);
    }
    return facts.join(u"; "_s);
}

Result<Verification> verifyExport(Store &store, const QString &path, const Manifest &manifest)
{
    const auto hash = hashOf(path);
    if (!hash)
        return tl::unexpected(hash.error());
    Verification verification;
    verification.fileAltered = *hash != manifest.sha256;
    if (!manifest.selection)
        return verification;

    const auto cube = store.totals(manifest.selection->filter);
    if (!cube)
        return tl::unexpected(cube.error());
    ExportTally now{0, cube->badRows, {}};
    if (!manifest.selection->badOnly)
        now = ExportTally::of(total(*cube), cube->badRows);
    const ExportTally &then = manifest.selection->tally;
    verification.difference = {
        now.calls - then.calls, manifest.selection->badRowsKnown ? now.badRows - then.badRows : 0,
        now.cost - then.cost};
    return verification;
}

} // namespace tollkeeper
