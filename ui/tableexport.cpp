// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tableexport.h"

#include "export/csv.h"
#include "export/files.h"
#include "export/json.h"
#include "export/workbook.h"
#include "format/translation.h"
#include "models/roles.h"

#include <QAbstractItemModel>
#include <QRegularExpression>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

QStringList headersOf(const QAbstractItemModel &model, int role)
{
    QStringList headers;
    for (int column = 0; column < model.columnCount(); ++column)
        headers << model.headerData(column, Qt::Horizontal, role).toString();
    return headers;
}

/// "Tokens in / out" -> "tokens_in_out"
QByteArray keyFor(const QString &header)
{
    static const QRegularExpression notInKey(u"[^a-z0-9]+"_s);
    QString key = header.toLower().replace(notInKey, u"_"_s);
    while (key.endsWith(u'_'))
        key.chop(1);
    return key.toLatin1();
}

QString csvCell(const QVariant &value, bool rawCells)
{
    if (value.typeId() == QMetaType::Double)
        return csv::pythonFloat(value.toDouble());
    if (value.typeId() == QMetaType::QString && !rawCells)
        return csv::withoutFormula(value.toString());
    return value.toString();
}

QByteArray asCsv(const TableValues &table, bool rawCells)
{
    QByteArray text = csv::line(table.names);
    for (const QVariantList &row : table.rows) {
        QStringList cells;
        for (const QVariant &value : row)
            cells << csvCell(value, rawCells);
        text += csv::line(cells);
    }
    return text;
}

void addValue(json::Object &object, const char *key, const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::UnknownType: object.addNull(key); break;
    case QMetaType::Double: object.add(key, value.toDouble()); break;
    case QMetaType::Bool: object.add(key, value.toBool()); break;
    case QMetaType::Int:
    case QMetaType::LongLong: object.add(key, value.toLongLong()); break;
    default: object.add(key, value.toString()); break;
    }
}

QByteArray asJson(const TableValues &table)
{
    QList<QByteArray> keys;
    for (const QString &name : table.names)
        keys << keyFor(name);
    QList<QByteArray> rows;
    for (const QVariantList &row : table.rows) {
        json::Object object;
        for (qsizetype column = 0; column < row.size(); ++column)
            addValue(object, keys[column].constData(), row[column]);
        rows << object.toJson();
    }
    return json::array(rows) + '\n';
}

Result<qint64> exportWorkbook(const TableValues &table, const QString &path)
{
    Workbook book(path);
    if (const auto opened = book.opened(); !opened)
        return tl::unexpected(opened.error());
    std::vector<Workbook::Column> columns;
    for (const QString &title : table.titles)
        columns.push_back({title, columns.empty() ? 30.0 : 16.0});
    Workbook::Sheet sheet = book.addSheet(Text::tr("Table"), columns);
    for (const QVariantList &row : table.rows) {
        for (const QVariant &value : row) {
            switch (value.typeId()) {
            case QMetaType::UnknownType: sheet.empty(); break;
            case QMetaType::Double: sheet.number(value.toDouble()); break;
            case QMetaType::Int:
            case QMetaType::LongLong: sheet.count(value.toLongLong()); break;
            default: sheet.text(value.toString()); break;
            }
        }
        sheet.endRow();
    }
    sheet.finish(static_cast<int>(table.titles.size()));
    if (const auto saved = book.save(); !saved)
        return tl::unexpected(saved.error());
    return static_cast<qint64>(table.rows.size());
}

} // namespace

TableValues TableValues::columnsOf(const QAbstractItemModel &model)
{
    return {headersOf(model, Qt::DisplayRole), headersOf(model, ExportRole), {}};
}

void TableValues::addRow(const QAbstractItemModel &model, int row)
{
    QVariantList values;
    values.reserve(titles.size());
    for (int column = 0; column < static_cast<int>(titles.size()); ++column)
        values << model.index(row, column).data(ExportRole);
    rows.push_back(std::move(values));
}

QByteArray tableAs(const TableValues &table, const ExportOptions &options)
{
    return options.format == ExportFormat::Csv ? asCsv(table, options.rawCells) : asJson(table);
}

Result<qint64> exportTable(const TableValues &table, const QString &path,
                           const ExportOptions &options)
{
    if (options.format == ExportFormat::Xlsx)
        return exportWorkbook(table, path);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(tableAs(table, options)) < 0
        || !file.commit())
        return cannotWrite(path, file.errorString());
    return static_cast<qint64>(table.rows.size());
}

} // namespace tollkeeper::ui
