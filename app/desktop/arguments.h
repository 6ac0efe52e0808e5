// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "language.h"
#include "navigation.h"
#include "store/location.h"
#include "theme/theme.h"

#include <QSize>
#include <QStringList>

#include <optional>

namespace tollkeeper::desktop {

/// A report to write instead of opening a window.
struct ReportArguments
{
    QString output;
    bool lastMonth = false;
    std::optional<QDate> since;
    std::optional<QDate> until;
    bool manifest = true;
};

/// What the command line of the window asks for.
struct Arguments
{
    std::optional<QString> storeUrl;
    std::optional<QString> db;
    std::optional<QString> readUrl;
    /// Several stores to show as one, in their order, by the texts and names that were given; empty:
    /// there is one store.
    QStringList together;
    QStringList storeNames;
    bool sample = false;
    std::optional<ui::PageId> page;
    std::optional<RangePreset> range;
    Range customRange; ///< what RangePreset::Custom means
    std::optional<GroupBy> groupBy;
    std::optional<QString> project;
    std::optional<QString> model;
    std::optional<ui::Scheme> theme;
    std::optional<ui::Language> language;
    std::optional<QSize> size;
    QString screenshot; ///< the file to write; empty: open a window
    std::optional<ReportArguments> report;
    [[nodiscard]] bool needsNoDisplay() const { return !screenshot.isEmpty() || report; }
    bool ownPlatform = false; ///< Qt's option -platform was given
    QString information;      ///< help or version: print it and do nothing else

    /// Where to begin: \a otherwise, except for what was asked for.
    [[nodiscard]] ui::Place startAt(ui::Place otherwise) const;
};

/// What --language of \a arguments says, whatever is wrong with the rest.
[[nodiscard]] std::optional<ui::Language> languageOf(const QStringList &arguments);
/// Reads the command line \a arguments, the program's name first; the error is a sentence.
[[nodiscard]] tl::expected<Arguments, QString> parseArguments(const QStringList &arguments);

} // namespace tollkeeper::desktop
