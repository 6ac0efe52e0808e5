// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings.h"

#include "store/location.h"

#include <QCryptographicHash>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int recentStoresKept = 8;
// A store's name may be long and hold any character; a key of settings may not.
QString noticesKey(const StoreLocation &location)
{
    const QByteArray hash = QCryptographicHash::hash(location.withoutSecrets().toUtf8(),
                                                     QCryptographicHash::Sha256);
    return u"notices/"_s + QString::fromLatin1(hash.toHex());
}

QVariant toVariant(const std::optional<Timestamp> &moment)
{
    return moment ? QVariant(moment->toIso()) : QVariant(QString());
}

const QStringList schemeNames{u"system"_s, u"light"_s, u"dark"_s}; // in the order of Scheme

} // namespace

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
    preferences.refreshMs = std::max(0, value(u"refreshMs"_s, preferences.refreshMs).toInt());
    return preferences;
}

void Settings::setPreferences(const Preferences &preferences)
{
    setValue(u"theme"_s, schemeNames[static_cast<int>(preferences.scheme)]);
    setValue(u"refreshMs"_s, preferences.refreshMs);
    setValue(u"notify"_s, preferences.notify);
}

QByteArray Settings::geometry() const
{
    return value(u"geometry"_s).toByteArray();
}

void Settings::setGeometry(const QByteArray &geometry)
{
    setValue(u"geometry"_s, geometry);
}

PageId Settings::page() const
{
    const int page = value(u"page"_s, 0).toInt();
    return static_cast<PageId>(std::clamp(page, 0, static_cast<int>(PageId::Audit)));
}

void Settings::setPage(PageId page)
{
    setValue(u"page"_s, static_cast<int>(page));
}

QString Settings::exportFolder() const
{
    return value(u"exportFolder"_s,
                 QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
        .toString();
}

void Settings::setExportFolder(const QString &folder)
{
    setValue(u"exportFolder"_s, folder);
}

std::map<QString, BudgetNotice> Settings::notices(const StoreLocation &location) const
{
    std::map<QString, BudgetNotice> notices;
    const QVariantMap stored = value(noticesKey(location)).toMap();
    for (auto entry = stored.begin(); entry != stored.end(); ++entry) {
        const QVariantList parts = entry->toList();
        notices[entry.key()] = {Timestamp::parse(parts.value(0).toString()),
                                parts.value(1).toInt(),
                                Timestamp::parse(parts.value(2).toString())};
    }
    return notices;
}

void Settings::setNotices(const StoreLocation &location,
                          const std::map<QString, BudgetNotice> &notices)
{
    QVariantMap stored;
    for (const auto &[project, notice] : notices)
        stored[project] = QVariantList{toVariant(notice.since), notice.level,
                                       toVariant(notice.remindAt)};
    setValue(noticesKey(location), stored);
}

QStringList Settings::recentStores() const
{
    return value(u"recentStores"_s).toStringList();
}

void Settings::addRecentStore(const StoreLocation &location)
{
    QStringList recent = recentStores();
    recent.removeAll(location.withoutSecrets());
    recent.prepend(location.withoutSecrets());
    setValue(u"recentStores"_s, QStringList(recent.mid(0, recentStoresKept)));
}

} // namespace tollkeeper::ui
