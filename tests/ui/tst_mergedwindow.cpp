// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/summary.h"
#include "dialogs/aboutstoredialog.h"
#include "dialogs/exportdialog.h"
#include "export/files.h"
#include "format/format.h"
#include "models/spendmodel.h"
#include "opened.h"
#include "postgrescluster.h"
#include "report/pdfreport.h"
#include "testdata.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

namespace {

constexpr int longMs = 40'000;

QString textOf(const QString &pdf)
{
    QProcess process;
    process.start(u"pdftotext"_s, {u"-layout"_s, pdf, u"-"_s});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        failBecause(u"pdftotext: "_s + QString::fromUtf8(process.readAllStandardError()));
    return QString::fromUtf8(process.readAllStandardOutput()).simplified();
}

QAction *actionOf(const QList<QAction *> &actions, const QString &text)
{
    for (QAction *action : actions) {
        if (action->text().remove(u'&') == text)
            return action;
    }
    failBecause(u"There is no entry "_s + text);
    return nullptr;
}

Place viewedAt(PageId page, Place place)
{
    place.page = page;
    return place;
}

} // namespace

/// What a window on a file and a PostgreSQL server as one opens, writes and carries.
class MergedWindowTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("HOME", m_home.path().toLocal8Bit()); }
    void init();
    void groupedByStoreABarAndARowLeadToThatStore();
    void aboutHasATabForEachStore();
    void oneStoresLogIsExportedAsThatStoreWouldBe();
    void theReportSaysWhatTheStoresSayTogether();
    void waitingCallsGoToTheirOwnStore();
    void callsThatWaitedInAStoreOfTheViewCountOnce();

private:
    [[nodiscard]] NamedStores both() const
    {
        return {{u"Local"_s, m_file->location()}, {u"Team"_s, m_server->location()}};
    }
    static void show(Opened &opened, const NamedStores &stores);
    static QMenu *oneStore(const Opened &opened, const QString &name);
    QTemporaryDir m_home;
    std::unique_ptr<TestStore> m_file;
    std::unique_ptr<TestStore> m_server;
};

void MergedWindowTest::init()
{
    QFile::remove(defaultStorePath());
    m_file = std::make_unique<TestStore>(Backend::Sqlite);
    m_server = std::make_unique<TestStore>(Backend::Postgres);
    const auto file = m_file->open();
    const auto server = m_server->open();
    QVERIFY(valueOf(file->record(sampleCall(u"chat"_s, 2.0000000001))).logged());
    QVERIFY(valueOf(server->record(sampleCall(u"chat"_s, 3.5))).logged());
    QVERIFY(valueOf(server->record(sampleCall(u"search"_s, 0.25))).logged());
}

void MergedWindowTest::show(Opened &opened, const NamedStores &stores)
{
    opened.session.open(stores);
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.snapshot() && opened.session.snapshot()->merged(), longMs);
}

QMenu *MergedWindowTest::oneStore(const Opened &opened, const QString &name)
{
    auto *stores = opened.window.findChild<QMenu *>(u"oneStore"_s);
    Q_EMIT qobject_cast<QMenu *>(stores->parent())->aboutToShow();
    return actionOf(stores->actions(), name)->menu();
}

void MergedWindowTest::groupedByStoreABarAndARowLeadToThatStore()
{
    Opened opened(m_file->location(), at(PageId::Overview));
    auto *groupBy = opened.window.findChild<QToolButton *>(u"groupBy"_s);
    auto *byStore = groupBy->menu()->actions().at(static_cast<int>(GroupBy::Store));
    QVERIFY(!byStore->isVisible()); // one store has nothing to group by
    show(opened, both());
    QTRY_VERIFY(byStore->isVisible());
    byStore->trigger();
    QCOMPARE(opened.window.place().groupBy, GroupBy::Store);
    QCOMPARE(groupBy->text(), byStore->text());
    QCOMPARE(opened.table()->model()->rowCount(), 2);
    QCOMPARE(opened.cell(u"Team"_s, SpendModel::Spend).data(ExportRole).toDouble(), 3.75);
    QCOMPARE(opened.cell(u"Local"_s, SpendModel::Spend).data(ExportRole).toDouble(), 2.0000000001);
    const auto chart = opened.page()->shownChart();
    QCOMPARE(chart->series.groups.size(), std::size_t(2));
    QCOMPARE(chart->series.groups.front().name, u"Team"_s);

    // A row leads to that store's projects, and from there all calls to its log.
    opened.table()->setCurrentIndex(opened.cell(u"Team"_s, 0));
    QTest::keyClick(opened.table(), Qt::Key_Return);
    QCOMPARE(opened.window.place().page, PageId::Projects);
    QCOMPARE(opened.window.place().store, std::optional(u"Team"_s));
    QCOMPARE(opened.table()->model()->rowCount(), 2);
    QVERIFY(opened.cell(u"Local · chat"_s, 0).row() < 0);
    Place calls = opened.window.place();
    calls.page = PageId::Calls;
    opened.window.go(calls);
    QTRY_COMPARE(opened.table()->model()->rowCount(), 2);
    auto *project = opened.page()->findChild<QComboBox *>();
    QCOMPARE(project->currentText(), u"All of Team"_s);
    project->setCurrentIndex(project->findText(u"All of Local"_s));
    Q_EMIT project->activated(project->currentIndex());
    QTRY_COMPARE(opened.table()->model()->rowCount(), 1);
    QCOMPARE(opened.window.place().store, std::optional(u"Local"_s));
    // A project takes the place of a store, and back again.
    project->setCurrentIndex(project->findText(u"Team · chat"_s));
    Q_EMIT project->activated(project->currentIndex());
    QVERIFY(!opened.window.place().store);
    QTRY_COMPARE(opened.table()->model()->rowCount(), 1);
    QCOMPARE(opened.window.place().project, std::optional(u"Team · chat"_s));

    // Another store alone has none; the choice waits.
    opened.session.open(m_file->location());
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.snapshot() && !opened.session.snapshot()->merged(), longMs);
    QTRY_VERIFY(!opened.window.place().project && !opened.window.place().store);
    QCOMPARE(opened.window.place().groupBy, GroupBy::Store);
    opened.window.go(viewedAt(PageId::Overview, opened.window.place()));
    QVERIFY(!byStore->isVisible());
    QCOMPARE(opened.cell(u"chat"_s, SpendModel::Spend).data(ExportRole).toDouble(), 2.0000000001);
}

void MergedWindowTest::aboutHasATabForEachStore()
{
    Opened opened(m_file->location(), at(PageId::Overview));
    NamedStores stores = both();
    // Port 1 refuses at once.
    stores.push_back({u"A & B"_s, *StoreLocation::parse(u"postgresql://alice@127.0.0.1:1/costs"_s)});
    show(opened, stores);
    actionOf(opened.window.actions(), u"About this store…"_s)->trigger();
    auto *dialog = opened.dialog<AboutStoreDialog>();
    QCOMPARE(dialog->windowTitle(), u"About these stores"_s);
    auto *tabs = dialog->findChild<QTabWidget *>();
    QCOMPARE(tabs->count(), 3);
    const auto says = [tabs](int tab, const QString &words) {
        for (const QLabel *label : tabs->widget(tab)->findChildren<QLabel *>()) {
            if (label->text().contains(words))
                return true;
        }
        return false;
    };
    QCOMPARE(tabs->tabText(0), u"Local"_s);
    QVERIFY(says(0, m_file->location().path()) && says(0, u"SQLite 3"_s));
    QCOMPARE(tabs->tabText(1), u"Team"_s);
    QVERIFY(says(1, u"PostgreSQL "_s) && says(1, PostgresCluster::adminRole()));
    QVERIFY(!says(1, PostgresCluster::adminPassword()));
    QCOMPARE(tabs->tabText(2), u"A && B"_s);
    QVERIFY(says(2, u"not been open yet"_s));
    QVERIFY(!dialog->findChildren<QLabel *>(u"task0"_s).isEmpty());
}

void MergedWindowTest::oneStoresLogIsExportedAsThatStoreWouldBe()
{
    const QTemporaryDir folder;
    Opened opened(m_file->location(), at(PageId::Projects));
    show(opened, both());
    const auto write = [&](const QString &path) {
        actionOf(oneStore(opened, u"Team"_s)->actions(), u"All calls of this selection, as CSV…"_s)
            ->trigger();
        auto *dialog = opened.dialog<ExportDialog>();
        dialog->findChild<QLineEdit *>(u"path"_s)->setText(path);
        opened.click(dialog, u"export"_s);
        QTRY_VERIFY_WITH_TIMEOUT(opened.banner(u"message"_s).contains(path), longMs);
    };
    const QString all = folder.filePath(u"all.csv"_s);
    write(all);
    const QString expected = folder.filePath(u"expected.csv"_s);
    const auto server = m_server->open();
    QCOMPARE(valueOf(exportCallsAs(*server, {}, expected, {})), qint64(2));
    QCOMPARE(contentOf(all), contentOf(expected));
    const auto manifest = valueOf(readManifest(all));
    QCOMPARE(manifest.store, server->info().title);
    QCOMPARE(valueOf(verifyExport(*server, all, manifest)).toText(), u"unchanged"_s);

    // Drilled down to one of its projects, which it calls by its own name.
    Place there = opened.window.place();
    there.project = u"Team · chat"_s;
    opened.window.go(there);
    const QString one = folder.filePath(u"one.csv"_s);
    write(one);
    const QString text = QString::fromUtf8(contentOf(one));
    QVERIFY2(text.contains(u"\nchat,"_s) && !text.contains(u"search"_s) && !text.contains(u"Team"_s),
             qPrintable(text));
    // Drilled down to a store, what is exported is that one's without being asked which.
    there.project.reset();
    there.store = u"Local"_s;
    opened.window.go(there);
    auto *menu = qobject_cast<QMenu *>(opened.window.findChild<QMenu *>(u"oneStore"_s)->parent());
    Q_EMIT menu->aboutToShow();
    actionOf(menu->actions(), u"All calls of this selection, as CSV…"_s)->trigger();
    auto *dialog = opened.dialog<ExportDialog>();
    const QString local = folder.filePath(u"local.csv"_s);
    dialog->findChild<QLineEdit *>(u"path"_s)->setText(local);
    opened.click(dialog, u"export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(opened.banner(u"message"_s).contains(local), longMs);
    QVERIFY(contentOf(local).contains("2.0000000001"));
    QCOMPARE(contentOf(local).count('\n'), 2);
}

void MergedWindowTest::theReportSaysWhatTheStoresSayTogether()
{
    const QTemporaryDir folder;
    Opened opened(m_file->location(), at(PageId::Overview));
    show(opened, both());
    const SnapshotPtr snapshot = opened.session.snapshot();
    const QString path = folder.filePath(u"report.pdf"_s);
    QVERIFY(valueOf(writePdfReport(*snapshot, ui::viewOf(opened.window.place(), *snapshot), path, true)) > 0);
    const QString text = textOf(path);
    const auto says = [&text](const QString &words) {
        if (!text.contains(words.simplified()))
            qWarning("not there: %s", qPrintable(words));
        return text.contains(words.simplified());
    };
    // The sums of the stores themselves, added up.
    Money sum;
    for (const TestStore *store : {m_file.get(), m_server.get()}) {
        const Money own = total(valueOf(store->open()->spend({}, BucketUnit::Day))).cost;
        QVERIFY(says(format::usd(own)));
        sum += own;
    }
    QCOMPARE(sum, Money::parse(u"5.7500000001"_s).value());
    QVERIFY(says(u"Exact total: %1 in 3 calls"_s.arg(format::usdExact(sum))));
    QVERIFY(says(u"Local + Team"_s));
    QVERIFY(says(u"spend by store"_s) && says(u"spend by project"_s));
    QVERIFY(says(u"2 stores"_s) && says(u"3 projects"_s) && says(u"Local · chat"_s));
    QVERIFY(says(u"Team · chat"_s) && says(u"Team · search"_s));
    QVERIFY(!valueOf(readManifest(path)).selection); // no one store could be asked again
}

void MergedWindowTest::waitingCallsGoToTheirOwnStore()
{
    {
        const auto outbox = valueOf(Store::open(StoreLocation::sqliteFile(defaultStorePath()),
                                                {.meantFor = m_server->location().place()}));
        QVERIFY(valueOf(outbox->record(sampleCall(u"demo"_s, 0.25))).logged());
        QVERIFY(valueOf(outbox->record(sampleCall(u"demo"_s, 0.5))).logged());
    }
    Opened opened(m_file->location(), at(PageId::Overview));
    show(opened, both());
    QTRY_COMPARE_WITH_TIMEOUT(opened.banner(u"waiting"_s),
                              u"Team: 2 calls, $0.7500, were recorded on this computer while the store "
                              "could not be reached."_s,
                              longMs);
    QTest::mouseClick(opened.button(u"Move them there"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(opened.banner(u"message"_s).startsWith(u"Moved 2 calls, "_s), longMs);
    QVERIFY(opened.banner(u"waiting"_s).isEmpty());
    QCOMPARE(valueOf(m_server->open()->projectTotal(u"demo"_s)), 0.75);
    QCOMPARE(m_file->raw().value(u"SELECT count(*) FROM usage_logs"_s), u"1"_s);
    QTRY_COMPARE_WITH_TIMEOUT(total(opened.session.snapshot()->daily).cost,
                              Money::parse(u"6.5000000001"_s).value(), longMs);
}

void MergedWindowTest::callsThatWaitedInAStoreOfTheViewCountOnce()
{
    const auto laptop = StoreLocation::sqliteFile(defaultStorePath());
    {
        const auto outbox = valueOf(Store::open(laptop, {.meantFor = m_server->location().place()}));
        QVERIFY(valueOf(outbox->record(sampleCall(u"demo"_s, 0.25))).logged());
        const auto own = valueOf(Store::open(laptop));
        QVERIFY(valueOf(own->record(sampleCall(u"demo"_s, 0.125))).logged());
    }
    Opened opened(m_file->location(), at(PageId::Calls));
    show(opened, {{u"Laptop"_s, laptop}, {u"Team"_s, m_server->location()}});
    const Money sum = Money::parse(u"4.125"_s).value();
    QCOMPARE(total(opened.session.snapshot()->daily).cost, sum);
    QTRY_COMPARE_WITH_TIMEOUT(opened.table()->model()->rowCount(), 4, longMs);
    QTRY_VERIFY_WITH_TIMEOUT(opened.banner(u"waiting"_s).startsWith(u"Team: 1 call, $0.2500, was recorded"_s),
                             longMs);
    QTest::mouseClick(opened.button(u"Move them there"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(opened.banner(u"message"_s).startsWith(u"Moved 1 call"_s), longMs);
    // It is the team's now: in the sums, and in the log that is shown.
    const auto spent = [&opened](const QString &store) {
        return total(opened.session.snapshot()->daily, {{}, {}, {}, store}).cost;
    };
    QTRY_COMPARE_WITH_TIMEOUT(spent(u"Laptop"_s), Money::parse(u"0.125"_s).value(), longMs);
    QTRY_COMPARE_WITH_TIMEOUT(spent(u"Team"_s), Money::parse(u"4"_s).value(), longMs);
    QCOMPARE(total(opened.session.snapshot()->daily).cost, sum);
    QFuture<Result<std::vector<Call>>> calls = opened.session.calls({});
    QTRY_VERIFY_WITH_TIMEOUT(calls.isFinished(), longMs);
    QStringList projects;
    for (const Call &call : valueOf(calls.result()))
        projects << call.usage.project;
    projects.sort();
    QCOMPARE(projects, QStringList({u"Laptop · demo"_s, u"Team · chat"_s, u"Team · demo"_s, u"Team · search"_s}));
    // On its own the laptop's file still has its history.
    QCOMPARE(total(opened.session.stores().front().snapshot->daily).calls, qint64(2));
}

QTEST_MAIN(MergedWindowTest)
#include "tst_mergedwindow.moc"
