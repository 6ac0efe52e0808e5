// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/document.h"
#include "analysis/snapshot.h"
#include "store/error.h"

#include <functional>

namespace tollkeeper::ui {

/// Told before a page is drawn: which, of how many (0: not known yet). False: stop. In the thread that
/// draws.
using PageProgress = std::function<bool(int page, int pages)>;

/// Draws \a document on A4 pages as a PDF: text as text, charts as vectors. The file appears complete
/// or not at all. Returns the number of pages. Any thread. Errors: Cancelled, when \a progress said so.
[[nodiscard]] Result<int> writePdf(const ReportDocument &document, const QString &path,
                                   const PageProgress &progress = {});

/// The report on what \a view selects, with its manifest beside it unless that is not wanted.
[[nodiscard]] Result<int> writePdfReport(const Snapshot &snapshot, const View &view,
                                         const QString &path, bool withManifest = true,
                                         const PageProgress &progress = {});

} // namespace tollkeeper::ui
