// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/csv.h"

#include <QTest>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;

class tst_csv final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quotesOnlyWhatMustBe_data();
    void quotesOnlyWhatMustBe();
    void formulasGetAnApostrophe_data();
    void formulasGetAnApostrophe();
    void floatsReadLikePythons_data();
    void floatsReadLikePythons();
};

void tst_csv::quotesOnlyWhatMustBe_data()
{
    QTest::addColumn<QStringList>("cells");
    QTest::addColumn<QByteArray>("line");
    // >>> csv.writer(sys.stdout, lineterminator="\n").writerow(cells)
    QTest::newRow("plain") << QStringList{u"a"_s, u"b c"_s, u""_s} << "a,b c,\n"_ba;
    QTest::newRow("comma") << QStringList{u"a,b"_s, u"c;d"_s} << "\"a,b\",c;d\n"_ba;
    QTest::newRow("quote") << QStringList{u"say \"hi\""_s} << "\"say \"\"hi\"\"\"\n"_ba;
    QTest::newRow("only a quote") << QStringList{u"\""_s} << "\"\"\"\"\n"_ba;
    QTest::newRow("newline") << QStringList{u"a\nb"_s, u"c"_s} << "\"a\nb\",c\n"_ba;
    QTest::newRow("carriage return") << QStringList{u"a\rb"_s} << "\"a\rb\"\n"_ba;
    QTest::newRow("tab and blanks") << QStringList{u" a\tb "_s} << " a\tb \n"_ba;
    QTest::newRow("apostrophe") << QStringList{u"' OR 1=1 --"_s} << "' OR 1=1 --\n"_ba;
    QTest::newRow("one empty cell") << QStringList{u""_s} << "\"\"\n"_ba;
    QTest::newRow("two empty cells") << QStringList{u""_s, u""_s} << ",\n"_ba;
    QTest::newRow("no cell") << QStringList{} << "\n"_ba;
    QTest::newRow("UTF-8") << QStringList{u"Zürich \U0001F4B8"_s} << "Zürich \U0001F4B8\n"_ba;
}

void tst_csv::quotesOnlyWhatMustBe()
{
    QFETCH(QStringList, cells);
    QFETCH(QByteArray, line);
    QCOMPARE(csv::line(cells), line);
}

void tst_csv::formulasGetAnApostrophe_data()
{
    QTest::addColumn<QString>("cell");
    QTest::addColumn<bool>("formula");
    for (const char *cell : {"=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
                             "=", "\uff1d1+1", "\uff20a"})
        QTest::addRow("%s", QByteArray(cell).toPercentEncoding().constData())
            << QString::fromUtf8(cell) << true;
    for (const char *cell : {"", "a=1", "'=1", " =1", "1-2", "chat", "#1", "$1"})
        QTest::addRow("%s", QByteArray(cell).toPercentEncoding().constData())
            << QString::fromUtf8(cell) << false;
}

void tst_csv::formulasGetAnApostrophe()
{
    QFETCH(QString, cell);
    QFETCH(bool, formula);
    QCOMPARE(csv::withoutFormula(cell), formula ? u'\'' + cell : cell);
}

void tst_csv::floatsReadLikePythons_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text"); // repr(value); hundreds more are in tst_money
    QTest::newRow("zero") << 0.0 << u"0.0"_s;
    QTest::newRow("negative zero") << -0.0 << u"-0.0"_s;
    QTest::newRow("whole") << 12.0 << u"12.0"_s;
    QTest::newRow("cost") << 0.0031025 << u"0.0031025"_s;
    QTest::newRow("last without exponent") << 0.0001 << u"0.0001"_s;
    QTest::newRow("first with exponent") << 0.00001 << u"1e-05"_s;
    QTest::newRow("unit") << 1e-10 << u"1e-10"_s;
    QTest::newRow("large") << 1e15 << u"1000000000000000.0"_s;
    QTest::newRow("larger") << 1e16 << u"1e+16"_s;
    QTest::newRow("negative") << -1.5e-7 << u"-1.5e-07"_s;
    QTest::newRow("nan") << qQNaN() << u"nan"_s;
    QTest::newRow("inf") << qInf() << u"inf"_s;
    QTest::newRow("-inf") << -qInf() << u"-inf"_s;
}

void tst_csv::floatsReadLikePythons()
{
    QFETCH(double, value);
    QFETCH(QString, text);
    QCOMPARE(csv::pythonFloat(value), text);
}

QTEST_GUILESS_MAIN(tst_csv)
#include "tst_csv.moc"
