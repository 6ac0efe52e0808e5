// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/export.h"

#include "export/csv.h"
#include "export/json.h"

#include <QDir>
#include <QFileDevice>
#include <QSaveFile>

#include <cmath>

namespace tollkeeper {

namespace {

constexpr qint64 rowsPerReport = 4096;
constexpr qsizetype bytesPerWrite = 64 * 1024;

QString createdAt(const Call &call)
{
    return call.createdAt ? call.createdAt->toIso() : call.createdAtText;
}

QByteArray csvLine(const Call &call, bool rawCells)
{
    const auto text = [&](const QString &cell) {
        return rawCells ? cell : csv::withoutFormula(cell);
    };
    return csv::line({text(call.usage.project), text(call.usage.model),
                      QString::number(call.usage.inputTokens),
                      QString::number(call.usage.outputTokens),
                      csv::pythonFloat(call.usage.costUsd), text(createdAt(call))});
}

QByteArray jsonObject(const Call &call)
{
    json::Object object;
    object.add("project", call.usage.project)
        .add("model", call.usage.model)
        .add("input_tokens", call.usage.inputTokens)
        .add("output_tokens", call.usage.outputTokens);
    // The cost of a bad row may be beyond what Money holds, or no number at all.
    const double cost = call.usage.costUsd;
    if (std::abs(cost) <= maxCostUsd)
        object.add("cost", Money::fromUsd(cost));
    else
        object.add("cost", cost);
    return object.add("created_at", createdAt(call)).toJson();
}

// Collects small pieces into large writes, and stops at the first that fails.
class Writer final
{
public:
    explicit Writer(QIODevice &device) : m_device(device) {}

    [[nodiscard]] bool write(const QByteArray &bytes)
    {
        m_pending += bytes;
        return m_pending.size() < bytesPerWrite || writePending();
    }
    [[nodiscard]] bool finish()
    {
        auto *file = qobject_cast<QFileDevice *>(&m_device);
        return writePending() && (!file || file->flush());
    }

private:
    bool writePending()
    {
        qsizetype written = 0;
        while (written < m_pending.size()) { // a pipe may take a part only
            const qint64 taken =
                m_device.write(m_pending.constData() + written, m_pending.size() - written);
            if (taken <= 0)
                return false;
            written += taken;
        }
        m_pending.clear();
        return true;
    }

    QIODevice &m_device;
    QByteArray m_pending;
};

} // namespace

Result<qint64> exportCalls(Store &store, const CallQuery &query, QIODevice &device,
                           const ExportOptions &options)
{
    const bool isJson = options.format == ExportFormat::Json;
    const QByteArray header =
        isJson ? QByteArray("[")
               : csv::line({QStringLiteral("project"), QStringLiteral("model"),
                            QStringLiteral("input_tokens"), QStringLiteral("output_tokens"),
                            QStringLiteral("cost"), QStringLiteral("created_at")});
    Writer writer(device);
    qint64 rows = 0;
    bool writing = writer.write(header);
    const auto writeRow = [&](const Call &call) {
        if (isJson)
            return writer.write((rows == 0 ? "\n" : ",\n") + jsonObject(call));
        return writer.write(csvLine(call, options.rawCells));
    };
    Result<qint64> result = 0;
    if (writing) {
        result = store.forEachCall(query, [&](const Call &call) {
            writing = writeRow(call);
            if (!writing)
                return false;
            ++rows;
            if (options.tally)
                options.tally->add(call);
            return !options.progress || rows % rowsPerReport != 0 || options.progress(rows);
        });
        if (writing && !result)
            return result;
    }
    if (writing && isJson)
        writing = writer.write(rows == 0 ? "]\n" : "\n]\n");
    if (!writing || !writer.finish()) {
        return fail(StoreError::Kind::Internal,
                    QStringLiteral("The export could not be written: %1. It is not complete.")
                        .arg(device.errorString()));
    }
    return rows;
}

Result<qint64> exportCallsToFile(Store &store, const CallQuery &query, const QString &path,
                                 const ExportOptions &options)
{
    const auto cannotWrite = [&](const QString &reason) {
        return fail(StoreError::Kind::Internal,
                    QStringLiteral("Cannot write %1: %2. Nothing was left there.")
                        .arg(QDir::toNativeSeparators(path), reason));
    };
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(file.errorString());
    Result<qint64> rows = exportCalls(store, query, file, options);
    if (!rows)
        return rows; // an uncommitted QSaveFile removes what it wrote
    if (!file.commit())
        return cannotWrite(file.errorString());
    return rows;
}

} // namespace tollkeeper
