// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/xlsx.h"

#include "analysis/callcube.h"
#include "analysis/summary.h"
#include "export/workbook.h"
#include "format/format.h"
#include "version.h"

#include <map>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

constexpr qint64 rowsPerReport = 4096;
constexpr size_t chartedProjects = 10;
constexpr int longestWithGaps = 4'000; // days; past that only those with calls have a row

const std::vector<Workbook::Column> callColumns{
    {u"Project"_s, 26},     {u"Model"_s, 26},         {u"Input tokens"_s, 14},
    {u"Output tokens"_s, 14}, {u"Cost (USD)"_s, 16}, {u"Created (UTC)"_s, 20},
    {u"Left out of sums because"_s, 30}};

std::vector<Workbook::Column> groupColumns(const QString &name)
{
    return {{name, 32},
            {u"Calls"_s, 12},
            {u"Input tokens"_s, 16},
            {u"Output tokens"_s, 16},
            {u"Cost (USD)"_s, 18},
            {u"Last used (UTC)"_s, 20}};
}

// The sheets of sums: made before those of calls, and filled in when all calls are known.
class Sums final
{
public:
    explicit Sums(Workbook &book)
        : m_book(book)
        , m_summary(book.addSheet(u"Summary"_s, {{{}, 22}, {{}, 60}}))
    {
        m_projects = book.addSheet(u"Projects"_s, groupColumns(u"Project"_s));
        m_models = book.addSheet(u"Models"_s, groupColumns(u"Model"_s));
    }

    void write(const SpendCube &cube, const QString &store, const SpendFilter &filter)
    {
        writeSummary(cube, store, filter);
        writeGroups(m_projects, summarise(cube, GroupBy::Project));
        writeGroups(m_models, summarise(cube, GroupBy::Model));
        writeDays(cube);
    }

private:
    void writeSummary(const SpendCube &cube, const QString &store, const SpendFilter &filter)
    {
        const Totals all = total(cube);
        const auto line = [this](const QString &name) -> Workbook::Sheet & {
            return m_summary.strong(name);
        };
        line(u"LLM API spend, as logged"_s).endRow();
        m_summary.endRow();
        line(u"Store"_s).text(store).endRow();
        line(u"Range"_s)
            .text(filter.range ? format::range(*filter.range)
                               : u"all days with calls: "_s + format::range(cube.extent()))
            .endRow();
        line(u"Project"_s).text(filter.project.value_or(u"all"_s)).endRow();
        line(u"Model"_s).text(filter.model.value_or(u"all"_s)).endRow();
        line(u"Calls"_s).count(all.calls).endRow();
        line(u"Input tokens"_s).count(all.inputTokens).endRow();
        line(u"Output tokens"_s).count(all.outputTokens).endRow();
        line(u"Spend (USD)"_s).usd(all.cost).endRow();
        // A cell's number holds 15 digits.
        line(u"Spend, every digit"_s).text(all.cost.toString()).endRow();
        line(u"Rows left out of sums"_s).count(cube.badRows).endRow();
        line(u"Made"_s).moment(Timestamp::now()).endRow();
        line(u"By"_s).text(u"Tollkeeper "_s + QString::fromLatin1(version)).endRow();
        m_summary.endRow();
        m_summary.text(u"Days are UTC days. Costs are as logged, not as invoiced."_s).endRow();
    }

    static void writeGroups(Workbook::Sheet &sheet, const std::vector<Summary> &groups)
    {
        for (const auto &[name, totals] : groups) {
            sheet.text(name)
                .count(totals.calls)
                .count(totals.inputTokens)
                .count(totals.outputTokens)
                .usd(totals.cost)
                .moment(totals.lastUsed)
                .endRow();
        }
        sheet.finish(6);
    }

    // One row a day, the largest projects in columns: what the chart draws.
    void writeDays(const SpendCube &cube)
    {
        std::vector<Summary> groups = summarise(cube, GroupBy::Project);
        const bool more = groups.size() > chartedProjects;
        if (more)
            groups.resize(chartedProjects);
        std::vector<Workbook::Column> columns{{u"Day (UTC)"_s, 14}};
        std::map<qint32, size_t> columnOf;
        for (size_t i = 0; i < groups.size(); ++i) {
            columns.push_back({groups[i].name, 16});
            columnOf[static_cast<qint32>(cube.projects.indexOf(groups[i].name))] = i;
        }
        if (more)
            columns.push_back({u"Other"_s, 16});
        const size_t charted = columns.size() - 1;
        columns.push_back({u"Total"_s, 16});
        columns.push_back({u"Calls"_s, 12});
        const QString name = u"Days"_s;
        Workbook::Sheet sheet = m_book.addSheet(name, columns);

        struct Day
        {
            std::vector<Money> groups;
            Totals all;
        };
        std::map<qint32, Day> days;
        if (const Range extent = cube.extent(); extent.size() <= longestWithGaps) {
            for (qint32 day = extent.first; day <= extent.last; ++day)
                days[day].groups.resize(charted);
        }
        for (const SpendCube::Cell &cell : cube.cells) {
            Day &day = days[cell.bucket];
            day.groups.resize(charted);
            const auto column = columnOf.find(cell.project);
            day.groups[column == columnOf.end() ? charted - 1 : column->second] +=
                cell.totals.cost;
            day.all += cell.totals;
        }
        for (const auto &[bucket, day] : days) {
            sheet.day(dayFromEpoch(bucket));
            for (const Money amount : day.groups)
                sheet.usd(amount);
            sheet.usd(day.all.cost).count(day.all.calls).endRow();
        }
        sheet.finish(static_cast<int>(columns.size()));
        if (days.empty())
            return;
        m_book.addStackedColumns(u"Chart"_s,
                                 u"Daily spend by project (USD, as logged, UTC days)"_s, name,
                                 sheet.rows(), static_cast<int>(charted));
    }

    Workbook &m_book;
    Workbook::Sheet m_summary;
    Workbook::Sheet m_projects;
    Workbook::Sheet m_models;
};

void writeCall(Workbook::Sheet &sheet, const Call &call)
{
    sheet.text(call.usage.project)
        .text(call.usage.model)
        .count(call.usage.inputTokens)
        .count(call.usage.outputTokens)
        .usd(call.usage.costUsd)
        .moment(call.createdAt, call.createdAtText);
    if (!call.badReason.isEmpty())
        sheet.text(call.badReason);
    sheet.endRow();
}

} // namespace

Result<qint64> exportXlsx(Store &store, const CallQuery &query, const QString &path,
                          const ExportOptions &options, int rowsPerSheet)
{
    Workbook book(path);
    if (const auto opened = book.opened(); !opened)
        return tl::unexpected(opened.error());
    const int columns = static_cast<int>(callColumns.size());
    Sums sums(book);
    Workbook::Sheet sheet = book.addSheet(u"Calls"_s, callColumns);
    int sheets = 1;
    qint64 rows = 0;
    CallCube cube;
    auto read = store.forEachCall(query, [&](const Call &call) {
        if (sheet.rows() >= rowsPerSheet) {
            sheet.finish(columns);
            sheet = book.addSheet(u"Calls %1"_s.arg(++sheets), callColumns);
        }
        writeCall(sheet, call);
        cube.add(call);
        if (options.tally)
            options.tally->add(call.badReason.isEmpty(), call.usage.costUsd);
        return ++rows % rowsPerReport != 0 || !options.progress || options.progress(rows);
    });
    if (!read)
        return read;
    sheet.finish(columns);
    sums.write(std::move(cube).build(), store.info().title, query.filter);
    if (const auto saved = book.save(); !saved)
        return tl::unexpected(saved.error());
    return rows;
}

Result<void> exportXlsx(const SpendCube &cube, const QString &store, const SpendFilter &filter,
                        const QString &path)
{
    Workbook book(path);
    if (const auto opened = book.opened(); !opened)
        return tl::unexpected(opened.error());
    Sums(book).write(cube, store, filter);
    return book.save();
}

} // namespace tollkeeper
