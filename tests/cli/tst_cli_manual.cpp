// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tollctl.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper::test;

/// The man page and the manual name what --help names: every command and every option.
class TestCliManual final : public QObject
{
    Q_OBJECT

    Tollctl m_tollctl;
    QString m_manPage;
    QString m_manual;

    [[nodiscard]] static QString read(const QString &path)
    {
        QFile file(QStringLiteral(TOLLKEEPER_SOURCES) + u'/' + path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    [[nodiscard]] QStringList verbs() const
    {
        QStringList verbs;
        const QString help = QString::fromUtf8(m_tollctl.run({u"--help"_s}).out);
        const QString commands = help.section(u"Commands:\n"_s, 1).section(u"\n\n"_s, 0, 0);
        static const QRegularExpression verb(u"^  ([a-z-]+) "_s, QRegularExpression::MultilineOption);
        for (const auto &match : verb.globalMatch(commands))
            verbs << match.captured(1);
        return verbs;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_manPage = read(u"packaging/man/tollctl.1"_s);
        m_manual = read(u"resources/help/manual.md"_s);
        QVERIFY(!m_manPage.isEmpty());
        QVERIFY(!m_manual.isEmpty());
    }

    void everyVerbIsExplained()
    {
        QVERIFY(verbs().size() > 10);
        for (const QString &verb : verbs()) {
            static const QString inManPage = u"^\\.It Cm %1\\b"_s;
            QVERIFY2(m_manPage.contains(QRegularExpression(inManPage.arg(verb),
                                                           QRegularExpression::MultilineOption)),
                     qPrintable(verb));
            QVERIFY2(m_manual.contains(u"    tollctl "_s + verb + u' '), qPrintable(verb));
        }
    }

    void everyOptionIsInTheManPage()
    {
        QStringList helps{QString::fromUtf8(m_tollctl.run({u"--help"_s}).out)};
        for (const QString &verb : verbs())
            helps << QString::fromUtf8(m_tollctl.run({verb, u"--help"_s}).out);
        static const QRegularExpression option(u"^  (?:-[a-z],)?--([a-z-]+)"_s,
                                               QRegularExpression::MultilineOption);
        int options = 0;
        for (const auto &match : option.globalMatch(helps.join(u'\n'))) {
            ++options;
            const QRegularExpression named(u"Fl -%1\\b"_s.arg(match.captured(1)));
            QVERIFY2(m_manPage.contains(named), qPrintable(match.captured(0)));
        }
        QVERIFY(options > 40);
    }

    void everyExitCodeIsExplained()
    {
        for (const int code : {0, 1, 2, 3, 4, 64}) {
            QVERIFY2(m_manPage.contains(u"\n.It %1\n"_s.arg(code)), qPrintable(QString::number(code)));
            QVERIFY2(m_manual.contains(u"\n| %1 |"_s.arg(code)), qPrintable(QString::number(code)));
        }
    }
};

QTEST_GUILESS_MAIN(TestCliManual)
#include "tst_cli_manual.moc"
