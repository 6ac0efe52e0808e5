// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/folding.h"
#include "analysis/summary.h"
#include "cubebuilder.h"

#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// More projects than anybody looks at.
class tst_folding final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aUsualStoreStaysAsItIs();
    void theOthersAreCountedAndAddedUp();
    void budgetsWithALimitAreKeptFirst();
    void aBrokenCounterBreaksNoSum();
};

namespace {

SpendCube cubeOf(int projects)
{
    CubeBuilder builder;
    for (int i = 0; i < projects; ++i) {
        const QString name = u"p%1"_s.arg(i);
        builder.add(100, name, u"m"_s, QString::number(i + 1));
        builder.add(101, name, u"n%1"_s.arg(i % 3), u"0.0000000001"_s);
    }
    return builder.build();
}

Budget budgetOf(const QString &project, double total, bool limited = false)
{
    Budget budget;
    budget.project = project;
    budget.totalUsd = total;
    if (limited)
        budget.limit = Limit{.maxBudgetUsd = 1};
    return budget;
}

} // namespace

void tst_folding::aUsualStoreStaysAsItIs()
{
    SpendCube cube = cubeOf(5);
    foldSmall(cube, 5);
    QCOMPARE(cube.projects.size(), 5);
    QCOMPARE(cube.cells.size(), size_t(10));
    std::vector<Budget> budgets{budgetOf(u"a"_s, 1), budgetOf(u"b"_s, 2)};
    const auto before = budgets;
    foldSmall(budgets, 2);
    QCOMPARE(budgets, before);
}

void tst_folding::theOthersAreCountedAndAddedUp()
{
    SpendCube cube = cubeOf(2003);
    const Totals before = total(cube);
    const Range extent = cube.extent();
    foldSmall(cube, 3);
    QCOMPARE(total(cube), before);
    QCOMPARE(cube.extent(), extent);
    const auto rows = summarise(cube, GroupBy::Project);
    QCOMPARE(rows.size(), size_t(4));
    QCOMPARE(rows[0].name, u"2,000 other projects"_s);
    QCOMPARE(rows[0].totals.calls, 4000);
    QCOMPARE(rows[1].name, u"p2002"_s);
    QCOMPARE(rows[3].name, u"p2000"_s);
    const auto models = summarise(cube, GroupBy::Model);
    QCOMPARE(models.size(), size_t(4));
    QCOMPARE(models.back().name, u"1 other model"_s);
}

void tst_folding::budgetsWithALimitAreKeptFirst()
{
    std::vector<Budget> budgets{budgetOf(u"a"_s, 4), budgetOf(u"b"_s, 3), budgetOf(u"c"_s, 2),
                                budgetOf(u"held"_s, 0, true), budgetOf(u"d"_s, 1)};
    foldSmall(budgets, 2);
    QCOMPARE(budgets.size(), size_t(3));
    QCOMPARE(budgets[0].project, u"held"_s);
    QCOMPARE(budgets[1].project, u"a"_s);
    QCOMPARE(budgets[2].project, u"3 other projects"_s);
    QCOMPARE(budgets[2].totalUsd, 6.0);
}

void tst_folding::aBrokenCounterBreaksNoSum()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<Budget> budgets{budgetOf(u"a"_s, nan), budgetOf(u"b"_s, 3), budgetOf(u"c"_s, nan),
                                budgetOf(u"d"_s, 1)};
    foldSmall(budgets, 1);
    QCOMPARE(budgets[0].project, u"b"_s);
    QCOMPARE(budgets[1].totalUsd, 1.0);
}

QTEST_GUILESS_MAIN(tst_folding)
#include "tst_folding.moc"
