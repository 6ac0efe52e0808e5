// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace tollkeeper::test {

/// A connection as a program that is not Tollkeeper has it: libpq or the SQLite library alone, one
/// SQL text at a time, values as text. For looking at what was written, for breaking it, and for
/// playing llm-toll. Belongs to one thread at a time.
class RawConnection final
{
public:
    /// A "postgresql:" URL or the path of a SQLite file. A failure ends the test.
    explicit RawConnection(const QString &urlOrPath);
    ~RawConnection();
    RawConnection(RawConnection &&other) noexcept;

    /// The rows of the last statement; NULL is a null QString. A failure ends the test.
    std::vector<QStringList> rows(const QString &sql);
    /// The first value of the first row; null when there is none.
    QString value(const QString &sql);
    void execute(const QString &sql);
    /// Empty when it worked, else what the database said.
    [[nodiscard]] std::optional<QString> tryExecute(const QString &sql);

    /// PostgreSQL: the process id of this connection's server process.
    [[nodiscard]] int serverProcess() const;
    /// \a text as an SQL literal.
    [[nodiscard]] static QString quoted(const QString &text);

    class Driver;

private:
    std::unique_ptr<Driver> m_driver;
};

} // namespace tollkeeper::test
