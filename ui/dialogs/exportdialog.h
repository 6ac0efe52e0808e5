// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/savedialog.h"
#include "export/export.h"

class QCheckBox;
class QComboBox;

namespace tollkeeper::ui {

/// What to write, how and where to.
struct ExportChoice
{
    enum class What { Table, Calls };
    What what = What::Table;
    ExportFormat format = ExportFormat::Csv;
    bool rawCells = false;
    QString path;
};

/// Asks for an export's content, format and file.
class ExportDialog final : public SaveDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExportDialog)

public:
    /// What there is to export.
    struct Offer
    {
        QString table;      ///< "Projects": what is shown; empty: nothing that could be exported
        qsizetype rows = 0; ///< in that table
        QString calls;      ///< "support-bot, 25 Oct – 23 Nov": the calls of the selection; empty: none
        qint64 callCount = 0;
        QString folder;     ///< where to write, unless the user says otherwise
        QString baseName;   ///< of the file, without its suffix
    };
    ExportDialog(const Offer &offer, const ExportChoice &first, QWidget *parent);

    [[nodiscard]] ExportChoice choice() const;

private:
    void checkAll();
    void changeSuffix();
    QComboBox *m_what;
    QComboBox *m_format;
    QCheckBox *m_raw;
};

} // namespace tollkeeper::ui
