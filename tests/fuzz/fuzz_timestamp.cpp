// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz.h"

#include "store/dialect.h"
#include "store/logrows.h"
#include "values/timestamp.h"

#include <sqlite3.h>

// Stored times: what can be read prints to a text that reads as the same time, and all that read
// them agree: the values, an export's short way, and SQLite.

using namespace Qt::StringLiterals;
using namespace tollkeeper;

namespace {

// SQLite's own idea of the time in \a text, by our statements; nothing where it is unreadable.
std::optional<QString> bySqlite(const QByteArray &text)
{
    static sqlite3 *database = nullptr;
    static sqlite3_stmt *statement = nullptr;
    if (!statement) {
        const QByteArray sql =
            Dialect::of(Backend::Sqlite).filledIn(u"SELECT {utc at} FROM (SELECT ?1 AS at)"_s).toUtf8();
        sqlite3_open(":memory:", &database);
        sqlite3_prepare_v2(database, sql.constData(), -1, &statement, nullptr);
    }
    sqlite3_reset(statement);
    sqlite3_bind_text(statement, 1, text.constData(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
    if (sqlite3_step(statement) != SQLITE_ROW || sqlite3_column_type(statement, 0) == SQLITE_NULL)
        return std::nullopt;
    return QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(statement, 0)));
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    const QString text = QString::fromUtf8(bytes);
    const auto time = Timestamp::parse(text);
    if (time) {
        const QString iso = time->toIso();
        fuzz::require(Timestamp::parse(iso) == time, "a time reads as itself", text + u" > "_s + iso);
        fuzz::require(Timestamp::parse(iso)->toIso() == iso, "and prints as itself", text);
        fuzz::require(dayFromEpoch(epochDay(time->day())) == time->day(), "so does its day", text);
        const auto start = Timestamp::startOf(time->day());
        fuzz::require(start <= *time, "a day begins before what is in it", text);
    }
    const auto usual = logrows::usualMoment({bytes.constData(), static_cast<size_t>(bytes.size())});
    if (usual && usual->offset == "+00:00") // the other one is PostgreSQL's
        fuzz::require(bySqlite(bytes).has_value(), "SQLite reads what is usual", text);
    if (const auto utc = bySqlite(bytes)) {
        const auto read = Timestamp::parse(*utc);
        fuzz::require(read.has_value(), "what SQLite reads can be read", text + u" > "_s + *utc);
        fuzz::require(!time || read == time, "as the same time", text + u" > "_s + *utc);
    }
    return 0;
}
