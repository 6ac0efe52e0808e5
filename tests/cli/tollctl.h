// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace tollkeeper::test {

/// What a run of tollctl left behind.
struct Outcome
{
    int exitCode = -1; ///< -1: it crashed or did not end
    QByteArray out;
    QByteArray err;
    /// Standard output as one JSON object; anything else fails the test.
    [[nodiscard]] QJsonObject json() const;
};

/// Runs the real tollctl with an empty home and an environment that holds nothing else.
class Tollctl final
{
public:
    Tollctl();

    /// An environment variable for the runs from now on.
    void set(const QString &variable, const QString &value);
    [[nodiscard]] QString home() const { return m_home.path(); }
    /// ~/.llm_toll.db
    [[nodiscard]] QString defaultStore() const;
    /// Runs this copy of the executable instead.
    void setExecutable(const QString &path) { m_executable = path; }
    /// Runs as user "nobody", who may look into our folders.
    void becomeNobody() { m_nobody = true; }

    [[nodiscard]] Outcome run(const QStringList &arguments, const QByteArray &input = {}) const;
    /// Started, for a conversation; finish() waits for the end.
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList &arguments) const;
    [[nodiscard]] static Outcome finish(QProcess &process);
    /// Prepared as start() does, for tests that set more.
    void prepare(QProcess &process) const;

    [[nodiscard]] static QString builtExecutable();

private:
    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
    QString m_executable = builtExecutable();
    bool m_nobody = false;
};

} // namespace tollkeeper::test
