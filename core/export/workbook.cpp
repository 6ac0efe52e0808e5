// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/workbook.h"

#include "export/csv.h"
#include "export/files.h"
#include "format/translation.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <locale.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

constexpr int longestText = 32'767;          // what a cell of Excel holds
constexpr double epochSerial = 25'569;       // 1970-01-01 as Excel counts days
constexpr double microsPerDay = 86'400e6;
constexpr int firstYear = 1900;              // Excel has no dates before it

/// The library prints numbers with printf(), on a German machine with a comma, which no reader of
/// the file takes for a number. As long as it lives, this thread has points.
class PointInNumbers final
{
public:
    PointInNumbers() : m_before(uselocale(plain())) {}
    ~PointInNumbers() { uselocale(m_before); }
    Q_DISABLE_COPY_MOVE(PointInNumbers)

private:
    static locale_t plain()
    {
        static const locale_t c = newlocale(LC_ALL_MASK, "C", nullptr);
        return c;
    }
    locale_t m_before;
};

double serialOf(Timestamp moment)
{
    return epochSerial + static_cast<double>(moment.micros) / microsPerDay;
}

// What an XML document cannot hold at all would make the file unreadable.
QByteArray cellText(QString text)
{
    for (QChar &c : text) {
        if (c.unicode() >= 0xfffe)
            c = QChar::ReplacementCharacter;
    }
    return (text.size() > longestText ? text.left(longestText - 1) + u'…' : text).toUtf8();
}

} // namespace

Workbook::Sheet &Workbook::Sheet::write(const QString &text, lxw_format *format)
{
    const PointInNumbers points; // of the row before, which goes to the disk now
    worksheet_write_string(m_sheet, static_cast<lxw_row_t>(m_row),
                           static_cast<lxw_col_t>(m_column++), cellText(text).constData(), format);
    return *this;
}

Workbook::Sheet &Workbook::Sheet::write(double value, lxw_format *format)
{
    if (!std::isfinite(value))
        return text(csv::pythonFloat(value)); // a bad row: Excel has no such numbers
    const PointInNumbers points;
    worksheet_write_number(m_sheet, static_cast<lxw_row_t>(m_row),
                           static_cast<lxw_col_t>(m_column++), value, format);
    return *this;
}

Workbook::Sheet &Workbook::Sheet::text(const QString &text)
{
    return write(text, nullptr);
}

Workbook::Sheet &Workbook::Sheet::strong(const QString &text)
{
    return write(text, m_book->m_strong);
}

Workbook::Sheet &Workbook::Sheet::count(qint64 value)
{
    return write(static_cast<double>(value), m_book->m_count);
}

Workbook::Sheet &Workbook::Sheet::number(double value)
{
    return write(value, nullptr);
}

Workbook::Sheet &Workbook::Sheet::usd(Money amount)
{
    return usd(amount.toUsd());
}

Workbook::Sheet &Workbook::Sheet::usd(double amount)
{
    return write(amount, m_book->m_usd);
}

Workbook::Sheet &Workbook::Sheet::moment(const std::optional<Timestamp> &moment,
                                         const QString &otherwise)
{
    if (!moment || moment->day().year() < firstYear)
        return text(moment ? moment->toIso() : otherwise);
    return write(serialOf(*moment), m_book->m_moment);
}

Workbook::Sheet &Workbook::Sheet::day(QDate day)
{
    if (day.year() < firstYear)
        return text(day.toString(Qt::ISODate));
    return write(serialOf(Timestamp::startOf(day)), m_book->m_day);
}

Workbook::Sheet &Workbook::Sheet::empty()
{
    ++m_column;
    return *this;
}

void Workbook::Sheet::endRow()
{
    ++m_row;
    m_column = 0;
}

void Workbook::Sheet::finish(int columns)
{
    if (m_headerRows > 0)
        worksheet_autofilter(m_sheet, 0, 0, static_cast<lxw_row_t>(std::max(m_row - 1, 0)),
                             static_cast<lxw_col_t>(columns - 1));
}

Workbook::Workbook(const QString &path)
    : m_path(path), m_folder(QFile::encodeName(QFileInfo(path).absolutePath()))
{
    // In the folder of the file: there must be room for it anyway, and a rename stays a rename.
    m_temporary = QFileInfo(path).absolutePath() + u"/."_s + QFileInfo(path).fileName() + u'.'
        + QUuid::createUuid().toString(QUuid::Id128).left(8);
    // The library would find out when all is written, or not survive it.
    if (QFile file(m_temporary); !file.open(QIODevice::WriteOnly)) {
        m_problem = file.errorString();
        return;
    }
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = m_folder.data();
    m_book = workbook_new_opt(QFile::encodeName(m_temporary).constData(), &options);
    if (!m_book) {
        m_problem = Text::tr("out of memory");
        return;
    }
    const auto format = [this](const QString &pattern) {
        lxw_format *made = workbook_add_format(m_book);
        if (!pattern.isEmpty())
            format_set_num_format(made, pattern.toUtf8().constData());
        return made;
    };
    m_strong = format({});
    format_set_bold(m_strong);
    m_header = format({});
    format_set_bold(m_header);
    format_set_bottom(m_header, LXW_BORDER_THIN);
    // Excel itself puts the reader's marks between and behind the digits.
    m_usd = format(Text::tr("\"$\"#,##0.00########", "format of cells"));
    m_count = format(u"#,##0"_s);
    m_moment = format(Text::tr("yyyy-mm-dd hh:mm:ss", "format of cells"));
    m_day = format(Text::tr("yyyy-mm-dd", "format of cells"));
}

Workbook::~Workbook()
{
    if (!m_book)
        return;
    lxw_workbook_free(m_book);
    QFile::remove(m_temporary);
}

Result<void> Workbook::opened() const
{
    if (!m_problem.isEmpty())
        return cannotWrite(m_path, m_problem);
    return {};
}

Workbook::Sheet Workbook::addSheet(const QString &name, const std::vector<Column> &columns)
{
    Sheet sheet;
    sheet.m_book = this;
    sheet.m_sheet = workbook_add_worksheet(m_book, name.toUtf8().constData());
    m_sheets.push_back(sheet.m_sheet);
    for (size_t i = 0; i < columns.size(); ++i) {
        const auto at = static_cast<lxw_col_t>(i);
        worksheet_set_column(sheet.m_sheet, at, at, columns[i].width, nullptr);
        if (columns[i].title.isEmpty())
            continue;
        worksheet_write_string(sheet.m_sheet, 0, at, cellText(columns[i].title).constData(),
                               m_header);
        sheet.m_headerRows = sheet.m_row = 1;
    }
    if (sheet.m_headerRows > 0)
        worksheet_freeze_panes(sheet.m_sheet, 1, 0);
    return sheet;
}

void Workbook::addStackedColumns(const QString &name, const QString &title, const QString &data,
                                 int rows, int groups)
{
    constexpr int mostLabels = 16;
    const QByteArray sheet = data.toUtf8();
    lxw_chart *chart = workbook_add_chart(m_book, LXW_CHART_COLUMN_STACKED);
    for (int group = 1; group <= groups; ++group) {
        lxw_chart_series *series = chart_add_series(chart, nullptr, nullptr);
        const auto column = static_cast<lxw_col_t>(group);
        const auto last = static_cast<lxw_row_t>(rows);
        chart_series_set_name_range(series, sheet.constData(), 0, column);
        chart_series_set_categories(series, sheet.constData(), 1, 0, last, 0);
        chart_series_set_values(series, sheet.constData(), 1, column, last, column);
    }
    chart_title_set_name(chart, title.toUtf8().constData());
    chart_axis_set_name(chart->y_axis, "USD");
    chart_axis_set_num_format(chart->y_axis, "#,##0.00");
    chart_axis_set_num_format(chart->x_axis,
                              Text::tr("yyyy-mm-dd", "format of cells").toUtf8().constData());
    chart_axis_set_interval_unit(chart->x_axis,
                                 static_cast<uint16_t>(std::max(1, rows / mostLabels)));
    chartsheet_set_chart(workbook_add_chartsheet(m_book, name.toUtf8().constData()), chart);
}

Result<void> Workbook::save()
{
    const PointInNumbers points;
    // The library does not look whether its temporary files could be written.
    bool complete = true;
    for (const lxw_worksheet *sheet : m_sheets)
        complete = complete && std::fflush(sheet->optimize_tmpfile) == 0
            && std::ferror(sheet->optimize_tmpfile) == 0;
    if (!complete)
        return cannotWrite(m_path, qt_error_string());
    const lxw_error error = workbook_close(std::exchange(m_book, nullptr)); // frees it, too
    const QByteArray from = QFile::encodeName(m_temporary);
    if (error == LXW_NO_ERROR && std::rename(from.constData(), QFile::encodeName(m_path)) == 0)
        return {};
    const QString reason =
        error == LXW_NO_ERROR ? qt_error_string() : QString::fromUtf8(lxw_strerror(error));
    QFile::remove(m_temporary);
    return cannotWrite(m_path, reason);
}

} // namespace tollkeeper
