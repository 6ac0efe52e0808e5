// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/document.h"
#include "analysis/snapshot.h"
#include "budget/budgetstate.h"
#include "format/format.h"
#include "store/sampledata.h"
#include "teststore.h"

#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// The store for somebody who wants to look round, and the report that is made of it.
class tst_sampledata final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theSameMomentGivesTheSameCalls();
    void aFileThatExistsIsLeftAlone();
    void itsCountersAgreeWithItsLog();
    void itHasABudgetInEachState();
    void theReportTellsWhatTheStoreHolds();

private:
    [[nodiscard]] static Timestamp now() { return *Timestamp::parse(u"2026-11-23T16:20:00Z"); }
    [[nodiscard]] std::unique_ptr<Store> open(const QString &name) const
    {
        StoreOptions options;
        options.clock = now; // no later month begins
        return valueOf(Store::open(StoreLocation::sqliteFile(m_folder.filePath(name)), options));
    }
    QTemporaryDir m_folder;
};

void tst_sampledata::initTestCase()
{
    QVERIFY(writeSampleData(m_folder.filePath(u"a.db"_s), now()));
}

void tst_sampledata::theSameMomentGivesTheSameCalls()
{
    QVERIFY(writeSampleData(m_folder.filePath(u"b.db"_s), now()));
    const auto calls = [this](const QString &name) {
        return RawConnection(m_folder.filePath(name)).rows(
            u"SELECT project, model, input_tokens, output_tokens, cost, created_at FROM usage_logs"
            " ORDER BY id"_s);
    };
    QVERIFY(calls(u"a.db"_s).size() > 1000);
    QVERIFY(calls(u"a.db"_s) == calls(u"b.db"_s));
}

void tst_sampledata::aFileThatExistsIsLeftAlone()
{
    QCOMPARE(errorOf(writeSampleData(m_folder.filePath(u"a.db"_s), now())),
             StoreError::Kind::Invalid);
}

void tst_sampledata::itsCountersAgreeWithItsLog()
{
    const auto lines = valueOf(open(u"a.db"_s)->ledger());
    QCOMPARE(lines.size(), 8U);
    for (const LedgerLine &line : lines)
        QVERIFY2(line.agrees(), qPrintable(line.project));
}

void tst_sampledata::itHasABudgetInEachState()
{
    QSet<BudgetStatus> states;
    for (const BudgetState &state : budgetStates(valueOf(open(u"a.db"_s)->budgets())))
        states.insert(state.status);
    QCOMPARE(states.size(), 4);
}

void tst_sampledata::theReportTellsWhatTheStoreHolds()
{
    const auto store = open(u"a.db"_s);
    const SnapshotPtr snapshot = valueOf(readSnapshot(*store, {BucketUnit::Hour, 0, -1}, now()));
    View view;
    view.range = selectRange(RangePreset::All, now(), snapshot->daily.extent(), {});
    const ReportDocument document = reportDocument(*snapshot, view);

    auto raw = RawConnection(m_folder.filePath(u"a.db"_s));
    QCOMPARE(QString::number(document.totals.calls), raw.value(u"SELECT count(*) FROM usage_logs"_s));
    // Whole numbers of 1e-10 USD, so that SQLite's sum is exact, too.
    QCOMPARE(format::usdExact(document.totals.cost),
             format::usdExact(Money::fromUnits(
                 raw.value(u"SELECT sum(CAST(round(cost * 1e10) AS INTEGER)) FROM usage_logs"_s)
                     .toLongLong())));
    QVERIFY(document.total.contains(format::usdExact(document.totals.cost)));
    QVERIFY(document.total.contains(format::count(document.totals.calls)));

    const auto projects = raw.rows(u"SELECT DISTINCT project FROM usage_logs"_s);
    QCOMPARE(document.tables.front().rows.size(), projects.size());
    for (const auto &table : document.tables) {
        for (const QStringList &row : table.rows)
            QCOMPARE(static_cast<size_t>(row.size()), table.columns.size());
    }
    QVERIFY(!document.figures.empty());
    QVERIFY(!document.charts.empty());
}

QTEST_GUILESS_MAIN(tst_sampledata)
#include "tst_sampledata.moc"
