// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/location.h"

#include "format/translation.h"
#include "store/storeurl.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

bool isSecret(const QString &keyword)
{
    return keyword == u"password" || keyword == u"sslpassword";
}

QString expanded(const QString &path)
{
    if (path == u"~" || path.startsWith(u"~/"))
        return QDir::homePath() + path.mid(1);
    return QDir::cleanPath(QDir::current().absoluteFilePath(path));
}

StoreError malformed(const QString &url)
{
    QString message = Text::tr("The store URL %1 cannot be read. It should look like "
                               "postgresql://user:password@host:5432/database.")
                          .arg(maskSecrets(url));
    if (url.contains(u'@')) {
        message +=
            Text::tr(" In the password, write special characters percent-encoded: "
                     "@ as %40, / as %2F, : as %3A, # as %23, ? as %3F, % as %25, a space as %20.");
    }
    return {StoreError::Kind::Invalid, message, {}};
}

// "host=db password=..." and "postgres:/user:..." would be names of files with a password in them.
bool isSlipOfUrl(const QString &text)
{
    if (text.startsWith(u'/') || text.startsWith(u'.') || text.startsWith(u'~'))
        return false;
    static const QRegularExpression start(
        u"^\\s*(?:postgres(?:ql)?:|(?:host|hostaddr|port|dbname|user|password|service)\\s*=)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return start.match(text).hasMatch() || maskSecrets(text) != text;
}

void addDefaults(std::map<QString, QString> &keywords)
{
    const std::pair<const char *, const char *> defaults[] = {
        {"application_name", "tollkeeper"}, {"connect_timeout", "5"},
        {"keepalives", "1"},                {"keepalives_idle", "10"},
        {"keepalives_interval", "5"},       {"keepalives_count", "3"},
        {"tcp_user_timeout", "15000"}};
    for (const auto &[key, value] : defaults)
        keywords.try_emplace(QString::fromLatin1(key), QString::fromLatin1(value));
}

bool isDefault(const QString &key, const QString &value)
{
    std::map<QString, QString> defaults;
    addDefaults(defaults);
    const auto found = defaults.find(key);
    return found != defaults.end() && found->second == value;
}

} // namespace

Result<StoreLocation> StoreLocation::parse(const QString &given)
{
    const QString text = storeurl::isPostgres(given.trimmed()) ? given.trimmed() : given;
    if (text.trimmed().isEmpty())
        return fail(StoreError::Kind::Invalid,
                    Text::tr("No store was named: give a file or a URL."));
    if (text.contains(QChar(0)))
        return fail(StoreError::Kind::Invalid,
                    Text::tr("The name of the store holds a NUL character."));
    if (!storeurl::isPostgres(text)) {
        if (text.startsWith(u"sqlite:///"))
            return sqliteFile(text.mid(text.startsWith(u"sqlite:////") ? 10 : 9));
        static const QRegularExpression scheme(u"^\\s*([A-Za-z][A-Za-z0-9+.-]+)://"_s);
        if (const auto match = scheme.match(text); match.hasMatch()) {
            return fail(
                StoreError::Kind::Invalid,
                Text::tr("Stores of the kind %1:// are not supported. Use postgresql://..., "
                         "sqlite:///PATH or the path of a SQLite file.")
                    .arg(match.captured(1)));
        }
        if (isSlipOfUrl(text)) {
            return fail(StoreError::Kind::Invalid,
                        Text::tr("This looks like the settings of a PostgreSQL connection, but not "
                                 "like its URL, which is postgresql://user:password@host:5432/database. "
                                 "A file of this name can be given with its folder: ./NAME"));
        }
        return sqliteFile(text);
    }
    const auto keywords = storeurl::read(text);
    if (!keywords)
        return tl::unexpected(malformed(text));
    StoreLocation location = postgres(*keywords);
    location.m_display = location.masked(maskSecrets(text));
    return location;
}

StoreLocation StoreLocation::sqliteFile(const QString &path)
{
    StoreLocation location;
    location.m_path = expanded(path);
    location.m_display = location.m_path;
    return location;
}

StoreLocation StoreLocation::postgres(const std::map<QString, QString> &keywords)
{
    StoreLocation location;
    location.m_backend = Backend::Postgres;
    location.m_keywords = keywords;
    addDefaults(location.m_keywords);
    QString url = location.withoutSecrets();
    if (keywords.contains(u"password"_s))
        url = keywords.contains(u"user"_s) ? url.replace(url.indexOf(u'@'), 1, u":***@"_s) : url;
    location.m_display = url;
    return location;
}

QString StoreLocation::title() const
{
    if (m_backend == Backend::Sqlite)
        return QFileInfo(m_path).fileName();
    const auto value = [this](const QString &key) {
        const auto found = m_keywords.find(key);
        return found == m_keywords.end() ? QString() : found->second;
    };
    QString database = value(u"dbname"_s);
    if (database.isEmpty())
        database = value(u"user"_s);
    if (database.isEmpty())
        database = value(u"service"_s);
    QString host = value(u"host"_s);
    if (host.isEmpty())
        host = value(u"hostaddr"_s);
    if (host.isEmpty())
        return database.isEmpty() ? u"PostgreSQL"_s : database;
    return database.isEmpty() ? host : u"%1 on %2"_s.arg(database, host);
}

QString StoreLocation::withoutSecrets() const
{
    if (m_backend == Backend::Sqlite)
        return m_path;
    const auto encode = [](const QString &text) {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    };
    QString user;
    QString database;
    QStringList query;
    QStringList hosts;
    QStringList ports;
    for (const auto &[key, value] : m_keywords) {
        if (isSecret(key) || isDefault(key, value))
            continue;
        if (key == u"user")
            user = encode(value) + u'@';
        else if (key == u"dbname")
            database = u'/' + encode(value);
        else if (key == u"host" && !value.startsWith(u'/'))
            hosts = value.split(u',');
        else if (key == u"port")
            ports = value.split(u',');
        else
            query << key + u'=' + encode(value);
    }
    QStringList authority;
    for (qsizetype i = 0; i < hosts.size(); ++i) {
        const QString host = hosts[i].contains(u':') ? u'[' + hosts[i] + u']' : encode(hosts[i]);
        const QString port = ports.size() == 1 ? ports.front() : ports.value(i);
        authority << (port.isEmpty() ? host : host + u':' + port);
    }
    if (hosts.isEmpty() && !ports.isEmpty())
        query << u"port="_s + ports.join(u',');
    QString url = u"postgresql://"_s + user + authority.join(u',') + database;
    return query.isEmpty() ? url : url + u'?' + query.join(u'&');
}

QString StoreLocation::place() const
{
    if (m_backend == Backend::Sqlite)
        return m_path;
    std::map<QString, QString> where;
    for (const QString &key : {u"host"_s, u"hostaddr"_s, u"port"_s, u"dbname"_s, u"service"_s}) {
        if (const auto found = m_keywords.find(key); found != m_keywords.end())
            where.insert(*found);
    }
    if (const auto user = m_keywords.find(u"user"_s); user != m_keywords.end())
        where.emplace(u"dbname"_s, user->second); // the database of the user's name
    return postgres(where).withoutSecrets();
}

bool StoreLocation::prefersStandby() const
{
    const auto found = m_keywords.find(u"target_session_attrs"_s);
    return found != m_keywords.end() && found->second == u"prefer-standby";
}

StoreLocation StoreLocation::forChanges() const
{
    StoreLocation location = *this;
    if (prefersStandby())
        location.m_keywords[u"target_session_attrs"_s] = u"read-write"_s;
    return location;
}

QString StoreLocation::masked(QString text) const
{
    QStringList secrets;
    for (const auto &[key, value] : m_keywords) {
        if (isSecret(key) && !value.isEmpty())
            secrets << value << QString::fromLatin1(QUrl::toPercentEncoding(value));
    }
    // The longer first: it may hold the other.
    std::ranges::sort(secrets, std::greater(), &QString::size);
    for (const QString &secret : std::as_const(secrets))
        text.replace(secret, storeurl::stars, Qt::CaseInsensitive);
    return text;
}

QString defaultStorePath()
{
    return QDir::homePath() + u"/.llm_toll.db"_s;
}

StoreChoice chooseStore(const std::optional<QString> &urlOption,
                        const std::optional<QString> &dbOption, const QString &environmentUrl)
{
    if (urlOption)
        return {*urlOption, StoreOrigin::UrlOption};
    if (dbOption)
        return {*dbOption, StoreOrigin::DbOption};
    if (!environmentUrl.isEmpty())
        return {environmentUrl, StoreOrigin::Environment};
    return {defaultStorePath(), StoreOrigin::Default};
}

StoreChoice withReading(StoreChoice choice, const std::optional<QString> &readOption,
                        const QString &environmentReadUrl)
{
    if (readOption)
        choice.readUrl = *readOption;
    else if (choice.origin == StoreOrigin::Environment)
        choice.readUrl = environmentReadUrl;
    return choice;
}

Result<std::optional<StoreLocation>> readLocation(const StoreChoice &choice,
                                                  const StoreLocation &store)
{
    if (store.backend() == Backend::Sqlite)
        return std::nullopt;
    if (choice.readUrl.isEmpty())
        return store.prefersStandby() ? std::optional(store) : std::nullopt;
    const auto location = StoreLocation::parse(choice.readUrl);
    if (!location)
        return tl::unexpected(location.error());
    if (location->backend() == Backend::Sqlite) {
        return fail(
            StoreError::Kind::Invalid,
            Text::tr("Only a PostgreSQL server can be read in the place of another: %1 is none. "
                     "Give a URL of a standby, or none.")
                .arg(location->display()));
    }
    return std::optional(*location);
}

bool mayFallBack(const StoreChoice &choice, const StoreError &error)
{
    const bool mistake = error.kind == StoreError::Kind::Invalid && !storeurl::isPostgres(choice.text);
    return choice.origin == StoreOrigin::Environment && !mistake
        && error.kind != StoreError::Kind::SchemaNewer;
}

QString fallbackWarning(const StoreChoice &choice, const StoreError &reason)
{
    QString why = reason.message;
    while (why.endsWith(u'.'))
        why.chop(1);
    return Text::tr("Failed to create store from LLM_TOLL_STORE_URL='%1': %2. "
                    "Falling back to local SQLite.")
        .arg(maskSecrets(choice.text), why);
}

} // namespace tollkeeper
