// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz.h"

#include "store/store.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

// A SQLite file that somebody else made, opened to be looked at and opened to be written: each
// question ends in a value or in an error that says what is wrong.

using namespace Qt::StringLiterals;
using namespace tollkeeper;

namespace {

template <class T>
void explained(const Result<T> &result)
{
    if (!result)
        fuzz::require(!result.error().message.isEmpty(), "an error says why", result.error().detail);
}

void look(Store &store)
{
    const auto spend = store.spend({}, BucketUnit::Day);
    explained(spend);
    explained(store.spendFromLog({}, BucketUnit::Hour));
    explained(store.budgets());
    explained(store.audit());
    explained(store.ledger());
    explained(store.outbox());
    explained(store.changeMark());
    CallQuery query;
    query.limit = 50;
    explained(store.calls(query));
    query.badOnly = true;
    explained(store.calls(query));
    explained(store.forEachRow({}, [](const LogRow &row) {
        (void)QString::fromUtf8(row.project.data(), static_cast<qsizetype>(row.project.size()));
        return true;
    }));
}

void write(Store &store)
{
    const UsageRecord call{u"p"_s, u"m"_s, 1, 1, 0.5};
    const auto recorded = store.record(call, 100.0);
    explained(recorded);
    explained(store.seal());
    explained(store.setLimit(u"p"_s, {.maxBudgetUsd = 1}));
    explained(store.reset({u"p"_s, {}, {}}));
}

void openAndUse(const QString &path, bool writes)
{
    StoreOptions options;
    options.osUser = u"fuzz"_s;
    options.busyTimeoutMs = 0;
    options.createSchema = writes;
    const auto store = Store::open(StoreLocation::sqliteFile(path), options);
    explained(store);
    if (!store)
        return;
    look(**store);
    if (!writes)
        return;
    write(**store);
    look(**store);
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static QCoreApplication application(*argc, *argv);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QTemporaryDir folder(QFile::exists(u"/dev/shm"_s) ? u"/dev/shm/fuzz-XXXXXX"_s
                                                            : QString());
    const QString path = folder.filePath(u"calls.db"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("Cannot write %s", qPrintable(path));
    file.write(fuzz::bytesOf(data, size));
    file.close();
    openAndUse(path, false);
    openAndUse(path, true);
    return 0;
}
