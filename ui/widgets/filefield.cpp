// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/filefield.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

FileField::FileField(const QString &path, QWidget *parent)
    : QWidget(parent), m_path(new QLineEdit(path, this))
{
    m_path->setObjectName(u"path"_s);
    m_path->setAccessibleName(tr("File"));
    setFocusProxy(m_path);
    setFocusPolicy(m_path->focusPolicy()); // else a label's shortcut would pass it by
    auto *browse = new QPushButton(tr("&Browse…"), this);
    browse->setAutoDefault(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_path, 1);
    layout->addWidget(browse);
    connect(m_path, &QLineEdit::textChanged, this, &FileField::changed);
    connect(browse, &QPushButton::clicked, this, &FileField::browse);
}

QString FileField::path() const
{
    return m_path->text().trimmed();
}

void FileField::setPath(const QString &path)
{
    m_path->setText(path);
}

QString FileField::problem() const
{
    const QFileInfo file(path());
    if (path().isEmpty())
        return tr("Enter the name of a file.");
    if (file.isDir())
        return tr("That is a folder. Enter the name of a file in it.");
    if (!file.absoluteDir().exists())
        return tr("The folder %1 does not exist.").arg(file.absolutePath());
    return {};
}

QString FileField::note() const
{
    if (const QString why = problem(); !why.isEmpty())
        return why;
    return QFileInfo::exists(path()) ? tr("The file exists and will be replaced.") : QString();
}

void FileField::browse()
{
    auto *files = new QFileDialog(this, tr("Export to"), path());
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(QFileDialog::AcceptSave);
    files->setDefaultSuffix(QFileInfo(path()).suffix());
    // The dialog that this belongs to says so when a file exists, wherever its name comes from.
    files->setOption(QFileDialog::DontConfirmOverwrite);
    connect(files, &QFileDialog::fileSelected, this, &FileField::setPath);
    files->open();
}

} // namespace tollkeeper::ui
