// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "certificates.h"

#include "serverprocess.h"

#include <QFile>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

CertificateAuthority::CertificateAuthority(const QString &name)
{
    // Of all its ways to sign, only "openssl ca" takes dates.
    write(u"ca.conf", "[ca]\n"
                      "default_ca = here\n"
                      "[here]\n"
                      "dir = .\n"
                      "database = $dir/index.txt\n"
                      "new_certs_dir = $dir\n"
                      "rand_serial = yes\n"
                      "default_md = sha256\n"
                      "unique_subject = no\n"
                      "policy = any\n"
                      "[any]\n"
                      "commonName = supplied\n"
                      "[authority]\n"
                      "basicConstraints = critical, CA:true\n"
                      "keyUsage = keyCertSign\n");
    write(u"index.txt", {});
    request(u"ca"_s, name);
    run({u"ca"_s, u"-batch"_s, u"-notext"_s, u"-config"_s, u"ca.conf"_s, u"-selfsign"_s, u"-extensions"_s,
         u"authority"_s, u"-keyfile"_s, u"ca.key"_s, u"-startdate"_s, Wish().from, u"-enddate"_s,
         Wish().until, u"-in"_s, u"ca.request"_s, u"-out"_s, u"ca.pem"_s});
    giveAway(m_dir.path());
}

void CertificateAuthority::issue(const Wish &wish)
{
    request(u"server"_s, wish.host);
    write(u"server.conf", "subjectAltName = DNS:" + wish.host.toUtf8() + '\n');
    run({u"ca"_s, u"-batch"_s, u"-notext"_s, u"-config"_s, u"ca.conf"_s, u"-extfile"_s, u"server.conf"_s,
         u"-cert"_s, u"ca.pem"_s, u"-keyfile"_s, u"ca.key"_s, u"-startdate"_s, wish.from,
         u"-enddate"_s, wish.until, u"-in"_s, u"server.request"_s, u"-out"_s, u"server.pem"_s});
    QFile::setPermissions(serverKey(), QFile::ReadOwner | QFile::WriteOwner);
    giveAway(serverKey());
}

void CertificateAuthority::request(const QString &name, const QString &commonName) const
{
    run({u"req"_s, u"-new"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s,
         u"-nodes"_s, u"-subj"_s, u"/CN="_s + commonName, u"-keyout"_s, name + u".key"_s, u"-out"_s,
         name + u".request"_s});
}

void CertificateAuthority::write(QStringView name, const QByteArray &text) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("Cannot write %s", qPrintable(file.fileName()));
}

void CertificateAuthority::run(const QStringList &arguments) const
{
    QProcess openssl;
    openssl.setWorkingDirectory(m_dir.path());
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(u"openssl"_s, arguments);
    if (!openssl.waitForFinished() || openssl.exitStatus() != QProcess::NormalExit
        || openssl.exitCode() != 0)
        qFatal("openssl %s failed: %s %s", qPrintable(arguments.join(u' ')),
               qPrintable(openssl.errorString()), openssl.readAll().constData());
}

} // namespace tollkeeper::test
