// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "report.h"
#include "verb.h"

#include "analysis/pricing.h"
#include "format/format.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

std::vector<Value> rowOf(Value name, const Totals &totals)
{
    return {std::move(name),
            Value::count(totals.calls),
            Value::count(totals.inputTokens),
            Value::count(totals.outputTokens),
            Value::usd(totals.cost),
            Value::moment(totals.lastUsed)};
}

Report reportOf(const SpendCube &cube, const SpendFilter &filter, GroupBy groupBy)
{
    const bool models = groupBy == GroupBy::Model;
    Report report;
    report.key = "rows";
    report.columns = {{models ? "model" : "project", models ? u"Model"_s : u"Project"_s},
                      {"call_count", u"Calls"_s, true},
                      {"input_tokens", u"Input tokens"_s, true},
                      {"output_tokens", u"Output tokens"_s, true},
                      {"cost", u"Cost"_s, true},
                      {"last_used", u"Last used"_s}};
    for (const Summary &summary : summarise(cube, groupBy, filter))
        report.rows.push_back(rowOf(Value::name(summary.name), summary.totals));
    // The total has no name in JSON: an empty value leaves the key out.
    report.total = rowOf({{u"Total"_s, Tone::Strong}, {}, {}}, total(cube, filter));
    return report;
}

class StatsVerb final : public Verb
{
public:
    std::string name() const override { return "stats"; }
    std::string summary() const override { return "What was spent, by project or by model"; }
    std::string more() const override
    {
        return "One row a project and a total; with --project one row a model, with --model alone\n"
               "one row a project that used it. CSV has no row for the total.\n\n"
               "Examples:\n"
               "  tollctl stats\n"
               "  tollctl stats --project support-chat --since 2026-11-01\n"
               "  tollctl stats --group-by model\n"
               "  tollctl stats --model gpt-4o --json | jq .total.cost";
    }
    void declare(CLI::App &command) override
    {
        m_filter.declare(command);
        command
            .add_option("--group-by", m_groupBy, "One row a project or a model, whatever the filter")
            ->type_name("WHAT")
            ->check(CLI::IsMember({"project", "model"}).description(""));
        m_format.declare(command);
    }
    Result<ExitCode> run(Context &context) override
    {
        const auto filter = m_filter.read();
        if (!filter)
            return tl::unexpected(filter.error());
        const auto store = openReader(context.store, context.console);
        if (!store)
            return tl::unexpected(store.error());
        const auto cube = (*store)->totals(*filter);
        if (!cube)
            return tl::unexpected(cube.error());

        SpendFilter groups = *filter;
        groups.range.reset(); // the totals are of that range already
        const bool models = m_groupBy.empty() ? filter->project.has_value() : m_groupBy == "model";
        const Report report = reportOf(*cube, groups, models ? GroupBy::Model : GroupBy::Project);
        report.print(context.console, m_format);
        if (cube->badRows > 0)
            sayLeftOut(context.console, cube->badRows);
        if (const auto unpriced = unpricedModels(*cube, groups); !unpriced.empty())
            context.console.note(format::unpriced(unpriced));
        if (report.rows.empty())
            noteWhyEmpty(context.console, **store, *filter);
        return ExitCode::Done;
    }

private:
    static void sayLeftOut(Console &console, qint64 rows)
    {
        console.note(u"%1 left out of the sums: their cost, tokens or date cannot be right. "
                     "To see them: tollctl export csv --bad-only"_s.arg(
                         rows == 1 ? u"1 row was"_s : format::count(rows) + u" rows were"_s));
    }

    FilterArguments m_filter;
    std::string m_groupBy;
    FormatArguments m_format;
};

} // namespace

std::unique_ptr<Verb> makeStats()
{
    return std::make_unique<StatsVerb>();
}

} // namespace tollkeeper::cli
