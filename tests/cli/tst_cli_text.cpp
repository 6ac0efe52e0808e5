// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "nearest.h"
#include "table.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper::cli;

/// Widths, tables and suggestions: the pure parts of tollctl.
class TestCliText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void widthsAreThoseOfATerminal_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("columns");
        QTest::newRow("nothing") << u""_s << 0;
        QTest::newRow("ASCII") << u"chat"_s << 4;
        QTest::newRow("accents") << u"ünïcödé"_s << 7;
        QTest::newRow("combining accent") << u"e\u0301"_s << 1;
        QTest::newRow("CJK") << u"日本"_s << 4;
        QTest::newRow("Hangul") << u"한"_s << 2;
        QTest::newRow("full width") << u"Ａ"_s << 2;
        QTest::newRow("emoji") << u"🚀"_s << 2;
        QTest::newRow("symbols of safe text") << u"␛␊"_s << 2;
    }
    void widthsAreThoseOfATerminal()
    {
        QFETCH(QString, text);
        QFETCH(int, columns);
        QCOMPARE(displayWidth(text), columns);
    }

    void aLongTextIsCutBetweenCharacters()
    {
        QCOMPARE(elided(u"short"_s, 5), u"short"_s);
        QCOMPARE(elided(u"longer"_s, 5), u"long…"_s);
        QCOMPARE(elided(u"日本語"_s, 5), u"日本…"_s);
        QCOMPARE(elided(u"日本語"_s, 4), u"日…"_s);
        QCOMPARE(elided(u"e\u0301e\u0301e\u0301"_s, 2), u"e\u0301…"_s);
        QCOMPARE(elided(u"🚀🚀🚀"_s, 4), u"🚀…"_s);
    }

    void columnsLineUpByDisplayWidth()
    {
        Table table({{u"Project"_s}, {u"Cost"_s, true}, {u"Status"_s}});
        table.addRow({{u"日本 🚀"_s}, {u"$1.00"_s}, {u"OK"_s}});
        table.addRow({{u"a\x1b[31m"_s}, {u"$12.00"_s}, {u"Exceeded"_s}});
        table.addRow({{u"x"_s.repeated(99)}, {u"$3.00"_s}, {u"OK"_s}});
        table.addRule();
        table.addRow({{u"Total"_s}, {u"$16.00"_s}, {{}}});
        const QStringList lines = QString::fromUtf8(table.toText(false)).split(u'\n');
        QCOMPARE(lines.size(), 7);
        const auto columnOf = [](const QString &line, const QString &word) {
            return displayWidth(line.left(line.indexOf(word)));
        };
        const int status = columnOf(lines[0], u"Status"_s);
        QCOMPARE(columnOf(lines[1], u"OK"_s), status);
        QCOMPARE(columnOf(lines[2], u"Exceeded"_s), status);
        QCOMPARE(columnOf(lines[3], u"OK"_s), status);
        const int end = columnOf(lines[0], u"Cost"_s) + 4;
        QCOMPARE(columnOf(lines[1], u"$1.00"_s) + 5, end);
        QCOMPARE(columnOf(lines[5], u"$16.00"_s) + 6, end);
        QCOMPARE(displayWidth(lines[4]), displayWidth(lines[2]));
        QVERIFY(lines[3].startsWith(u"x"_s.repeated(39) + u"…"_s));
        QVERIFY(!table.toText(false).contains('\x1b'));
    }

    void coloursTakeNoColumns()
    {
        Table table({{u"A"_s}, {u"B"_s, true}});
        table.addRow({{u"good"_s, Tone::Good}, {u"1"_s, Tone::Bad}});
        QByteArray coloured = table.toText(true);
        QVERIFY(coloured.contains("\x1b[32mgood\x1b[0m"));
        for (const char *escape : {"\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[32m"})
            coloured.replace(escape, "");
        QCOMPARE(coloured, table.toText(false));
    }

    void theNearestIsASlipAwayOrNothing()
    {
        const QStringList verbs{u"stats"_s, u"budgets"_s, u"reset"_s, u"undo"_s, u"audit"_s};
        QCOMPARE(nearest(u"stast"_s, verbs), u"stats"_s);
        QCOMPARE(nearest(u"STATS"_s, verbs), u"stats"_s);
        QCOMPARE(nearest(u"budget"_s, verbs), u"budgets"_s);
        QCOMPARE(nearest(u"bud"_s, verbs), u"budgets"_s);
        QCOMPARE(nearest(u"rest"_s, verbs), u"reset"_s);
        QCOMPARE(nearest(u"frobnicate"_s, verbs), QString());
        QCOMPARE(nearest(u"x"_s, verbs), QString());
        QCOMPARE(nearest({}, verbs), QString());
        QCOMPARE(nearest(u"x"_s.repeated(1'000'000), verbs), QString());
        QCOMPARE(nearest(u"ab"_s, {u"x"_s, u"yz"_s}), QString());
    }
};

QTEST_APPLESS_MAIN(TestCliText)
#include "tst_cli_text.moc"
