// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planted.h"

#include "postgrescluster.h"
#include "rawconnection.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace tollkeeper::test::planted {

namespace {

const QByteArray marker = "Planted9";

QByteArray outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("%s failed: %s", qPrintable(program), process.readAllStandardError().constData());
    return process.readAllStandardOutput();
}

QByteArray textIn(const QString &path)
{
    if (path.endsWith(u".xlsx")) {
        return outputOf(u"python3"_s, {u"-c"_s,
                                       u"import sys, zipfile\n"
                                       "with zipfile.ZipFile(sys.argv[1]) as book:\n"
                                       "    for name in book.namelist():\n"
                                       "        sys.stdout.buffer.write(book.read(name))\n"_s,
                                       path});
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("Cannot read %s", qPrintable(path));
    const QByteArray bytes = file.readAll();
    if (!path.endsWith(u".pdf"))
        return bytes;
    return bytes + outputOf(u"pdftotext"_s, {path, u"-"_s}) + outputOf(u"pdfinfo"_s, {path});
}

} // namespace

QString password()
{
    return QString::fromLatin1(marker) + u"?x/y@z:w%&#' \\é"_s;
}

QString role(const QString &databaseUrl)
{
    static int last = 0;
    const QString name = u"planted_%1"_s.arg(++last);
    PostgresCluster::execute(databaseUrl, u"CREATE ROLE %1 SUPERUSER LOGIN PASSWORD %2"_s.arg(
                                              name, RawConnection::quoted(password())));
    return name;
}

QString encodedWholly()
{
    QString encoded;
    const QByteArray bytes = password().toUtf8();
    for (const char byte : bytes)
        encoded += u"%%1"_s.arg(int{static_cast<uchar>(byte)}, 2, 16, QChar(u'0'));
    return encoded;
}

bool isIn(const QByteArray &text)
{
    return text.contains(marker) || QByteArray::fromPercentEncoding(text).contains(marker);
}

QStringList filesIn(const QString &folder)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        if (isIn(path.toUtf8()) || isIn(textIn(path)))
            found << path;
    }
    return found;
}

QByteArray argumentsOf(qint64 process)
{
    QFile file(u"/proc/%1/cmdline"_s.arg(process));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("Cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

} // namespace tollkeeper::test::planted
