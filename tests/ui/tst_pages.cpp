// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/format.h"
#include "pages/callspage.h"
#include "pages/figures.h"
#include "pages/pages.h"
#include "testdata.h"
#include "teststore.h"
#include "theme/theme.h"
#include "uitest.h"
#include "widgets/banner.h"
#include "widgets/budgetgauge.h"
#include "widgets/emptystate.h"
#include "widgets/keyfigure.h"
#include "widgets/spendchart.h"
#include "widgets/table.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

class PagesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theOverviewShowsTheTotalsOfLlmToll();
    void theOverviewShowsBudgetsMostAtRiskFirst();
    void aClickLeadsOn();
    void aProjectIsDrilledDownToModelsDaysAndCalls();
    void aSingleDayIsShownByTheHour();
    void anEmptyStoreSaysWhatToDoNext();
    void aRangeWithoutCallsOffersAll();
    void badRowsAreNoticedUntilDismissed();
    void onlyAResetCanBeUndone();
    void callsFollowTheViewAndTheToggle();

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Store> m_azure;
    std::unique_ptr<Store> m_sample;
    SnapshotPtr m_azureSnapshot;
    SnapshotPtr m_sampleSnapshot;
};

void PagesTest::initTestCase()
{
    applyTheme(*qApp, Scheme::Light);
    m_azure = openAzureStore(m_dir.path());
    m_sample = openSampleStore(m_dir.path());
    m_azureSnapshot = snapshotOf(*m_azure, Timestamp::now(), RangePreset::All);
    m_sampleSnapshot = snapshotOf(*m_sample, sampleNow());
}

void PagesTest::theOverviewShowsTheTotalsOfLlmToll()
{
    const GoldenAnswers golden(Backend::Sqlite);
    const auto page = makePage(PageId::Overview, *m_azure);
    page->show(m_azureSnapshot, viewOf(*m_azureSnapshot, RangePreset::All));
    const auto *figures = page->findChild<Figures *>();
    QVERIFY(figures);
    const Totals total = golden.total();
    QCOMPARE(figures->spend->content().exact, format::usdExact(total.cost));
    QCOMPARE(figures->spend->content().value, format::usdTotal(total.cost));
    QCOMPARE(figures->calls->content().value, format::count(total.calls));
    QVERIFY(figures->tokens->content().exact.contains(format::count(total.inputTokens)));
    QVERIFY(figures->tokens->content().exact.contains(format::count(total.outputTokens)));
    const auto *chart = page->findChild<SpendChart *>();
    Money drawn;
    for (const Money bar : chart->series().totals)
        drawn += bar;
    QCOMPARE(drawn, total.cost);
}

void PagesTest::theOverviewShowsBudgetsMostAtRiskFirst()
{
    const auto page = makePage(PageId::Overview, *m_sample);
    page->show(m_sampleSnapshot, viewOf(*m_sampleSnapshot));
    QCoreApplication::processEvents();
    const auto states = budgetStates(m_sampleSnapshot->budgets);
    const auto gauges = page->findChildren<BudgetGauge *>();
    QVERIFY(gauges.size() >= 3);
    for (qsizetype i = 0; i < gauges.size(); ++i)
        QCOMPARE(gauges[i]->project(), states[size_t(i)].budget.project);
    QVERIFY(gauges[0]->accessibleDescription().contains(format::status(states[0].status)));
}

void PagesTest::aClickLeadsOn()
{
    const auto page = makePage(PageId::Overview, *m_sample);
    const View view = viewOf(*m_sampleSnapshot);
    page->show(m_sampleSnapshot, view);
    QCoreApplication::processEvents();
    QList<Destination> went;
    connect(page.get(), &Page::navigate, this, [&](const Destination &to) { went.append(to); });

    auto *chart = page->findChild<SpendChart *>();
    Q_EMIT chart->barActivated(3, 0);
    QCOMPARE(went.last().page, PageId::Calls);
    QCOMPARE(went.last().range, chart->series().bars[3].range);
    QCOMPARE(went.last().project, chart->series().groups[0].name);

    auto *gauge = page->findChild<BudgetGauge *>();
    gauge->click();
    QCOMPARE(went.last().page, PageId::Budgets);
    QCOMPARE(went.last().project, gauge->project());

    auto *table = page->findChild<Table *>();
    table->setCurrentIndex(table->shown()->index(1, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(went.last().page, PageId::Projects);
    QCOMPARE(went.last().project, table->selectedKeys().constFirst());

    // The context menu leads there, too.
    const auto action = [&page](const QString &text) {
        for (QAction *candidate : page->findChildren<QAction *>()) {
            if (candidate->text() == text)
                return candidate;
        }
        return static_cast<QAction *>(nullptr);
    };
    went.clear();
    QVERIFY(action(u"Open"_s) && action(u"Show calls"_s));
    action(u"Open"_s)->trigger();
    QCOMPARE(went.last().page, PageId::Projects);
    QCOMPARE(went.last().project, table->selectedKeys().constFirst());
    action(u"Show calls"_s)->trigger();
    QCOMPARE(went.last().page, PageId::Calls);
    QCOMPARE(went.last().project, table->selectedKeys().constFirst());
    table->selectAll();
    QVERIFY(!action(u"Open"_s)->isEnabled() && !action(u"Show calls"_s)->isEnabled());
}

void PagesTest::aProjectIsDrilledDownToModelsDaysAndCalls()
{
    const auto page = makePage(PageId::Projects, *m_sample);
    View view = viewOf(*m_sampleSnapshot);
    page->show(m_sampleSnapshot, view);
    QCoreApplication::processEvents();
    QCOMPARE(page->shownTable()->rowCount(), m_sampleSnapshot->daily.projects.size());

    view.project = u"support-bot"_s;
    page->show(m_sampleSnapshot, view);
    QCoreApplication::processEvents();
    const SpendFilter filter{view.range.current, view.project, {}};
    QCOMPARE(page->shownTable()->rowCount(),
             int(summarise(m_sampleSnapshot->daily, GroupBy::Model, filter).size()));
    QCOMPARE(page->findChild<Figures *>()->spend->content().exact,
             format::usdExact(total(m_sampleSnapshot->daily, filter).cost));

    QList<Destination> went;
    connect(page.get(), &Page::navigate, this, [&](const Destination &to) { went.append(to); });
    for (auto *table : page->findChildren<Table *>()) {
        if (!table->isVisible())
            continue;
        table->setCurrentIndex(table->shown()->index(0, 0));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(went.last().page, PageId::Calls);
        QCOMPARE(went.last().project, view.project);
        if (table->shown() == page->shownTable())
            QCOMPARE(went.last().model, table->selectedKeys().constFirst());
        else
            QCOMPARE(went.last().range->size(), 1);
    }
    QCOMPARE(went.size(), 2);
}

void PagesTest::aSingleDayIsShownByTheHour()
{
    const auto page = makePage(PageId::Projects, *m_azure);
    View view = viewOf(*m_azureSnapshot, RangePreset::All); // all of it is one day
    view.project = u"code-assistant"_s;
    page->show(m_azureSnapshot, view);
    QCoreApplication::processEvents();
    const GoldenAnswers golden(Backend::Sqlite);
    QList<Destination> went;
    connect(page.get(), &Page::navigate, this, [&](const Destination &to) { went.append(to); });
    for (auto *table : page->findChildren<Table *>()) {
        if (!table->isVisible() || table->shown() == page->shownTable())
            continue;
        table->setCurrentIndex(table->shown()->index(0, 0));
        QTest::keyClick(table, Qt::Key_Return);
    }
    QCOMPARE(went.size(), 1);
    QCOMPARE(went.last().range->unit, BucketUnit::Hour);
    QCOMPARE(went.last().range->firstDay(), golden.onlyDay());
}

void PagesTest::anEmptyStoreSaysWhatToDoNext()
{
    TestStore place(Backend::Sqlite);
    const auto store = place.open();
    const SnapshotPtr snapshot = snapshotOf(*store, sampleNow());
    for (const PageId id : {PageId::Overview, PageId::Projects, PageId::Models}) {
        const auto page = makePage(id, *store);
        page->show(snapshot, viewOf(*snapshot));
        QCoreApplication::processEvents();
        const auto *state = visibleChild<EmptyState>(*page);
        QVERIFY(state);
        QCOMPARE(state->title(), u"No calls yet"_s);
        QSignalSpy sample(page.get(), &Page::sampleRequested);
        QSignalSpy open(page.get(), &Page::openStoreRequested);
        button(*page, u"Look at sample data"_s)->click();
        button(*page, u"Open another store…"_s)->click();
        QCOMPARE(sample.size(), 1);
        QCOMPARE(open.size(), 1);
    }
    for (const PageId id : {PageId::Budgets, PageId::Calls, PageId::Audit}) {
        const auto page = makePage(id, *store);
        page->show(snapshot, viewOf(*snapshot));
        QTRY_VERIFY(visibleChild<EmptyState>(*page));
    }
}

void PagesTest::aRangeWithoutCallsOffersAll()
{
    const View view = viewOf(*m_azureSnapshot, RangePreset::Last30Days);
    const GoldenAnswers golden(Backend::Sqlite);
    for (const PageId id : {PageId::Overview, PageId::Projects, PageId::Models, PageId::Calls}) {
        const auto page = makePage(id, *m_azure);
        page->show(m_azureSnapshot, view);
        QTRY_VERIFY(visibleChild<EmptyState>(*page));
        const auto *state = visibleChild<EmptyState>(*page);
        QVERIFY2(state->title().startsWith(u"No calls in "_s), qPrintable(state->title()));
        QVERIFY(state->text().contains(format::day(golden.onlyDay())));
        QList<Destination> went;
        connect(page.get(), &Page::navigate, this, [&](const Destination &to) { went.append(to); });
        button(*page, u"Show all"_s)->click();
        QCOMPARE(went.size(), 1);
        QCOMPARE(went.last().page, id);
        QCOMPARE(went.last().range, m_azureSnapshot->daily.extent());
    }
}

void PagesTest::badRowsAreNoticedUntilDismissed()
{
    auto snapshot = std::make_shared<Snapshot>(*m_sampleSnapshot);
    snapshot->daily.badRows = 3;
    const View view = viewOf(*snapshot);
    const auto page = makePage(PageId::Overview, *m_sample);
    page->show(snapshot, view);
    auto *banner = page->findChild<Banner *>();
    QVERIFY(banner->isVisible());
    QVERIFY(banner->message().contains(u'3'));
    QList<Destination> went;
    connect(page.get(), &Page::navigate, this, [&](const Destination &to) { went.append(to); });
    button(*page, u"Show them"_s)->click();
    QCOMPARE(went.last().page, PageId::Calls);
    QVERIFY(went.last().badOnly);

    banner->hide();
    Q_EMIT banner->closed();
    page->show(snapshot, view);
    QVERIFY(!banner->isVisible());
    snapshot = std::make_shared<Snapshot>(*snapshot);
    snapshot->daily.badRows = 4;
    page->show(snapshot, view);
    QVERIFY(banner->isVisible());
}

void PagesTest::onlyAResetCanBeUndone()
{
    const auto page = makePage(PageId::Audit, *m_sample);
    page->show(m_sampleSnapshot, viewOf(*m_sampleSnapshot));
    auto *table = page->findChild<Table *>();
    auto *undo = button(*page, u"Undo reset…"_s);
    QVERIFY(!undo->isEnabled());
    QSignalSpy undone(page.get(), &Page::undoRequested);
    int possible = 0;
    for (const AuditEntry &entry : m_sampleSnapshot->audit) {
        table->select(QString::number(entry.id));
        QCOMPARE(undo->isEnabled(), entry.canBeUndone());
        if (!entry.canBeUndone()) {
            QVERIFY(!undo->toolTip().isEmpty());
            continue;
        }
        ++possible;
        undo->click();
        QCOMPARE(undone.last()[0].toLongLong(), entry.id);
    }
    QVERIFY(possible > 0 && possible < int(m_sampleSnapshot->audit.size()));
}

void PagesTest::callsFollowTheViewAndTheToggle()
{
    std::vector<CallQuery> asked;
    const auto page = makePage(PageId::Calls, *m_azure);
    auto *calls = dynamic_cast<CallsPage *>(page.get());
    QVERIFY(calls);
    calls->setLoader([&](const CallQuery &query) {
        asked.push_back(query);
        return QtFuture::makeReadyFuture(m_azure->calls(query));
    });
    asked.clear();
    View view = viewOf(*m_azureSnapshot, RangePreset::All);
    view.project = u"support-chat"_s;
    page->show(m_azureSnapshot, view);
    QCOMPARE(asked.size(), size_t(1));
    QCOMPARE(asked.back().filter.project, view.project);
    QCOMPARE(asked.back().filter.range, view.range.current);
    QTRY_COMPARE(page->shownTable()->rowCount(), asked.back().limit);
    page->show(m_azureSnapshot, view); // nothing changed
    QCOMPARE(asked.size(), size_t(1));

    QList<Destination> went;
    connect(page.get(), &Page::navigate, this, [&](const Destination &to) { went.append(to); });
    auto *filter = page->findChild<QComboBox *>();
    QCOMPARE(filter->currentData().toString(), *view.project);
    filter->setCurrentIndex(0);
    Q_EMIT filter->activated(0);
    QCOMPARE(went.last().project, QString());
    QVERIFY(went.last().project.has_value());

    button(*page, u"Bad rows only"_s)->click();
    QVERIFY(asked.back().badOnly);
    QTRY_VERIFY(visibleChild<EmptyState>(*page));
    QCOMPARE(visibleChild<EmptyState>(*page)->title(), u"No bad rows"_s);
}

QTEST_MAIN(PagesTest)
#include "tst_pages.moc"
