// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/exportdialog.h"

#include "export/files.h"
#include "format/format.h"
#include "widgets/filefield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

const std::initializer_list<std::pair<ExportFormat, const char *>> formats{
    {ExportFormat::Csv, QT_TRANSLATE_NOOP("tollkeeper::ui::ExportDialog", "CSV")},
    {ExportFormat::Json, QT_TRANSLATE_NOOP("tollkeeper::ui::ExportDialog", "JSON")},
    {ExportFormat::Xlsx, QT_TRANSLATE_NOOP("tollkeeper::ui::ExportDialog", "Excel workbook")}};

} // namespace

ExportDialog::ExportDialog(const Offer &offer, const ExportChoice &first, QWidget *parent)
    : SaveDialog(tr("Export"), parent)
{
    m_what = new QComboBox(this);
    m_what->setObjectName(u"what"_s);
    if (!offer.table.isEmpty())
        m_what->addItem(tr("What is shown: %1 (%2)")
                            .arg(offer.table, offer.rows == 1
                                                  ? tr("1 row")
                                                  : tr("%1 rows").arg(format::count(offer.rows))),
                        static_cast<int>(ExportChoice::What::Table));
    if (!offer.calls.isEmpty())
        m_what->addItem(tr("All calls: %1 (%2)").arg(offer.calls, format::count(offer.callCount)),
                        static_cast<int>(ExportChoice::What::Calls));
    m_what->setCurrentIndex(std::max(0, m_what->findData(static_cast<int>(first.what))));
    m_what->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);

    m_format = new QComboBox(this);
    m_format->setObjectName(u"format"_s);
    for (const auto &[format, name] : formats)
        m_format->addItem(tr(name), static_cast<int>(format));
    m_format->setCurrentIndex(m_format->findData(static_cast<int>(first.format)));

    form()->addRow(tr("&What"), m_what);
    form()->addRow(tr("F&ormat"), m_format);
    addFileRow(QDir(offer.folder).filePath(offer.baseName + u'.' + formatName(first.format)));
    m_raw = new QCheckBox(tr("Leave cells that look like &formulas as they are"), this);
    m_raw->setObjectName(u"raw"_s);
    m_raw->setToolTip(tr("Without this, a project called =A1 is written as '=A1, so that a "
                         "spreadsheet does not run it."));
    m_raw->setChecked(first.rawCells);
    form()->addRow({}, m_raw);
    layOut();

    connect(file(), &FileField::changed, this, &ExportDialog::checkAll);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::changeSuffix);
    checkAll();
}

ExportChoice ExportDialog::choice() const
{
    return {static_cast<ExportChoice::What>(m_what->currentData().toInt()),
            static_cast<ExportFormat>(m_format->currentData().toInt()), m_raw->isChecked(),
            path()};
}

void ExportDialog::changeSuffix()
{
    const QString suffix = QFileInfo(path()).suffix();
    const auto isOurs = [&suffix](const auto &format) {
        return suffix.compare(formatName(format.first), Qt::CaseInsensitive) == 0;
    };
    if (std::any_of(formats.begin(), formats.end(), isOurs))
        file()->setPath(path().chopped(suffix.size()) + formatName(choice().format));
    checkAll();
}

void ExportDialog::checkAll()
{
    m_raw->setEnabled(choice().format == ExportFormat::Csv);
    check();
}

} // namespace tollkeeper::ui
