// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/budgetspage.h"

#include "models/budgetmodel.h"
#include "models/periodsmodel.h"
#include "teststore.h"
#include "theme/theme.h"
#include "uitest.h"
#include "widgets/table.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

class BudgetsPageTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aReaderSeesWhyNothingCanBeChanged();
    void severalBudgetsAreResetAtOnce();
    void periodsThatAreOverAreShownOfTheProjectsThatAreChosen();
    void countersAreComparedWithTheLog();

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Store> m_sample;
    SnapshotPtr m_snapshot;
};

void BudgetsPageTest::initTestCase()
{
    applyTheme(*qApp, Scheme::Light);
    m_sample = openSampleStore(m_dir.path());
    m_snapshot = snapshotOf(*m_sample, sampleNow());
}

void BudgetsPageTest::aReaderSeesWhyNothingCanBeChanged()
{
    auto snapshot = std::make_shared<Snapshot>(*m_snapshot);
    snapshot->store.access = {.reason = u"The role <reader> may only read."_s};
    const auto page = makePage(PageId::Budgets, *m_sample);
    page->arrive({PageId::Budgets, snapshot->budgets.front().project, {}, {}, false});
    page->show(snapshot, viewOf(*snapshot));
    for (const QString &text : {u"Set limit…"_s, u"Clear limit…"_s, u"Reset…"_s}) {
        const auto *denied = button(*page, text);
        QVERIFY(!denied->isEnabled());
        QVERIFY(denied->toolTip().contains(snapshot->store.access.reason.toHtmlEscaped()));
    }
}

void BudgetsPageTest::severalBudgetsAreResetAtOnce()
{
    const auto page = makePage(PageId::Budgets, *m_sample);
    page->show(m_snapshot, viewOf(*m_snapshot));
    auto *table = page->findChild<Table *>();
    QVERIFY(!button(*page, u"Reset…"_s)->isEnabled());
    table->selectAll();
    QVERIFY(!button(*page, u"Set limit…"_s)->isEnabled());
    QSignalSpy reset(page.get(), &Page::resetRequested);
    button(*page, u"Reset…"_s)->click();
    QCOMPARE(reset[0][0].toStringList().size(), qsizetype(m_snapshot->budgets.size()));

    const QString project = m_snapshot->budgets.front().project;
    page->arrive({PageId::Budgets, project, {}, {}, false});
    page->show(m_snapshot, viewOf(*m_snapshot));
    QCOMPARE(table->selectedKeys(), QStringList{project});
    QSignalSpy limit(page.get(), &Page::limitRequested);
    button(*page, u"Set limit…"_s)->click();
    QCOMPARE(limit[0][0].toString(), project);
}

void BudgetsPageTest::periodsThatAreOverAreShownOfTheProjectsThatAreChosen()
{
    const auto page = makePage(PageId::Budgets, *m_sample);
    page->show(m_snapshot, viewOf(*m_snapshot));
    const auto tables = page->findChildren<Table *>();
    const auto periods =
        std::ranges::find(tables, u"Previous periods"_s, &QWidget::accessibleName);
    QVERIFY(periods != tables.end());
    const auto *model = (*periods)->model();
    QCOMPARE(model->rowCount(), 6); // the sample's monthly limits
    auto *budgets = *std::ranges::find(tables, u"Budgets"_s, &QWidget::accessibleName);
    budgets->select(u"support-bot"_s);
    QCOMPARE(model->rowCount(), 1);
    QCOMPARE(model->index(0, PeriodsModel::Project).data().toString(), u"support-bot"_s);
    QCOMPARE(model->index(0, PeriodsModel::Days).data().toString(), u"1 Oct – 31 Oct 2026"_s);
    budgets->select(u"sandbox"_s);
    QVERIFY(!(*periods)->isVisible());
}

void BudgetsPageTest::countersAreComparedWithTheLog()
{
    const auto page = makePage(PageId::Budgets, *m_sample);
    auto *budgets = qobject_cast<BudgetsPage *>(page.get());
    int compared = 0;
    budgets->setLedgerLoader([&] {
        ++compared;
        auto lines = m_sample->ledger();
        lines->front().finding = LedgerFinding::EditedCounter;
        return QtFuture::makeReadyFuture(std::move(lines));
    });
    page->show(m_snapshot, viewOf(*m_snapshot));
    const auto said = [&](const QString &words) {
        return std::ranges::any_of(page->findChildren<QLabel *>(), [&](const QLabel *label) {
            return label->text().contains(words);
        });
    };
    QTRY_VERIFY(said(u"Ledger: 1 counter is off the log."_s));
    const auto *model = page->findChild<Table *>()->model();
    QStringList findings;
    for (int row = 0; row < model->rowCount(); ++row)
        findings << model->index(row, BudgetModel::Ledger).data().toString();
    QCOMPARE(findings.count(u"Edited counter"_s), 1);
    QCOMPARE(findings.count(u"Agrees"_s), findings.size() - 1);
    page->show(m_snapshot, viewOf(*m_snapshot)); // the same state of the store
    QCOMPARE(compared, 1);
}

QTEST_MAIN(BudgetsPageTest)
#include "tst_budgetspage.moc"
