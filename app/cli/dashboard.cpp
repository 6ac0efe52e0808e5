// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "verb.h"

#include <QCoreApplication>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

const QString program = u"tollkeeper"_s;

// How the window is told of --store-url: everybody on the machine can read a process' arguments,
// its environment only its owner. It means the same as --store-url there: no fallback.
const QString handOver = u"TOLLKEEPER_STORE_URL"_s;
const QString handOverReading = u"TOLLKEEPER_READ_URL"_s;

class DashboardVerb final : public Verb
{
public:
    std::string name() const override { return "dashboard"; }
    std::string summary() const override { return "Open the window"; }
    std::string more() const override
    {
        return "Starts tollkeeper on the same store and returns at once. It is looked for beside\n"
               "tollctl, then in PATH.\n\n"
               "Examples:\n"
               "  tollctl dashboard\n"
               "  tollctl dashboard --db team.db";
    }
    void declare(CLI::App &command) override
    {
        // llm-toll serves a web page on it; a window needs none.
        addText(command, "--port", m_port, "N", "Ignored: llm-toll's option")->group("");
    }
    Result<ExitCode> run(Context &context) override
    {
        const StoreArguments &arguments = context.store;
        if (arguments.url || arguments.db) {
            const auto location = StoreLocation::parse(arguments.choice().text);
            if (!location)
                return tl::unexpected(location.error());
        }
        const QString executable = find();
        if (executable.isEmpty()) {
            return fail(StoreError::Kind::Unavailable,
                        u"The window (%1) is neither beside tollctl in %2 nor in PATH. Install the "
                        "package that brings it, or put it in PATH."_s.arg(
                            program, QCoreApplication::applicationDirPath()));
        }
        return start(context.console, executable, arguments);
    }

private:
    static QString find()
    {
        const QString beside =
            QStandardPaths::findExecutable(program, {QCoreApplication::applicationDirPath()});
        return beside.isEmpty() ? QStandardPaths::findExecutable(program) : beside;
    }

    static Result<ExitCode> start(const Console &console, const QString &executable,
                                  const StoreArguments &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(handOver);
        environment.remove(handOverReading);
        QProcess window;
        window.setProgram(executable);
        if (arguments.url)
            environment.insert(handOver, *arguments.url);
        else if (arguments.db)
            window.setArguments({u"--db"_s, *arguments.db});
        if (arguments.readUrl)
            environment.insert(handOverReading, *arguments.readUrl);
        window.setProcessEnvironment(environment);
        // The window outlives this program: a pipe that it kept open would never end.
        window.setStandardInputFile(QProcess::nullDevice());
        if (!console.interactive()) {
            window.setStandardOutputFile(QProcess::nullDevice());
            window.setStandardErrorFile(QProcess::nullDevice());
        }
        if (window.startDetached())
            return ExitCode::Done;
        return fail(StoreError::Kind::Unavailable,
                    u"%1 could not be started: %2."_s.arg(executable, window.errorString()));
    }

    std::optional<QString> m_port;
};

} // namespace

std::unique_ptr<Verb> makeDashboard()
{
    return std::make_unique<DashboardVerb>();
}

} // namespace tollkeeper::cli
