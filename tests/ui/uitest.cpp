// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "uitest.h"

#include "pages/pages.h"
#include "store/sampledata.h"
#include "testdata.h"
#include "teststore.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

Timestamp sampleNow()
{
    return *Timestamp::parse(u"2026-11-23T16:20:00Z");
}

std::unique_ptr<Store> openSampleStore(const QString &folder)
{
    const QString path = folder + u"/sample.db"_s;
    if (const auto written = writeSampleData(path, sampleNow()); !written)
        failBecause(written.error().message);
    StoreOptions options;
    options.clock = sampleNow; // no later month begins
    return valueOf(Store::open(StoreLocation::sqliteFile(path), options));
}

std::unique_ptr<Store> openAzureStore(const QString &folder)
{
    return valueOf(Store::open(StoreLocation::sqliteFile(copyAzureDatabase(folder))));
}

View viewOf(const Snapshot &snapshot, RangePreset preset)
{
    View view;
    view.range = selectRange(preset, snapshot.takenAt, snapshot.daily.extent(), {});
    return view;
}

SnapshotPtr snapshotOf(Store &store, Timestamp now, RangePreset preset)
{
    const Range none{BucketUnit::Hour, 0, -1};
    const SnapshotPtr days = valueOf(readSnapshot(store, none, now));
    return valueOf(readSnapshot(store, hoursWanted(viewOf(*days, preset)), now));
}

ui::CallLoader loaderOf(Store &store)
{
    return
        [&store](const CallQuery &query) { return QtFuture::makeReadyFuture(store.calls(query)); };
}

std::unique_ptr<ui::Page> makePage(ui::PageId id, Store &store, QSize size)
{
    std::unique_ptr<ui::Page> page(ui::createPage(id, nullptr));
    if (auto *calls = qobject_cast<ui::CallsPage *>(page.get()))
        calls->setLoader(loaderOf(store));
    page->resize(size);
    page->setVisible(true);
    return page;
}

QPushButton *button(const QWidget &page, const QString &text)
{
    for (auto *candidate : page.findChildren<QPushButton *>()) {
        if (candidate->text() == text && candidate->isVisible())
            return candidate;
    }
    return nullptr;
}

} // namespace tollkeeper::test
