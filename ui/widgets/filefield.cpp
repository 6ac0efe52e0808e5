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

FileField::FileField(const QString &path, QWidget *parent, For use)
    : QWidget(parent), m_use(use), m_path(new QLineEdit(path, this))
{
    m_path->setObjectName(use == For::Writing ? u"path"_s : u"readPath"_s);
    m_path->setAccessibleName(tr("File"));
    setFocusProxy(m_path);
    setFocusPolicy(m_path->focusPolicy()); // else a label's shortcut would pass it by
    auto *browse = new QPushButton(use == For::Writing ? tr("&Browse…") : tr("B&rowse…"), this);
    browse->setAutoDefault(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_path, 1);
    layout->addWidget(browse);
    connect(m_path, &QLineEdit::textChanged, this, &FileField::changed);
    connect(browse, &QPushButton::clicked, this, &FileField::browse);
}

void FileField::setFieldName(const QString &name)
{
    m_path->setAccessibleName(name);
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
    if (m_use == For::Reading)
        return file.isReadable() ? QString() : tr("There is no file %1 to read.").arg(path());
    if (!file.absoluteDir().exists())
        return tr("The folder %1 does not exist.").arg(file.absolutePath());
    return {};
}

QString FileField::note() const
{
    if (const QString why = problem(); !why.isEmpty())
        return why;
    return m_use == For::Writing && QFileInfo::exists(path()) ? tr("The file exists and will be replaced.") : QString();
}

void FileField::browse()
{
    const bool reading = m_use == For::Reading;
    auto *files = new QFileDialog(this, reading ? tr("Read from") : tr("Export to"), path());
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(reading ? QFileDialog::AcceptOpen : QFileDialog::AcceptSave);
    files->setFileMode(reading ? QFileDialog::ExistingFile : QFileDialog::AnyFile);
    if (!reading)
        files->setDefaultSuffix(QFileInfo(path()).suffix());
    // The dialog that this belongs to says so when a file exists, wherever its name comes from.
    files->setOption(QFileDialog::DontConfirmOverwrite);
    connect(files, &QFileDialog::fileSelected, this, &FileField::setPath);
    files->open();
}

} // namespace tollkeeper::ui
