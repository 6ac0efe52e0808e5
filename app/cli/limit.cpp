// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "report.h"
#include "verb.h"

#include "budget/periods.h"
#include "format/format.h"
#include "store/location.h"

#include <CLI/CLI.hpp>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

Value thresholds(const std::optional<Limit> &limit)
{
    if (!limit)
        return {{u"–"_s, Tone::Faint}, "null", {}};
    QStringList percents;
    for (const int percent : limit->warnPercents)
        percents.append(QString::number(percent));
    return {{percents.isEmpty() ? u"–"_s : percents.join(u", "_s) + u" %"_s},
            '[' + percents.join(u',').toLatin1() + ']',
            percents.join(u',')};
}

Value period(const std::optional<Limit> &limit)
{
    if (!limit || limit->period == Period::None)
        return {{u"–"_s, Tone::Faint}, "null", {}};
    return Value::word(periodName(limit->period));
}

std::vector<Value> rowOf(const QString &project, const std::optional<Limit> &limit)
{
    return {Value::name(project),
            limit ? Value::usd(limit->maxBudgetUsd) : Value::usd(std::optional<double>()),
            period(limit), thresholds(limit)};
}

// "50,80" ascending and without repetitions.
Result<std::vector<int>> readThresholds(const QString &text)
{
    std::vector<int> percents;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        bool ok = false;
        const int percent = part.trimmed().toInt(&ok);
        if (!ok || percent < 1 || percent > 100) {
            return fail(
                StoreError::Kind::Invalid,
                u"--warn takes percentages from 1 to 100 such as 50,80, not \"%1\"."_s.arg(maskSecrets(text)));
        }
        percents.push_back(percent);
    }
    std::ranges::sort(percents);
    percents.erase(std::unique(percents.begin(), percents.end()), percents.end());
    return percents;
}

class LimitVerb final : public Verb
{
public:
    std::string name() const override { return "limit"; }
    std::string summary() const override { return "Show, set or clear a project's limit"; }
    std::string more() const override
    {
        return "Without --set and --clear the limits are printed: of one project or of all.\n"
               "Setting a limit again keeps the period and the thresholds that are not named;\n"
               "--period none takes the period away, --warn '' the thresholds.\n"
               "With a period the budget starts anew at each UTC boundary; what was spent before the\n"
               "period was set counts into the one that runs. --rehearse tries the rule on the past\n"
               "and changes nothing.\n"
               "A call that comes with a cap of its own is held to the smaller of the two.\n\n"
               "Examples:\n"
               "  tollctl limit --project support-chat --set 250 --period monthly --warn 50,80\n"
               "  tollctl limit --project support-chat --set 250 --period monthly --rehearse\n"
               "  tollctl limit --project support-chat\n"
               "  tollctl limit --project support-chat --clear";
    }
    void declare(CLI::App &command) override
    {
        auto *project = addText(command, "--project", m_project, "NAME", "The project");
        auto *set = addText(command, "--set", m_set, "USD", "What it may spend: 0 or more");
        addText(command, "--period", m_period, "PERIOD",
                "When the budget starts anew (UTC): daily, weekly, monthly or none")
            ->needs(set)
            ->check(CLI::IsMember({"daily", "weekly", "monthly", "none"}).description(""));
        addText(command, "--warn", m_warn, "PERCENTS",
                "Percent of the limit at which to warn (at first 50,80,100)")
            ->needs(set);
        set->needs(project);
        command.add_flag("--rehearse", m_rehearse,
                         "Only print on which past days it would have warned or refused")
            ->needs(set);
        command.add_flag("--clear", m_clear, "Take the limit away")->excludes(set)->needs(project);
        m_format.declare(command);
    }
    Result<ExitCode> run(Context &context) override
    {
        // Values are looked at before the store: a slip must not wait for a connection.
        std::optional<double> amount;
        std::optional<std::vector<int>> warnPercents;
        if (m_set) {
            const auto read = usdAmount(u"--set"_s, *m_set);
            if (!read)
                return tl::unexpected(read.error());
            amount = *read;
        }
        if (m_warn) {
            const auto read = readThresholds(*m_warn);
            if (!read)
                return tl::unexpected(read.error());
            warnPercents = *read;
        }
        const auto store = openStore(context.store, context.console);
        if (!store)
            return tl::unexpected(store.error());
        if (m_rehearse)
            return rehearse(context.console, **store, *amount, warnPercents);
        if (const auto changed = change(context.console, **store, amount, warnPercents); !changed)
            return tl::unexpected(changed.error());
        return show(context.console, **store);
    }

private:
    Result<void> change(Console &console, Store &store, std::optional<double> amount,
                        const std::optional<std::vector<int>> &warnPercents) const
    {
        if (m_clear) {
            if (const auto cleared = store.clearLimit(*m_project); !cleared)
                return tl::unexpected(cleared.error());
        }
        if (!amount)
            return {};
        const auto limit = newLimit(store, *amount, warnPercents);
        if (!limit)
            return tl::unexpected(limit.error());
        const auto before = budgetOf(store);
        if (!before)
            return tl::unexpected(before.error());
        // A limit may be set before the first call, but on a slip of the pen it protects nothing.
        const auto known = requireProject(store, *m_project);
        if (const auto set = store.setLimit(*m_project, *limit); !set)
            return tl::unexpected(set.error());
        if (countsEarlierSpend(*before, *limit, Timestamp::now().day())) {
            console.note(u"What was spent before counts into the period that runs. To start from "
                         "nothing: tollctl reset --project NAME"_s);
        }
        if (!known && known.error().kind == StoreError::Kind::Invalid)
            console.note(u"Mind: "_s + known.error().message);
        return {};
    }

    // The stored limit with what was named.
    Result<Limit> newLimit(Store &store, double amount,
                           const std::optional<std::vector<int>> &warnPercents) const
    {
        return storedLimit(store).map([&](const std::optional<Limit> &stored) {
            Limit limit = stored.value_or(Limit{});
            limit.maxBudgetUsd = amount;
            if (m_period)
                limit.period = parsePeriod(*m_period).value_or(Period::None);
            if (warnPercents)
                limit.warnPercents = *warnPercents;
            return limit;
        });
    }

    Result<ExitCode> rehearse(Console &console, Store &store, double amount,
                              const std::optional<std::vector<int>> &warnPercents) const
    {
        const auto limit = newLimit(store, amount, warnPercents);
        if (!limit)
            return tl::unexpected(limit.error());
        if (const auto known = requireProject(store, *m_project); !known)
            return tl::unexpected(known.error());
        const auto daily = store.dailySpend();
        if (!daily)
            return tl::unexpected(daily.error());
        const Rehearsal rehearsal = tollkeeper::rehearse(*limit, *m_project, daily->cube,
                                                         Timestamp::now().day());
        Report report;
        report.key = "rehearsal";
        report.columns = {{"day", u"Day"_s},
                          {"event", u"Would have"_s},
                          {"percent", {}},
                          {"spent", u"Spent by then"_s, true}};
        for (const Rehearsal::Event &event : rehearsal.events) {
            const QString what = event.percent ? u"warned"_s : u"reached"_s;
            Value said = Value::word(what);
            said.shown = event.percent ? Table::Cell{u"warned (%1 %)"_s.arg(*event.percent), Tone::Caution}
                                       : Table::Cell{u"been reached"_s, Tone::Bad};
            report.rows.push_back({Value::word(event.day.toString(Qt::ISODate)), said,
                                   Value::id(event.percent), Value::usd(event.spent)});
        }
        report.print(console, m_format);
        console.note(format::rehearsalSummary(rehearsal, limit->period) + u" Nothing was changed."_s);
        return ExitCode::Done;
    }

    Result<Budget> budgetOf(Store &store) const
    {
        return store.budgets().map([this](const std::vector<Budget> &budgets) {
            const auto found = std::ranges::find(budgets, *m_project, &Budget::project);
            return found == budgets.end() ? Budget{} : *found;
        });
    }

    Result<std::optional<Limit>> storedLimit(Store &store) const
    {
        return budgetOf(store).map([](const Budget &budget) { return budget.limit; });
    }

    Result<ExitCode> show(Console &console, Store &store) const
    {
        Report report;
        report.key = "limits";
        report.columns = {{"project", u"Project"_s},
                          {"max_budget", u"Limit"_s, true},
                          {"period", u"Period"_s},
                          {"warn_percents", u"Warns at"_s}};
        if (m_project) {
            const auto limit = storedLimit(store);
            if (!limit)
                return tl::unexpected(limit.error());
            if (!*limit && !m_clear) {
                if (const auto known = requireProject(store, *m_project); !known)
                    return tl::unexpected(known.error());
            }
            report.rows.push_back(rowOf(*m_project, *limit));
        } else {
            const auto budgets = store.budgets();
            if (!budgets)
                return tl::unexpected(budgets.error());
            for (const Budget &budget : *budgets) {
                if (budget.limit)
                    report.rows.push_back(rowOf(budget.project, budget.limit));
            }
        }
        report.print(console, m_format);
        if (report.rows.empty())
            console.note(u"No project has a limit yet."_s);
        return ExitCode::Done;
    }

    std::optional<QString> m_project;
    std::optional<QString> m_set;
    std::optional<QString> m_period;
    std::optional<QString> m_warn;
    bool m_clear = false;
    bool m_rehearse = false;
    FormatArguments m_format;
};

} // namespace

std::unique_ptr<Verb> makeLimit()
{
    return std::make_unique<LimitVerb>();
}

} // namespace tollkeeper::cli
