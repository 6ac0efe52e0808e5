// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/tally.h"
#include "store/store.h"

namespace tollkeeper {

// Values: any thread. Functions read and write files, and so block.

/// What of the store a file holds, and what that came to when it was read.
struct ExportSelection
{
    SpendFilter filter;
    bool badOnly = false;
    ExportTally tally;
    bool badRowsKnown = true; ///< false: nobody counted those of this range
    friend bool operator==(const ExportSelection &, const ExportSelection &) = default;
};

/// What stands beside an exported file, in FILE.manifest.json. Never holds a password, a user or a
/// path: it travels with the file.
struct Manifest
{
    QString content; ///< "calls", "table Projects", "FOCUS 1.4", "report"
    QString store;   ///< StoreInfo::title
    /// Empty where the file holds no calls, such as the audit log: then only the hash is compared.
    std::optional<ExportSelection> selection;
    qint64 rows = 0; ///< of the file's table
    int part = 1;    ///< of an export that was split into several files, \a parts in all
    int parts = 1;
    Timestamp readAt; ///< when the store was asked

    // What writeManifest() finds out.
    QString file; ///< its name, without a folder
    qint64 bytes = 0;
    QString sha256; ///< in hexadecimal
    Timestamp createdAt;
    QString program; ///< "Tollkeeper 0.1.0"
    friend bool operator==(const Manifest &, const Manifest &) = default;
};

/// "FILE.manifest.json"
[[nodiscard]] QString manifestPath(const QString &path);
/// Writes what is known of the finished file at \a path beside it. Reads it for its hash where
/// Manifest::sha256 is not known yet. Internal where either cannot be done.
[[nodiscard]] Result<void> writeManifest(const QString &path, Manifest manifest);
/// A manifest that is missing or cannot be read is Invalid.
[[nodiscard]] Result<Manifest> readManifest(const QString &path);

/// What became of a file and of what it was made from.
struct Verification
{
    bool fileAltered = false;
    /// What the store has more (or less) of than at the time; empty where it was not asked.
    std::optional<ExportTally> difference;
    [[nodiscard]] bool storeChanged() const { return difference && *difference != ExportTally(); }
    [[nodiscard]] bool unchanged() const { return !fileAltered && !storeChanged(); }
    /// "unchanged", "file was altered", "store has changed since: +12 calls, +$3.10"
    [[nodiscard]] QString toText() const;
};
/// In the thread of \a store: compares the file at \a path with its \a manifest, and that with what
/// \a store says now.
[[nodiscard]] Result<Verification> verifyExport(Store &store, const QString &path,
                                                const Manifest &manifest);

} // namespace tollkeeper
