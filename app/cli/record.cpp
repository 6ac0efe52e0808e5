// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "callline.h"
#include "recordlines.h"

#include "format/format.h"

#include <CLI/CLI.hpp>

#include <array>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

// Connections that --jsonl keeps busy on a server; more are no use to anybody.
constexpr qint64 usualJobs = 4;
constexpr qint64 mostJobs = 64;

class RecordVerb final : public Verb
{
public:
    std::string name() const override { return "record"; }
    std::string summary() const override { return "Log a call if its project's budget allows it"; }
    std::string more() const override
    {
        return "The answer is one JSON object:\n"
               "  {\"status\":\"logged\",\"total_cost\":0.75}\n"
               "  {\"status\":\"refused\",\"total_cost\":1.25,\"max_budget\":1}\n"
               "  {\"status\":\"error\",\"kind\":\"invalid\",\"message\":\"...\"}\n"
               "A call is held to the smaller of --max-budget and the stored limit (tollctl\n"
               "limit). Exactly reaching it is allowed. A refusal writes nothing.\n\n"
               "With --jsonl every line of standard input is a call, with the keys project,\n"
               "model, input_tokens, output_tokens, cost and optionally max_budget and id; every\n"
               "line gets one answer line at once and in order, which repeats the id. A bad line\n"
               "gets an error and the run goes on. On a server, --jobs connections record at\n"
               "the same time; calls of one project are decided in the order of their lines. A\n"
               "SQLite file has one writer at a time.\n\n"
               "When LLM_TOLL_STORE_URL cannot be reached, the local store stands in: tollctl sync\n"
               "carries the calls over later.\n\n"
               "Exit code: 0 all logged, 3 one was refused, 4 one failed (or nobody reads the\n"
               "answers any more), 64 one was invalid; the first of 4, 3, 64 that applies.\n\n"
               "Examples:\n"
               "  tollctl record --project support-chat --model gpt-4o \\\n"
               "      --input-tokens 549 --output-tokens 173 --cost 0.0031025 --max-budget 250\n"
               "  tollctl record --jsonl < calls.jsonl > answers.jsonl";
    }
    void declare(CLI::App &command) override
    {
        const std::array single{
            addText(command, "--project", m_project, "NAME", "Who pays"),
            addText(command, "--model", m_model, "NAME", "The model that was called"),
            addText(command, "--input-tokens", m_inputTokens, "N", "Tokens sent"),
            addText(command, "--output-tokens", m_outputTokens, "N", "Tokens received"),
            addText(command, "--cost", m_cost, "USD", "Cost of the call"),
            addText(command, "--max-budget", m_maxBudget, "USD", "What the project may spend")};
        CLI::Option *jsonl = command.add_flag("--jsonl", m_jsonl, "Read calls from standard input");
        for (CLI::Option *option : single)
            jsonl->excludes(option);
        addText(command, "--jobs", m_jobs, "N", "With --jsonl: connections to keep busy (4)")
            ->needs(jsonl);
    }
    Result<ExitCode> run(Context &context) override
    {
        return m_jsonl ? runLines(context) : runOne(context);
    }

private:
    Result<ExitCode> runOne(Context &context) const
    {
        QString project;
        const auto decision = request().and_then([&](const CallRequest &call) -> Result<Decision> {
            project = call.usage.project;
            const auto store = openStore(context.store, context.console);
            if (!store)
                return tl::unexpected(store.error());
            return (*store)->record(call.usage, call.maxBudgetUsd);
        });
        context.console.print(answerTo(decision).toJson() + '\n');
        if (!decision)
            return tl::unexpected(decision.error());
        if (decision->logged())
            return ExitCode::Done;
        context.console.error(
            u"Refused by the limit of \"%1\", %2: its total is, or would become, %3."_s.arg(
                project, format::usdExact(Money::fromUsd(decision->capUsd.value_or(0))),
                format::usdExact(Money::fromUsd(decision->totalUsd))));
        return ExitCode::Refused;
    }

    // The call that the options describe.
    Result<CallRequest> request() const
    {
        QStringList missing;
        const std::pair<const char *, const std::optional<QString> &> needed[] = {
            {"--project", m_project},
            {"--model", m_model},
            {"--input-tokens", m_inputTokens},
            {"--output-tokens", m_outputTokens},
            {"--cost", m_cost}};
        for (const auto &[option, value] : needed) {
            if (!value)
                missing.append(QString::fromLatin1(option));
        }
        if (!missing.isEmpty()) {
            return fail(StoreError::Kind::Invalid,
                        u"record needs %1 (or --jsonl)."_s.arg(missing.join(u", "_s)));
        }
        const auto input = wholeNumber(u"--input-tokens"_s, *m_inputTokens);
        if (!input)
            return tl::unexpected(input.error());
        const auto output = wholeNumber(u"--output-tokens"_s, *m_outputTokens);
        if (!output)
            return tl::unexpected(output.error());
        const auto cost = usdAmount(u"--cost"_s, *m_cost);
        if (!cost)
            return tl::unexpected(cost.error());
        CallRequest call{{*m_project, *m_model, *input, *output, *cost}, {}};
        if (m_maxBudget) {
            const auto cap = usdAmount(u"--max-budget"_s, *m_maxBudget);
            if (!cap)
                return tl::unexpected(cap.error());
            call.maxBudgetUsd = *cap;
        }
        return call;
    }

    Result<ExitCode> runLines(Context &context) const
    {
        const auto jobs = m_jobs ? wholeNumber(u"--jobs"_s, *m_jobs) : Result<qint64>(usualJobs);
        if (!jobs)
            return tl::unexpected(jobs.error());
        if (*jobs < 1 || *jobs > mostJobs) {
            return fail(StoreError::Kind::Invalid,
                        u"--jobs takes a number from 1 to %1, not %2."_s.arg(mostJobs).arg(*jobs));
        }
        return recordLines(context, static_cast<int>(*jobs));
    }

    std::optional<QString> m_project;
    std::optional<QString> m_model;
    std::optional<QString> m_inputTokens;
    std::optional<QString> m_outputTokens;
    std::optional<QString> m_cost;
    std::optional<QString> m_maxBudget;
    std::optional<QString> m_jobs;
    bool m_jsonl = false;
};

} // namespace

std::unique_ptr<Verb> makeRecord()
{
    return std::make_unique<RecordVerb>();
}

} // namespace tollkeeper::cli
