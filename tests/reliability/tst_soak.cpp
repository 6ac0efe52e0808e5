// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "desktop.h"
#include "faults.h"
#include "format/format.h"
#include "postgrescluster.h"
#include "skipping.h"
#include "teststore.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

constexpr qint64 mostGrowth = 8 * 1024 * 1024; ///< bytes, from the first third to the last

/// What a process holds at one moment.
struct Held
{
    qint64 memory = 0; ///< bytes that are its own alone (RssAnon)
    qint64 threads = 0;
    qint64 files = 0; ///< connections are among them
};

Held heldBy(qint64 process)
{
    const QString folder = u"/proc/%1/"_s.arg(process);
    Held held;
    QFile status(folder + u"status"_s);
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : status.readAll().split('\n')) {
            const qint64 number = line.simplified().split(' ').value(1).toLongLong();
            if (line.startsWith("RssAnon:"))
                held.memory = number * 1024;
            else if (line.startsWith("Threads:"))
                held.threads = number;
        }
    }
    held.files = QDir(folder + u"fd"_s).entryList(QDir::System | QDir::Files | QDir::NoDotAndDotDot).size();
    return held;
}

/// A program that records calls all the time, some twenty a second, and remembers what it was told.
class Load
{
public:
    explicit Load(const StoreLocation &location) : m_thread([this, location] { run(location); }) {}
    ~Load() { stop(); }
    Q_DISABLE_COPY_MOVE(Load)

    void stop()
    {
        m_end = true;
        if (m_thread.joinable())
            m_thread.join();
    }
    /// After stop().
    [[nodiscard]] const QMap<QString, qint64> &logged() const { return m_logged; }
    /// What could not be found out. Who is told that a call was not recorded is right.
    [[nodiscard]] const QStringList &inDoubt() const { return m_inDoubt; }

private:
    void run(const StoreLocation &location)
    {
        auto store = Store::open(location);
        for (int i = 0; !m_end; ++i) {
            const QString project = u"project-%1"_s.arg(i % 3);
            const auto decision = store ? (*store)->record(sampleCall(project, 0.01))
                                        : tl::unexpected(store.error());
            if (decision)
                ++m_logged[project];
            else if (decision.error().kind == StoreError::Kind::InDoubt)
                m_inDoubt << decision.error().message;
            std::this_thread::sleep_for(std::chrono::milliseconds(50)); // its pace
        }
    }
    std::atomic_bool m_end = false;
    QMap<QString, qint64> m_logged;
    QStringList m_inDoubt;
    std::thread m_thread;
};

qint64 medianMemory(std::vector<Held> held)
{
    const auto middle = held.begin() + static_cast<std::ptrdiff_t>(held.size() / 2);
    std::ranges::nth_element(held, middle, {}, &Held::memory);
    return middle->memory;
}

} // namespace

/// The real window, open for long on a server that others write to and that is restarted, killed and
/// stopped at random: a minute, or as many seconds as TOLLKEEPER_SOAK_SECONDS says.
class tst_soak final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWindowThatStaysOpenMissesNothingAndGrowsInNothing();

private:
    [[nodiscard]] static QStringList cells(const Desktop &desktop);
};

/// The texts of the cells of the table that is seen, as a screen reader has them.
QStringList tst_soak::cells(const Desktop &desktop)
{
    const QString tree = desktop.run(
        u"/usr/bin/python3"_s, {QStringLiteral(TOLLKEEPER_ACCESSIBLE_TREE), u"--showing"_s});
    QStringList texts;
    const QJsonArray parts = QJsonDocument::fromJson(tree.toUtf8()).array();
    for (const auto &value : parts) {
        if (value.toObject()[u"role"_s] == u"table cell"_s)
            texts << value.toObject()[u"name"_s].toString();
    }
    return texts;
}

void tst_soak::aWindowThatStaysOpenMissesNothingAndGrowsInNothing()
{
    const qint64 seconds = qEnvironmentVariable("TOLLKEEPER_SOAK_SECONDS", u"60"_s).toLongLong();
    PostgresCluster &server = PostgresCluster::shared();
    const TestStore place(Backend::Postgres);
    (void)place.open();
    std::mt19937 random(seeds(1).front());
    const auto between = [&random](int low, int high) {
        return std::uniform_int_distribution(low, high)(random);
    };
    Desktop desktop;
    if (!desktop.problem().isEmpty())
        SKIP_BUT_IN_CI(qPrintable(desktop.problem()));
    Load load(valueOf(StoreLocation::parse(place.url() + u"?application_name=load"_s)));
    QVERIFY(desktop.start({u"--store-url"_s, place.url(), u"--range"_s, u"all"_s}));
    QVERIFY(desktop.waitForWindow(u"^Overview"_s));
    for (int page = 6; page >= 1; --page) { // each is made when it is first looked at
        desktop.press({u"ctrl+%1"_s.arg(page)});
        QTest::qWait(500);
    }

    const qint64 warmUpMs = std::min<qint64>(seconds * 1000 / 4, 120'000);
    QElapsedTimer clock;
    clock.start();
    std::vector<Held> held;
    qint64 mostConnections = 0;
    int faults = 0;
    qint64 nextFaultMs = warmUpMs / 2;
    while (clock.elapsed() < seconds * 1000) {
        QTest::qWait(500);
        QVERIFY2(desktop.running(), "the window has gone");
        if (clock.elapsed() > warmUpMs)
            held.push_back(heldBy(desktop.processId()));
        const QString connections = RawConnection(place.url()).value(
            u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tollkeeper'"_s);
        mostConnections = std::max(mostConnections, connections.toLongLong());
        if (clock.elapsed() < nextFaultMs)
            continue;
        switch (between(0, 3)) {
        case 0:
            server.kill();
            QTest::qWait(between(0, 2000));
            server.start();
            break;
        case 1:
            server.suspend();
            QTest::qWait(between(100, 3000));
            server.resume();
            break;
        case 2:
            server.stop();
            QTest::qWait(between(0, 2000));
            server.start();
            break;
        default:
            server.restart();
        }
        ++faults;
        desktop.press({u"ctrl+%1"_s.arg(between(1, 6))}); // somebody looks at another page
        nextFaultMs = clock.elapsed() + between(3000, seconds > 300 ? 30'000 : 9000);
    }
    load.stop();
    QVERIFY2(load.inDoubt().isEmpty(), qPrintable(load.inDoubt().join(u'\n')));

    // No update was lost: what was acknowledged is in the log, and the window comes to show it.
    desktop.press({u"ctrl+1"_s});
    QStringList expected;
    for (const auto &[project, calls] : load.logged().asKeyValueRange()) {
        QCOMPARE(RawConnection(place.url()).value(
                     u"SELECT count(*) FROM usage_logs WHERE project = '%1'"_s.arg(project)),
                 QString::number(calls));
        expected << project << format::count(calls);
    }
    QStringList shown;
    QVERIFY2(QTest::qWaitFor([&] {
        shown = cells(desktop);
        return std::ranges::all_of(expected, [&](const QString &text) { return shown.contains(text); });
    }, 60'000), qPrintable(expected.join(u' ') + u" is not all in: "_s + shown.join(u' ')));

    const auto third = static_cast<std::ptrdiff_t>(held.size() / 3);
    QVERIFY(third > 0);
    const qint64 before = medianMemory({held.begin(), held.begin() + third});
    const qint64 after = medianMemory({held.end() - third, held.end()});
    const auto most = [](auto begin, auto end, qint64 Held::*what) {
        return std::ranges::max(std::ranges::subrange(begin, end), {}, what).*what;
    };
    const qint64 files = most(held.begin(), held.begin() + third, &Held::files);
    const qint64 filesAfter = most(held.end() - third, held.end(), &Held::files);
    const qint64 threads = most(held.begin(), held.begin() + third, &Held::threads);
    const qint64 threadsAfter = most(held.end() - third, held.end(), &Held::threads);
    printFigures(u"soak"_s,
                 u"%1 s, %2 faults, %3 calls; memory %4 -> %5 KiB, files %6 -> %7, threads %8 -> %9, "
                 "at most %10 connections"_s
                     .arg(seconds)
                     .arg(faults)
                     .arg(RawConnection(place.url()).value(u"SELECT count(*) FROM usage_logs"_s))
                     .arg(before / 1024)
                     .arg(after / 1024)
                     .arg(files)
                     .arg(filesAfter)
                     .arg(threads)
                     .arg(threadsAfter)
                     .arg(mostConnections));
    QVERIFY(after - before < mostGrowth);
    QVERIFY(filesAfter <= files + 3); // while it connects anew
    QVERIFY(threadsAfter <= threads + 3);
    QVERIFY(mostConnections <= 6); // its pool of three, and what the server has not seen close yet
}

QTEST_GUILESS_MAIN(tst_soak)
#include "tst_soak.moc"
