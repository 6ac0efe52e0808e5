// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "certificates.h"
#include "postgrescluster.h"
#include "rawconnection.h"
#include "teststore.h"
#include "tollctl.h"

#include <QFile>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// sslmode=verify-full against a server with certificates of every kind.
class TestCliTls final : public QObject
{
    Q_OBJECT

    static constexpr auto host = "db.tollkeeper.example";

    std::unique_ptr<CertificateAuthority> m_authority;
    std::unique_ptr<CertificateAuthority> m_stranger;
    std::unique_ptr<PostgresCluster> m_cluster;
    QString m_database;

    /// Connects to the server by its name, which nobody needs to look up.
    [[nodiscard]] QString url(const QString &mode, const CertificateAuthority &trusted) const
    {
        QUrl url(m_cluster->url(m_database));
        url.setHost(QLatin1String(host));
        return QString::fromLatin1(url.toEncoded())
            + u"?hostaddr=%1&sslmode=%2&sslrootcert=%3"_s.arg(PostgresCluster::host(), mode,
                                                             trusted.certificate());
    }
    void serve(const CertificateAuthority::Wish &wish)
    {
        m_authority->issue(wish);
        m_cluster->restart();
    }
    void verifyRefused(const QString &url) const
    {
        const auto store = Store::open(*StoreLocation::parse(url));
        QCOMPARE(errorOf(store), StoreError::Kind::Unavailable);
        const QString message = store.error().message;
        QVERIFY2(message.contains(u"certificate"), qPrintable(message));
        QVERIFY2(message.contains(u"sslrootcert"), qPrintable(message)); // what to do
        QVERIFY2(!message.contains(PostgresCluster::adminPassword())
                     && message.contains(u":***@"),
                 qPrintable(message));

        Tollctl named;
        const Outcome refused = named.run({u"stats"_s, u"--store-url"_s, url});
        QCOMPARE(refused.exitCode, 4);
        QVERIFY2(refused.err.contains("certificate"), refused.err);
        QVERIFY(!QFile::exists(named.defaultStore()));

        Tollctl environment;
        environment.set(u"LLM_TOLL_STORE_URL"_s, url);
        const Outcome fallback = environment.run({u"stats"_s});
        QCOMPARE(fallback.exitCode, 0);
        QVERIFY2(fallback.err.startsWith("Failed to create store from LLM_TOLL_STORE_URL='postgresql://")
                     && fallback.err.contains("certificate")
                     && fallback.err.contains("Falling back to local SQLite."),
                 fallback.err);
        for (const Outcome &outcome : {refused, fallback}) {
            for (const QString &password :
                 {PostgresCluster::adminPassword(),
                  QString::fromLatin1(QUrl::toPercentEncoding(PostgresCluster::adminPassword()))})
                QVERIFY2(!(outcome.out + outcome.err).contains(password.toUtf8()), outcome.err);
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_authority = std::make_unique<CertificateAuthority>(u"Trusted"_s);
        m_stranger = std::make_unique<CertificateAuthority>(u"Stranger"_s);
        m_authority->issue({.host = QLatin1String(host)});
        m_cluster = std::make_unique<PostgresCluster>(PostgresCluster::Options{
            .settings = {u"ssl=on"_s, u"ssl_cert_file="_s + m_authority->serverCertificate(),
                         u"ssl_key_file="_s + m_authority->serverKey()}});
        m_database = PostgresCluster::databaseOf(m_cluster->createDatabase());
    }
    void cleanupTestCase()
    {
        m_cluster.reset();
        m_authority.reset();
        m_stranger.reset();
    }

    void aGoodCertificateIsAcceptedAndTheConnectionIsEncrypted()
    {
        serve({.host = QLatin1String(host)});
        const QString verified = url(u"verify-full"_s, *m_authority);
        const auto store = Store::open(*StoreLocation::parse(verified));
        QVERIFY2(store, store ? "" : qPrintable(store.error().message));
        QVERIFY((*store)->info().encrypted);
        QVERIFY(valueOf((*store)->record(sampleCall())).logged());
        const Tollctl tollctl;
        const Outcome outcome = tollctl.run({u"stats"_s, u"--json"_s, u"--store-url"_s, verified});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.json()["total"_L1]["call_count"_L1].toInteger(), 1);
        const auto open = Store::open(*StoreLocation::parse(url(u"disable"_s, *m_authority)));
        QVERIFY(open && !(*open)->info().encrypted);
    }

    void anotherOneIsRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("until");
        const QString expected = QLatin1String(host);
        const CertificateAuthority::Wish usual;
        QTest::newRow("of another host")
            << u"db.elsewhere.example"_s << usual.from << usual.until;
        QTest::newRow("expired") << expected << usual.from << u"20210101000000Z"_s;
        QTest::newRow("not valid yet") << expected << u"20980101000000Z"_s << usual.until;
    }
    void anotherOneIsRefused()
    {
        QFETCH(QString, name);
        QFETCH(QString, from);
        QFETCH(QString, until);
        serve({.host = name, .from = from, .until = until});
        verifyRefused(url(u"verify-full"_s, *m_authority));
        // Who does not ask for it is not protected by it.
        QVERIFY(Store::open(*StoreLocation::parse(url(u"require"_s, *m_authority)))
                    .has_value() == name.contains(u"elsewhere"));
    }

    void oneOfAnUnknownAuthorityIsRefused()
    {
        serve({.host = QLatin1String(host)});
        verifyRefused(url(u"verify-full"_s, *m_stranger));
    }

    void aMissingAuthorityIsRefused()
    {
        serve({.host = QLatin1String(host)});
        const QString missing = url(u"verify-full"_s, *m_authority) + u".gone"_s;
        verifyRefused(missing);
    }
};

QTEST_GUILESS_MAIN(TestCliTls)
#include "tst_cli_tls.moc"
