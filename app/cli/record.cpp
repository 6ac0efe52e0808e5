// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "callline.h"
#include "report.h"
#include "verb.h"

#include "export/json.h"
#include "format/format.h"

#include <CLI/CLI.hpp>

#include <array>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

// Longer than any call that can be recorded: an endless line must not take all memory.
constexpr qsizetype longestLine = 1'048'576;

struct InputLine
{
    QByteArray text;
    bool tooLong = false;
};

// The next line of standard input as soon as it is complete; nothing at the end.
std::optional<InputLine> nextLine()
{
    InputLine line;
    int c = std::getc(stdin);
    if (c == EOF)
        return std::nullopt;
    for (; c != EOF && c != '\n'; c = std::getc(stdin)) {
        if (line.text.size() < longestLine)
            line.text.append(static_cast<char>(c));
        else
            line.tooLong = true;
    }
    return line;
}

json::Object answerTo(const Result<Decision> &decision)
{
    json::Object answer;
    if (!decision) {
        answer.add("status", u"error"_s)
            .add("kind", kindName(decision.error().kind))
            .add("message", decision.error().message);
    } else if (decision->logged()) {
        answer.add("status", u"logged"_s).addRaw("total_cost", jsonUsd(decision->totalUsd));
    } else {
        answer.add("status", u"refused"_s)
            .addRaw("total_cost", jsonUsd(decision->totalUsd))
            .addRaw("max_budget", decision->capUsd ? jsonUsd(*decision->capUsd) : "null");
    }
    return answer;
}

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
               "With --jsonl every line of standard input is a call, with the keys project, model,\n"
               "input_tokens, output_tokens, cost and optionally max_budget and id; every line\n"
               "gets one answer line at once and in order, which repeats the id. A bad line gets\n"
               "an error and the run goes on.\n\n"
               "Exit code: 0 all logged, 3 one was refused, 4 one failed (or nobody reads the\n"
               "answers any more), 64 one was invalid; of several the first in the order 4, 3, 64.\n\n"
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

    static Result<ExitCode> runLines(Context &context)
    {
        Console &console = context.console;
        // A store that cannot be opened fails every line, not the order of the answers.
        const auto store = openStore(context.store, console);
        qint64 logged = 0;
        qint64 refused = 0;
        qint64 failed = 0;
        qint64 invalid = 0;
        while (const auto input = nextLine()) {
            const CallLine line =
                input->tooLong ? CallLine{{}, tooLong()} : parseCallLine(input->text);
            const auto decision = line.call.and_then([&](const CallRequest &call) {
                return store ? (*store)->record(call.usage, call.maxBudgetUsd)
                             : Result<Decision>(tl::unexpected(store.error()));
            });
            if (!decision)
                ++(exitCode(decision.error()) == ExitCode::Usage ? invalid : failed);
            else
                ++(decision->logged() ? logged : refused);

            json::Object answer = answerTo(decision);
            if (!line.id.isEmpty())
                answer.addRaw("id", line.id);
            console.print(answer.toJson() + '\n');
            if (!console.out().flush())
                return ExitCode::Failed; // calls may go on being paid for unseen: stop here
        }
        if (!store)
            return tl::unexpected(store.error());
        if (refused + failed + invalid > 0) {
            console.note(u"%1 logged, %2 refused, %3 failed, %4 invalid."_s.arg(logged)
                             .arg(refused)
                             .arg(failed)
                             .arg(invalid));
        }
        return failed > 0    ? ExitCode::Failed
               : refused > 0 ? ExitCode::Refused
               : invalid > 0 ? ExitCode::Usage
                             : ExitCode::Done;
    }

    static tl::unexpected<StoreError> tooLong()
    {
        return fail(StoreError::Kind::Invalid,
                    u"The line is longer than %1 bytes."_s.arg(longestLine));
    }

    std::optional<QString> m_project;
    std::optional<QString> m_model;
    std::optional<QString> m_inputTokens;
    std::optional<QString> m_outputTokens;
    std::optional<QString> m_cost;
    std::optional<QString> m_maxBudget;
    bool m_jsonl = false;
};

} // namespace

std::unique_ptr<Verb> makeRecord()
{
    return std::make_unique<RecordVerb>();
}

} // namespace tollkeeper::cli
