// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/callspage.h"
#include "patience.h"
#include "store/store.h"

#include <QPushButton>

#include <memory>

namespace tollkeeper::test {

/// The moment of the sample data, so that pictures and figures are the same each time.
[[nodiscard]] Timestamp sampleNow();
/// A store of sample data in \a folder.
[[nodiscard]] std::unique_ptr<Store> openSampleStore(const QString &folder);
/// A copy of the Azure store in \a folder.
[[nodiscard]] std::unique_ptr<Store> openAzureStore(const QString &folder);
/// What the window reads of \a store at \a now, with the hours that \a preset wants.
[[nodiscard]] SnapshotPtr snapshotOf(Store &store, Timestamp now,
                                     RangePreset preset = RangePreset::Last30Days);
/// What the window looks at when \a preset is chosen.
[[nodiscard]] View viewOf(const Snapshot &snapshot, RangePreset preset = RangePreset::Last30Days);
/// Reads calls from \a store at once.
[[nodiscard]] ui::CallLoader loaderOf(Store &store);
/// A visible page; Calls reads from \a store.
[[nodiscard]] std::unique_ptr<ui::Page> makePage(ui::PageId id, Store &store,
                                                 QSize size = {1200, 800});

/// The first child of its class that is seen, and the button with \a text; null if there is none.
template <class T>
[[nodiscard]] T *visibleChild(const QWidget &page)
{
    for (T *child : page.findChildren<T *>()) {
        if (child->isVisible())
            return child;
    }
    return nullptr;
}
[[nodiscard]] QPushButton *button(const QWidget &page, const QString &text);

} // namespace tollkeeper::test
