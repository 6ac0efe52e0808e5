// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "report.h"
#include "verb.h"

#include "analysis/change.h"
#include "export/json.h"
#include "format/format.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

struct Comparison
{
    Range before;
    Range now;
};

Value changeOf(Money amount)
{
    Value value = Value::usd(amount);
    value.shown = {format::usdChange(amount)};
    if (amount == Money())
        value.shown.tone = Tone::Faint;
    return value;
}

std::vector<Value> rowOf(Value name, Money before, Money now, const ChangeParts &parts)
{
    std::vector<Value> row{std::move(name), Value::usd(before), Value::usd(now),
                           changeOf(now - before)};
    for (const ChangeFactor factor : changeFactors)
        row.push_back(changeOf(parts[factor]));
    return row;
}

QByteArray jsonRange(const Range &range)
{
    return json::Object()
        .add("since", range.firstDay().toString(Qt::ISODate))
        .add("until", range.lastDay().toString(Qt::ISODate))
        .toJson();
}

Report reportOf(const SpendChange &change)
{
    Report report;
    report.head = {{"summary", json::string(format::change(change))},
                   {"before", jsonRange(change.rangeBefore)},
                   {"now", jsonRange(change.rangeNow)}};
    report.key = "rows";
    report.columns = {{"project", u"Project"_s},
                      {"cost_before", u"Before"_s, true},
                      {"cost_now", u"Now"_s, true},
                      {"change", u"Change"_s, true},
                      {"calls", u"Calls"_s, true},
                      {"mix", u"Mix"_s, true},
                      {"input_tokens_per_call", u"Input/call"_s, true},
                      {"output_tokens_per_call", u"Output/call"_s, true},
                      {"price", u"Price"_s, true}};
    for (const ProjectChange &project : change.projects)
        report.rows.push_back(rowOf(Value::name(project.project), project.before.cost,
                                    project.now.cost, project.parts));
    report.total = rowOf({{u"Total"_s, Tone::Strong}, {}, {}}, change.before.cost, change.now.cost,
                         change.parts);
    return report;
}

class WhyVerb final : public Verb
{
public:
    std::string name() const override { return "why"; }
    std::string summary() const override { return "Why spend changed between two ranges"; }
    std::string more() const override
    {
        return "The difference of spend, split by project into more or fewer calls, a dearer or\n"
               "cheaper mix of models, input and output tokens per call, and the price of a "
               "token.\n"
               "The parts add up to the difference exactly. Without ranges: this month so far\n"
               "against the same days of the month before. With one: against as many days "
               "before.\n\n"
               "Examples:\n"
               "  tollctl why\n"
               "  tollctl why --since 2026-11-16 --until 2026-11-22\n"
               "  tollctl why --since 2026-11-01 --until 2026-11-15 --compare-since 2026-10-01\n"
               "  tollctl why --project support-chat --json | jq .summary";
    }
    void declare(CLI::App &command) override
    {
        addText(command, "--since", m_since, "DATE", "The first UTC day of the range to explain");
        addText(command, "--until", m_until, "DATE", "Its last UTC day (today)");
        addText(command, "--compare-since", m_compareSince, "DATE",
                "The first UTC day of the range to compare with");
        addText(command, "--compare-until", m_compareUntil, "DATE",
                "Its last UTC day (as many days as in the other)");
        addText(command, "--project", m_project, "NAME", "Only calls of this project");
        addText(command, "--model", m_model, "NAME", "Only calls of this model");
        m_format.declare(command);
    }
    Result<ExitCode> run(Context &context) override
    {
        const auto ranges = comparison(Timestamp::now());
        if (!ranges)
            return tl::unexpected(ranges.error());
        const auto store = openReader(context.store, context.console);
        if (!store)
            return tl::unexpected(store.error());
        SpendFilter filter{std::nullopt, m_project, m_model};
        SpendFilter both = filter;
        both.range = Range{BucketUnit::Day, std::min(ranges->before.first, ranges->now.first),
                           std::max(ranges->before.last, ranges->now.last)};
        const auto cube = (*store)->spend(both, BucketUnit::Day);
        if (!cube)
            return tl::unexpected(cube.error());

        const SpendChange change = spendChange(*cube, ranges->before, ranges->now, filter);
        if (m_format.read() == OutputFormat::Table) {
            context.console.print(u"%1\n%2, against %3\n\n"_s
                                      .arg(format::change(change), format::range(change.rangeNow),
                                           format::range(change.rangeBefore))
                                      .toUtf8());
        }
        reportOf(change).print(context.console, m_format);
        if (change.projects.empty())
            noteWhyEmpty(context.console, **store, both);
        return ExitCode::Done;
    }

private:
    // The ranges that the options mean at \a now.
    [[nodiscard]] Result<Comparison> comparison(Timestamp now) const
    {
        const auto month = selectRange(RangePreset::Month, now, {}, {});
        Comparison chosen{month.previous, month.current};
        if (m_until && !m_since)
            return needs(u"--until"_s, u"--since"_s);
        if (m_since) {
            const auto range = days(u"--since"_s, *m_since, u"--until"_s, m_until, now.day());
            if (!range)
                return tl::unexpected(range.error());
            chosen = {range->before(), *range};
        }
        if (m_compareUntil && !m_compareSince)
            return needs(u"--compare-until"_s, u"--compare-since"_s);
        if (m_compareSince) {
            const auto first = utcDate(u"--compare-since"_s, *m_compareSince);
            if (!first)
                return tl::unexpected(first.error());
            const auto range = days(u"--compare-since"_s, *m_compareSince, u"--compare-until"_s,
                                    m_compareUntil, first->addDays(chosen.now.size() - 1));
            if (!range)
                return tl::unexpected(range.error());
            chosen.before = *range;
        }
        const QDate first = chosen.before.firstDay();
        if (!first.isValid() || first != withinStores(first)) {
            return fail(StoreError::Kind::Invalid,
                        u"There are not as many days before %1: say which range to compare with, "
                        "by --compare-since."_s.arg(m_since.value_or(QString())));
        }
        return chosen;
    }

    [[nodiscard]] static tl::unexpected<StoreError> needs(const QString &option,
                                                          const QString &other)
    {
        return fail(StoreError::Kind::Invalid,
                    u"%1 needs %2: which day does the range start on?"_s.arg(option, other));
    }

    [[nodiscard]] static Result<Range> days(const QString &firstOption, const QString &firstText,
                                            const QString &lastOption,
                                            const std::optional<QString> &lastText, QDate otherwise)
    {
        const auto first = utcDate(firstOption, firstText);
        if (!first)
            return tl::unexpected(first.error());
        const auto last = lastText ? utcDate(lastOption, *lastText) : Result<QDate>(otherwise);
        if (!last)
            return tl::unexpected(last.error());
        if (*first > *last) {
            return fail(StoreError::Kind::Invalid,
                        u"%1 %2 is after %3 %4: no day is in between."_s.arg(
                            firstOption, firstText, lastOption, last->toString(Qt::ISODate)));
        }
        return Range::days(withinStores(*first), withinStores(*last));
    }

    std::optional<QString> m_since;
    std::optional<QString> m_until;
    std::optional<QString> m_compareSince;
    std::optional<QString> m_compareUntil;
    std::optional<QString> m_project;
    std::optional<QString> m_model;
    FormatArguments m_format;
};

} // namespace

std::unique_ptr<Verb> makeWhy()
{
    return std::make_unique<WhyVerb>();
}

} // namespace tollkeeper::cli
