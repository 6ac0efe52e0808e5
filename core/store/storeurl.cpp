// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/storeurl.h"

#include "store/location.h"

#include <QRegularExpression>
#include <QUrl>

#include <libpq-fe.h>

#include <algorithm>
#include <cstring>
#include <memory>

using namespace Qt::StringLiterals;

namespace tollkeeper {

using storeurl::stars;

namespace {

qsizetype afterScheme(const QString &url)
{
    return url.indexOf(u"://") + 3;
}

// Where libpq sees the '@' of the user information: before any '/'. -1 where there is none.
qsizetype userEnd(const QString &url)
{
    const qsizetype begin = afterScheme(url);
    const qsizetype at = url.indexOf(u'@', begin);
    const qsizetype slash = url.indexOf(u'/', begin);
    return slash >= 0 && slash < at ? -1 : at;
}

qsizetype queryBegin(const QString &url)
{
    const qsizetype mark = url.indexOf(u'?', std::max(userEnd(url), afterScheme(url)));
    return mark < 0 ? url.size() : mark;
}

// "user:pa/ss@host" and "user:pa@ss@host" are hosts, ports and names of databases to libpq.
bool mayHoldStrayPassword(const QString &url)
{
    const qsizetype stray = url.lastIndexOf(u'@', queryBegin(url) - 1);
    const qsizetype colon = url.indexOf(u':', afterScheme(url));
    return stray > std::max(userEnd(url), afterScheme(url)) && colon >= 0 && colon < stray;
}

// So is "user:pass" without a host.
bool arePorts(const QString &ports)
{
    const QStringList all = ports.split(u',');
    return std::all_of(all.begin(), all.end(), [](const QString &port) {
        bool number = false;
        port.toUShort(&number);
        return number || port.isEmpty();
    });
}

bool namesSecret(const QString &encodedKey)
{
    const QString key = QUrl::fromPercentEncoding(encodedKey.toUtf8());
    const QStringList endings{u"password"_s, u"passwd"_s, u"pwd"_s, u"secret"_s};
    return std::any_of(endings.begin(), endings.end(), [&key](const QString &ending) {
        return key.endsWith(ending, Qt::CaseInsensitive);
    });
}

// As libpq reads it.
QString maskedUrl(const QString &url)
{
    const qsizetype query = queryBegin(url);
    QString masked = url.left(query);
    const qsizetype at = userEnd(url);
    const qsizetype colon = url.indexOf(u':', afterScheme(url));
    if (colon >= 0 && colon < at)
        masked.replace(colon + 1, at - colon - 1, stars);
    if (query == url.size())
        return masked;
    QStringList parameters = url.mid(query + 1).split(u'&');
    for (QString &parameter : parameters) {
        const qsizetype equals = parameter.indexOf(u'=');
        if (namesSecret(parameter.left(equals)))
            parameter = parameter.left(equals + 1) + stars;
    }
    return masked + u'?' + parameters.join(u'&');
}

// Nobody knows what was meant: whatever may be a password is none of anybody's business.
QString guessedUserMasked(const QString &text)
{
    static const QRegularExpression scheme(u"[a-z][a-z0-9+.-]*://|postgres(?:ql)?:/?"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    const auto found = scheme.match(text);
    if (!found.hasMatch())
        return text;
    const qsizetype begin = found.capturedEnd();
    const qsizetype at = text.lastIndexOf(u'@');
    const qsizetype colon = text.indexOf(u':', begin);
    if (colon >= 0 && colon < at)
        return text.left(colon + 1) + stars + text.mid(at);
    static const QRegularExpression pathStart(u"[/?#\\s]"_s);
    const qsizetype path = text.indexOf(pathStart, begin);
    const qsizetype end = path < 0 ? text.size() : path;
    // "postgresql://user:secret" is read as host and port: what is no port may be a password.
    static const QRegularExpression notAPort(u":(?!\\d+(?:,|$))(?![^\\[]*\\])[^,]+"_s);
    QString authority = text.mid(begin, end - begin);
    authority.replace(notAPort, u":"_s + stars);
    return text.left(begin) + authority + text.mid(end);
}

// Values of key=value, as in a libpq connection string, a URL's query or an environment.
QString valuesMasked(const QString &text)
{
    static const QRegularExpression key(u"([\\w%.-]+)\\s*=\\s*"_s);
    static const QRegularExpression value(
        u"'(?:[^'\\\\]|\\\\.)*(?:'|\\\\?$)|(?:\\\\.|[^\\s&\\\\])+\\\\?"_s,
        QRegularExpression::DotMatchesEverythingOption);
    QString masked;
    qsizetype from = 0;
    for (auto found = key.match(text); found.hasMatch(); found = key.match(text, from)) {
        masked += QStringView(text).mid(from, found.capturedEnd() - from);
        from = found.capturedEnd();
        if (!namesSecret(found.captured(1)))
            continue;
        const auto whole = value.match(text, from, QRegularExpression::NormalMatch,
                                       QRegularExpression::AnchorAtOffsetMatchOption);
        if (whole.hasMatch()) {
            masked += stars;
            from = whole.capturedEnd();
        }
    }
    masked += QStringView(text).mid(from);
    return masked;
}

} // namespace

bool storeurl::isPostgres(const QString &text)
{
    return text.startsWith(u"postgresql://") || text.startsWith(u"postgres://");
}

std::optional<std::map<QString, QString>> storeurl::read(const QString &url)
{
    if (!isPostgres(url) || url.contains(QChar(0)) || mayHoldStrayPassword(url))
        return std::nullopt;
    char *parseError = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(url.toUtf8().constData(), &parseError), &PQconninfoFree);
    PQfreemem(parseError); // may quote the password, so it is never shown
    if (!options)
        return std::nullopt;
    std::map<QString, QString> keywords;
    for (const PQconninfoOption *option = options.get(); option->keyword; ++option) {
        if (option->val)
            keywords.emplace(QString::fromUtf8(option->keyword), QString::fromUtf8(option->val));
    }
    if (const auto port = keywords.find(u"port"_s); port != keywords.end() && !arePorts(port->second))
        return std::nullopt;
    return keywords;
}

QString maskSecrets(const QString &text)
{
    if (storeurl::read(text))
        return maskedUrl(text);
    return valuesMasked(guessedUserMasked(text));
}

void storeurl::hideSecrets(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        const size_t room = std::strlen(argv[i]);
        const QByteArray masked = maskSecrets(QString::fromLocal8Bit(argv[i])).toLocal8Bit();
        if (masked == argv[i])
            continue;
        std::fill_n(argv[i], room, '\0');
        std::copy_n(masked.constData(), std::min(room, static_cast<size_t>(masked.size())), argv[i]);
    }
}

} // namespace tollkeeper
