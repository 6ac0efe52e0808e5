// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sampledata.h"

#include "format/translation.h"
#include "store/store.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

using namespace Qt::StringLiterals;

namespace tollkeeper {
namespace {

constexpr int days = 60;
constexpr int anomalyDaysAgo = 11;
constexpr qint64 microsPerHour = 3'600'000'000;

struct Model
{
    QString name;
    double inputUsd; ///< per million tokens
    double outputUsd;
};

struct Project
{
    QString name;
    int callsPerDay; ///< on a weekday
    int inputTokens; ///< of a usual call
    int outputTokens;
    std::array<int, 6> models; ///< how often it uses each
    double used;               ///< share of the limit that is spent now; 0: no limit
    Period period;
};

const std::array<Model, 6> &models()
{
    static const std::array<Model, 6> all{{{u"gpt-4o"_s, 2.5, 10},
                                           {u"gpt-4o-mini"_s, 0.15, 0.6},
                                           {u"claude-sonnet-4"_s, 3, 15},
                                           {u"claude-3-5-haiku"_s, 0.8, 4},
                                           {u"gemini-2.5-pro"_s, 1.25, 10},
                                           {u"gemini-2.5-flash"_s, 0.3, 2.5}}};
    return all;
}

const std::array<Project, 8> &projects()
{
    using enum Period;
    static const std::array<Project, 8> all{
        {{u"search-ranking"_s, 150, 21'000, 1'600, {5, 2, 3, 1, 2, 1}, 0.91, Monthly},
         {u"support-bot"_s, 140, 14'000, 1'900, {3, 2, 4, 3, 1, 1}, 1.04, Monthly},
         {u"code-review"_s, 60, 38'000, 2'400, {1, 1, 7, 1, 2, 1}, 0.47, Monthly},
         {u"data-labeling"_s, 120, 9'000, 700, {2, 6, 1, 3, 1, 5}, 0.44, Monthly},
         {u"summarizer"_s, 70, 17'000, 1'100, {2, 4, 1, 2, 1, 4}, 0.40, Monthly},
         {u"evals"_s, 40, 12'000, 1'300, {1, 1, 1, 1, 1, 1}, 0.18, None},
         {u"onboarding-mail"_s, 30, 3'000, 900, {1, 5, 1, 2, 0, 3}, 0.29, Monthly},
         {u"sandbox"_s, 12, 6'000, 1'500, {2, 1, 2, 1, 2, 1}, 0, None}}};
    return all;
}

/// The standard's distributions differ between libraries; these give the same numbers everywhere.
class Dice
{
public:
    double share() { return static_cast<double>(m_random() >> 11) * 0x1p-53; }
    /// Around 1, from about 0.3 to 3, as token counts vary.
    double factor() { return std::exp((share() + share() + share() - 1.5) * 0.8); }
    template <std::size_t N>
    std::size_t pick(const std::array<int, N> &weights)
    {
        double left = share() * std::accumulate(weights.begin(), weights.end(), 0);
        std::size_t index = 0;
        while (index + 1 < N && left >= weights[index])
            left -= weights[index++];
        return index;
    }

private:
    std::mt19937_64 m_random{2026};
};

struct SampleCall
{
    Timestamp at;
    std::size_t project;
    UsageRecord usage;
};

double busyness(QDate day, std::size_t project, Dice &dice)
{
    const bool weekend = day.dayOfWeek() >= Qt::Saturday;
    // Some projects are batch jobs that run at weekends, too.
    const double quiet = project % 3 == 0 ? 0.45 : 0.2;
    return (weekend ? quiet : 1) * (0.8 + 0.4 * dice.share());
}

std::vector<SampleCall> sampleCalls(Timestamp now)
{
    std::vector<SampleCall> calls;
    Dice dice;
    const QDate today = now.day();
    for (int ago = days - 1; ago >= 0; --ago) {
        const QDate day = today.addDays(-ago);
        for (std::size_t p = 0; p < projects().size(); ++p) {
            const Project &project = projects()[p];
            const double anomaly = p == 1 && ago == anomalyDaysAgo ? 3.2 : 1;
            // Slowly growing use, so that this month compares with the one before.
            const double growth = 1 + 0.25 * (days - ago) / days;
            const auto count = static_cast<int>(
                std::lround(project.callsPerDay * growth * anomaly * busyness(day, p, dice)));
            for (int i = 0; i < count; ++i) {
                const std::size_t m = dice.pick(project.models);
                // Two draws make noon the busiest time.
                const double hour = 12 * (dice.share() + dice.share());
                SampleCall call;
                call.at = Timestamp::startOf(day);
                call.at.micros += std::llround(hour * static_cast<double>(microsPerHour));
                call.project = p;
                call.usage.project = project.name;
                call.usage.model = models()[m].name;
                call.usage.inputTokens = std::llround(project.inputTokens * dice.factor());
                call.usage.outputTokens = std::llround(project.outputTokens * dice.factor());
                call.usage.costUsd = round10(
                    (static_cast<double>(call.usage.inputTokens) * models()[m].inputUsd
                     + static_cast<double>(call.usage.outputTokens) * models()[m].outputUsd)
                    / 1e6);
                if (call.at <= now)
                    calls.push_back(std::move(call));
            }
        }
    }
    std::stable_sort(calls.begin(), calls.end(),
                     [](const auto &a, const auto &b) { return a.at < b.at; });
    return calls;
}

/// Adds calls with the times they have, and charges them, in one transaction: Store::record()
/// stamps a call with the present.
class Filler
{
public:
    explicit Filler(const QString &path)
        : m_name(u"sample:"_s + path), m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name))
    {
        m_database.setDatabaseName(path);
    }
    ~Filler()
    {
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
    }
    Q_DISABLE_COPY_MOVE(Filler)

    template <class Iterator>
    Result<void> add(Iterator first, Iterator last)
    {
        if (!m_database.isOpen() && !m_database.open())
            return failed(m_database.lastError());
        m_database.transaction();
        {
            QSqlQuery insert(m_database);
            insert.prepare(u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, "
                           "cost, created_at) VALUES (?, ?, ?, ?, ?, ?)"_s);
            std::array<double, 8> spent{};
            std::array<Timestamp, 8> lastUsed{};
            for (; first != last; ++first) {
                const UsageRecord &usage = first->usage;
                const QVariantList values{usage.project,      usage.model,   usage.inputTokens,
                                          usage.outputTokens, usage.costUsd, first->at.toIso()};
                for (int i = 0; i < values.size(); ++i)
                    insert.bindValue(i, values[i]);
                if (!insert.exec())
                    return failed(insert.lastError());
                spent[first->project] = round10(spent[first->project] + usage.costUsd);
                lastUsed[first->project] = first->at;
            }
            QSqlQuery charge(m_database);
            charge.prepare(u"INSERT INTO budgets (project, total_cost, updated_at) VALUES (?, ?, ?)"
                           " ON CONFLICT (project) DO UPDATE SET"
                           " total_cost = round(total_cost + excluded.total_cost, 10),"
                           " updated_at = excluded.updated_at"_s);
            for (std::size_t p = 0; p < projects().size(); ++p) {
                if (lastUsed[p] == Timestamp{})
                    continue;
                charge.bindValue(0, projects()[p].name);
                charge.bindValue(1, spent[p]);
                charge.bindValue(2, lastUsed[p].toIso());
                if (!charge.exec())
                    return failed(charge.lastError());
            }
        }
        if (!m_database.commit())
            return failed(m_database.lastError());
        return {};
    }

private:
    static tl::unexpected<StoreError> failed(const QSqlError &error)
    {
        return fail(StoreError::Kind::Internal,
                    Text::tr("The sample data could not be written: %1").arg(error.text()));
    }
    QString m_name;
    QSqlDatabase m_database;
};

/// \a usd with three significant digits: people choose round limits.
double roundLimit(double usd)
{
    const double step = std::pow(10, std::floor(std::log10(usd)) - 2);
    return std::round(usd / step) * step;
}

/// Limits from the moment of \a clock on, when the counters start from nothing.
Result<void> setLimits(Store &store, Timestamp &clock, const std::array<double, 8> &spent)
{
    for (std::size_t p = 0; p < projects().size(); ++p) {
        const Project &project = projects()[p];
        if (project.used <= 0 || spent[p] <= 0)
            continue;
        clock.micros += 7'000'000;
        if (const auto done = store.reset({project.name, u"Has a limit from now on"_s, {}}); !done)
            return tl::unexpected(done.error());
        Limit limit;
        limit.maxBudgetUsd = roundLimit(spent[p] / project.used);
        limit.period = project.period;
        if (const auto done = store.setLimit(project.name, limit); !done)
            return tl::unexpected(done.error());
    }
    return {};
}

/// The month before ends by itself; and somebody resets the wrong project.
Result<void> beginMonth(Store &store, Timestamp &clock)
{
    if (const auto looked = store.budgets(); !looked)
        return tl::unexpected(looked.error());
    clock.micros += microsPerHour;
    return store.reset({projects().back().name, u"Wrong project, sorry"_s, {}})
        .and_then([&](const AuditEntry &reset) {
            clock.micros += microsPerHour / 15;
            return store.undoReset(reset.id, u"Was meant for another project"_s);
        })
        .map([](const AuditEntry &) {});
}

} // namespace

Result<void> writeSampleData(const QString &path, Timestamp now)
{
    if (QFile::exists(path))
        return fail(StoreError::Kind::Invalid, Text::tr("The file exists already: %1").arg(path));

    const auto calls = sampleCalls(now);
    // Early in a month there is nothing to see since its first day.
    const QDate monthStart(now.day().year(), now.day().month(), 1);
    const Timestamp begins =
        Timestamp::startOf(now.day().day() > 5 ? monthStart : monthStart.addMonths(-1));
    Timestamp clock = Timestamp::startOf(begins.day().addMonths(-1));
    clock.micros += 9 * microsPerHour;
    const auto firstAfter = [&calls](Timestamp moment) {
        return std::ranges::find_if(calls,
                                    [&](const SampleCall &call) { return call.at >= moment; });
    };
    const auto firstLimited = firstAfter(clock);
    const auto firstOfMonth = firstAfter(begins);
    // What will have been spent of each limit.
    std::array<double, 8> spent{};
    for (auto call = firstLimited; call != calls.end(); ++call) {
        if (call >= firstOfMonth || projects()[call->project].period == Period::None)
            spent[call->project] += call->usage.costUsd;
    }

    StoreOptions options;
    options.osUser = u"alice"_s;
    options.clock = [&clock] { return clock; };
    const auto store = Store::open(StoreLocation::sqliteFile(path), options);
    if (!store)
        return tl::unexpected(store.error());
    Filler filler(path);
    return filler.add(calls.begin(), firstLimited)
        .and_then([&] { return setLimits(**store, clock, spent); })
        .and_then([&] { return filler.add(firstLimited, firstOfMonth); })
        .and_then([&] {
            clock = Timestamp{begins.micros + 9 * microsPerHour};
            return beginMonth(**store, clock);
        })
        .and_then([&] { return filler.add(firstOfMonth, calls.end()); });
}

} // namespace tollkeeper
