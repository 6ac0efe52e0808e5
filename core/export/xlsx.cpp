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

std::vector<Workbook::Column> callColumns()
{
    return {{Text::tr("Project"), 26},
            {Text::tr("Model"), 26},
            {Text::tr("Input tokens"), 14},
            {Text::tr("Output tokens"), 14},
            {Text::tr("Cost (USD)"), 16},
            {Text::tr("Created (UTC)"), 20},
            {Text::tr("Left out of sums because"), 30}};
}

std::vector<Workbook::Column> groupColumns(const QString &name)
{
    return {{name, 32},
            {Text::tr("Calls"), 12},
            {Text::tr("Input tokens"), 16},
            {Text::tr("Output tokens"), 16},
            {Text::tr("Cost (USD)"), 18},
            {Text::tr("Last used (UTC)"), 20}};
}

// The sheets of sums: made before those of calls, and filled in when all calls are known.
class Sums final
{
public:
    explicit Sums(Workbook &book)
        : m_book(book), m_summary(book.addSheet(Text::tr("Summary"), {{{}, 22}, {{}, 60}}))
    {
        m_projects = book.addSheet(Text::tr("Projects"), groupColumns(Text::tr("Project")));
        m_models = book.addSheet(Text::tr("Models"), groupColumns(Text::tr("Model")));
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
        line(Text::tr("LLM API spend, as logged")).endRow();
        m_summary.endRow();
        line(Text::tr("Store")).text(store).endRow();
        line(Text::tr("Range"))
            .text(filter.range
                      ? format::range(*filter.range)
                      : Text::tr("all days with calls: %1").arg(format::range(cube.extent())))
            .endRow();
        line(Text::tr("Project")).text(filter.project.value_or(Text::tr("all"))).endRow();
        line(Text::tr("Model")).text(filter.model.value_or(Text::tr("all"))).endRow();
        line(Text::tr("Calls")).count(all.calls).endRow();
        line(Text::tr("Input tokens")).count(all.inputTokens).endRow();
        line(Text::tr("Output tokens")).count(all.outputTokens).endRow();
        line(Text::tr("Spend (USD)")).usd(all.cost).endRow();
        // A cell's number holds 15 digits.
        line(Text::tr("Spend, every digit")).text(all.cost.toString()).endRow();
        line(Text::tr("Rows left out of sums")).count(cube.badRows).endRow();
        line(Text::tr("Made")).moment(Timestamp::now()).endRow();
        line(u"By"_s).text(u"Tollkeeper "_s + QString::fromLatin1(version)).endRow();
        m_summary.endRow();
        m_summary.text(Text::tr("Days are UTC days. Costs are as logged, not as invoiced."))
            .endRow();
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
        std::vector<Workbook::Column> columns{{Text::tr("Day (UTC)"), 14}};
        std::map<qint32, size_t> columnOf;
        for (size_t i = 0; i < groups.size(); ++i) {
            columns.push_back({groups[i].name, 16});
            columnOf[static_cast<qint32>(cube.projects.indexOf(groups[i].name))] = i;
        }
        if (more)
            columns.push_back({Text::tr("Other"), 16});
        const size_t charted = columns.size() - 1;
        columns.push_back({Text::tr("Total"), 16});
        columns.push_back({Text::tr("Calls"), 12});
        const QString name = Text::tr("Days");
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
        m_book.addStackedColumns(Text::tr("Chart"),
                                 Text::tr("Daily spend by project (USD, as logged, UTC days)"),
                                 name, sheet.rows(), static_cast<int>(charted));
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
    const int columns = static_cast<int>(callColumns().size());
    Sums sums(book);
    Workbook::Sheet sheet = book.addSheet(Text::tr("Calls"), callColumns());
    int sheets = 1;
    qint64 rows = 0;
    CallCube cube;
    auto read = store.forEachCall(query, [&](const Call &call) {
        if (sheet.rows() >= rowsPerSheet) {
            sheet.finish(columns);
            sheet = book.addSheet(Text::tr("Calls %1").arg(++sheets), callColumns());
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
