// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "teststore.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QTemporaryDir>
#include <QTest>

#include <libpq-fe.h>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// How often a call waits for the PostgreSQL server, from libpq's own trace of its messages.
class TestRoundTrips : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCallOfAKnownProjectIsOneRoundTrip_data();
    void aCallOfAKnownProjectIsOneRoundTrip();
    void aBatchTakesAsManyRoundTripsHoweverLargeItIs();
};

namespace {

// The messages of the only open store's connection while this lives.
class Trace final
{
public:
    Trace()
    {
        const QStringList names = QSqlDatabase::connectionNames();
        if (names.size() != 1)
            qFatal("There is not one connection to trace, but %lld",
                   static_cast<long long>(names.size()));
        const QVariant handle = QSqlDatabase::database(names.front(), false).driver()->handle();
        m_connection = *static_cast<PGconn *const *>(handle.constData());
        m_file = std::fopen(qPrintable(path()), "w");
        if (!m_file)
            qFatal("%s cannot be written", qPrintable(path()));
        PQtrace(m_connection, m_file);
        PQsetTraceFlags(m_connection, PQTRACE_SUPPRESS_TIMESTAMPS);
    }
    ~Trace() { end(); }
    Q_DISABLE_COPY_MOVE(Trace)

    /// How often the server said that it waits for the next request.
    int roundTrips()
    {
        end();
        QFile file(path());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(path()));
        int count = 0;
        for (const QByteArray &line : file.readAll().split('\n'))
            count += line.startsWith("B\t") && line.contains("\tReadyForQuery") ? 1 : 0;
        return count;
    }

private:
    void end()
    {
        if (!m_file)
            return;
        PQuntrace(m_connection);
        std::fclose(m_file);
        m_file = nullptr;
    }
    [[nodiscard]] QString path() const { return m_folder.filePath(u"trace"_s); }

    QTemporaryDir m_folder;
    PGconn *m_connection = nullptr;
    std::FILE *m_file = nullptr;
};

} // namespace

void TestRoundTrips::aCallOfAKnownProjectIsOneRoundTrip_data()
{
    QTest::addColumn<double>("cap");
    QTest::addColumn<double>("stored");
    QTest::addColumn<bool>("logged");
    QTest::newRow("without a cap") << -1.0 << -1.0 << true;
    QTest::newRow("within its cap") << 100.0 << -1.0 << true;
    QTest::newRow("within the stored limit") << -1.0 << 100.0 << true;
    QTest::newRow("refused by its cap") << 0.5 << -1.0 << false;
    QTest::newRow("refused by the stored limit") << -1.0 << 0.5 << false;
}

void TestRoundTrips::aCallOfAKnownProjectIsOneRoundTrip()
{
    QFETCH(const double, cap);
    QFETCH(const double, stored);
    QFETCH(const bool, logged);
    const TestStore place(Backend::Postgres);
    const auto store = place.open();
    const auto maxBudget = cap < 0 ? std::nullopt : std::optional(cap);
    (void)valueOf(store->record(sampleCall(), {})); // makes the row, and the statement known
    (void)valueOf(store->record(sampleCall(), {}));
    if (stored >= 0)
        (void)valueOf(store->setLimit(u"demo"_s, Limit{stored, Period::Monthly}));
    constexpr int calls = 20;
    Trace trace;
    for (int i = 0; i < calls; ++i)
        QCOMPARE(valueOf(store->record(sampleCall(), maxBudget)).logged(), logged);
    QCOMPARE(trace.roundTrips(), calls);
}

void TestRoundTrips::aBatchTakesAsManyRoundTripsHoweverLargeItIs()
{
    const TestStore place(Backend::Postgres);
    const auto store = place.open();
    const auto roundTrips = [&](size_t size) {
        std::vector<RecordRequest> calls;
        for (size_t i = 0; i < size; ++i)
            calls.push_back({sampleCall(u"project %1"_s.arg(i % 7)), {}});
        (void)store->record(calls); // makes the rows, and the statements known
        Trace trace;
        for (const auto &answer : store->record(calls)) {
            if (!valueOf(answer).logged())
                failBecause(u"A call was not logged"_s);
        }
        return trace.roundTrips();
    };
    const int ten = roundTrips(10);
    QVERIFY2(ten <= 5, "begin, make sure of the rows, lock, write, commit");
    QCOMPARE(roundTrips(100), ten);
}

QTEST_GUILESS_MAIN(TestRoundTrips)
#include "tst_roundtrips.moc"
