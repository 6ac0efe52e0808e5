// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "patience.h"
#include "rawconnection.h"
#include "store/store.h"

#include <QTemporaryDir>

#include <memory>

namespace tollkeeper::test {

/// For initTestCase_data(): the column "backend" with the rows "sqlite" and "postgresql", so that
/// every test function of the class runs on both and failures name the one.
void addBackends();
/// The backend of the running row.
[[nodiscard]] Backend currentBackend();

/// A fresh and empty place for a store, gone with the object: a file that does not exist yet or an
/// empty database of the shared PostgresCluster. Any thread may use it, the main thread destroys it.
class TestStore final
{
public:
    explicit TestStore(Backend backend = currentBackend());
    ~TestStore();
    Q_DISABLE_COPY_MOVE(TestStore)

    /// What --store-url and --db take: the URL of the administrator or the path.
    [[nodiscard]] const QString &url() const { return m_url; }
    [[nodiscard]] Backend backend() const { return m_backend; }
    [[nodiscard]] StoreLocation location() const;
    /// Opens the store; a failure ends the test.
    [[nodiscard]] std::unique_ptr<Store> open(const StoreOptions &options = {}) const;
    [[nodiscard]] RawConnection raw() const { return RawConnection(m_url); }
    [[nodiscard]] qint64 logRows() const;
    /// Fills the place with llm-toll's own store of the Azure calls (before the first open()).
    void loadAzure() const;

private:
    Backend m_backend;
    QTemporaryDir m_dir;
    QString m_url;
};

/// A call that can be recorded, for tests that do not care for its details.
[[nodiscard]] UsageRecord sampleCall(const QString &project = QStringLiteral("demo"),
                                     double costUsd = 0.25);

/// The value of \a result; an error fails the test with its text and gives a default value. For
/// QCOMPARE(valueOf(store->projectTotal(...)), 1.0).
template <class T> [[nodiscard]] T valueOf(Result<T> result);
/// The kind of \a result's error; a success fails the test.
template <class T> [[nodiscard]] StoreError::Kind errorOf(const Result<T> &result);

void failBecause(const QString &sentence);

template <class T> T valueOf(Result<T> result)
{
    if (result)
        return std::move(*result);
    failBecause(result.error().message + QStringLiteral(" | ") + result.error().detail);
    return {};
}

template <class T> StoreError::Kind errorOf(const Result<T> &result)
{
    if (!result)
        return result.error().kind;
    failBecause(QStringLiteral("succeeded where it should have failed"));
    return {};
}

} // namespace tollkeeper::test
