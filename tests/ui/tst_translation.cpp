// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace {

struct Message
{
    QString context;
    QString source;
    QString comment;
    QString translation;
    bool finished = true;

    [[nodiscard]] QString name() const { return context + u": "_s + source + u" / "_s + comment; }
};

QList<Message> messagesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"name") {
            context = xml.readElementText();
        } else if (xml.name() == u"message") {
            messages.append({context, {}, {}, {}});
        } else if (xml.name() == u"source") {
            messages.last().source = xml.readElementText();
        } else if (xml.name() == u"comment") {
            messages.last().comment = xml.readElementText();
        } else if (xml.name() == u"translation") {
            // "unfinished", "vanished" or "obsolete": a finished one has no type.
            messages.last().finished = !xml.attributes().hasAttribute(u"type"_s);
            messages.last().translation = xml.readElementText();
        }
    }
    if (xml.hasError())
        qFatal("%s: %s", qPrintable(path), qPrintable(xml.errorString()));
    return messages;
}

// "%1 of %2", whatever their order.
QStringList placesOf(const QString &text)
{
    static const QRegularExpression place(u"%(?:L?[0-9]+|n)"_s);
    QStringList places;
    for (auto match = place.globalMatch(text); match.hasNext();)
        places << match.next().captured();
    places.sort();
    return places;
}

int countMnemonics(const QString &text)
{
    static const QRegularExpression mnemonic(u"&[^&\\s]"_s);
    return int(text.count(mnemonic));
}

QString endOf(const QString &text)
{
    static const QRegularExpression end(u"[.:?…,;]?\\s*$"_s);
    return end.match(text).captured();
}

} // namespace

/// The German words are all there and fit the English ones in the source text.
class TranslationTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyTextOfTheSourceHasItsWords();
    void placeholdersAreTheSame();
    void mnemonicsBlanksAndEndsAreTheSame();

private:
    QList<Message> m_messages;
};

void TranslationTest::initTestCase()
{
    m_messages = messagesOf(QStringLiteral(TRANSLATION));
    QVERIFY(m_messages.size() > 900);
}

void TranslationTest::everyTextOfTheSourceHasItsWords()
{
    QTemporaryDir folder;
    const QString copy = folder.filePath(u"tollkeeper_de.ts"_s);
    QVERIFY(QFile::copy(QStringLiteral(TRANSLATION), copy));
    QProcess lupdate;
    lupdate.setProcessChannelMode(QProcess::MergedChannels);
    lupdate.setWorkingDirectory(QStringLiteral(SOURCE));
    lupdate.start(QStringLiteral(LUPDATE),
                  {u"-locations"_s, u"none"_s, u"core"_s, u"ui"_s, u"app/desktop"_s,
                   u"-ts"_s, copy});
    QVERIFY(lupdate.waitForFinished(60'000));
    const QString said = QString::fromUtf8(lupdate.readAll());
    QVERIFY2(lupdate.exitStatus() == QProcess::NormalExit && lupdate.exitCode() == 0,
             qPrintable(said));
    // A text that it cannot tell the class of would never be found while the program runs.
    QVERIFY2(!said.contains(u"lacks Q_OBJECT") && !said.contains(u"Cannot invoke tr"),
             qPrintable(said));

    QStringList missing;
    for (const Message &message : messagesOf(copy)) {
        if (!message.finished || message.translation.isEmpty())
            missing << message.name();
    }
    QVERIFY2(missing.isEmpty(),
             qPrintable(u"See resources/i18n/README.md. Untranslated, or no longer "
                        "in the source:\n"_s +
                        missing.join(u'\n')));
}

void TranslationTest::placeholdersAreTheSame()
{
    for (const Message &message : m_messages)
        QVERIFY2(placesOf(message.source) == placesOf(message.translation),
                 qPrintable(message.name()));
}

void TranslationTest::mnemonicsBlanksAndEndsAreTheSame()
{
    for (const Message &message : m_messages) {
        const QString name = message.name() + u" -> "_s + message.translation;
        QVERIFY2(countMnemonics(message.source) == countMnemonics(message.translation),
                 qPrintable(name));
        QVERIFY2(message.source.startsWith(u' ') == message.translation.startsWith(u' '),
                 qPrintable(name));
        // "No." is an abbreviation, and so is "Nov." in its German place.
        if (message.source.size() > 8)
            QVERIFY2(endOf(message.source) == endOf(message.translation), qPrintable(name));
    }
}

QTEST_GUILESS_MAIN(TranslationTest)
#include "tst_translation.moc"
