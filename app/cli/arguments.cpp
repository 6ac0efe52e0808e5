// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "arguments.h"

#include "store/location.h"
#include "values/buckettext.h"

#include <CLI/CLI.hpp>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

const QDate earliestDay(1, 1, 2);
const QDate latestDay(9999, 12, 28);

} // namespace

CLI::Option *addText(CLI::App &command, const std::string &name, std::optional<QString> &target,
                     const std::string &placeholder, const std::string &help)
{
    const std::function<void(const std::string &)> assign = [&target](const std::string &value) {
        target = QString::fromStdString(value);
    };
    return command.add_option_function(name, assign, help)->type_name(placeholder);
}

Result<qint64> wholeNumber(const QString &option, const QString &text)
{
    bool ok = false;
    const qint64 value = text.toLongLong(&ok);
    if (!ok) {
        return fail(StoreError::Kind::Invalid,
                    u"%1 takes a whole number, not \"%2\"."_s.arg(option, maskSecrets(text)));
    }
    return value;
}

Result<double> usdAmount(const QString &option, const QString &text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    if (!ok) {
        return fail(StoreError::Kind::Invalid,
                    u"%1 takes an amount in USD such as 12.50, not \"%2\"."_s.arg(option, maskSecrets(text)));
    }
    return value;
}

Result<QDate> utcDate(const QString &option, const QString &text)
{
    // Qt ignores what follows a date, such as a time of day, which would change what is selected.
    const QDate date = text.size() == 10 ? QDate::fromString(text, Qt::ISODate) : QDate();
    if (!date.isValid() || date.year() < 1) {
        return fail(StoreError::Kind::Invalid,
                    u"%1 takes a UTC date such as 2026-11-23, not \"%2\"."_s.arg(option, maskSecrets(text)));
    }
    return date;
}

QDate withinStores(QDate day)
{
    return std::clamp(day, earliestDay, latestDay);
}

void FilterArguments::declare(CLI::App &command)
{
    addText(command, "--project", project, "NAME", "Only calls of this project");
    addText(command, "--model", model, "NAME", "Only calls of this model");
    addText(command, "--since", since, "DATE",
            "Only calls on or after this UTC day (2026-11-01) or hour (2026-11-01T14)");
    addText(command, "--until", until, "DATE", "Only calls on or before this UTC day or hour");
}

namespace {

// The day or hour that an option names, within what stores can be asked for.
Result<Range> dayOrHour(const QString &option, const QString &text)
{
    if (const auto hour = bucketOfText(text); hour && hour->unit == BucketUnit::Hour) {
        if (withinStores(hour->firstDay()) == hour->firstDay())
            return *hour;
    }
    return utcDate(option, text).map([](QDate day) {
        return Range::days(withinStores(day), withinStores(day));
    });
}

} // namespace

Result<SpendFilter> FilterArguments::read() const
{
    const Range ever = Range::days(earliestDay, latestDay);
    const auto first = since ? dayOrHour(u"--since"_s, *since) : Result<Range>(ever);
    if (!first)
        return tl::unexpected(first.error());
    const auto last = until ? dayOrHour(u"--until"_s, *until) : Result<Range>(ever);
    if (!last)
        return tl::unexpected(last.error());
    SpendFilter filter;
    if (since || until) {
        const bool hours =
            first->unit == BucketUnit::Hour || last->unit == BucketUnit::Hour;
        filter.range = hours ? Range{BucketUnit::Hour, first->inHours().first, last->inHours().last}
                             : Range{BucketUnit::Day, first->first, last->last};
        if (filter.range->size() == 0) {
            return fail(StoreError::Kind::Invalid,
                        u"--since %1 is after --until %2: no %3 is in between."_s.arg(
                            *since, *until, hours ? u"hour"_s : u"day"_s));
        }
    }
    filter.project = project;
    filter.model = model;
    return filter;
}

void FormatArguments::declare(CLI::App &command)
{
    auto *option = command.add_option("--format", format, "How to print: table, json or csv");
    option->type_name("FORMAT")->check(CLI::IsMember({"table", "json", "csv"}).description(""));
    command.add_flag("--json", json, "Short for --format json")->excludes(option);
    command.add_flag("--raw", raw, "CSV: do not put an apostrophe before formulas in names");
}

void FormatArguments::declareWithoutCsv(CLI::App &command)
{
    auto *option = command.add_option("--format", format, "How to print: table or json");
    option->type_name("FORMAT")->check(CLI::IsMember({"table", "json"}).description(""));
    command.add_flag("--json", json, "Short for --format json")->excludes(option);
}

OutputFormat FormatArguments::read() const
{
    if (json || format == "json")
        return OutputFormat::Json;
    return format == "csv" ? OutputFormat::Csv : OutputFormat::Table;
}

} // namespace tollkeeper::cli
