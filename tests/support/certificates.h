// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTemporaryDir>

namespace tollkeeper::test {

/// A certificate authority in a temporary folder that servers of a PostgresCluster may read. A
/// failure of openssl ends the test.
class CertificateAuthority final
{
public:
    explicit CertificateAuthority(const QString &name);

    /// Its own certificate: what sslrootcert names.
    [[nodiscard]] QString certificate() const { return path(u"ca.pem"); }

    struct Wish
    {
        QString host;
        /// As openssl takes them: "20200101000000Z".
        QString from = QStringLiteral("20200101000000Z");
        QString until = QStringLiteral("20991231235959Z");
    };
    /// Makes (in the place of the one before) the server's certificate and its key.
    void issue(const Wish &wish);
    [[nodiscard]] QString serverCertificate() const { return path(u"server.pem"); }
    [[nodiscard]] QString serverKey() const { return path(u"server.key"); }

private:
    [[nodiscard]] QString path(QStringView name) const { return m_dir.filePath(name.toString()); }
    void run(const QStringList &arguments) const;
    void write(QStringView name, const QByteArray &text) const;
    void request(const QString &name, const QString &commonName) const;

    QTemporaryDir m_dir;
};

} // namespace tollkeeper::test
