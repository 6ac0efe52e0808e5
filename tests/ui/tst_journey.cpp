// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop.h"
#include "skipping.h"
#include "teststore.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

constexpr int patienceMs = 30'000;
const QString project = u"code-assistant"_s;

std::optional<Budget> budgetIn(const TestStore &place)
{
    for (const Budget &budget : valueOf(place.open()->budgets())) {
        if (budget.project == project)
            return budget;
    }
    return {};
}

} // namespace

/// A team lead's day in the real window: opens the team's store, finds out where the money goes, sets
/// a limit, resets, takes it back, and exports. By keyboard and mouse; what counts is what the store
/// holds afterwards.
class JourneyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void aDayOfATeamLead();

private:
    void openStore(const QString &url);
    void command(const QString &words);
    std::unique_ptr<Desktop> m_desktop;
};

void JourneyTest::command(const QString &words)
{
    m_desktop->press({u"ctrl+k"_s});
    QVERIFY(m_desktop->waitForWindow(u"Commands"_s));
    m_desktop->type(words);
    m_desktop->press({u"Return"_s});
}

void JourneyTest::openStore(const QString &url)
{
    m_desktop->press({u"ctrl+o"_s});
    QVERIFY(m_desktop->waitForWindow(u"Open store"_s));
    if (currentBackend() == Backend::Postgres)
        m_desktop->press({u"alt+p"_s, u"alt+u"_s});
    else
        m_desktop->press({u"alt+f"_s, u"alt+i"_s});
    m_desktop->press({u"ctrl+a"_s});
    m_desktop->type(url);
    m_desktop->press({u"alt+n"_s});
    m_desktop->type(u"Our team"_s);
    m_desktop->press({u"Return"_s});
    QVERIFY2(m_desktop->waitForWindow(u"Our team"_s), "the store was not opened under its name");
}

void JourneyTest::aDayOfATeamLead()
{
    m_desktop = std::make_unique<Desktop>();
    if (!m_desktop->problem().isEmpty())
        SKIP_BUT_IN_CI(qPrintable(m_desktop->problem()));
    const TestStore store;
    {
        const auto owner = store.open();
        for (const double cost : {0.25, 1.5, 2.125})
            QVERIFY(valueOf(owner->record(sampleCall(project, cost))).logged());
        QVERIFY(valueOf(owner->record(sampleCall(u"chat"_s, 0.5))).logged());
    }
    const double spent = budgetIn(store)->totalUsd;
    QVERIFY(spent > 0);

    QVERIFY(m_desktop->start({u"--range"_s, u"all"_s, u"--size"_s, u"1440x900"_s}));
    openStore(store.url());
    if (QTest::currentTestFailed())
        return;

    // Where does the money go? To the projects, to the dearest one, to its calls.
    m_desktop->press({u"ctrl+2"_s});
    QVERIFY(m_desktop->waitForWindow(u"^Projects"_s));
    command(u"project code-assistant"_s);
    QVERIFY(m_desktop->waitForWindow(u"^Projects"_s));
    m_desktop->press({u"ctrl+5"_s});
    QVERIFY(m_desktop->waitForWindow(u"^Calls"_s));
    m_desktop->press({u"alt+Left"_s});
    QVERIFY(m_desktop->waitForWindow(u"^Projects"_s));

    command(u"set limit of code"_s);
    QVERIFY(m_desktop->waitForWindow(u"[Ll]imit"_s));
    m_desktop->press({u"ctrl+a"_s});
    m_desktop->type(u"250"_s);
    m_desktop->press({u"Return"_s});
    QTRY_VERIFY_WITH_TIMEOUT(budgetIn(store)->limit, patienceMs);
    QCOMPARE(budgetIn(store)->limit->maxBudgetUsd, 250.0);
    QVERIFY(m_desktop->waitForWindow(u"^Projects"_s));

    command(u"reset budget of code"_s);
    QVERIFY(m_desktop->waitForWindow(u"Reset"_s));
    m_desktop->type(u"new quarter"_s);
    m_desktop->press({u"Return"_s, u"Return"_s}); // Enter in the reason leads to the button
    QTRY_COMPARE_WITH_TIMEOUT(budgetIn(store)->totalUsd, 0.0, patienceMs);
    QCOMPARE(valueOf(store.open()->audit()).front().reason, u"new quarter"_s);
    QVERIFY(m_desktop->waitForWindow(u"^Projects"_s));

    // The message offers Undo only once it is there; until then the keys do nothing.
    QTRY_VERIFY_WITH_TIMEOUT((m_desktop->press({u"ctrl+z"_s}), budgetIn(store)->totalUsd == spent),
                             patienceMs);

    const QString file = m_desktop->file(u"calls.csv"_s);
    command(u"export all calls csv"_s);
    QVERIFY(m_desktop->waitForWindow(u"Export"_s));
    m_desktop->press({u"alt+i"_s, u"ctrl+a"_s});
    m_desktop->type(file);
    m_desktop->press({u"Return"_s});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), patienceMs);
    QFile csv(file);
    QVERIFY(csv.open(QIODevice::ReadOnly));
    const auto lines = csv.readAll().split('\n');
    QCOMPARE(lines.front().trimmed(), QByteArray("project,model,input_tokens,output_tokens,cost,created_at"));
    const qint64 calls = store.raw()
                             .value(u"SELECT count(*) FROM usage_logs WHERE project = '%1'"_s.arg(project))
                             .toLongLong();
    QCOMPARE(lines.size() - 2, calls); // the header, and nothing after the last line
    QVERIFY(m_desktop->running());
}

QTEST_GUILESS_MAIN(JourneyTest)
#include "tst_journey.moc"
