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

QByteArray asCsv(const QAbstractItemModel &model, bool rawCells)
{
    QByteArray text = csv::line(headersOf(model, ExportRole));
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells << csvCell(model.index(row, column).data(ExportRole), rawCells);
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

QByteArray asJson(const QAbstractItemModel &model)
{
    QList<QByteArray> keys;
    for (const QString &header : headersOf(model, ExportRole))
        keys << keyFor(header);
    QList<QByteArray> rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        json::Object object;
        for (int column = 0; column < model.columnCount(); ++column)
            addValue(object, keys[column].constData(), model.index(row, column).data(ExportRole));
        rows << object.toJson();
    }
    return json::array(rows) + '\n';
}

Result<qint64> exportWorkbook(const QAbstractItemModel &model, const QString &path)
{
    Workbook book(path);
    if (const auto opened = book.opened(); !opened)
        return tl::unexpected(opened.error());
    std::vector<Workbook::Column> columns;
    for (const QString &header : headersOf(model, Qt::DisplayRole))
        columns.push_back({header, columns.empty() ? 30.0 : 16.0});
    Workbook::Sheet sheet = book.addSheet(Text::tr("Table"), columns);
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column) {
            const QVariant value = model.index(row, column).data(ExportRole);
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
    sheet.finish(model.columnCount());
    if (const auto saved = book.save(); !saved)
        return tl::unexpected(saved.error());
    return model.rowCount();
}

} // namespace

QByteArray tableAs(const QAbstractItemModel &model, const ExportOptions &options)
{
    return options.format == ExportFormat::Csv ? asCsv(model, options.rawCells) : asJson(model);
}

Result<qint64> exportTable(const QAbstractItemModel &model, const QString &path,
                           const ExportOptions &options)
{
    if (options.format == ExportFormat::Xlsx)
        return exportWorkbook(model, path);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(tableAs(model, options)) < 0
        || !file.commit())
        return cannotWrite(path, file.errorString());
    return model.rowCount();
}

} // namespace tollkeeper::ui
