// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/namedstore.h"

#include "format/translation.h"

#include <QFileInfo>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

// No store's own address begins so: files have absolute paths.
const QString scheme = u"together:"_s;

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QString decoded(const QString &text)
{
    return QUrl::fromPercentEncoding(text.toLatin1());
}

} // namespace

QString addressOf(const NamedStores &stores)
{
    if (stores.size() == 1)
        return stores.front().location.withoutSecrets();
    QStringList parts;
    for (const NamedStore &store : stores)
        parts << encoded(store.name) + u'=' + encoded(store.location.withoutSecrets());
    return parts.isEmpty() ? QString() : scheme + parts.join(u'&');
}

bool isMerged(const QString &address)
{
    return address.startsWith(scheme);
}

Result<NamedStores> storesAt(const QString &address)
{
    NamedStores stores;
    if (!isMerged(address)) {
        return StoreLocation::parse(address).map([](const StoreLocation &location) {
            return NamedStores{{{}, location}};
        });
    }
    for (const QString &part : address.mid(scheme.size()).split(u'&')) {
        const auto location = StoreLocation::parse(decoded(part.section(u'=', 1)));
        if (!location)
            return tl::unexpected(location.error());
        stores.push_back({decoded(part.section(u'=', 0, 0)), *location});
    }
    if (stores.size() < 2)
        return fail(StoreError::Kind::Invalid, Text::tr("Two stores or more make a merged view."));
    return stores;
}

QString titleOf(const NamedStores &stores)
{
    QStringList names;
    for (const NamedStore &store : stores)
        names << (store.name.isEmpty() ? store.location.title() : store.name);
    return names.join(u" + "_s);
}

QString shortName(const StoreLocation &location)
{
    if (location.backend() == Backend::Sqlite)
        return QFileInfo(location.path()).completeBaseName();
    const auto database = location.keywords().find(u"dbname"_s);
    return database == location.keywords().end() ? location.title() : database->second;
}

} // namespace tollkeeper::ui
