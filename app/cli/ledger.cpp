// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "report.h"
#include "verb.h"

#include "format/format.h"

#include <CLI/CLI.hpp>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

Value finding(const LedgerLine &line)
{
    Tone tone = Tone::Bad;
    if (line.agrees())
        tone = Tone::Good;
    else if (line.finding == LedgerFinding::Drift)
        tone = Tone::Caution;
    const QString name = findingName(line.finding);
    return {{format::ledgerFinding(line.finding), tone}, '"' + name.toLatin1() + '"', name};
}

Report reportOf(const std::vector<LedgerLine> &lines)
{
    Report report;
    report.key = "ledger";
    report.columns = {{"project", u"Project"_s},       {"total_cost", u"Counter"_s, true},
                      {"logged", u"Log"_s, true},      {"difference", u"Difference"_s, true},
                      {"finding", u"Finding"_s},       {"since", u"Since"_s},
                      {"call_count", u"Calls"_s, true}, {"bad_rows", {}}};
    for (const LedgerLine &line : lines) {
        report.rows.push_back({Value::name(line.project), Value::usd(line.counterUsd),
                               Value::usd(line.logged.toUsd()),
                               Value::usd(line.difference().toUsd()), finding(line),
                               Value::moment(line.base.since), Value::count(line.calls),
                               Value::count(line.badRows)});
    }
    return report;
}

class LedgerVerb final : public Verb
{
public:
    std::string name() const override { return "ledger"; }
    std::string summary() const override { return "Do the counters agree with the log?"; }
    std::string more() const override
    {
        return "Compares each project's counter with the exact sum of its calls since it was last\n"
               "cleared. Exit code 0: all agree; 1: at least one differs. The differences:\n"
               "drift (float noise below a millionth of a dollar), call under way (probably logged\n"
               "before a reset and charged after it: the counter is right), missing counter (calls\n"
               "without one), edited counter, unreadable counter, counter without log.\n\n"
               "Examples:\n"
               "  tollctl ledger\n"
               "  tollctl ledger --project support-chat --json | jq '.ledger[0].difference'\n"
               "  tollctl repair --project support-chat --reason 'restored from a backup'";
    }
    void declare(CLI::App &command) override
    {
        addText(command, "--project", m_project, "NAME", "Only this project");
        m_format.declare(command);
    }
    Result<ExitCode> run(Context &context) override
    {
        const auto store = knowing(m_project, openStore(context.store, context.console));
        if (!store)
            return tl::unexpected(store.error());
        const auto lines = (*store)->ledger(m_project);
        if (!lines)
            return tl::unexpected(lines.error());
        reportOf(*lines).print(context.console, m_format);
        bool agree = true;
        for (const LedgerLine &line : *lines) {
            agree = agree && line.agrees();
            if (!line.agrees())
                context.console.note(u"%1: %2"_s.arg(line.project, format::ledgerSentence(line)));
        }
        return agree ? ExitCode::Done : ExitCode::Warning;
    }

private:
    std::optional<QString> m_project;
    FormatArguments m_format;
};

class RepairVerb final : public Verb
{
public:
    std::string name() const override { return "repair"; }
    std::string summary() const override { return "Set a counter to what the log adds up to"; }
    std::string more() const override
    {
        return "Does what tollctl ledger finds to be right for one project. The old and the new\n"
               "amount are written to the audit log; calls are never touched. Refused where the\n"
               "two agree, and where the counter moves at that moment.\n\n"
               "Examples:\n"
               "  tollctl repair --project support-chat --reason 'restored from a backup'\n"
               "  tollctl ledger --project support-chat || tollctl repair --project support-chat";
    }
    void declare(CLI::App &command) override
    {
        addText(command, "--project", m_project, "NAME", "The project")->required();
        addText(command, "--reason", m_reason, "TEXT", "Why, for the audit log");
        m_format.declareWithoutCsv(command);
    }
    Result<ExitCode> run(Context &context) override
    {
        const auto store = knowing(m_project, openStore(context.store, context.console));
        if (!store)
            return tl::unexpected(store.error());
        const auto lines = (*store)->ledger(m_project);
        if (!lines)
            return tl::unexpected(lines.error());
        const LedgerLine &line = lines->front();
        const auto entry = (*store)->repair(
            {*m_project, m_reason.value_or(QString()), line.counterUsd});
        if (!entry)
            return tl::unexpected(entry.error());
        printAuditEntry(
            context.console, m_format, *entry,
            u"Repaired the counter of \"%1\": %2, was %3."_s.arg(
                format::safeText(*m_project), format::usdExact(Money::fromUsd(entry->amountUsd)),
                entry->previousUsd ? format::usdExact(Money::fromUsd(*entry->previousUsd))
                                   : u"no amount"_s));
        return ExitCode::Done;
    }

private:
    std::optional<QString> m_project;
    std::optional<QString> m_reason;
    FormatArguments m_format;
};

} // namespace

std::unique_ptr<Verb> makeLedger()
{
    return std::make_unique<LedgerVerb>();
}

std::unique_ptr<Verb> makeRepair()
{
    return std::make_unique<RepairVerb>();
}

} // namespace tollkeeper::cli
