// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "teststore.h"

#include "postgrescluster.h"
#include "testdata.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

void addBackends()
{
    QTest::addColumn<int>("backend");
    QTest::newRow("sqlite") << static_cast<int>(Backend::Sqlite);
    QTest::newRow("postgresql") << static_cast<int>(Backend::Postgres);
}

Backend currentBackend()
{
    QFETCH_GLOBAL(int, backend);
    return static_cast<Backend>(backend);
}

TestStore::TestStore(Backend backend) : m_backend(backend)
{
    if (backend == Backend::Postgres)
        m_url = PostgresCluster::shared().createDatabase();
    else
        m_url = m_dir.filePath(u"calls.db"_s);
}

TestStore::~TestStore()
{
    if (m_backend == Backend::Postgres)
        PostgresCluster::shared().dropDatabase(m_url);
}

StoreLocation TestStore::location() const
{
    const auto location = StoreLocation::parse(m_url);
    if (!location)
        qFatal("The location was refused: %s", qPrintable(location.error().message));
    return *location;
}

std::unique_ptr<Store> TestStore::open(const StoreOptions &options) const
{
    auto store = Store::open(location(), options);
    if (!store)
        qFatal("The store did not open: %s | %s", qPrintable(store.error().message),
               qPrintable(store.error().detail));
    return std::move(*store);
}

qint64 TestStore::logRows() const
{
    return raw().value(QStringLiteral("SELECT count(*) FROM usage_logs")).toLongLong();
}

void TestStore::loadAzure() const
{
    if (m_backend == Backend::Postgres) {
        PostgresCluster::shared().restore(m_url, dataFile(u"llm_toll_azure.pg.sql.gz"_s));
    } else if (!QFile::rename(copyAzureDatabase(m_dir.path()), m_url)) {
        qFatal("Cannot put the test data into place");
    }
}

UsageRecord sampleCall(const QString &project, double costUsd)
{
    return {project, u"gpt-4o"_s, 100, 20, costUsd};
}

void failBecause(const QString &sentence)
{
    QTest::qFail(qPrintable(sentence), __FILE__, __LINE__);
}

} // namespace tollkeeper::test
