// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/json.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <type_traits>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;

// A literal would silently become a bool.
template <class T>
concept Addable = requires(json::Object object, T value)
{
    object.add("key", value);
};
static_assert(!Addable<const char *>);
static_assert(Addable<QString> && Addable<int> && Addable<std::optional<Money>>);

class tst_json final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stringsHoldNothingThatATerminalActsOn_data();
    void stringsHoldNothingThatATerminalActsOn();
    void everyCharacterSurvivesTheRoundTrip();
    void numbersAreExact();
    void keysKeepTheirOrder();
    void arraysJoinValues();
};

void tst_json::stringsHoldNothingThatATerminalActsOn_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << u""_s << R"("")"_ba;
    QTest::newRow("quotes") << u"a\"b\\c/d"_s << R"("a\"b\\c/d")"_ba;
    QTest::newRow("breaks") << u"a\nb\rc\td"_s << R"("a\nb\rc\td")"_ba;
    QTest::newRow("escape") << u"\x1b[31m"_s << R"("\u001b[31m")"_ba;
    QTest::newRow("nul") << QString(QChar(0)) << R"("\u0000")"_ba;
    QTest::newRow("C1") << QString(QChar(0x9b)) << R"("\u009b")"_ba;
    QTest::newRow("delete") << u"\x7f"_s << R"("\u007f")"_ba;
    QTest::newRow("override") << u"\u202eabc\u2069"_s << R"("\u202eabc\u2069")"_ba;
    QTest::newRow("UTF-8") << u"Zürich \U0001F4B8"_s << "\"Zürich \U0001F4B8\""_ba;
    QTest::newRow("half a pair") << u"a"_s + QChar(0xd83d) << R"("a\ud83d")"_ba;
    QTest::newRow("HTML") << u"<b>&amp;"_s << R"("<b>&amp;")"_ba;
}

void tst_json::stringsHoldNothingThatATerminalActsOn()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, json);
    QCOMPARE(json::string(text), json);
}

void tst_json::everyCharacterSurvivesTheRoundTrip()
{
    for (char32_t first = 0; first < 0x11000; first += 0x100) {
        QString text;
        for (char32_t c = first; c < first + 0x100; ++c) {
            if (!QChar::isSurrogate(c))
                text += QString::fromUcs4(&c, 1);
        }
        const QByteArray document = json::Object().add("key", text).toJson();
        QCOMPARE(QJsonDocument::fromJson(document).object().value(u"key").toString(), text);
    }
}

void tst_json::numbersAreExact()
{
    QCOMPARE(json::number(Money::fromUnits(1)), "0.0000000001"_ba);
    QCOMPARE(json::number(Money::parse(u"-922337203.6854775807").value()),
             "-922337203.6854775807"_ba);
    QCOMPARE(json::number(Money()), "0"_ba);
    QCOMPARE(json::number(0.1), "0.1"_ba);
    QCOMPARE(json::number(0.1 + 0.2), "0.30000000000000004"_ba);
    QCOMPARE(json::number(1e300), "1e+300"_ba);
    QCOMPARE(json::number(qQNaN()), "null"_ba);
    QCOMPARE(json::number(-qInf()), "null"_ba);
}

void tst_json::keysKeepTheirOrder()
{
    json::Object object;
    QCOMPARE(object.toJson(), "{}"_ba);
    object.add("z", u"text"_s)
        .add("y", Money::fromUsd(1.5))
        .add("x", qint64(9'007'199'254'740'993))
        .add("w", 7)
        .add("v", 0.5)
        .add("u", true)
        .add("t", std::optional<Money>())
        .add("s", std::optional(u"s"_s))
        .addNull("r")
        .addRaw("q", json::Object().add("p", false).toJson());
    QCOMPARE(object.toJson(), R"({"z":"text","y":1.5,"x":9007199254740993,"w":7,"v":0.5,"u":true,)"
                              R"("t":null,"s":"s","r":null,"q":{"p":false}})"_ba);
}

void tst_json::arraysJoinValues()
{
    QCOMPARE(json::array({}), "[]"_ba);
    QCOMPARE(json::array({json::number(1.0), json::string(u"a"_s)}), "[1,\"a\"]"_ba);
}

QTEST_GUILESS_MAIN(tst_json)
#include "tst_json.moc"
