// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/limitinput.h"
#include "format/format.h"
#include "language.h"

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
    void amountsAreReadAsTheCountryWritesThem_data();
    void amountsAreReadAsTheCountryWritesThem();
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

void LimitInputTest::amountsAreReadAsTheCountryWritesThem_data()
{
    QTest::addColumn<QString>("system");
    QTest::addColumn<bool>("german");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("amount"); // empty: refused
    QTest::newRow("Germany") << u"de_DE"_s << true << u"1.234,56 $"_s << u"1234.56"_s;
    QTest::newRow("Austria") << u"de_AT"_s << true << u"1\u00a0234,56\u00a0$"_s << u"1234.56"_s;
    QTest::newRow("Austria, typed") << u"de_AT"_s << true << u"1 234,56"_s << u"1234.56"_s;
    QTest::newRow("Switzerland") << u"de_CH"_s << true << u"1’234.56 $"_s << u"1234.56"_s;
    QTest::newRow("Switzerland, typed") << u"de_CH"_s << true << u"1'234.56"_s << u"1234.56"_s;
    QTest::newRow("Switzerland, comma") << u"de_CH"_s << true << u"1,5"_s << QString();
    QTest::newRow("French Switzerland") << u"fr_CH"_s << true << u"1’234.56"_s << u"1234.56"_s;
    QTest::newRow("India") << u"en_IN"_s << false << u"12,34,567.5"_s << u"1234567.5"_s;
    QTest::newRow("India, misplaced") << u"en_IN"_s << false << u"1,2,34,567"_s << QString();
    QTest::newRow("South Africa") << u"en_ZA"_s << false << u"1 234,56"_s << u"1234.56"_s;
    QTest::newRow("English in France") << u"fr_FR"_s << false << u"1,234.56"_s << u"1234.56"_s;
}

void LimitInputTest::amountsAreReadAsTheCountryWritesThem()
{
    QFETCH(QString, system);
    QFETCH(bool, german);
    QFETCH(QString, text);
    QFETCH(QString, amount);
    const auto before = qScopeGuard([] { format::setLocale(QLocale::c()); });
    format::setLocale(localeFor(german, QLocale(system)));
    const auto read = parseAmount(text);
    QCOMPARE(read ? read->toString() : QString(), amount);
    if (read) { // what is offered is read back
        QCOMPARE(parseAmount(amountText(*read)).value(), *read);
        QCOMPARE(parseAmount(format::usdTotal(*read)).value(), *read);
    }
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
