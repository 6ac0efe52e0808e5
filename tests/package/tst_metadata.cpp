// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QFileInfo>
#include <QImage>
#include <QProcess>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

/// What a desktop and a software centre are told of the program, as their own validators see it.
class MetadataTest final : public QObject
{
    Q_OBJECT

    // What a validator prints; empty where it is content.
    static QString complaintOf(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        if (!process.waitForFinished(30'000) || process.exitStatus() != QProcess::NormalExit)
            return program + u": "_s + process.errorString();
        return process.exitCode() == 0 ? QString() : QString::fromUtf8(process.readAll());
    }
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    // The texts of every element \a name.
    static QStringList textsOf(const QString &path, const QString &name)
    {
        QXmlStreamReader reader(contentOf(path));
        QStringList texts;
        while (!reader.atEnd()) {
            if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == name)
                texts << reader.readElementText();
        }
        return reader.hasError() ? QStringList(reader.errorString()) : texts;
    }

private Q_SLOTS:
    void theMetadataIsValid_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("as packaged") << QStringLiteral(PACKAGED);
        QTest::newRow("with a homepage") << QStringLiteral(PUBLISHED);
    }
    void theMetadataIsValid()
    {
        QFETCH(QString, path);
        QCOMPARE(complaintOf(u"appstreamcli"_s, {u"validate"_s, u"--no-net"_s, path}), QString());
    }
    void theDesktopFileIsValid()
    {
        const QString desktop = QStringLiteral(SOURCE "/packaging/desktop/tollkeeper.desktop");
        QCOMPARE(complaintOf(u"desktop-file-validate"_s, {u"--warn-kde"_s, desktop}), QString());
    }
    void everyScreenshotIsAPictureOfTheSourceInTheShapeThatIsAskedFor()
    {
        const QStringList urls = textsOf(QStringLiteral(PUBLISHED), u"image"_s);
        QVERIFY2(urls.size() >= 3, qPrintable(urls.join(u'\n')));
        for (const QString &url : urls) {
            const QString base = u"https://tollkeeper.example/pictures/"_s;
            QVERIFY2(url.startsWith(base), qPrintable(url));
            const QImage picture(QStringLiteral(SOURCE "/resources/pictures/") + url.mid(base.size()));
            QVERIFY2(!picture.isNull(), qPrintable(url));
            // AppStream's own advice: landscape, 620 pixels wide or more.
            QVERIFY2(picture.width() >= 620 && picture.width() > picture.height(), qPrintable(url));
        }
        QCOMPARE(textsOf(QStringLiteral(PUBLISHED), u"caption"_s).size(), urls.size());
    }
    void withoutAHomepageNoAddressIsMadeUp()
    {
        if (QStringLiteral(HOMEPAGE).isEmpty())
            QVERIFY(!contentOf(QStringLiteral(PACKAGED)).contains("http"));
        else
            QVERIFY(contentOf(QStringLiteral(PACKAGED)).contains(HOMEPAGE "/pictures/"));
    }
};

QTEST_GUILESS_MAIN(MetadataTest)
#include "tst_metadata.moc"
