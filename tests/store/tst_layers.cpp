// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

/// app -> ui -> core and app/cli -> core, in the sources and in what the build links: that a target
/// links Qt6::Core alone does not stop it from including a header of QtWidgets.
class tst_layers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void includesGoDownOnly_data();
    void includesGoDownOnly();
    void targetsLinkDownOnly_data();
    void targetsLinkDownOnly();
    void architectureTellsWhoIncludesWhom_data();
    void architectureTellsWhoIncludesWhom();
};

namespace {

const QString sources = QStringLiteral(TOLLKEEPER_SOURCES);

QString read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("Cannot read %s", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

QStringList filesIn(const QString &folder, const QStringList &patterns)
{
    QStringList files;
    QDirIterator all(sources + u'/' + folder, patterns, QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext())
        files << all.next();
    return files;
}

// Classes of Qt that draw; QtSql and libpq are core's.
const QString drawing = u"Qt(?:Widgets|Gui|Charts|Svg|PrintSupport)|"
                        "Q(?:Widget|Application|GuiApplication|Painter|Image|Pixmap|Color|Icon|Font|"
                        "Brush|Pen|Palette|Action|Dialog|Window|MainWindow|Layout|Chart|ChartView|"
                        "Graphics\\w*|Style\\w*|Standard(?:Item)?Model|Clipboard|Screen)"_s;

} // namespace

void tst_layers::includesGoDownOnly_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("forbidden");
    const QString ui = u"(?:ui|session|models|widgets|pages|dialogs|theme)/"_s;
    QTest::newRow("core draws nothing") << u"core"_s << u"(?:%1)(?:/.*)?"_s.arg(drawing);
    QTest::newRow("core knows nothing above it") << u"core"_s << u"(?:%1|app/|cli/|desktop/).*"_s.arg(ui);
    QTest::newRow("the terminal draws nothing") << u"app/cli"_s << u"(?:%1)(?:/.*)?"_s.arg(drawing);
    QTest::newRow("the terminal knows nothing of the window") << u"app/cli"_s << u"%1.*"_s.arg(ui);
    QTest::newRow("the window's parts know nothing of programs") << u"ui"_s << u"(?:app|cli|desktop)/.*"_s;
    QTest::newRow("the window asks no database itself") << u"ui"_s << u"(?:QtSql|QSql\\w*|libpq-fe\\.h|sqlite3\\.h)(?:/.*)?"_s;
    QTest::newRow("connections are core's own") << u"(app|ui)"_s << u"store/(?:connection|dialect|operations|schema)\\.h"_s;
    QTest::newRow("no umbrella headers") << u"(core|app|ui)"_s << u"Qt(?:Core|Widgets|Gui|Sql|Charts)"_s;
}

void tst_layers::includesGoDownOnly()
{
    QFETCH(QString, folder);
    QFETCH(QString, forbidden);
    const QRegularExpression include(u"^\\s*#\\s*include\\s*[<\"](%1)[>\"]"_s.arg(forbidden),
                                     QRegularExpression::MultilineOption);
    QVERIFY2(include.isValid(), qPrintable(include.errorString()));
    int files = 0;
    for (const QString &part : QString(folder).remove(u'(').remove(u')').split(u'|')) {
        for (const QString &path : filesIn(part, {u"*.h"_s, u"*.cpp"_s})) {
            ++files;
            const auto match = include.match(read(path));
            QVERIFY2(!match.hasMatch(),
                     qPrintable(path + u" includes "_s + match.captured(1)));
        }
    }
    QVERIFY2(files > 0, qPrintable(folder));
}

void tst_layers::targetsLinkDownOnly_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("forbidden");
    QTest::newRow("core") << u"core/CMakeLists.txt"_s
                          << u"Qt6::(?:Gui|Widgets|Charts|Svg|PrintSupport)|Tollkeeper::(?:ui|cli)"_s;
    QTest::newRow("terminal") << u"app/cli/CMakeLists.txt"_s
                              << u"Qt6::(?!Core\\b)\\w+|Tollkeeper::(?!core\\b|cli\\b)\\w+"_s;
    QTest::newRow("window") << u"ui/CMakeLists.txt"_s << u"Qt6::Sql|PostgreSQL::|Tollkeeper::(?!core\\b|ui\\b)\\w+"_s;
    QTest::newRow("core's tests") << u"tests/core/CMakeLists.txt"_s
                                  << u"Qt6::(?:Gui|Widgets|Charts)|Tollkeeper::(?!core\\b)\\w+"_s;
}

void tst_layers::targetsLinkDownOnly()
{
    QFETCH(QString, file);
    QFETCH(QString, forbidden);
    const QRegularExpression names(forbidden);
    const auto match = names.match(read(sources + u'/' + file));
    QVERIFY2(!match.hasMatch(), qPrintable(file + u" names "_s + match.captured()));
}

void tst_layers::architectureTellsWhoIncludesWhom_data()
{
    QTest::addColumn<QString>("layer");
    QTest::newRow("core") << u"core"_s;
    QTest::newRow("ui") << u"ui"_s;
}

void tst_layers::architectureTellsWhoIncludesWhom()
{
    QFETCH(QString, layer);
    const QDir root(sources + u'/' + layer);
    QStringList folders = root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    const QRegularExpression include(u"^#include \"(%1)/"_s.arg(folders.join(u'|')),
                                     QRegularExpression::MultilineOption);
    QStringList found;
    for (const QString &folder : std::as_const(folders)) {
        QSet<QString> used;
        for (const QString &path : filesIn(layer + u'/' + folder, {u"*.h"_s, u"*.cpp"_s})) {
            for (const auto &match : include.globalMatch(read(path)))
                used.insert(match.captured(1));
        }
        used.remove(folder);
        QStringList names(used.cbegin(), used.cend());
        names.sort();
        found << (QStringList{layer + u'/' + folder, u"->"_s} + names).join(u' ');
    }
    QStringList told;
    for (const QString &line : read(sources + u"/ARCHITECTURE.md"_s).split(u'\n')) {
        if (line.startsWith(u"    %1/"_s.arg(layer)))
            told << line.simplified();
    }
    told.sort();
    QVERIFY(found.size() > 5);
    QCOMPARE(told.join(u'\n'), found.join(u'\n'));
}

QTEST_GUILESS_MAIN(tst_layers)
#include "tst_layers.moc"
