// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "report.h"
#include "verb.h"

#include "format/format.h"

#include <CLI/CLI.hpp>

#include <limits>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

Report reportOf(const std::vector<AuditEntry> &entries)
{
    Report report;
    report.key = "audit";
    report.columns = {{"id", u"Id"_s, true},
                      {"at", u"When"_s},
                      {"action", u"Action"_s},
                      {"project", u"Project"_s},
                      {"amount", u"Amount"_s, true},
                      {"covers_log_id", {}},
                      {nullptr, u"Who"_s},
                      {"database_role", {}},
                      {"os_user", {}},
                      {"reason", u"Reason"_s},
                      {"undoes", u"Undoes"_s, true},
                      {"undone_by", u"Undone by"_s, true},
                      {"previous_amount", {}},
                      {"max_budget", {}}};
    for (const AuditEntry &entry : entries) {
        const bool role = !entry.databaseRole.isEmpty() && entry.databaseRole != entry.osUser;
        report.rows.push_back(
            {Value::id(entry.id), Value::moment(entry.at), Value::word(actionName(entry.action)),
             Value::name(entry.project), Value::usd(entry.amountUsd), Value::id(entry.coversLogId),
             Value::name(role ? entry.osUser + u" as "_s + entry.databaseRole : entry.osUser),
             Value::name(entry.databaseRole), Value::name(entry.osUser), Value::name(entry.reason),
             Value::id(entry.undoes), Value::id(entry.undoneBy), Value::usd(entry.previousUsd),
             Value::usd(entry.maxBudgetUsd)});
    }
    return report;
}

} // namespace

void printAuditEntry(Console &console, const FormatArguments &format, const AuditEntry &entry,
                     const QString &sentence)
{
    if (format.read() == OutputFormat::Json) {
        const Report report = reportOf({entry});
        console.print(report.toJson(report.rows.front()) + '\n');
    } else {
        console.print(sentence.toUtf8() + '\n');
    }
}

namespace {

QString shownName(const AuditEntry &entry)
{
    return u'"' + format::safeText(entry.project) + u'"';
}

class ResetVerb final : public Verb
{
public:
    std::string name() const override { return "reset"; }
    std::string summary() const override { return "Clear a project's counter"; }
    std::string more() const override
    {
        return "The log of calls is never touched. The reset is written to the audit log, and can\n"
               "be taken back from there: see tollctl undo.\n\n"
               "Examples:\n"
               "  tollctl reset --project support-chat --reason 'new month'\n"
               "  tollctl reset --project support-chat --json | jq .id";
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
        const auto entry = (*store)->reset({*m_project, m_reason.value_or(QString()), {}});
        if (!entry)
            return tl::unexpected(entry.error());
        printAuditEntry(context.console, m_format, *entry,
                   u"Reset the budget of %1: %2 cleared. To take it back: "
                   "tollctl undo --audit-id %3"_s.arg(
                       shownName(*entry), format::usdExact(Money::fromUsd(entry->amountUsd)),
                       QString::number(entry->id)));
        return ExitCode::Done;
    }

private:
    std::optional<QString> m_project;
    std::optional<QString> m_reason;
    FormatArguments m_format;
};

class UndoVerb final : public Verb
{
public:
    std::string name() const override { return "undo"; }
    std::string summary() const override { return "Take back a reset of the audit log"; }
    std::string more() const override
    {
        return "What the reset cleared is added back to what was spent since. The end of a period can\n"
               "be taken back, too: what was spent in it then counts into the one that runs.\n\n"
               "Examples:\n"
               "  tollctl audit --project support-chat\n"
               "  tollctl undo --audit-id 7";
    }
    void declare(CLI::App &command) override
    {
        addText(command, "--audit-id", m_auditId, "N", "The number of the reset in the audit log")
            ->required();
        addText(command, "--reason", m_reason, "TEXT", "Why, for the audit log");
        m_format.declareWithoutCsv(command);
    }
    Result<ExitCode> run(Context &context) override
    {
        const auto id = wholeNumber(u"--audit-id"_s, *m_auditId);
        if (!id)
            return tl::unexpected(id.error());
        const auto store = openStore(context.store, context.console);
        if (!store)
            return tl::unexpected(store.error());
        const auto entry = (*store)->undoReset(*id, m_reason.value_or(QString()));
        if (!entry && entry.error().kind == StoreError::Kind::Conflict) {
            // Undone already: the store is well, it is the number that was wrong.
            return fail(StoreError::Kind::Invalid, entry.error().message, entry.error().detail);
        }
        if (!entry)
            return tl::unexpected(entry.error());
        printAuditEntry(context.console, m_format, *entry,
                   u"Undid reset %1 of %2: %3 added back."_s.arg(
                       QString::number(*id), shownName(*entry),
                       format::usdExact(Money::fromUsd(entry->amountUsd))));
        return ExitCode::Done;
    }

private:
    std::optional<QString> m_auditId;
    std::optional<QString> m_reason;
    FormatArguments m_format;
};

class AuditVerb final : public Verb
{
public:
    std::string name() const override { return "audit"; }
    std::string summary() const override
    {
        return "Who reset a budget or changed a limit, and why";
    }
    std::string more() const override
    {
        return "Newest first. Periods that are over are in it as \"period_closed\", with what was\n"
               "spent in them and the limit that they were held to.\n\n"
               "Examples:\n"
               "  tollctl audit\n"
               "  tollctl audit --project support-chat --json | jq '.audit[0].reason'";
    }
    void declare(CLI::App &command) override
    {
        addText(command, "--project", m_project, "NAME", "Only this project");
        m_format.declare(command);
    }
    Result<ExitCode> run(Context &context) override
    {
        const auto store = openReader(context.store, context.console);
        if (!store)
            return tl::unexpected(store.error());
        const auto entries = (*store)->audit(m_project, std::numeric_limits<int>::max());
        if (!entries)
            return tl::unexpected(entries.error());
        reportOf(*entries).print(context.console, m_format);
        if (entries->empty())
            context.console.note(u"Nothing in the audit log yet."_s);
        return ExitCode::Done;
    }

private:
    std::optional<QString> m_project;
    FormatArguments m_format;
};

} // namespace

std::unique_ptr<Verb> makeReset()
{
    return std::make_unique<ResetVerb>();
}

std::unique_ptr<Verb> makeUndo()
{
    return std::make_unique<UndoVerb>();
}

std::unique_ptr<Verb> makeAudit()
{
    return std::make_unique<AuditVerb>();
}

} // namespace tollkeeper::cli
