// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storeaccess.h"

#include "nearest.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

// Opens with \a open (const StoreLocation &, const StoreOptions & -> Result), once or twice.
template <class F>
auto openChosen(const StoreArguments &arguments, Console &console, F open)
{
    const StoreChoice choice = arguments.choice();
    const auto location = StoreLocation::parse(choice.text).map(&StoreLocation::forChanges);
    auto opened = location.and_then(
        [&open](const StoreLocation &chosen) { return open(chosen, StoreOptions()); });
    if (opened || !mayFallBack(choice, opened.error()))
        return opened;
    console.note(fallbackWarning(choice, opened.error()));
    StoreOptions standIn;
    standIn.meantFor = location ? location->place() : maskSecrets(choice.text);
    return open(StoreLocation::sqliteFile(defaultStorePath()), standIn);
}

} // namespace

StoreChoice StoreArguments::choice() const
{
    return withReading(chooseStore(url, db, qEnvironmentVariable("LLM_TOLL_STORE_URL")), readUrl,
                       qEnvironmentVariable("LLM_TOLL_READ_URL"));
}

Result<std::unique_ptr<Store>> openStore(const StoreArguments &arguments, Console &console)
{
    return openChosen(arguments, console, &Store::open);
}

Result<std::unique_ptr<Store>> openReader(const StoreArguments &arguments, Console &console)
{
    const StoreChoice choice = arguments.choice();
    const auto location = StoreLocation::parse(choice.text);
    const auto standby = location ? readLocation(choice, *location) : std::nullopt;
    if (!standby)
        return tl::unexpected(standby.error());
    if (!*standby)
        return openStore(arguments, console);
    StoreOptions onlyLook;
    onlyLook.createSchema = false;
    auto opened = Store::open(**standby, onlyLook);
    if (opened)
        return opened;
    console.note(u"Reads from the store itself: %1"_s.arg(opened.error().message));
    return openStore(arguments, console);
}

Result<std::unique_ptr<StorePool>> openPool(const StoreArguments &arguments, Console &console,
                                            int jobs)
{
    const auto open = [jobs](const StoreLocation &location, const StoreOptions &options) {
        const bool server = location.backend() == Backend::Postgres;
        return StorePool::open(location,
                               {.maxConnections = server ? jobs : 1, .store = options});
    };
    return openChosen(arguments, console, open);
}

Result<void> requireProject(Store &store, const QString &project)
{
    const auto budgets = store.budgets();
    if (!budgets)
        return tl::unexpected(budgets.error());
    QStringList names;
    for (const Budget &budget : *budgets) {
        if (budget.project == project)
            return {};
        names.append(budget.project);
    }
    // Other writers may have logged calls without keeping a counter.
    CallQuery query;
    query.filter.project = project;
    query.limit = 1;
    const auto calls = store.calls(query);
    if (!calls)
        return tl::unexpected(calls.error());
    if (!calls->empty())
        return {};
    return fail(StoreError::Kind::Invalid,
                u"The store has no project \"%1\".%2"_s.arg(project, didYouMean(project, names)));
}

Result<std::unique_ptr<Store>> knowing(const std::optional<QString> &project,
                                       Result<std::unique_ptr<Store>> store)
{
    if (store && project) {
        if (const auto known = requireProject(**store, *project); !known)
            return tl::unexpected(known.error());
    }
    return store;
}

void noteWhyEmpty(Console &console, Store &store, const SpendFilter &filter)
{
    if (filter == SpendFilter{}) {
        console.note(u"No calls are recorded in %1 yet."_s.arg(store.info().display));
        return;
    }
    const auto known = filter.project ? requireProject(store, *filter.project) : Result<void>();
    console.note(known ? u"No calls match."_s : known.error().message);
}

} // namespace tollkeeper::cli
