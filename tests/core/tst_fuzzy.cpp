// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/fuzzy.h"

#include <QTest>

using namespace Qt::StringLiterals;
using tollkeeper::format::fuzzyScore;

class FuzzyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWordHasToBeThere_data();
    void everyWordHasToBeThere();
    void theBetterAnswerScoresHigher_data();
    void theBetterAnswerScoresHigher();
};

void FuzzyTest::everyWordHasToBeThere_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<bool>("found");
    QTest::newRow("nothing typed") << u""_s << true;
    QTest::newRow("a beginning") << u"set"_s << true;
    QTest::newRow("capitals") << u"SET LIMIT"_s << true;
    QTest::newRow("words in another order") << u"assist limit"_s << true;
    QTest::newRow("inside a word") << u"istant"_s << true;
    QTest::newRow("first letters") << u"slo"_s << true;
    QTest::newRow("letters left out") << u"asstnt"_s << true;
    QTest::newRow("one word of two") << u"limit budget"_s << false;
    QTest::newRow("letters in another order") << u"timil"_s << false;
    QTest::newRow("letters strewn about") << u"sca"_s << false;
}

void FuzzyTest::everyWordHasToBeThere()
{
    QFETCH(QString, pattern);
    QTEST(fuzzyScore(pattern, u"Set limit of code-assistant"_s).has_value(), "found");
}

void FuzzyTest::theBetterAnswerScoresHigher_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    QTest::newRow("a beginning before the middle") << u"mod"_s << u"Models"_s << u"Commodity"_s;
    QTest::newRow("the first word before a later one") << u"set"_s << u"Set limit"_s << u"Undo set"_s;
    QTest::newRow("inside before first letters") << u"imit"_s << u"limit"_s << u"in my inner tent"_s;
    QTest::newRow("close letters before strewn ones") << u"ovw"_s << u"ovew"_s << u"overvew"_s;
}

void FuzzyTest::theBetterAnswerScoresHigher()
{
    QFETCH(QString, pattern);
    QFETCH(QString, better);
    QFETCH(QString, worse);
    QVERIFY(fuzzyScore(pattern, better));
    QVERIFY(fuzzyScore(pattern, worse));
    QVERIFY(*fuzzyScore(pattern, better) > *fuzzyScore(pattern, worse));
}

QTEST_APPLESS_MAIN(FuzzyTest)
#include "tst_fuzzy.moc"
