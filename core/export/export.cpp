// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/export.h"

#include "export/csv.h"
#include "export/files.h"
#include "export/json.h"
#include "export/relay.h"
#include "export/sha256.h"
#include "store/logrows.h"

#include <QFileDevice>
#include <QHash>
#include <QSaveFile>

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace tollkeeper {

namespace {

constexpr qint64 rowsPerReport = 4096;
constexpr qsizetype bytesPerWrite = qsizetype(64) * 1024;

QString textOf(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

bool appendUsualMoment(QByteArray &out, std::string_view stored)
{
    constexpr qsizetype digitsOfFraction = 6;
    const auto moment = logrows::usualMoment(stored);
    if (!moment)
        return false;
    out.append(moment->day.data(), 10).append('T').append(moment->time.data(), 8);
    if (moment->fraction.find_first_not_of('0') != moment->fraction.npos) {
        const auto digits = static_cast<qsizetype>(moment->fraction.size());
        out.append('.').append(moment->fraction.data(), digits);
        out.append(digitsOfFraction - digits, '0');
    }
    out += "+00:00";
    return true;
}

QString createdAt(std::string_view stored)
{
    const QString text = textOf(stored);
    const auto moment = Timestamp::parse(text);
    return moment ? moment->toIso() : text;
}

// Lines of CSV. The same few names come again and again: their cells are made once.
class CsvLines final
{
public:
    explicit CsvLines(bool rawCells) : m_rawCells(rawCells) {}

    void append(QByteArray &out, const LogRow &row)
    {
        out.append(nameCell(row.project)).append(',');
        out.append(nameCell(row.model)).append(',');
        appendNumber(out, row.inputTokens);
        appendNumber(out, row.outputTokens);
        csv::appendPythonFloat(out, row.costUsd);
        out += ',';
        if (!appendUsualMoment(out, row.createdAt))
            out += cellOf(createdAt(row.createdAt));
        out += '\n';
    }

private:
    [[nodiscard]] QByteArray cellOf(const QString &text) const
    {
        return csv::cell(m_rawCells ? text : csv::withoutFormula(text));
    }
    [[nodiscard]] const QByteArray &nameCell(std::string_view name)
    {
        constexpr qsizetype mostNames = 10'000;
        const auto size = static_cast<qsizetype>(name.size());
        const auto known = m_cells.constFind(QByteArray::fromRawData(name.data(), size));
        if (known != m_cells.constEnd())
            return *known;
        if (m_cells.size() >= mostNames)
            m_cells.clear();
        return *m_cells.insert(QByteArray(name.data(), size), cellOf(textOf(name)));
    }
    static void appendNumber(QByteArray &out, qint64 number)
    {
        std::array<char, 24> buffer;
        char *const end =
            std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
        out.append(buffer.data(), end - buffer.data()).append(',');
    }

    bool m_rawCells;
    QHash<QByteArray, QByteArray> m_cells;
};

QByteArray jsonObject(const LogRow &row)
{
    json::Object object;
    object.add("project", textOf(row.project))
        .add("model", textOf(row.model))
        .add("input_tokens", row.inputTokens)
        .add("output_tokens", row.outputTokens);
    // The cost of a bad row may be beyond what Money holds, or no number at all.
    if (std::abs(row.costUsd) <= maxCostUsd)
        object.add("cost", Money::fromUsd(row.costUsd));
    else
        object.add("cost", row.costUsd);
    return object.add("created_at", createdAt(row.createdAt)).toJson();
}

// Collects small pieces into large writes, and stops at the first that fails.
class Writer final
{
public:
    Writer(QIODevice &device, bool hashing) : m_device(device)
    {
        if (hashing)
            m_hash.emplace();
    }

    /// What was appended to it goes out with the next flush().
    [[nodiscard]] QByteArray &pending() { return m_pending; }
    [[nodiscard]] bool flush() { return m_pending.size() < bytesPerWrite || writePending(); }
    [[nodiscard]] bool finish()
    {
        auto *file = qobject_cast<QFileDevice *>(&m_device);
        return writePending() && (!file || file->flush());
    }
    [[nodiscard]] QString hash() { return m_hash->result(); }

private:
    bool writePending()
    {
        if (m_hash)
            m_hash->add(m_pending);
        qsizetype written = 0;
        while (written < m_pending.size()) { // a pipe may take a part only
            const qint64 taken =
                m_device.write(m_pending.constData() + written, m_pending.size() - written);
            if (taken <= 0)
                return false;
            written += taken;
        }
        m_pending.resize(0); // keeps its memory
        return true;
    }

    QIODevice &m_device;
    std::optional<Sha256> m_hash;
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
    Writer writer(device, options.sha256 != nullptr);
    writer.pending() += header;
    CsvLines lines(options.rawCells);
    qint64 rows = 0;
    RowRelay relay([&](const LogRow &row) { // in another thread
        if (isJson)
            writer.pending().append(rows == 0 ? "\n" : ",\n").append(jsonObject(row));
        else
            lines.append(writer.pending(), row);
        ++rows;
        if (options.tally)
            options.tally->add(row.good, row.costUsd);
        return writer.flush();
    });
    qint64 rowsRead = 0;
    bool writing = true;
    const auto read = store.forEachRow(query, [&](const LogRow &row) {
        writing = relay.add(row);
        if (!writing)
            return false;
        ++rowsRead;
        return !options.progress || rowsRead % rowsPerReport != 0 || options.progress(rowsRead);
    });
    if (writing && !read)
        return read;
    writing = writing && relay.finish();
    if (isJson)
        writer.pending() += rows == 0 ? "]\n" : "\n]\n";
    if (!writing || !writer.finish())
        return cannotWriteAll(device);
    if (options.sha256)
        *options.sha256 = writer.hash();
    return rows;
}

Result<qint64> exportCallsToFile(Store &store, const CallQuery &query, const QString &path,
                                 const ExportOptions &options)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(path, file.errorString());
    Result<qint64> rows = exportCalls(store, query, file, options);
    if (!rows)
        return rows; // an uncommitted QSaveFile removes what it wrote
    if (!file.commit())
        return cannotWrite(path, file.errorString());
    return rows;
}

} // namespace tollkeeper
