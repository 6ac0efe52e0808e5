// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings.h"

#include "session/namedstore.h"

#include <QCryptographicHash>
#include <QDir>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int recentStoresKept = 8;
// A store's name may be long and hold any character; a key of settings may not.
QString noticesKey(const QString &url)
{
    const QByteArray hash = QCryptographicHash::hash(url.toUtf8(), QCryptographicHash::Sha256);
    return u"notices/"_s + QString::fromLatin1(hash.toHex());
}

QVariant toVariant(const std::optional<Timestamp> &moment)
{
    return moment ? QVariant(moment->toIso()) : QVariant(QString());
}

const QString storesKey = u"stores"_s;
const QStringList schemeNames{u"system"_s, u"light"_s, u"dark"_s, u"contrast"_s}; // in the order of Scheme
const QStringList languageNames{u"system"_s, u"en"_s, u"de"_s}; // in the order of Language

} // namespace

QString displayOf(const KnownStore &store)
{
    const auto stores = isMerged(store.url) ? storesAt(store.url) : Result<NamedStores>();
    return stores && !stores->empty() ? titleOf(*stores) : store.url;
}

Settings Settings::ofUser()
{
    return Settings(std::make_unique<QSettings>(u"tollkeeper"_s, u"tollkeeper"_s));
}

Settings Settings::forgetful()
{
    return Settings(nullptr);
}

Settings Settings::inFile(const QString &path)
{
    return Settings(std::make_unique<QSettings>(path, QSettings::IniFormat));
}

QVariant Settings::value(const QString &key, const QVariant &otherwise) const
{
    return m_stored ? m_stored->value(key, otherwise) : otherwise;
}

void Settings::setValue(const QString &key, const QVariant &value)
{
    if (m_stored)
        m_stored->setValue(key, value);
}

Preferences Settings::preferences() const
{
    Preferences preferences;
    const auto scheme = schemeNames.indexOf(value(u"theme"_s).toString());
    preferences.scheme = static_cast<Scheme>(std::max<qsizetype>(scheme, 0));
    preferences.notify = value(u"notify"_s, preferences.notify).toBool();
    const auto language = languageNames.indexOf(value(u"language"_s).toString());
    preferences.language = static_cast<Language>(std::max<qsizetype>(language, 0));
    preferences.refreshMs = std::max(0, value(u"refreshMs"_s, preferences.refreshMs).toInt());
    return preferences;
}

void Settings::setPreferences(const Preferences &preferences)
{
    setValue(u"theme"_s, schemeNames[static_cast<int>(preferences.scheme)]);
    setValue(u"refreshMs"_s, preferences.refreshMs);
    setValue(u"notify"_s, preferences.notify);
    setValue(u"language"_s, languageNames[static_cast<int>(preferences.language)]);
}

QByteArray Settings::geometry() const
{
    return value(u"geometry"_s).toByteArray();
}

void Settings::setGeometry(const QByteArray &geometry)
{
    setValue(u"geometry"_s, geometry);
}

Place Settings::place() const
{
    const auto choice = [this](const QString &key, auto otherwise, auto last) {
        const int number = value(key, static_cast<int>(otherwise)).toInt();
        return static_cast<decltype(otherwise)>(std::clamp(number, 0, static_cast<int>(last)));
    };
    Place place;
    place.page = choice(u"page"_s, place.page, PageId::Audit);
    place.preset = choice(u"range"_s, place.preset, RangePreset::Custom);
    place.groupBy = choice(u"groupBy"_s, place.groupBy, GroupBy::Store);
    place.compare = value(u"compare"_s, place.compare).toBool();
    place.custom = Range::days(value(u"rangeFirst"_s).toDate(), value(u"rangeLast"_s).toDate());
    if (place.preset == RangePreset::Custom && place.custom.size() <= 0)
        place.preset = Place().preset;
    return place;
}

void Settings::setPlace(const Place &place)
{
    setValue(u"page"_s, static_cast<int>(place.page));
    setValue(u"range"_s, static_cast<int>(place.preset));
    setValue(u"groupBy"_s, static_cast<int>(place.groupBy));
    setValue(u"compare"_s, place.compare);
    if (place.preset == RangePreset::Custom) {
        setValue(u"rangeFirst"_s, place.custom.firstDay());
        setValue(u"rangeLast"_s, place.custom.lastDay());
    }
}

QString Settings::exportFolder() const
{
    for (const QString &folder :
         {value(u"exportFolder"_s).toString(),
          QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)}) {
        if (!folder.isEmpty() && QFileInfo(folder).isDir())
            return folder;
    }
    return QDir::homePath();
}

void Settings::setExportFolder(const QString &folder)
{
    setValue(u"exportFolder"_s, folder);
}

FocusOptions Settings::focus() const
{
    FocusOptions options;
    if (value(u"focus/version"_s).toString() == versionName(FocusVersion::V1_2))
        options.version = FocusVersion::V1_2;
    options.billingAccountId = value(u"focus/account"_s).toString();
    if (const QString provider = value(u"focus/provider"_s).toString(); !provider.isEmpty())
        options.defaultProvider = provider;
    if (value(u"focus/unit"_s).toString() == u"hour")
        options.unit = BucketUnit::Hour;
    options.priceList = value(u"focus/priceList"_s).toString();
    return options;
}

void Settings::setFocus(const FocusOptions &options)
{
    setValue(u"focus/version"_s, versionName(options.version));
    setValue(u"focus/account"_s, options.billingAccountId);
    if (options.defaultProvider)
        setValue(u"focus/provider"_s, *options.defaultProvider);
    setValue(u"focus/unit"_s, options.unit == BucketUnit::Hour ? u"hour"_s : u"day"_s);
    setValue(u"focus/priceList"_s, options.priceList);
}

std::map<QString, BudgetNotice> Settings::notices(const QString &url) const
{
    std::map<QString, BudgetNotice> notices;
    const QVariantMap stored = value(noticesKey(url)).toMap();
    for (auto entry = stored.begin(); entry != stored.end(); ++entry) {
        const QVariantList parts = entry->toList();
        notices[entry.key()] = {Timestamp::parse(parts.value(0).toString()),
                                parts.value(1).toInt(),
                                Timestamp::parse(parts.value(2).toString())};
    }
    return notices;
}

void Settings::setNotices(const QString &url, const std::map<QString, BudgetNotice> &notices)
{
    QVariantMap stored;
    for (const auto &[project, notice] : notices)
        stored[project] = QVariantList{toVariant(notice.since), notice.level,
                                       toVariant(notice.remindAt)};
    setValue(noticesKey(url), stored);
}

std::vector<KnownStore> Settings::stores() const
{
    std::vector<KnownStore> stores;
    if (!m_stored)
        return stores;
    const int count = m_stored->beginReadArray(storesKey);
    for (int i = 0; i < count; ++i) {
        m_stored->setArrayIndex(i);
        stores.push_back({m_stored->value(u"url"_s).toString(), m_stored->value(u"name"_s).toString(),
                          m_stored->value(u"password"_s).toBool()});
    }
    m_stored->endArray();
    return stores;
}

void Settings::setStores(const std::vector<KnownStore> &stores)
{
    if (!m_stored)
        return;
    m_stored->remove(storesKey);
    m_stored->beginWriteArray(storesKey, static_cast<int>(stores.size()));
    int index = 0;
    for (const KnownStore &store : stores) {
        m_stored->setArrayIndex(index++);
        m_stored->setValue(u"url"_s, store.url);
        m_stored->setValue(u"name"_s, store.name);
        m_stored->setValue(u"password"_s, store.password);
    }
    m_stored->endArray();
}

KnownStore Settings::store(const StoreLocation &location) const
{
    return store(location.withoutSecrets());
}

KnownStore Settings::store(const QString &url) const
{
    for (const KnownStore &known : stores()) {
        if (known.url == url)
            return known;
    }
    return {url};
}

void Settings::rememberStore(const StoreLocation &location)
{
    KnownStore store = this->store(location);
    const auto password = location.keywords().find(u"password"_s);
    store.password = password != location.keywords().end() && !password->second.isEmpty();
    putFirst(store);
}

void Settings::rememberMerged(const QString &url)
{
    putFirst(store(url));
}

void Settings::putFirst(const KnownStore &store)
{
    std::vector<KnownStore> known = stores();
    std::erase_if(known, [&](const KnownStore &other) { return other.url == store.url; });
    known.insert(known.begin(), store);
    int recent = 0;
    std::erase_if(known, [&recent](const KnownStore &other) {
        return other.name.isEmpty() && ++recent > recentStoresKept;
    });
    setStores(known);
}

void Settings::nameStore(const QString &url, const QString &name)
{
    std::vector<KnownStore> known = stores();
    for (KnownStore &store : known) {
        if (store.url == url)
            store.name = name.trimmed();
    }
    setStores(known);
}

void Settings::forgetStore(const QString &url)
{
    std::vector<KnownStore> known = stores();
    std::erase_if(known, [&url](const KnownStore &store) { return store.url == url; });
    setStores(known);
}

} // namespace tollkeeper::ui
