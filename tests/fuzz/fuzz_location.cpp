// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz.h"

#include "store/location.h"

#include <QUrl>

// Where a store is: no text that is shown or kept holds the password, and what is kept reads back.
// The password is told by the word SECRET in it.

using namespace Qt::StringLiterals;
using namespace tollkeeper;

namespace {

const QString secret = u"SECRET"_s;

bool isSecret(const QString &key)
{
    return key == u"password" || key == u"sslpassword";
}

void requireMasked(const QString &text, const QString &shown)
{
    const QString decoded = QUrl::fromPercentEncoding(shown.toUtf8());
    fuzz::require(!shown.contains(secret) && !decoded.contains(secret), "a password is never shown",
                  text + u" > "_s + shown);
}

qsizetype occurrences(const QString &text)
{
    return QUrl::fromPercentEncoding(text.toUtf8()).count(secret);
}

// Whether the word is in a password, and nowhere else in \a text.
bool isPlanted(const QString &text, const StoreLocation &location)
{
    qsizetype planted = 0;
    for (const auto &[key, value] : location.keywords()) {
        if (isSecret(key))
            planted += occurrences(value);
    }
    return planted > 0 && planted == occurrences(text);
}

// Without secrets, and with one port a host: one for all of them, and none, mean the same.
std::map<QString, QString> kept(const StoreLocation &location)
{
    std::map<QString, QString> keywords = location.keywords();
    std::erase_if(keywords, [](const auto &entry) { return isSecret(entry.first); });
    const qsizetype hosts = keywords[u"host"_s].count(u',') + 1;
    QStringList ports = keywords[u"port"_s].split(u',');
    while (ports.size() < hosts && ports.size() == ports.count(ports.front()))
        ports << ports.front();
    keywords[u"port"_s] = ports.join(u',');
    return keywords;
}

void checkParsed(const QString &text, const StoreLocation &location)
{
    if (location.backend() == Backend::Sqlite) {
        const bool plainPath = text.startsWith(u'/') || text.startsWith(u'.') || text.startsWith(u'~');
        fuzz::require(plainPath || maskSecrets(text) == text || text.startsWith(u"sqlite:///"),
                      "a password is no part of a file name", text);
        return;
    }
    const QString withoutSecrets = location.withoutSecrets();
    const auto again = StoreLocation::parse(withoutSecrets);
    fuzz::require(again && kept(*again) == kept(location), "what is kept reads back",
                  text + u" > "_s + withoutSecrets);
    (void)location.place();
    (void)location.forChanges();
    if (!isPlanted(text, location))
        return;
    for (const QString &shown : {location.display(), location.title(), withoutSecrets, location.place(),
                                 StoreLocation::postgres(location.keywords()).display(),
                                 fallbackWarning({text, StoreOrigin::Environment}, {})})
        requireMasked(text, shown);
    for (const auto &[key, value] : location.keywords()) {
        if (isSecret(key))
            requireMasked(text, location.masked(u"libpq says: "_s + value));
    }
}

void check(const QString &text)
{
    (void)maskSecrets(text);
    if (const auto location = StoreLocation::parse(text)) {
        checkParsed(text, *location);
    } else {
        fuzz::require(!location.error().message.isEmpty(), "an error says why", text);
    }
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(fuzz::bytesOf(data, size));
    check(text);
    // As a part of a password, encoded or not as it should be.
    const QString before = text.left(text.size() / 2);
    const QString url =
        u"postgresql://user:"_s + before + secret + text.mid(before.size()) + u"@host/db"_s;
    check(url);
    if (const auto location = StoreLocation::parse(url); !location) {
        requireMasked(url, maskSecrets(url));
        requireMasked(url, location.error().message);
    }
    const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(text + secret));
    for (const QString &whole : {u"postgresql://user:"_s + encoded + u"@host/db"_s,
                                 u"postgres://host/db?user=u&password="_s + encoded}) {
        check(whole);
        requireMasked(whole, maskSecrets(whole));
    }
    return 0;
}
