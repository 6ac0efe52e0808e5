// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/location.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;

/// How a store is named, chosen, and shown without its password.
class tst_location final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPathsAndSqliteUrls_data();
    void readsPathsAndSqliteUrls();
    void refusesOtherSchemes_data();
    void refusesOtherSchemes();
    void readsPostgresUrlsAsLibpqDoes_data();
    void readsPostgresUrlsAsLibpqDoes();
    void addsTimeoutsWhereTheyAreAbsent();
    void keepsTimeoutsThatWereGiven();
    void neverShowsASecret_data();
    void neverShowsASecret();
    void neverShowsASecretOfAUrlThatCannotBeRead_data();
    void neverShowsASecretOfAUrlThatCannotBeRead();
    void leavesHarmlessTextAsItIs();
    void masksWhatLibpqRepeats();
    void isReadBackWithoutItsSecrets_data();
    void isReadBackWithoutItsSecrets();
    void isMadeFromSingleFields();
    void hasAShortTitle_data();
    void hasAShortTitle();
    void choosesTheStoreInOrder_data();
    void choosesTheStoreInOrder();
    void warnsOfTheFallbackInTheWordsOfTheContract();
};

namespace {

QString value(const StoreLocation &location, const QString &key)
{
    const auto found = location.keywords().find(key);
    return found == location.keywords().end() ? QString() : found->second;
}

StoreLocation parsed(const QString &text)
{
    const auto location = StoreLocation::parse(text);
    if (!location)
        qFatal("Refused: %s", qPrintable(location.error().message));
    return *location;
}

} // namespace

void tst_location::readsPathsAndSqliteUrls_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("path");
    QTest::newRow("absolute") << u"/srv/a b.db"_s << u"/srv/a b.db"_s;
    QTest::newRow("relative") << u"team.db"_s << QDir::current().absoluteFilePath(u"team.db"_s);
    QTest::newRow("home") << u"~/team.db"_s << QDir::homePath() + u"/team.db"_s;
    QTest::newRow("URL") << u"sqlite:////srv/team.db"_s << u"/srv/team.db"_s;
    QTest::newRow("URL with three slashes") << u"sqlite:///srv/team.db"_s << u"/srv/team.db"_s;
    QTest::newRow("colon in a name") << u"/srv/a:b.db"_s << u"/srv/a:b.db"_s;
    QTest::newRow("looks like a keyword") << u"/srv/password=x.db"_s << u"/srv/password=x.db"_s;
}

void tst_location::readsPathsAndSqliteUrls()
{
    QFETCH(QString, text);
    QFETCH(QString, path);
    const StoreLocation location = parsed(text);
    QCOMPARE(location.backend(), Backend::Sqlite);
    QCOMPARE(location.path(), path);
    QCOMPARE(location.display(), path);
    QCOMPARE(location.withoutSecrets(), path);
}

void tst_location::refusesOtherSchemes_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("mysql") << u"mysql://user:secret@host/db"_s;
    QTest::newRow("psycopg") << u"postgresql+psycopg2://user:secret@host/db"_s;
    QTest::newRow("http") << u"https://user:secret@example.org/db"_s;
    QTest::newRow("nothing") << QString();
    QTest::newRow("blanks") << u"  "_s;
    QTest::newRow("NUL") << u"/srv/a"_s + QChar(0) + u".db"_s;
}

void tst_location::refusesOtherSchemes()
{
    QFETCH(QString, text);
    const auto location = StoreLocation::parse(text);
    QVERIFY(!location);
    QCOMPARE(location.error().kind, StoreError::Kind::Invalid);
    QVERIFY(!location.error().message.isEmpty());
    QVERIFY(!location.error().message.contains(u"secret"));
}

void tst_location::readsPostgresUrlsAsLibpqDoes_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QMap<QString, QString>>("expected");
    using Map = QMap<QString, QString>;
    QTest::newRow("everything") << u"postgresql://user:pa@db.internal:6432/llm_costs"_s
                                << Map{{u"user"_s, u"user"_s},
                                       {u"password"_s, u"pa"_s},
                                       {u"host"_s, u"db.internal"_s},
                                       {u"port"_s, u"6432"_s},
                                       {u"dbname"_s, u"llm_costs"_s}};
    QTest::newRow("short scheme") << u"postgres://host/db"_s
                                  << Map{{u"host"_s, u"host"_s}, {u"dbname"_s, u"db"_s}};
    QTest::newRow("nothing given") << u"postgresql://"_s << Map{{u"host"_s, QString()}};
    QTest::newRow("percent-encoded")
        << u"postgresql://us%40er:p%40ss%2Fw%3Ard%20%25@host/d%2Fb"_s
        << Map{{u"user"_s, u"us@er"_s}, {u"password"_s, u"p@ss/w:rd %"_s}, {u"dbname"_s, u"d/b"_s}};
    QTest::newRow("IPv6") << u"postgresql://user@[2001:db8::1]:5433/db"_s
                          << Map{{u"host"_s, u"2001:db8::1"_s}, {u"port"_s, u"5433"_s}};
    QTest::newRow("several hosts")
        << u"postgresql://user@a:5432,b:5433/db?target_session_attrs=read-write"_s
        << Map{{u"host"_s, u"a,b"_s},
               {u"port"_s, u"5432,5433"_s},
               {u"target_session_attrs"_s, u"read-write"_s}};
    QTest::newRow("socket") << u"postgresql:///db?host=/run/postgresql&port=5433"_s
                            << Map{{u"host"_s, u"/run/postgresql"_s}, {u"port"_s, u"5433"_s}};
    QTest::newRow("service, passfile and TLS")
        << u"postgresql:///?service=team&passfile=/etc/pgpass&sslmode=verify-full"_s
        << Map{{u"service"_s, u"team"_s},
               {u"passfile"_s, u"/etc/pgpass"_s},
               {u"sslmode"_s, u"verify-full"_s}};
}

void tst_location::readsPostgresUrlsAsLibpqDoes()
{
    QFETCH(QString, url);
    using Map = QMap<QString, QString>;
    QFETCH(Map, expected);
    const StoreLocation location = parsed(url);
    QCOMPARE(location.backend(), Backend::Postgres);
    for (auto entry = expected.cbegin(); entry != expected.cend(); ++entry)
        QCOMPARE(value(location, entry.key()), entry.value());
}

void tst_location::addsTimeoutsWhereTheyAreAbsent()
{
    const StoreLocation location = parsed(u"postgresql://host/db"_s);
    QCOMPARE(value(location, u"application_name"_s), u"tollkeeper"_s);
    QCOMPARE(value(location, u"connect_timeout"_s), u"5"_s);
    QCOMPARE(value(location, u"keepalives"_s), u"1"_s);
    for (const auto &key : {u"keepalives_idle"_s, u"keepalives_interval"_s, u"tcp_user_timeout"_s})
        QVERIFY2(value(location, key).toInt() > 0, qPrintable(key));
}

void tst_location::keepsTimeoutsThatWereGiven()
{
    const StoreLocation location = parsed(
        u"postgresql://host/db?connect_timeout=60&application_name=cron&tcp_user_timeout=0"_s);
    QCOMPARE(value(location, u"application_name"_s), u"cron"_s);
    QCOMPARE(value(location, u"connect_timeout"_s), u"60"_s);
    QCOMPARE(value(location, u"tcp_user_timeout"_s), u"0"_s);
}

void tst_location::neverShowsASecret_data()
{
    QTest::addColumn<QString>("url");
    const auto row = [](const char *name, const QString &url) { QTest::newRow(name) << url; };
    row("user and password", u"postgresql://user:SECRET@host/db"_s);
    row("password in the query", u"postgresql://user@host/db?password=SECRET&sslmode=require"_s);
    row("password first in the query", u"postgresql://host/db?password=SECRET"_s);
    row("password encoded", u"postgresql://user:SEC%52ET@host/db"_s);
    row("parts of it encoded", u"postgresql://user:%53ECRET%40x@host/db"_s);
    row("key password", u"postgresql://user@host/db?sslkey=/k&sslpassword=SECRET"_s);
    row("at sign in the password", u"postgresql://user:pa%40SECRET@host/db"_s);
    row("without a user", u"postgresql://:SECRET@host/db"_s);
    row("twice", u"postgresql://user:SECRET@host/db?password=SECRET"_s);
    row("keyword encoded", u"postgresql://user@host/db?p%61ssword=SEC%52ET"_s);
    row("blank in the query", u"postgresql://user@host/db?password=my SECRET&sslmode=require"_s);
    row("one in the other", u"postgresql://u@h/db?password=SECR&sslpassword=SECRET"_s);
    row("question mark not encoded", u"postgresql://user:pa?SECRET@host/db"_s);
    row("blanks around", u" postgresql://user:SECRET@host/db\n"_s);
    row("several hosts", u"postgresql://user:SECRET@a:1,b:2/db"_s);
    row("IPv6", u"postgresql://user:SECRET@[::1]:5432/db"_s);
}

void tst_location::neverShowsASecret()
{
    QFETCH(QString, url);
    const StoreLocation location = parsed(url);
    QVERIFY(value(location, u"password"_s).contains(u"SECRET")
            || value(location, u"sslpassword"_s).contains(u"SECRET"));
    const StoreChoice choice{url, StoreOrigin::Environment};
    for (const QString &text :
         {location.display(), location.title(), location.withoutSecrets(), maskSecrets(url),
          fallbackWarning(choice, {}),
          location.masked(u"failed: "_s + value(location, u"password"_s)
                          + value(location, u"sslpassword"_s))}) {
        QVERIFY2(!text.contains(u"SECRET") && !text.contains(u"SEC%52ET")
                     && !text.contains(u"%53ECRET"),
                 qPrintable(text));
    }
    QVERIFY2(location.display().contains(u"***"), qPrintable(location.display()));
}

void tst_location::neverShowsASecretOfAUrlThatCannotBeRead_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
    row("at sign not encoded", u"postgresql://user:pa@SECRET@host/db"_s);
    row("slash not encoded", u"postgresql://user:pa/SECRET@host/db"_s);
    row("slash after digits", u"postgresql://user:12/SECRET@host/db"_s);
    row("slash and question mark", u"postgresql://user:pa/x?y=SECRET@host/db"_s);
    row("one slash", u"postgresql:/user:SECRET@host/db"_s);
    row("no slash", u"postgres:user:SECRET@host/db"_s);
    row("bad encoding", u"postgresql://user:%ZZSECRET@host/db"_s);
    row("bad port", u"postgresql://user:SECRET@host:port/db"_s);
    row("unknown keyword", u"postgresql://user:SECRET@host/db?no_such_option=1"_s);
    row("no host", u"postgresql://user:SECRET"_s);
    row("open bracket", u"postgresql://user:SECRET@[::1/db"_s);
    row("keyword form", u"host=h user=u password=SECRET dbname=d"_s);
    row("keyword form, quoted", u"host=h password = 'my \\'SECRET' dbname=d"_s);
    row("keyword form, blank in it", u"host=h password=my\\ SECRET dbname=d"_s);
    row("keyword form, quote left open", u"host=h password='my SECRET dbname=d"_s);
    row("keyword form, key in value", u"hst=password=SECRET"_s);
    row("variable", u"PGPASSWORD=SECRET postgresql:///db"_s);
    row("another scheme", u"mysql://user:SECRET@host/db"_s);
    row("upper case", u"PostgreSQL://user:SECRET@host/db"_s);
    row("within a sentence", u"could not use \"postgresql://user:SECRET@host/db\" today"_s);
}

void tst_location::neverShowsASecretOfAUrlThatCannotBeRead()
{
    QFETCH(QString, text);
    QStringList shown{maskSecrets(text),
                      fallbackWarning({text, StoreOrigin::Environment}, {})};
    const auto location = StoreLocation::parse(text); // not the name of a file, either
    QVERIFY(!location);
    shown << location.error().message << location.error().detail;
    for (const QString &line : shown)
        QVERIFY2(!line.contains(u"SECRET"), qPrintable(line));
}

void tst_location::leavesHarmlessTextAsItIs()
{
    for (const auto &text :
         {u"/home/grace/team.db"_s, u"postgresql://user@host:5432/db?sslmode=require"_s,
          u"postgresql://[::1]:5432/db"_s, u"postgresql://a:5432,b:5433/db"_s,
          u"connection to server at \"10.0.0.1\", port 5432 failed: timeout expired"_s})
        QCOMPARE(maskSecrets(text), text);
}

void tst_location::masksWhatLibpqRepeats()
{
    const StoreLocation location = parsed(u"postgresql://user:p%40ss%2Fword@host/db"_s);
    QCOMPARE(location.masked(u"bad p@ss/word or p%40ss%2Fword or p%40ss%2fword"_s),
             u"bad *** or *** or ***"_s);
    QCOMPARE(location.display(), u"postgresql://user:***@host/db"_s);
}

void tst_location::isReadBackWithoutItsSecrets_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("plain") << u"postgresql://user:pw@host:5433/db"_s;
    QTest::newRow("encoded") << u"postgresql://us%40er:p%40@host/d%2Fb%20c"_s;
    QTest::newRow("hosts") << u"postgresql://u@a:1,b:2/db?target_session_attrs=any"_s;
    QTest::newRow("IPv6") << u"postgresql://u@[::1]:5/db"_s;
    QTest::newRow("socket") << u"postgresql://u@/db?host=/run/postgresql&port=5433"_s;
    QTest::newRow("socket, encoded") << u"postgresql://%2Frun%2Fpostgresql/db"_s;
    QTest::newRow("service") << u"postgresql:///?service=team&connect_timeout=9"_s;
    QTest::newRow("options") << u"postgresql://h/db?options=-c%20search_path%3Da%2Cb"_s;
    QTest::newRow("nothing") << u"postgresql://"_s;
}

void tst_location::isReadBackWithoutItsSecrets()
{
    QFETCH(QString, url);
    const StoreLocation location = parsed(url);
    auto expected = location.keywords();
    expected.erase(u"password"_s);
    const StoreLocation again = parsed(location.withoutSecrets());
    QCOMPARE(QMap(again.keywords()), QMap(expected));
}

void tst_location::isMadeFromSingleFields()
{
    const StoreLocation location = StoreLocation::postgres({{u"host"_s, u"db.internal"_s},
                                                            {u"user"_s, u"grace"_s},
                                                            {u"password"_s, u"SECRET"_s},
                                                            {u"dbname"_s, u"llm_costs"_s}});
    QCOMPARE(location.backend(), Backend::Postgres);
    QCOMPARE(location.display(), u"postgresql://grace:***@db.internal/llm_costs"_s);
    QCOMPARE(location.withoutSecrets(), u"postgresql://grace@db.internal/llm_costs"_s);
    QCOMPARE(value(location, u"connect_timeout"_s), u"5"_s);
}

void tst_location::hasAShortTitle_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("title");
    QTest::newRow("file") << u"/srv/data/team.db"_s << u"team.db"_s;
    QTest::newRow("server") << u"postgresql://u:p@db.internal/llm_costs"_s
                            << u"llm_costs on db.internal"_s;
    QTest::newRow("no host") << u"postgresql:///llm_costs"_s << u"llm_costs"_s;
}

void tst_location::hasAShortTitle()
{
    QFETCH(QString, text);
    QTEST(parsed(text).title(), "title");
}

void tst_location::choosesTheStoreInOrder_data()
{
    using Text = std::optional<QString>;
    QTest::addColumn<Text>("url");
    QTest::addColumn<Text>("db");
    QTest::addColumn<QString>("environment");
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<StoreOrigin>("origin");
    const Text none;
    const QString e = u"postgresql://env"_s;
    QTest::newRow("URL first") << Text(u"u"_s) << Text(u"d"_s) << e << u"u"_s << StoreOrigin::UrlOption;
    QTest::newRow("then file") << none << Text(u"d"_s) << e << u"d"_s << StoreOrigin::DbOption;
    QTest::newRow("then environment") << none << none << e << e << StoreOrigin::Environment;
    QTest::newRow("then home") << none << none << QString() << defaultStorePath()
                               << StoreOrigin::Default;
}

void tst_location::choosesTheStoreInOrder()
{
    QFETCH(std::optional<QString>, url);
    QFETCH(std::optional<QString>, db);
    QFETCH(QString, environment);
    const StoreChoice choice = chooseStore(url, db, environment);
    QTEST(choice.text, "chosen");
    QTEST(choice.origin, "origin");
    QCOMPARE(defaultStorePath(), QDir::homePath() + u"/.llm_toll.db"_s);
}

void tst_location::warnsOfTheFallbackInTheWordsOfTheContract()
{
    const StoreChoice choice{u"postgresql://user:SECRET@host/db"_s, StoreOrigin::Environment};
    const StoreError reason{StoreError::Kind::Unavailable, u"connection refused"_s, {}};
    QCOMPARE(fallbackWarning(choice, reason),
             u"Failed to create store from LLM_TOLL_STORE_URL='postgresql://user:***@host/db': "
             "connection refused. Falling back to local SQLite."_s);
}

QTEST_GUILESS_MAIN(tst_location)
#include "tst_location.moc"
