// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"
#include "values/spendcube.h"

#include <QString>

#include <optional>
#include <string>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace tollkeeper::cli {

/// An option that takes a text, which is kept exactly as it was typed; \a placeholder is what
/// --help calls it. Values are read by the functions below, whose messages name the option.
CLI::Option *addText(CLI::App &command, const std::string &name, std::optional<QString> &target,
                     const std::string &placeholder, const std::string &help);

/// \a text of \a option as a whole number, an amount in USD (any finite or infinite number: what is
/// allowed is for core to say) or a date "YYYY-MM-DD".
[[nodiscard]] Result<qint64> wholeNumber(const QString &option, const QString &text);
[[nodiscard]] Result<double> usdAmount(const QString &option, const QString &text);
[[nodiscard]] Result<QDate> utcDate(const QString &option, const QString &text);

/// \a day, or the nearest that stores can be asked for: as far as their dates go, less the days that
/// they look at beside a range.
[[nodiscard]] QDate withinStores(QDate day);

/// --project, --model, --since and --until.
struct FilterArguments
{
    std::optional<QString> project;
    std::optional<QString> model;
    std::optional<QString> since;
    std::optional<QString> until;

    void declare(CLI::App &command);
    [[nodiscard]] Result<SpendFilter> read() const;
};

enum class OutputFormat { Table, Json, Csv };

/// --format, its short form --json, and --raw.
struct FormatArguments
{
    std::string format;
    bool json = false;
    bool raw = false; ///< CSV: leave formulas as they are

    void declare(CLI::App &command);
    void declareWithoutCsv(CLI::App &command);
    [[nodiscard]] OutputFormat read() const;
};

} // namespace tollkeeper::cli
