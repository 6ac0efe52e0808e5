// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop.h"
#include "skipping.h"
#include "teststore.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

const QString python = u"/usr/bin/python3"_s; // Debian's own, which has the module

} // namespace

/// What a screen reader is told of the real window, over AT-SPI.
class AccessibilityTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_desktop.reset(); }
    void everythingThatIsPressedHasAName();
    void theChartIsDescribedInASentence();
    void theTableIsReadCellByCell();
    void theChartIsReadAsATable();

private:
    [[nodiscard]] QJsonObject find(const QString &role, const QString &name) const;
    std::unique_ptr<Desktop> m_desktop;
    QJsonArray m_tree;
};

void AccessibilityTest::initTestCase()
{
    m_desktop = std::make_unique<Desktop>();
    if (!m_desktop->problem().isEmpty())
        SKIP_BUT_IN_CI(qPrintable(m_desktop->problem()));
    if (m_desktop->run(python, {u"-c"_s, u"import pyatspi; print('there')"_s}) != u"there")
        SKIP_BUT_IN_CI("python3-pyatspi is not installed.");
    const QString store = m_desktop->file(u"team.db"_s);
    {
        const auto team = Store::open(StoreLocation::sqliteFile(store));
        QVERIFY(team);
        for (const auto &[project, cost] : {std::pair{u"code-assistant"_s, 1.5}, {u"chat"_s, 0.25}})
            QVERIFY(valueOf((*team)->record(sampleCall(project, cost))).logged());
    }
    QVERIFY(m_desktop->start({u"--db"_s, store, u"--range"_s, u"all"_s}));
    QVERIFY(m_desktop->waitForWindow(u"^Overview"_s));
    // The figures come a moment after the window, and their names to the bus after them.
    const bool came = QTest::qWaitFor([&] {
        const QString tree = m_desktop->run(python, {QStringLiteral(TOLLKEEPER_ACCESSIBLE_TREE)});
        m_tree = QJsonDocument::fromJson(tree.toUtf8()).array();
        return !find({}, u"code-assistant"_s).isEmpty();
    }, 60'000);
    QVERIFY2(came, qPrintable(QString::number(m_tree.size())));
}

QJsonObject AccessibilityTest::find(const QString &role, const QString &name) const
{
    for (const auto &value : m_tree) {
        const QJsonObject object = value.toObject();
        if ((role.isEmpty() || object[u"role"_s] == role)
            && object[u"name"_s].toString().startsWith(name))
            return object;
    }
    return {};
}

void AccessibilityTest::everythingThatIsPressedHasAName()
{
    int buttons = 0;
    for (const auto &value : std::as_const(m_tree)) {
        const QJsonObject object = value.toObject();
        const QString role = object[u"role"_s].toString();
        // A filler only holds others, though it may hold the focus before anything was chosen; a cell
        // that has no text has nothing to say.
        if (!object[u"focusable"_s].toBool() || !object[u"showing"_s].toBool() || role == u"filler"
            || role == u"table cell")
            continue;
        ++buttons;
        QVERIFY2(!object[u"name"_s].toString().isEmpty(), qPrintable(role));
    }
    QVERIFY2(buttons > 10, qPrintable(QString::number(buttons)));
    QVERIFY(!find(u"button"_s, u"Preferences"_s).isEmpty()
            || !find(u"push button"_s, u"Preferences"_s).isEmpty());
}

void AccessibilityTest::theChartIsDescribedInASentence()
{
    const QJsonObject chart = find({}, u"Hourly spend by project"_s).isEmpty()
                                  ? find({}, u"Daily spend by project"_s)
                                  : find({}, u"Hourly spend by project"_s);
    QVERIFY(!chart.isEmpty());
    // A screen reader passes over what is only a filler; and what is chosen is one of several.
    QVERIFY(!find(u"chart"_s, u"Hourly spend by project"_s).isEmpty());
    QVERIFY(!find(u"radio button"_s, u"Overview"_s).isEmpty());
    for (const auto &value : std::as_const(m_tree)) // tooltips have markup, to show names as they are
        QVERIFY2(!value[u"description"_s].toString().contains(u"<div>"),
                 qPrintable(value[u"name"_s].toString()));
    bool described = false;
    for (const auto &value : std::as_const(m_tree)) {
        const QString text = value.toObject()[u"description"_s].toString();
        described = described || (text.contains(u"Highest:") && text.contains(u"Largest group: code-assistant"));
    }
    QVERIFY(described);
}

void AccessibilityTest::theTableIsReadCellByCell()
{
    QVERIFY(!find(u"table"_s, u"Projects by spend"_s).isEmpty());
    QVERIFY(!find(u"table cell"_s, u"code-assistant"_s).isEmpty());
    // The small chart of a row is a sentence.
    const bool sparkline = std::any_of(m_tree.begin(), m_tree.end(), [](const QJsonValue &value) {
        const QString name = value[u"name"_s].toString();
        return value[u"role"_s].toString() == u"table cell" && name.contains(u": $1.50"_s);
    });
    QVERIFY(sparkline || !find(u"table cell"_s, u"Highest: "_s).isEmpty());
}

void AccessibilityTest::theChartIsReadAsATable()
{
    QVERIFY(m_desktop->clickOn(u"check box"_s, u"As a table"_s));
    const auto cellWith = [this](const QString &text) {
        return std::any_of(m_tree.begin(), m_tree.end(), [&text](const QJsonValue &value) {
            return value[u"role"_s].toString() == u"table cell" && value[u"name"_s].toString() == text;
        });
    };
    const bool came = QTest::qWaitFor([&] {
        const QString tree = m_desktop->run(python, {QStringLiteral(TOLLKEEPER_ACCESSIBLE_TREE)});
        m_tree = QJsonDocument::fromJson(tree.toUtf8()).array();
        return find(u"table"_s, u"Spend over time"_s)[u"showing"_s].toBool();
    }, 60'000);
    QVERIFY(came);
    QVERIFY(cellWith(u"$1.75"_s)); // of the one hour with calls
}

QTEST_GUILESS_MAIN(AccessibilityTest)
#include "tst_accessibility.moc"
