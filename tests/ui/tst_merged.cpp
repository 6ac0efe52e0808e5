// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/summary.h"
#include "dialogs/mergedialog.h"
#include "dialogs/resetdialog.h"
#include "models/auditmodel.h"
#include "models/callsmodel.h"
#include "models/spendmodel.h"
#include "opened.h"
#include "peer.h"
#include "postgrescluster.h"
#include "storecard.h"
#include "widgets/budgetgauge.h"
#include "widgets/card.h"

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

namespace {

constexpr int fastPollMs = 50;
constexpr int longMs = 40'000;

template <class T>
T answerOf(QFuture<T> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000))
        failBecause(u"no answer came"_s);
    return future.result();
}

std::optional<Budget> budgetOf(const Session &session, const QString &project)
{
    for (const Budget &budget : session.snapshot()->budgets) {
        if (budget.project == project)
            return budget;
    }
    return {};
}

} // namespace

/// A SQLite file and a PostgreSQL server, shown as one.
class MergedTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void totalsAreThoseOfBothStores();
    void aResetGoesToTheProjectsOwnStore();
    void anUndoGoesToTheStoreOfItsEntry();
    void pagesAreTheSortedUnionOfBothLogs();
    void oneServerAwayLeavesTheOtherLive();
    void aStoreThatWasNeverOpenIsNamed();
    void theWindowFiltersAndResets();
    void logsAreExportedOneStoreAtATime();
    void theDialogOpensAViewThatIsRemembered();

private:
    [[nodiscard]] NamedStores both() const
    {
        return {{u"Local"_s, m_file->location()}, {u"Team"_s, m_server->location()}};
    }
    std::unique_ptr<TestStore> m_file;
    std::unique_ptr<TestStore> m_server;
};

void MergedTest::init()
{
    m_file = std::make_unique<TestStore>(Backend::Sqlite);
    m_server = std::make_unique<TestStore>(Backend::Postgres);
    const auto file = m_file->open();
    const auto server = m_server->open();
    QVERIFY(valueOf(file->record(sampleCall(u"chat"_s, 2.0000000001))).logged());
    QVERIFY(valueOf(server->record(sampleCall(u"chat"_s, 3.5))).logged());
    QVERIFY(valueOf(server->record(sampleCall(u"team · chat"_s, 0.25))).logged());
}

void MergedTest::cleanup()
{
    m_file.reset();
    m_server.reset();
}

void MergedTest::totalsAreThoseOfBothStores()
{
    Session session;
    session.setPollInterval(0);
    session.open(both());
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), Session::State::Open, longMs);
    QCOMPARE(total(session.snapshot()->daily).cost, Money::parse(u"5.7500000001"_s).value());
    QCOMPARE(budgetOf(session, u"Local · chat"_s)->totalUsd, 2.0000000001);
    QCOMPARE(budgetOf(session, u"Team · chat"_s)->totalUsd, 3.5);
    QCOMPARE(storesAt(session.address())->size(), std::size_t(2));
    QVERIFY(!session.address().contains(PostgresCluster::adminPassword()));
    const auto lines = valueOf(answerOf(session.ledger()));
    QCOMPARE(lines.size(), std::size_t(3));
    QVERIFY(std::ranges::all_of(lines, &LedgerLine::agrees));
}

void MergedTest::aResetGoesToTheProjectsOwnStore()
{
    Session session;
    session.setPollInterval(0);
    session.open(both());
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), Session::State::Open, longMs);
    const auto entry = valueOf(answerOf(session.reset({u"Team · chat"_s, u"new month"_s, 3.5})));
    QCOMPARE(entry.project, u"Team · chat"_s);
    QCOMPARE(entry.store, 1);
    QCOMPARE(valueOf(m_server->open()->projectTotal(u"chat"_s)), 0.0);
    QCOMPARE(valueOf(m_file->open()->projectTotal(u"chat"_s)), 2.0000000001);
    QTRY_COMPARE(budgetOf(session, u"Team · chat"_s)->totalUsd, 0.0);
    QCOMPARE(errorOf(answerOf(session.clearLimit(u"chat"_s))), StoreError::Kind::Invalid);
    // A name with the sign in it is one name.
    QVERIFY(answerOf(session.setLimit(u"Team · team · chat"_s, Limit{.maxBudgetUsd = 9})));
    QCOMPARE(valueOf(m_server->open()->budgets()).size(), std::size_t(2));
    QCOMPARE(valueOf(m_file->open()->audit()).size(), std::size_t(0));
}

void MergedTest::anUndoGoesToTheStoreOfItsEntry()
{
    // Both have an entry number 1.
    QVERIFY(m_file->open()->reset({u"chat"_s, {}, {}}));
    QVERIFY(m_server->open()->reset({u"chat"_s, {}, {}}));
    Session session;
    session.setPollInterval(0);
    session.open(both());
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), Session::State::Open, longMs);
    const auto audit = session.snapshot()->audit;
    QCOMPARE(audit.size(), std::size_t(2));
    QCOMPARE(audit[0].id, audit[1].id);
    const auto local = std::ranges::find(audit, u"Local · chat"_s, &AuditEntry::project);
    QCOMPARE(valueOf(answerOf(session.undoReset(*local))).project, u"Local · chat"_s);
    QCOMPARE(valueOf(m_file->open()->projectTotal(u"chat"_s)), 2.0000000001);
    QCOMPARE(valueOf(m_server->open()->projectTotal(u"chat"_s)), 0.0);
}

void MergedTest::pagesAreTheSortedUnionOfBothLogs()
{
    // Moments that the two have in common, with and without decimals, and a date that is none.
    const Timestamp first = Timestamp::parse(u"2026-11-20T10:00:00Z").value();
    for (int i = 0; i < 40; ++i) {
        const Timestamp moment{first.micros + i / 4 * 500'000};
        m_file->raw().execute(peer::record(Backend::Sqlite, u"f%1"_s.arg(i % 3), 0.5, moment));
        m_server->raw().execute(peer::record(Backend::Postgres, u"s%1"_s.arg(i % 3), 0.25, moment));
    }
    m_file->raw().execute(u"UPDATE usage_logs SET created_at = '2026-11-20 10:00:03' WHERE id = 20"_s);
    m_file->raw().execute(u"UPDATE usage_logs SET created_at = 'never' WHERE id = 21"_s);
    Session session;
    session.setPollInterval(0);
    session.open(both());
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), Session::State::Open, longMs);

    CallQuery all;
    all.limit = 10'000;
    const auto whole = valueOf(answerOf(session.calls(all)));
    QCOMPARE(whole.size(), std::size_t(83));
    std::vector<Call> sorted = whole;
    std::ranges::stable_sort(sorted, [](const Call &a, const Call &b) {
        if (a.createdAtText != b.createdAtText)
            return a.createdAtText > b.createdAtText;
        return a.store != b.store ? a.store < b.store : a.id > b.id;
    });
    QVERIFY(whole == sorted);

    for (const int limit : {1, 3, 7}) {
        CallQuery page;
        page.limit = limit;
        std::vector<Call> paged;
        for (;;) {
            const auto rows = valueOf(answerOf(session.calls(page)));
            paged.insert(paged.end(), rows.begin(), rows.end());
            if (rows.empty())
                break;
            page.after = rows.back();
        }
        QVERIFY2(paged == whole, qPrintable(u"down by %1"_s.arg(limit)));
        page.after.reset();
        page.before = whole.back();
        paged = {whole.back()};
        for (;;) {
            const auto rows = valueOf(answerOf(session.calls(page)));
            if (rows.empty())
                break;
            paged.insert(paged.begin(), rows.begin(), rows.end());
            page.before = rows.front();
        }
        QVERIFY2(paged == whole, qPrintable(u"up by %1"_s.arg(limit)));
    }
    CallQuery one;
    one.filter.project = u"Team · s1"_s;
    const auto ofOne = valueOf(answerOf(session.calls(one)));
    QCOMPARE(std::ssize(ofOne), std::ranges::count(whole, u"Team · s1"_s, [](const Call &call) {
        return call.usage.project;
    }));
}

void MergedTest::oneServerAwayLeavesTheOtherLive()
{
    auto &cluster = PostgresCluster::shared();
    Opened opened(m_file->location(), at(PageId::Projects));
    opened.session.setPollInterval(fastPollMs);
    opened.session.open(both());
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.snapshot() && opened.session.snapshot()->merged(), longMs);
    QTRY_COMPARE_WITH_TIMEOUT(opened.session.state(), Session::State::Open, longMs);
    QVERIFY(opened.banner(u"stale"_s).isEmpty());
    cluster.stop();
    const auto startAgain = qScopeGuard([&cluster] {
        if (!cluster.running())
            cluster.start();
    });
    QTRY_COMPARE_WITH_TIMEOUT(opened.session.state(), Session::State::Partly, longMs);
    QTRY_VERIFY_WITH_TIMEOUT(opened.banner(u"stale"_s).startsWith(u"Team is away: "_s), longMs);
    QVERIFY(!opened.session.snapshot()->isLive(u"Team · chat"_s));
    // The whole row is grey, and the log says whose calls it lacks.
    const auto tone = [&opened](const QString &project) {
        return opened.cell(project, SpendModel::Spend).data(ToneRole).toInt();
    };
    QTRY_COMPARE(tone(u"Team · chat"_s), int(Tone::Quiet));
    QCOMPARE(tone(u"Local · chat"_s), int(Tone::Neutral));
    for (const BudgetGauge *gauge : opened.page()->findChildren<BudgetGauge *>()) {
        QCOMPARE(gauge->accessibleDescription().endsWith(u"these figures are old."_s),
                 gauge->project().startsWith(u"Team"_s));
    }
    Place calls = opened.window.place();
    calls.page = PageId::Calls;
    opened.window.go(calls);
    QTRY_COMPARE(opened.table()->model()->rowCount(), 1);
    QVERIFY(opened.page()->findChild<Card *>()->note().endsWith(u"without Team: away"_s));
    const Money before = total(opened.session.snapshot()->daily).cost;

    // The other goes on, and what is shown of the one that is away stays.
    m_file->raw().execute(peer::record(Backend::Sqlite, u"beside"_s, 0.125, Timestamp::now()));
    QTRY_COMPARE_WITH_TIMEOUT(total(opened.session.snapshot()->daily).cost,
                              before + Money::fromUsd(0.125), longMs);
    const auto log = valueOf(answerOf(opened.session.calls({})));
    QVERIFY(std::ranges::all_of(log, [](const Call &call) { return call.store == 0; }));
    QCOMPARE(errorOf(answerOf(opened.session.reset({u"Team · chat"_s, {}, {}}))),
             StoreError::Kind::Unavailable);

    cluster.start();
    QTRY_COMPARE_WITH_TIMEOUT(opened.session.state(), Session::State::Open, longMs);
    QTRY_VERIFY_WITH_TIMEOUT(opened.banner(u"stale"_s).isEmpty(), longMs);
}

void MergedTest::aStoreThatWasNeverOpenIsNamed()
{
    // Port 1 refuses at once.
    const auto nowhere = StoreLocation::parse(u"postgresql://alice:geheim@127.0.0.1:1/costs"_s);
    Opened opened(m_file->location(), at(PageId::Overview));
    opened.session.open(NamedStores{{u"Local"_s, m_file->location()}, {u"Sales"_s, *nowhere}});
    QTRY_COMPARE_WITH_TIMEOUT(opened.session.state(), Session::State::Partly, longMs);
    QCOMPARE(total(opened.session.snapshot()->daily).calls, qint64(1));
    const QString banner = opened.banner(u"stale"_s);
    QVERIFY2(banner.startsWith(u"Sales is not open: its calls are missing here."_s), qPrintable(banner));
    QVERIFY(!banner.contains(u"geheim"_s));
    QCOMPARE(opened.window.findChild<StoreCard *>()->details(), u"away: Sales"_s);
}

void MergedTest::theWindowFiltersAndResets()
{
    Opened opened(m_file->location(), at(PageId::Budgets));
    opened.session.open(both());
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.snapshot() && opened.session.snapshot()->merged(), longMs);
    QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
    auto *search = opened.page()->findChild<QLineEdit *>();
    search->setText(u"Team"_s);
    QTRY_COMPARE(opened.table()->model()->rowCount(), 2);
    opened.clickRow(opened.cell(u"Team · chat"_s, 1));
    QTest::mouseClick(opened.button(u"Reset…"_s), Qt::LeftButton);
    auto *dialog = opened.dialog<ResetDialog>();
    dialog->accept();
    QTRY_VERIFY(opened.banner(u"message"_s).contains(u"Team · chat"_s));
    QCOMPARE(valueOf(m_server->open()->projectTotal(u"chat"_s)), 0.0);
    QCOMPARE(valueOf(m_file->open()->projectTotal(u"chat"_s)), 2.0000000001);
    // Each store numbers its own entries.
    QTRY_COMPARE(opened.session.snapshot()->audit.size(), std::size_t(1));
    Place audit = opened.window.place();
    audit.page = PageId::Audit;
    opened.window.go(audit);
    QCOMPARE(opened.table()->model()->index(0, AuditModel::Id).data().toString(), u"Team #1"_s);
}

void MergedTest::logsAreExportedOneStoreAtATime()
{
    Opened opened(m_file->location(), at(PageId::Projects));
    opened.session.open(both());
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.snapshot() && opened.session.snapshot()->merged(), longMs);
    auto *one = opened.window.findChild<QMenu *>(u"oneStore"_s);
    auto *menu = qobject_cast<QMenu *>(one->parent());
    const auto action = [menu](const QString &part) {
        for (QAction *entry : menu->actions()) {
            if (entry->text().remove(u'&').contains(part))
                return entry;
        }
        failBecause(u"no action "_s + part);
        return static_cast<QAction *>(nullptr);
    };
    Q_EMIT menu->aboutToShow();
    QVERIFY(!action(u"selection, as CSV"_s)->isEnabled());
    QVERIFY(!action(u"FOCUS"_s)->isEnabled());
    QVERIFY(!action(u"Copy as command"_s)->isEnabled());
    QVERIFY(action(u"What is shown, as CSV"_s)->isEnabled());
    QVERIFY(action(u"Copy as command"_s)->toolTip().contains(u"one store"_s));
    QCOMPARE(one->actions().size(), 2);

    Place there = opened.window.place();
    there.project = u"Team · chat"_s;
    opened.window.go(there);
    Q_EMIT menu->aboutToShow();
    QVERIFY(action(u"Copy as command"_s)->isEnabled());
}

void MergedTest::theDialogOpensAViewThatIsRemembered()
{
    const QTemporaryDir folder;
    Opened opened(m_file->location(), at(PageId::Overview),
                  Settings::inFile(folder.filePath(u"settings.ini"_s)));
    opened.settings.rememberStore(m_server->location());
    opened.settings.nameStore(m_server->location().withoutSecrets(), u"Team"_s);
    MergeDialog dialog(opened.session.namedStores(), opened.settings.stores(), nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    auto *table = dialog.findChild<QTableWidget *>(u"stores"_s);
    auto *open = dialog.findChild<QPushButton *>(u"open"_s);
    QVERIFY(!open->isEnabled());
    QCOMPARE(table->rowCount(), 2);
    table->item(0, 0)->setText(u"Mine"_s);
    table->item(1, 0)->setCheckState(Qt::Checked);
    QVERIFY(open->isEnabled());
    table->setCurrentCell(1, 0);
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"up"_s), Qt::LeftButton);
    NamedStores chosen = dialog.stores();
    QCOMPARE(chosen.size(), std::size_t(2));
    QCOMPARE(chosen[0].name, u"Team"_s);
    QCOMPARE(chosen[1].name, u"Mine"_s);
    chosen[0].location = m_server->location();

    opened.session.open(chosen);
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.snapshot() && opened.session.snapshot()->merged(), longMs);
    const KnownStore known = opened.settings.stores().front();
    QCOMPARE(known.url, addressOf(chosen));
    QVERIFY(!known.url.contains(PostgresCluster::adminPassword()));
    QCOMPARE(displayOf(known), u"Team + Mine"_s);
    QVERIFY(opened.window.windowTitle().contains(u"Team + Mine"_s));
}

QTEST_MAIN(MergedTest)
#include "tst_merged.moc"
