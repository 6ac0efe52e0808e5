// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

// tollkeeper-generate: an llm-toll store of any size, for measuring and for looking at.

#include "loader.h"
#include "store/store.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>

#include <unistd.h>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace tollkeeper;

namespace {

constexpr int wrongUsage = 64;

void showProgress(qint64 rows, qint64 all, qint64 elapsedMs)
{
    static qint64 shownAt = 0;
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    const qint64 pause = terminal ? 200 : 5000;
    if (rows < all && elapsedMs - shownAt < pause)
        return;
    shownAt = elapsedMs;
    const double rate =
        static_cast<double>(rows) * 1000 / static_cast<double>(std::max<qint64>(elapsedMs, 1));
    std::fprintf(stderr, "%s%lld of %lld rows, %.0f a second, %.0f s left%s", terminal ? "\r" : "",
                 static_cast<long long>(rows), static_cast<long long>(all), rate,
                 static_cast<double>(all - rows) / rate, terminal && rows < all ? "   " : "   \n");
}

// Only a fresh place is filled: there is no telling whose calls the others would be.
Result<StoreLocation> emptyPlace(const QCommandLineParser &parser)
{
    const bool url = parser.isSet(u"store-url"_s);
    const auto location = url ? StoreLocation::parse(parser.value(u"store-url"_s))
                              : StoreLocation::sqliteFile(parser.value(u"db"_s));
    if (!location)
        return location;
    if (location->backend() == Backend::Sqlite && QFileInfo::exists(location->path())) {
        return fail(StoreError::Kind::Invalid,
                    u"%1 exists already. Name a new file."_s.arg(location->path()));
    }
    if (location->backend() == Backend::Sqlite)
        return location;
    const auto store = Store::open(*location);
    if (!store)
        return tl::unexpected(store.error());
    const auto calls = (*store)->calls({});
    if (!calls)
        return tl::unexpected(calls.error());
    if (!calls->empty()) {
        return fail(StoreError::Kind::Invalid,
                    u"%1 holds calls already. Name an empty database."_s.arg(location->display()));
    }
    return location;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Makes an llm-toll store with invented calls."_s);
    parser.addHelpOption();
    const bench::GeneratorOptions defaults;
    const auto number = [&parser](const char *name, const char *what, qint64 value) {
        parser.addOption(
            {QString::fromLatin1(name), QString::fromLatin1(what), u"N"_s, QString::number(value)});
    };
    parser.addOptions({{u"store-url"_s, u"An empty PostgreSQL database."_s, u"URL"_s},
                       {u"db"_s, u"A SQLite file that does not exist."_s, u"PATH"_s},
                       {u"end"_s, u"The last day, today by default."_s, u"DATE"_s}});
    number("rows", "How many calls.", defaults.rows);
    number("days", "Over how many days.", defaults.days);
    number("projects", "Of how many projects.", defaults.projects);
    number("models", "With how many models.", defaults.models);
    number("seed", "Another number gives other calls.", static_cast<qint64>(defaults.seed));
    parser.process(application);

    bench::GeneratorOptions options;
    options.rows = parser.value(u"rows"_s).toLongLong();
    options.days = parser.value(u"days"_s).toInt();
    options.projects = parser.value(u"projects"_s).toInt();
    options.models = parser.value(u"models"_s).toInt();
    options.seed = parser.value(u"seed"_s).toULongLong();
    options.end = parser.isSet(u"end"_s) ? QDate::fromString(parser.value(u"end"_s), Qt::ISODate)
                                         : Timestamp::now().day();
    if (parser.isSet(u"store-url"_s) == parser.isSet(u"db"_s) || options.rows < 1 ||
        options.days < 1 || options.projects < 1 || options.models < 1 || !options.end.isValid()) {
        std::fputs(qUtf8Printable(parser.helpText()), stderr);
        return wrongUsage;
    }
    const auto location = emptyPlace(parser);
    if (!location) {
        std::fprintf(stderr, "%s\n", qPrintable(location.error().message));
        return wrongUsage;
    }
    QElapsedTimer timer;
    timer.start();
    bench::CallGenerator generator(options);
    bench::load(*location, generator,
                [&](qint64 rows) { showProgress(rows, options.rows, timer.elapsed()); });
    std::fprintf(stderr, "%s: done in %.1f s\n", qPrintable(location->display()),
                 static_cast<double>(timer.elapsed()) / 1000);
    return 0;
}
