// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline.h"

#include "nearest.h"
#include "verb.h"
#include "version.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

constexpr char description[] =
    "What your LLM API calls cost, from the terminal: llm-toll's spend and budgets,\n"
    "in its SQLite and PostgreSQL stores. Days are UTC days; costs are as logged.";

constexpr char moreHelp[] =
    "The store: --store-url URL, else --db PATH, else the environment variable\n"
    "LLM_TOLL_STORE_URL, else ~/.llm_toll.db. --read-url, or LLM_TOLL_READ_URL beside\n"
    "LLM_TOLL_STORE_URL, names a standby for what only reads. A store that only the variable names and that\n"
    "cannot be reached is replaced by ~/.llm_toll.db, with a warning. A password on the\n"
    "command line can be seen by others: use a passfile, PGPASSWORD or the variable.\n\n"
    "Exit codes: 0 done; 1 and 2 for check: a threshold was passed, a limit was reached;\n"
    "3 refused by a budget; 4 the store could not be reached or failed;\n"
    "64 wrong usage or an invalid value.\n\n"
    "Data goes to standard output, everything else to standard error. NO_COLOR is honoured.\n"
    "llm-toll's spellings work too: --stats, --reset --project P, --export csv, --dashboard.\n\n"
    "Examples:\n"
    "  tollctl stats --since 2026-11-01\n"
    "  tollctl budgets --store-url postgresql://ana@db.example.org/llm_costs\n"
    "  tollctl limit --project support-chat --set 250 --period monthly\n"
    "  tollctl export csv --output november.csv --since 2026-11-01 --until 2026-11-30\n"
    "  tollctl stats --help";

std::vector<std::unique_ptr<Verb>> allVerbs()
{
    std::vector<std::unique_ptr<Verb>> verbs;
    for (const auto make : {makeStats, makeWhy, makeBudgets, makeCheck, makeLimit, makeReset,
                            makeAudit, makeUndo, makeLedger, makeRepair, makeExport, makeVerify,
                            makeReport, makeRecord, makeSync,
                            makeDashboard})
        verbs.push_back(make());
    return verbs;
}

bool isFlag(const QString &option)
{
    static const QStringList flags{u"--json"_s, u"--clear"_s,    u"--jsonl"_s,  u"--raw"_s,
                                   u"--help"_s, u"--bad-only"_s, u"--version"_s,
                                   u"--all"_s,  u"--rehearse"_s, u"--no-manifest"_s,
                                   u"--last-month"_s};
    return flags.contains(option);
}

// llm-toll's spelling of a verb; empty for anything else.
QString verbOf(const QString &option)
{
    static const QStringList spellings{u"--stats"_s, u"--reset"_s, u"--export"_s, u"--dashboard"_s};
    return spellings.contains(option) ? option.mid(2) : QString();
}

// The command line with the verb in front, whatever options came before it, and in tollctl's own
// spelling. "--option=value" becomes two arguments, so that an empty value stays one.
QStringList verbFirst(const QStringList &arguments)
{
    QStringList rest;
    for (const QString &argument : arguments) {
        const qsizetype equals = argument.startsWith(u"--") ? argument.indexOf(u'=') : -1;
        if (equals > 0)
            rest << argument.left(equals) << argument.mid(equals + 1);
        else
            rest << argument;
    }
    for (qsizetype i = 0; i < rest.size(); ++i) {
        const QString argument = rest[i];
        if (const QString verb = verbOf(argument); !verb.isEmpty()) {
            rest.removeAt(i);
            if (argument == u"--export" && i < rest.size())
                rest.prepend(rest.takeAt(i)); // its format
            return QStringList{verb} + rest;
        }
        if (argument == u"help") {
            rest.removeAt(i);
            return rest + QStringList{u"--help"_s};
        }
        if (!argument.startsWith(u'-')) {
            rest.move(i, 0);
            return rest;
        }
        if (argument.startsWith(u"--") && !isFlag(argument))
            ++i; // its value is no verb
    }
    return rest;
}

// What CLI11 did not understand, in a sentence with a suggestion.
QString unexpected(const CLI::App &command)
{
    QStringList options;
    for (const CLI::Option *option : command.get_options()) {
        for (const std::string &name : option->get_lnames())
            options << u"--"_s + QString::fromStdString(name);
    }
    const std::vector<std::string> remaining = command.remaining(true);
    const QString first = remaining.empty() ? QString() : QString::fromStdString(remaining.front());
    return u"\"%1\" was not expected.%2"_s.arg(first, didYouMean(first, options));
}

// A slip may have put a URL with its password where it does not belong.
ExitCode usageError(Console &console, const QString &sentence, const std::string &command)
{
    console.error(maskSecrets(sentence));
    console.note(u"See: tollctl %1--help"_s.arg(
        command.empty() ? QString() : QString::fromStdString(command) + u' '));
    return ExitCode::Usage;
}

// --help without CLI11's remarks on what excludes and needs what: the texts say it.
class Formatter final : public CLI::Formatter
{
public:
    Formatter()
    {
        label("Subcommands", "Commands");
        label("SUBCOMMAND", "COMMAND");
        column_width(26);
    }
    std::string make_option_opts(const CLI::Option *option) const override
    {
        const std::string placeholder = option->get_type_name();
        return placeholder.empty() ? placeholder : ' ' + placeholder;
    }
};

// A program's command line as CLI11 knows it, with a subcommand for each verb.
class CommandLine
{
public:
    CommandLine() : m_app(description, "tollctl"), m_verbs(allVerbs())
    {
        m_app.set_version_flag("--version", std::string("tollctl ") + version);
        m_app.footer(moreHelp);
        m_app.require_subcommand(0, 1);
        m_app.formatter(std::make_shared<Formatter>());
        for (const auto &verb : m_verbs) {
            CLI::App *command = m_app.add_subcommand(verb->name(), verb->summary());
            command->group("Commands")->allow_windows_style_options(false);
            command->footer("\n" + verb->more());
            verb->declare(*command);
            addText(*command, "--store-url", m_store.url, "URL",
                    "The store: postgresql://..., or the path of a SQLite file")
                ->group("Store");
            addText(*command, "--db", m_store.db, "PATH", "The store: a SQLite file")
                ->group("Store");
            addText(*command, "--read-url", m_store.readUrl, "URL",
                    "A standby of the store to read from: postgresql://...")
                ->group("Store")
                ->excludes("--db");
        }
    }

    ExitCode run(const QStringList &arguments, Console &console)
    {
        const QStringList ordered = verbFirst(arguments);
        if (ordered.isEmpty()) {
            std::fputs(m_app.help().c_str(), stderr);
            return ExitCode::Usage;
        }
        if (const QString &first = ordered.front(); !first.startsWith(u'-') && !isVerb(first)) {
            return usageError(
                console,
                u"There is no command \"%1\".%2"_s.arg(first, didYouMean(first, verbNames())), {});
        }
        try {
            std::vector<std::string> reversed; // as CLI11 wants it
            for (const QString &argument : ordered)
                reversed.insert(reversed.begin(), argument.toStdString());
            m_app.parse(reversed);
        } catch (const CLI::CallForHelp &) {
            console.print(QByteArray::fromStdString(m_app.help()));
            return ExitCode::Done;
        } catch (const CLI::CallForVersion &call) {
            console.print(QByteArray(call.what()) + '\n');
            return ExitCode::Done;
        } catch (const CLI::ArgumentMismatch &error) {
            const QString option = QString::fromUtf8(error.what()).section(u':', 0, 0);
            return usageError(console, u"%1 takes one value, once."_s.arg(option), commandName());
        } catch (const CLI::ExtrasError &) {
            return usageError(console, unexpected(command()), commandName());
        } catch (const CLI::ParseError &error) {
            return usageError(console, QString::fromUtf8(error.what()) + u'.', commandName());
        }
        const auto verb = std::ranges::find(m_verbs, commandName(), &Verb::name);
        if (verb == m_verbs.end())
            return usageError(console, u"Which command?"_s, {});
        return run(**verb, console);
    }

private:
    static ExitCode run(Verb &verb, const StoreArguments &store, Console &console)
    {
        Context context{console, store};
        const auto code = verb.run(context);
        if (code)
            return *code;
        console.error(code.error().message);
        return exitCode(code.error());
    }
    ExitCode run(Verb &verb, Console &console) const { return run(verb, m_store, console); }

    [[nodiscard]] QStringList verbNames() const
    {
        QStringList names;
        for (const auto &verb : m_verbs)
            names << QString::fromStdString(verb->name());
        return names;
    }
    [[nodiscard]] bool isVerb(const QString &text) const { return verbNames().contains(text); }

    // The verb's command line, or the program's where there is none.
    [[nodiscard]] const CLI::App &command() const
    {
        const auto parsed = m_app.get_subcommands();
        return parsed.empty() ? m_app : *parsed.front();
    }
    [[nodiscard]] std::string commandName() const
    {
        const auto parsed = m_app.get_subcommands();
        return parsed.empty() ? std::string() : parsed.front()->get_name();
    }

    CLI::App m_app;
    std::vector<std::unique_ptr<Verb>> m_verbs;
    StoreArguments m_store;
};

} // namespace

ExitCode runCommandLine(const QStringList &arguments, Console &console)
{
    for (const QString &argument : arguments) {
        // What is not UTF-8 arrives with this character in its place: it would be stored like that.
        if (argument.contains(QChar::ReplacementCharacter)) {
            console.error(u"The argument \"%1\" is not valid UTF-8."_s.arg(argument));
            return ExitCode::Usage;
        }
    }
    return CommandLine().run(arguments, console);
}

} // namespace tollkeeper::cli
