// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"
#include "values/money.h"
#include "values/timestamp.h"

#include <QStringList>

#include <vector>

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace tollkeeper {

/// An Excel workbook that is written row by row into a temporary file beside \a path, which takes
/// that name when it is complete. Only the row that is being written is kept in memory.
/// One thread at a time; writing blocks.
class Workbook final
{
public:
    struct Column
    {
        QString title;
        double width = 12; ///< in characters
    };

    /// A sheet with a header that stays in view and filters its rows.
    class Sheet final
    {
    public:
        /// Cells of the current row, from the left. Text is never taken for a formula.
        Sheet &text(const QString &text);
        Sheet &strong(const QString &text);
        Sheet &count(qint64 value);
        Sheet &number(double value);
        Sheet &usd(Money amount);
        /// As it was stored: a number where it is one.
        Sheet &usd(double amount);
        Sheet &moment(const std::optional<Timestamp> &moment, const QString &otherwise = {});
        Sheet &day(QDate day);
        Sheet &empty();
        void endRow();
        [[nodiscard]] int rows() const { return m_row - m_headerRows; }
        /// Filters reach to the last row: called when all are written.
        void finish(int columns);

    private:
        friend class Workbook;
        Sheet &write(const QString &text, lxw_format *format);
        Sheet &write(double value, lxw_format *format);
        Workbook *m_book = nullptr;
        lxw_worksheet *m_sheet = nullptr;
        int m_headerRows = 0;
        int m_row = 0;
        int m_column = 0;
    };

    explicit Workbook(const QString &path);
    ~Workbook();
    Q_DISABLE_COPY_MOVE(Workbook)

    /// Why there can be no such file; without an error, sheets can be added.
    [[nodiscard]] Result<void> opened() const;
    /// \a columns may be without titles: then the sheet has no header.
    [[nodiscard]] Sheet addSheet(const QString &name, const std::vector<Column> &columns);
    /// A sheet with a chart of stacked columns from the \a rows rows of sheet \a data, whose first
    /// column names them and whose columns 1 to \a groups are the series, with titles in the header.
    void addStackedColumns(const QString &name, const QString &title, const QString &data, int rows,
                           int groups);
    /// Puts the file into its place.
    [[nodiscard]] Result<void> save();

private:

    QString m_path;
    QString m_temporary; ///< what is written until it is complete
    QByteArray m_folder;
    QString m_problem;
    lxw_workbook *m_book = nullptr;
    std::vector<lxw_worksheet *> m_sheets;
    lxw_format *m_header = nullptr;
    lxw_format *m_strong = nullptr;
    lxw_format *m_usd = nullptr;
    lxw_format *m_count = nullptr;
    lxw_format *m_moment = nullptr;
    lxw_format *m_day = nullptr;
};

} // namespace tollkeeper
