// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "verb.h"
#include "window.h"

#include <QProcess>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

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
        QProcess window;
        if (const auto prepared = prepareWindow(window, arguments, {}); !prepared)
            return tl::unexpected(prepared.error());
        return start(context.console, window);
    }

private:
    static Result<ExitCode> start(const Console &console, QProcess &window)
    {
        // The window outlives this program: a pipe that it kept open would never end.
        window.setStandardInputFile(QProcess::nullDevice());
        if (!console.interactive()) {
            window.setStandardOutputFile(QProcess::nullDevice());
            window.setStandardErrorFile(QProcess::nullDevice());
        }
        if (window.startDetached())
            return ExitCode::Done;
        return fail(StoreError::Kind::Unavailable,
                    u"%1 could not be started: %2."_s.arg(window.program(), window.errorString()));
    }

    std::optional<QString> m_port;
};

} // namespace

std::unique_ptr<Verb> makeDashboard()
{
    return std::make_unique<DashboardVerb>();
}

} // namespace tollkeeper::cli
