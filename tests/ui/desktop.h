// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QProcess>
#include <QProcessEnvironment>
#include <QSize>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace tollkeeper::test {

/// A desktop of its own for the real program: an X server without a screen (Xvfb), a session bus,
/// an empty home, and hands (xdotool). All of it ends with the object. Main thread.
class Desktop final
{
public:
    explicit Desktop(QSize size = {1440, 900});
    ~Desktop();
    Q_DISABLE_COPY_MOVE(Desktop)

    /// Why there is none here (a program is missing); empty: it runs.
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] QString home() const { return m_home.path(); }
    [[nodiscard]] QString file(const QString &name) const { return m_home.filePath(name); }

    /// Starts Tollkeeper with \a arguments; false: no window came.
    [[nodiscard]] bool start(const QStringList &arguments);
    /// Another program of the desktop, to its end; false: it did not start.
    [[nodiscard]] bool startBeside(const QString &program, const QStringList &arguments);
    [[nodiscard]] bool running() const { return m_program.state() == QProcess::Running; }
    [[nodiscard]] qint64 processId() const { return m_program.processId(); } ///< of Tollkeeper
    /// Waits until a window's title contains \a title, and gives it the keyboard.
    [[nodiscard]] bool waitForWindow(const QString &title);
    /// Presses "ctrl+k" and the like, one after the other.
    void press(const QStringList &keys);
    void type(const QString &text);
    void click(QPoint position);
    /// Clicks what assistive technology calls \a name, when it shows; entries of menus it does not see;
    /// false: it does not come.
    [[nodiscard]] bool clickOn(const QString &role, const QString &name);
    /// What \a program prints on this desktop.
    [[nodiscard]] QString run(const QString &program, const QStringList &arguments) const;

private:
    void startServer(QSize size);
    void startBus();
    QTemporaryDir m_home;
    QString m_problem;
    QProcessEnvironment m_environment;
    QProcess m_server;
    QProcess m_bus;
    QProcess m_program;
    std::vector<std::unique_ptr<QProcess>> m_others;
};

} // namespace tollkeeper::test
