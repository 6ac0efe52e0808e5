// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/limitinput.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::ui;

/// What people type where a limit is asked for.
class LimitInputTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void amountsAreReadAsPeopleTypeThem_data();
    void amountsAreReadAsPeopleTypeThem();
    void thresholdsAreReadAsPeopleTypeThem_data();
    void thresholdsAreReadAsPeopleTypeThem();
};

void LimitInputTest::amountsAreReadAsPeopleTypeThem_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("amount"); // empty: refused
    QTest::newRow("whole") << u"2000"_s << u"2000"_s;
    QTest::newRow("cents") << u" 99.50 "_s << u"99.5"_s;
    QTest::newRow("currency") << u"$5"_s << u"5"_s;
    QTest::newRow("thousands") << u"$1,234,567.25"_s << u"1234567.25"_s;
    QTest::newRow("zero") << u"0"_s << u"0"_s;
    QTest::newRow("ten decimals") << u"0.0000000001"_s << u"0.0000000001"_s;
    QTest::newRow("eleven decimals") << u"0.00000000001"_s << QString();
    QTest::newRow("comma as point") << u"1,5"_s << QString();
    QTest::newRow("misplaced comma") << u"1,2345"_s << QString();
    QTest::newRow("negative") << u"-1"_s << QString();
    QTest::newRow("not a number") << u"nan"_s << QString();
    QTest::newRow("infinite") << u"inf"_s << QString();
    QTest::newRow("exponent") << u"1e3"_s << QString();
    QTest::newRow("words") << u"two"_s << QString();
    QTest::newRow("nothing") << u" "_s << QString();
    QTest::newRow("past the range") << u"99999999999999999999"_s << QString();
}

void LimitInputTest::amountsAreReadAsPeopleTypeThem()
{
    QFETCH(QString, text);
    QFETCH(QString, amount);
    const auto read = parseAmount(text);
    QCOMPARE(read.has_value(), !amount.isEmpty());
    if (read)
        QCOMPARE(read->toString(), amount);
    else
        QVERIFY(!read.error().isEmpty());
}

void LimitInputTest::thresholdsAreReadAsPeopleTypeThem_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("readable");
    QTest::addColumn<QList<int>>("percents");
    QTest::newRow("list") << u"50, 80, 100"_s << true << QList{50, 80, 100};
    QTest::newRow("any order, twice") << u"80;50 80%"_s << true << QList{50, 80};
    QTest::newRow("nothing") << u""_s << true << QList<int>{};
    QTest::newRow("zero") << u"0"_s << false << QList<int>{};
    QTest::newRow("past the limit") << u"101"_s << false << QList<int>{};
    QTest::newRow("a fraction") << u"12.5"_s << false << QList<int>{};
    QTest::newRow("words") << u"half"_s << false << QList<int>{};
}

void LimitInputTest::thresholdsAreReadAsPeopleTypeThem()
{
    QFETCH(QString, text);
    QFETCH(bool, readable);
    QFETCH(QList<int>, percents);
    const auto read = parseThresholds(text);
    QCOMPARE(read.has_value(), readable);
    if (read)
        QCOMPARE(*read, std::vector<int>(percents.begin(), percents.end()));
}

QTEST_GUILESS_MAIN(LimitInputTest)
#include "tst_limitinput.moc"
