// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/csv.h"
#include "values/money.h"

#include <QFile>
#include <QTest>

#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <limits>
#include <random>
#include <vector>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 most = std::numeric_limits<qint64>::max();

double fromBits(const QByteArray &hex)
{
    return std::bit_cast<double>(hex.toULongLong(nullptr, 16));
}

quint64 bitsOf(double value)
{
    return std::bit_cast<quint64>(value);
}

} // namespace

class tst_money final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundsEveryHardCaseAsPythonDoes();
    void roundingLeavesNanAndInfinitiesAlone();
    void everyDoubleBecomesTheUnitsOfItsDecimal();
    void readsAndPrintsTheSameAmount_data();
    void readsAndPrintsTheSameAmount();
    void readsFormsThatItDoesNotPrint();
    void refusesWhatIsNoAmount_data();
    void refusesWhatIsNoAmount();
    void doublesOutOfRangeSaturate();
    void sumsSaturateInsteadOfWrapping();
    void aMillionDimesMakeAHundredThousand();
    void scalesToTheNearestUnitAndSaturates();
    void theDoubleIsTheNearestOne();
};

void tst_money::roundsEveryHardCaseAsPythonDoes()
{
    QFile file(QFINDTESTDATA("data/round10.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    int cases = 0;
    while (!file.atEnd()) {
        const QList<QByteArray> fields = file.readLine().trimmed().split(' ');
        QCOMPARE(fields.size(), 4);
        const double x = fromBits(fields[0]);
        QVERIFY2(bitsOf(round10(x)) == fields[1].toULongLong(nullptr, 16), fields[3]);
        QCOMPARE(csv::pythonFloat(x), QString::fromLatin1(fields[3]));
        if (fields[2] != "-") {
            QVERIFY2(Money::fromUsd(x).units() == fields[2].toLongLong(), fields[3]);
            // What was rounded once stays as it is: the two ways to a decimal agree.
            QCOMPARE(Money::fromUsd(round10(x)), Money::fromUsd(x));
        }
        ++cases;
    }
    QVERIFY(cases > 300);
}

void tst_money::roundingLeavesNanAndInfinitiesAlone()
{
    QVERIFY(std::isnan(round10(std::nan(""))));
    QCOMPARE(round10(HUGE_VAL), HUGE_VAL);
    QCOMPARE(round10(-HUGE_VAL), -HUGE_VAL);
}

// There is a short way for most: it must not be told from the decimal that the C library prints.
void tst_money::everyDoubleBecomesTheUnitsOfItsDecimal()
{
    constexpr qint64 cases = 20'000;
    std::mt19937_64 random(1); // NOLINT: the same numbers every time
    const auto below = [&random](qint64 end) { return qint64(random() % quint64(end)); };
    std::vector<double> amounts{0, 1e5, 99'999.99999999995, 9e8, 5e-11, 1e-300, 5e-324};
    for (qint64 i = 0; i < cases; ++i) {
        // Of every size: ties, and what lies where the short way ends beside them.
        const qint64 units = below(qint64(std::pow(10.0, double(i % 17))) + 1);
        for (const double rest : {0.0, 0.25, 0.3, 0.5, 0.7, 0.75})
            amounts.push_back((double(units) + rest) / double(Money::unitsPerUsd));
        // Ties that a double holds exactly: odd multiples of 2^-11.
        amounts.push_back(double(2 * below(qint64(1) << (i % 37)) + 1) / 2048);
        // Any bits.
        if (const double any = std::bit_cast<double>(random()); std::abs(any) < 900'000'000)
            amounts.push_back(any);
    }
    for (const double amount : amounts) {
        for (const double near : {std::nextafter(amount, -HUGE_VAL), amount,
                                  std::nextafter(amount, HUGE_VAL), -amount}) {
            std::array<char, 64> decimal;
            std::snprintf(decimal.data(), decimal.size(), "%.10f", near);
            QVERIFY2(Money::fromUsd(near) == Money::parse(QString::fromLatin1(decimal.data())),
                     decimal.data());
        }
    }
}

void tst_money::readsAndPrintsTheSameAmount_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("units");
    QTest::newRow("zero") << u"0"_s << qint64(0);
    QTest::newRow("whole") << u"12"_s << qint64(120'000'000'000);
    QTest::newRow("fraction") << u"56.59226015"_s << qint64(565'922'601'500);
    QTest::newRow("unit") << u"0.0000000001"_s << qint64(1);
    QTest::newRow("negative unit") << u"-0.0000000001"_s << qint64(-1);
    QTest::newRow("negative") << u"-1.5"_s << qint64(-15'000'000'000);
    QTest::newRow("largest") << u"922337203.6854775807"_s << most;
    QTest::newRow("smallest") << u"-922337203.6854775807"_s << -most;
}

void tst_money::readsAndPrintsTheSameAmount()
{
    QFETCH(QString, text);
    QFETCH(qint64, units);
    QVERIFY(Money::parse(text));
    QCOMPARE(Money::parse(text)->units(), units);
    QCOMPARE(Money::fromUnits(units).toString(), text);
}

void tst_money::readsFormsThatItDoesNotPrint()
{
    QCOMPARE(Money::parse(u"0012.50")->toString(), u"12.5"_s);
    QCOMPARE(Money::parse(u".5")->toString(), u"0.5"_s);
    QCOMPARE(Money::parse(u"-0")->toString(), u"0"_s);
    QCOMPARE(Money::parse(u"1.0000000000")->toString(), u"1"_s);
}

void tst_money::refusesWhatIsNoAmount_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "-", ".", "+1", "$1", "1,000", "1.2.3", "1e3", " 1", "1 ", "nan",
                             "inf", "--1", "1.00000000001", "922337203.6854775808", "922337204",
                             "99999999999999999999", "\u0661", "0x10"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void tst_money::refusesWhatIsNoAmount()
{
    QFETCH(QString, text);
    QVERIFY(!Money::parse(text));
}

void tst_money::doublesOutOfRangeSaturate()
{
    QCOMPARE(Money::fromUsd(1e300).units(), most);
    QCOMPARE(Money::fromUsd(HUGE_VAL).units(), most);
    QCOMPARE(Money::fromUsd(-HUGE_VAL).units(), -most);
    QCOMPARE(Money::fromUsd(922'337'204).units(), most);
    QCOMPARE(Money::fromUsd(std::nan("")).units(), qint64(0));
    const double below = std::nextafter(922'337'203.6854775807, 0);
    QVERIFY(Money::fromUsd(below).units() < most);
    QCOMPARE(Money::fromUsd(below).toUsd(), below);
}

void tst_money::sumsSaturateInsteadOfWrapping()
{
    const Money largest = Money::fromUnits(most);
    const Money smallest = Money::fromUnits(-most);
    const Money one = Money::fromUnits(1);
    QCOMPARE(largest + one, largest);
    QCOMPARE(smallest - one, smallest);
    QCOMPARE(largest + largest, largest);
    QCOMPARE(smallest + smallest, smallest);
    QCOMPARE(largest - smallest, largest);
    QCOMPARE(largest - largest, Money());
    // The one number whose negative does not fit is not an amount.
    const Money lowest = Money::fromUnits(std::numeric_limits<qint64>::min());
    QCOMPARE(lowest, smallest);
    QCOMPARE(one - lowest, largest);
    QCOMPARE(Money::parse(lowest.toString()), std::optional(lowest));
}

void tst_money::aMillionDimesMakeAHundredThousand()
{
    Money sum;
    double drifting = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        sum += Money::fromUsd(0.1);
        drifting += 0.1;
    }
    QCOMPARE(sum.toString(), u"100000"_s);
    QVERIFY(round10(drifting) != 100'000); // what summing doubles comes to
}

void tst_money::scalesToTheNearestUnitAndSaturates()
{
    QCOMPARE(Money::fromUnits(10).scaled(0.25).units(), qint64(3));
    QCOMPARE(Money::fromUnits(-10).scaled(0.25).units(), qint64(-3));
    QCOMPARE(Money::fromUnits(7).scaled(0).units(), qint64(0));
    QCOMPARE(Money::fromUnits(7).scaled(std::nan("")).units(), qint64(0));
    QCOMPARE(Money::fromUnits(7).scaled(1e300).units(), most);
    QCOMPARE(Money::fromUnits(7).scaled(-HUGE_VAL).units(), -most);
}

void tst_money::theDoubleIsTheNearestOne()
{
    QCOMPARE(bitsOf(Money::parse(u"0.3")->toUsd()), bitsOf(0.3));
    QCOMPARE(bitsOf(Money::parse(u"52.7017505")->toUsd()), bitsOf(52.7017505));
    QCOMPARE(bitsOf(Money::parse(u"-0.1")->toUsd()), bitsOf(-0.1));
}

QTEST_GUILESS_MAIN(tst_money)
#include "tst_money.moc"
