// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"

namespace tollkeeper::ui {

/// Makes the page \a id. The Calls page is a CallsPage, which needs a loader.
[[nodiscard]] Page *createPage(PageId id, QWidget *parent);
/// "Overview", "Audit log": as the navigation names it.
[[nodiscard]] QString pageTitle(PageId id);
/// The same in English, whatever the window speaks: for files.
[[nodiscard]] QString pageName(PageId id);

} // namespace tollkeeper::ui
