// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/snapshot.h"
#include "navigation.h"
#include "opened.h"
#include "peer.h"
#include "report/pdfreport.h"

#include <QAction>
#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

/// Names that somebody chose to do harm with, in every place of the window that shows one.
class HostileNamesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void areShownAsTheyAreAndObeyedNowhere();
    void areDrawnOnPaper();
};

namespace {

const QString markup = u"<b>bold</b><img src='file:///etc/passwd'>"_s;
const QString formula = u"=cmd|'/c calc'!A0"_s;
const QString turned = u"abc\u202egnp.exe\u2066x"_s;
const QString controls = u"bell\x07\x1b[31m\nnext\ttab"_s;
const QString mnemonic = u"&File &&amp; %1 %2"_s;

void fill(const TestStore &place)
{
    const auto store = place.open();
    double cost = 1;
    for (const QString &name : {markup, formula, turned, controls, mnemonic}) {
        UsageRecord call = sampleCall(name, cost++);
        call.model = name;
        QVERIFY(valueOf(store->record(call)).logged());
        QVERIFY(store->setLimit(name, {.maxBudgetUsd = 1000}));
    }
    QVERIFY(store->reset({markup, controls + markup, {}}));
    // Names that no store of ours takes, and amounts that are none.
    RawConnection raw = place.raw();
    const bool file = place.backend() == Backend::Sqlite;
    raw.execute(peer::insertLog({.model = file ? u"replace(hex(zeroblob(1000000)), '00', 'x')"_s
                                               : u"repeat('x', 1000000)"_s}));
    for (const QString &amount : {file ? u"9e999"_s : u"'NaN'"_s, u"1e308"_s, u"-1e308"_s})
        raw.execute(peer::insertLog({.cost = amount}));
    raw.execute(peer::insertLog({.inputTokens = u"-5"_s}));
}

bool isHarmless(const QString &text)
{
    return std::none_of(text.begin(), text.end(), [](QChar c) {
        const char16_t u = c.unicode();
        return (u < 0x20 && u != '\n' && u != '\t') || (u >= 0x202a && u <= 0x202e)
            || (u >= 0x2066 && u <= 0x2069);
    });
}

// Everything that the window says now. \a seen counts the cells that show a name of ours.
void verifyHarmless(const Opened &opened, int &seen)
{
    QList<QObject *> all = opened.window.findChildren<QObject *>();
    all << const_cast<MainWindow *>(&opened.window);
    for (const QObject *object : std::as_const(all)) {
        for (const char *property : {"windowTitle", "text", "title", "toolTip", "statusTip",
                                     "accessibleName", "accessibleDescription"}) {
            const QString shown = object->property(property).toString();
            QVERIFY2(isHarmless(shown), qPrintable(u"%1 of %2: %3"_s.arg(
                                            QLatin1String(property),
                                            QLatin1String(object->metaObject()->className()), shown)));
            QVERIFY2(QLatin1String(property) != "toolTip"_L1 || !shown.contains(u"<img"), qPrintable(shown));
        }
        if (const auto *label = qobject_cast<const QLabel *>(object)) {
            const bool plain = label->textFormat() == Qt::PlainText || !label->text().contains(u"<b>bold");
            QVERIFY2(plain, qPrintable(label->text()));
        }
    }
    for (const auto *table : opened.window.findChildren<ui::Table *>()) {
        const auto *model = table->model();
        for (int row = 0; model && row < std::min(50, model->rowCount()); ++row) {
            for (int column = 0; column < model->columnCount(); ++column) {
                const QModelIndex cell = model->index(row, column);
                QVERIFY2(isHarmless(cell.data().toString()), qPrintable(cell.data().toString()));
                seen += cell.data().toString().contains(u"bell") ? 1 : 0;
                const QString tip = cell.data(Qt::ToolTipRole).toString();
                QVERIFY2(isHarmless(tip) && !tip.contains(u"<img"), qPrintable(tip));
                QVERIFY(cell.data().toString().size() < 10'000 && tip.size() < 100'000);
            }
        }
    }
}

} // namespace

void HostileNamesTest::areShownAsTheyAreAndObeyedNowhere()
{
    const TestStore place;
    fill(place);
    int seen = 0;
    for (const PageId page : {PageId::Overview, PageId::Projects, PageId::Models, PageId::Budgets,
                              PageId::Calls, PageId::Audit}) {
        const Opened opened(place.location(), at(page));
        QVERIFY(QTest::qWaitFor([&opened] { return opened.session.pending() == 0; }, patienceMs));
        verifyHarmless(opened, seen);
    }
    for (const QString &name : {markup, formula, turned, controls, mnemonic}) {
        Place drilled = at(PageId::Projects);
        drilled.project = name;
        const Opened opened(place.location(), drilled);
        QVERIFY(QTest::qWaitFor([&opened] { return opened.session.pending() == 0; }, patienceMs));
        verifyHarmless(opened, seen);
    }
    QVERIFY(seen >= 4); // projects, models, budgets, calls
}

void HostileNamesTest::areDrawnOnPaper()
{
    const TestStore place;
    fill(place);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"report.pdf"_s);
    const auto snapshot = valueOf(readSnapshot(*place.open(), Range{BucketUnit::Hour, 0, -1}, Timestamp::now()));
    QVERIFY(snapshot);
    QVERIFY(writePdfReport(*snapshot, viewOf(at(PageId::Overview), *snapshot), path, true));
    QProcess text;
    text.start(u"pdftotext"_s, {u"-layout"_s, path, u"-"_s});
    QVERIFY(text.waitForFinished() && text.exitCode() == 0);
    const QString read = QString::fromUtf8(text.readAllStandardOutput()).remove(u'\f');
    QVERIFY2(read.contains(u"<b>bold</b>"), qPrintable(read)); // as it is, or at least its start
    QVERIFY2(isHarmless(read), qPrintable(read));
}

QTEST_MAIN(HostileNamesTest)
#include "tst_hostilenames.moc"
