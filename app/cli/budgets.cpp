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

Result<std::vector<BudgetState>> readStates(Store &store)
{
    return store.budgets().map(
        [](const std::vector<Budget> &budgets) { return budgetStates(budgets); });
}

Report reportOf(const std::vector<BudgetState> &states)
{
    Report report;
    report.key = "budgets";
    report.columns = {{"project", u"Project"_s},
                      {"total_cost", u"Spent"_s, true},
                      {"max_budget", u"Limit"_s, true},
                      {"used_percent", u"Used"_s, true},
                      {"status", u"Status"_s},
                      {nullptr, u"Period"_s},
                      {"last_reset_at", u"Last reset"_s},
                      {"updated_at", u"Updated"_s}};
    for (const BudgetState &state : states) {
        const auto &limit = state.budget.limit;
        const QString period = limit ? periodName(limit->period) : QString();
        report.rows.push_back(
            {Value::name(state.budget.project), Value::usd(state.budget.totalUsd),
             Value::usd(limit ? std::optional(limit->maxBudgetUsd) : std::nullopt),
             Value::percent(state.usedPercent), Value::status(state.status),
             Value::word(period.isEmpty() ? u"–"_s : period),
             Value::moment(state.budget.lastResetAt), Value::moment(state.budget.updatedAt)});
    }
    return report;
}

void sayUnclosed(Console &console, const std::vector<BudgetState> &states)
{
    for (const BudgetState &state : states) {
        if (state.budget.asIfClosed) {
            console.note(u"The period of \"%1\" is over, which nobody wrote down yet and you may not: "
                         "shown is what was spent in the new one."_s.arg(state.budget.project));
        }
    }
}

void sayUnreadable(Console &console, const std::vector<BudgetState> &states)
{
    for (const BudgetState &state : states) {
        if (state.unreadable) {
            console.note(u"The counter of \"%1\" holds no amount (another program broke it), so "
                         "llm-toll no longer enforces its budget. A reset mends it."_s.arg(
                             state.budget.project));
        }
    }
}

class BudgetsVerb final : public Verb
{
public:
    std::string name() const override { return "budgets"; }
    std::string summary() const override { return "Every project's counter, limit and state"; }
    std::string more() const override
    {
        return "Most at risk first. The states are OK, Warning (a threshold was passed), Exceeded\n"
               "(the limit was reached) and No limit.\n\n"
               "Examples:\n"
               "  tollctl budgets\n"
               "  tollctl budgets --json | jq '.budgets[] | select(.status == \"exceeded\")'";
    }
    void declare(CLI::App &command) override { m_format.declare(command); }
    Result<ExitCode> run(Context &context) override
    {
        const auto store = openReader(context.store, context.console);
        if (!store)
            return tl::unexpected(store.error());
        const auto states = readStates(**store);
        if (!states)
            return tl::unexpected(states.error());
        reportOf(*states).print(context.console, m_format);
        sayUnreadable(context.console, *states);
        sayUnclosed(context.console, *states);
        if (states->empty())
            context.console.note(u"No budgets in %1 yet."_s.arg((*store)->info().display));
        return ExitCode::Done;
    }

private:
    FormatArguments m_format;
};

class CheckVerb final : public Verb
{
public:
    std::string name() const override { return "check"; }
    std::string summary() const override { return "Are all budgets within their limits? For cron"; }
    std::string more() const override
    {
        return "Exit code 0: all within their limits; 1: a warning threshold was passed; 2: a "
               "limit\n"
               "was reached. Prints the budgets at risk; says nothing when there are none, unless\n"
               "to a terminal. A project that the store does not know is an error (64).\n\n"
               "Examples:\n"
               "  tollctl check --project support-chat || echo 'mind the budget'\n"
               "  0 * * * *  tollctl check    # cron mails what it prints";
    }
    void declare(CLI::App &command) override
    {
        addText(command, "--project", m_project, "NAME", "Only this project");
        m_format.declare(command);
    }
    Result<ExitCode> run(Context &context) override
    {
        const auto store = knowing(m_project, openReader(context.store, context.console));
        if (!store)
            return tl::unexpected(store.error());
        auto states = readStates(**store);
        if (!states)
            return tl::unexpected(states.error());
        std::erase_if(*states, [this](const BudgetState &state) {
            return (m_project && state.budget.project != *m_project) || !atRisk(state);
        });
        return answer(context.console, *states);
    }

private:
    static bool atRisk(const BudgetState &state)
    {
        return state.status == BudgetStatus::Warning || state.status == BudgetStatus::Exceeded;
    }

    ExitCode answer(Console &console, const std::vector<BudgetState> &states) const
    {
        if (!states.empty() || m_format.read() != OutputFormat::Table)
            reportOf(states).print(console, m_format);
        else if (console.interactive())
            console.note(u"All within their limits."_s);
        sayUnreadable(console, states);
        sayUnclosed(console, states);
        if (states.empty())
            return ExitCode::Done;
        const bool exceeded = std::ranges::any_of(states, [](const BudgetState &state) {
            return state.status == BudgetStatus::Exceeded;
        });
        return exceeded ? ExitCode::Exceeded : ExitCode::Warning;
    }

    std::optional<QString> m_project;
    FormatArguments m_format;
};

} // namespace

std::unique_ptr<Verb> makeBudgets()
{
    return std::make_unique<BudgetsVerb>();
}

std::unique_ptr<Verb> makeCheck()
{
    return std::make_unique<CheckVerb>();
}

} // namespace tollkeeper::cli
