// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/confirmdialog.h"
#include "dialogs/limitdialog.h"
#include "dialogs/resetdialog.h"
#include "format/format.h"
#include "models/auditmodel.h"
#include "models/budgetmodel.h"
#include "opened.h"
#include "peer.h"
#include "testdata.h"
#include "teststore.h"
#include "texts.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

/// Resets and limits by the window's dialogs, on real stores of both kinds.
class WindowBudgetsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void initTestCase() { qputenv("HOME", m_home.path().toLocal8Bit()); }
    void aResetInTheDialogEmptiesTheGaugeAndKeepsTheLog();
    void severalBudgetsAreResetAtOnce();
    void aTotalThatMovedIsAskedForAgain();
    void aLimitIsSetAndClearedInDialogs();

private:
    QTemporaryDir m_home;
};

void WindowBudgetsTest::aResetInTheDialogEmptiesTheGaugeAndKeepsTheLog()
{
    const TestStore store;
    store.loadAzure();
    const qint64 before = store.logRows();
    const Money spent = GoldenAnswers(currentBackend()).counters().at(codeAssistant);
    Opened opened(store.location(), at(PageId::Budgets));
    opened.clickRow(opened.cell(codeAssistant, BudgetModel::Project));
    QTest::mouseClick(opened.button(u"Reset…"_s), Qt::LeftButton);
    auto *dialog = opened.dialog<ResetDialog>();
    QVERIFY(dialog);
    QCOMPARE(dialog->findChild<QTableWidget *>()->item(0, 1)->text(), format::usdExact(spent));
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"reason"_s), u"new month"_s);
    opened.click(dialog, u"confirm"_s);

    QTRY_COMPARE_WITH_TIMEOUT(opened.cell(codeAssistant, BudgetModel::Spent).data(ExportRole).toDouble(), 0.0,
                              patienceMs);
    QVERIFY2(opened.banner(u"message"_s).contains(format::usdExact(spent)),
             qPrintable(opened.banner(u"message"_s)));
    QCOMPARE(store.logRows(), before);

    opened.press(Qt::Key_6, Qt::ControlModifier);
    const QModelIndex entry = opened.table()->model()->index(0, AuditModel::Project);
    QCOMPARE(entry.data().toString(), codeAssistant);
    QCOMPARE(entry.siblingAtColumn(AuditModel::Reason).data().toString(), u"new month"_s);
    QCOMPARE(entry.siblingAtColumn(AuditModel::Amount).data(CopyRole).toString(),
             format::usdExact(spent));

    opened.clickRow(entry);
    QTest::mouseClick(opened.button(u"Undo reset…"_s), Qt::LeftButton);
    opened.click(opened.dialog<ConfirmDialog>(), u"confirm"_s);
    QTRY_COMPARE(opened.table()->model()->rowCount(), 2);
    opened.press(Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(Money::fromUsd(
                 opened.cell(codeAssistant, BudgetModel::Spent).data(ExportRole).toDouble()),
             spent);
    QCOMPARE(store.logRows(), before);
}

void WindowBudgetsTest::severalBudgetsAreResetAtOnce()
{
    const TestStore store;
    {
        const auto writer = store.open();
        for (const auto &project : {u"a"_s, u"b"_s, u"c"_s})
            QVERIFY(valueOf(writer->record(sampleCall(project, 1.5))).logged());
    }
    Opened opened(store.location(), at(PageId::Budgets));
    opened.clickRow(opened.cell(u"a"_s, BudgetModel::Project));
    opened.clickRow(opened.cell(u"c"_s, BudgetModel::Project), Qt::ControlModifier);
    QTest::mouseClick(opened.button(u"Reset…"_s), Qt::LeftButton);
    opened.click(opened.dialog<ResetDialog>(), u"confirm"_s);
    QTRY_COMPARE(opened.session.snapshot()->audit.size(), 2U);
    QTRY_COMPARE(opened.cell(u"a"_s, BudgetModel::Spent).data(ExportRole).toDouble(), 0.0);
    QCOMPARE(opened.cell(u"b"_s, BudgetModel::Spent).data(ExportRole).toDouble(), 1.5);
    QCOMPARE(opened.cell(u"c"_s, BudgetModel::Spent).data(ExportRole).toDouble(), 0.0);
}

void WindowBudgetsTest::aTotalThatMovedIsAskedForAgain()
{
    const TestStore store;
    QVERIFY(valueOf(store.open()->record(sampleCall(u"demo"_s, 1.5))).logged());
    Opened opened(store.location(), at(PageId::Budgets));
    opened.clickRow(opened.cell(u"demo"_s, BudgetModel::Project));
    QTest::mouseClick(opened.button(u"Reset…"_s), Qt::LeftButton);
    auto *first = opened.dialog<ResetDialog>();
    store.raw().execute(peer::record(currentBackend(), u"demo"_s, 0.25, Timestamp::now()));
    QTest::keyClicks(first->findChild<QLineEdit *>(u"reason"_s), u"why"_s);
    opened.click(first, u"confirm"_s);

    auto *second = opened.dialog<ResetDialog>();
    QVERIFY(second);
    QVERIFY(opened.session.snapshot()->audit.empty());
    QCOMPARE(second->findChild<QTableWidget *>()->item(0, 1)->text(), u"$1.75"_s);
    QCOMPARE(second->findChild<QLineEdit *>(u"reason"_s)->text(), u"why"_s);
    // A project that is being charged all the time can be reset, too.
    store.raw().execute(peer::record(currentBackend(), u"demo"_s, 0.5, Timestamp::now()));
    second->findChild<QCheckBox *>(u"anyTotal"_s)->setChecked(true);
    opened.click(second, u"confirm"_s);
    QTRY_COMPARE(opened.session.snapshot()->audit.size(), 1U);
    QCOMPARE(opened.session.snapshot()->audit.front().amountUsd, 2.25);
}

void WindowBudgetsTest::aLimitIsSetAndClearedInDialogs()
{
    const TestStore store;
    QVERIFY(valueOf(store.open()->record(sampleCall(u"demo"_s, 9))).logged());
    Opened opened(store.location(), at(PageId::Budgets));
    opened.clickRow(opened.cell(u"demo"_s, BudgetModel::Project));
    QTest::mouseClick(opened.button(u"Set limit…"_s), Qt::LeftButton);
    auto *limit = opened.dialog<LimitDialog>();
    QTest::keyClicks(limit->findChild<QLineEdit *>(u"amount"_s), u"10"_s);
    opened.click(limit, u"save"_s);
    QTRY_COMPARE(opened.cell(u"demo"_s, BudgetModel::Limited).data(ExportRole).toDouble(), 10.0);
    // 90 % is past a warning: the sidebar says so.
    QVERIFY2(textsOf(opened.window).join(u'\n').contains(u"Budgets, 1 budget past a warning"),
             qPrintable(textsOf(opened.window).join(u'\n')));

    QTest::mouseClick(opened.button(u"Set limit…"_s), Qt::LeftButton);
    opened.click(opened.dialog<LimitDialog>(), u"clear"_s);
    opened.click(opened.dialog<ConfirmDialog>(), u"confirm"_s);
    QTRY_VERIFY(!opened.cell(u"demo"_s, BudgetModel::Limited).data(ExportRole).isValid());
}

QTEST_MAIN(WindowBudgetsTest)
#include "tst_windowbudgets.moc"
