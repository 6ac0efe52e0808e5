// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QFormLayout;
class QLabel;
class QPushButton;

namespace tollkeeper::ui {

class FileField;

/// The frame of dialogs that ask for a file to export to, and how: what is asked, a note about the
/// file, and the buttons. Opened with open(); deletes itself.
class SaveDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SaveDialog)

public:
    /// What the user chose; it may be written.
    [[nodiscard]] QString path() const;

protected:
    SaveDialog(const QString &title, QWidget *parent);
    /// What is asked, a row each. Tab goes through them in the order in which they were made.
    [[nodiscard]] QFormLayout *form() const { return m_form; }
    void addFileRow(const QString &path);
    [[nodiscard]] FileField *file() const { return m_file; }
    /// When all rows were added: puts the frame around them. \a explanation stands below the title.
    void layOut(const QString &explanation = {});
    /// Lets the user go on if the file is good and \a problem is empty, and says what is wrong.
    void check(const QString &problem = {});

private:
    QFormLayout *m_form;
    FileField *m_file = nullptr;
    QLabel *m_note = nullptr;
    QPushButton *m_export = nullptr;
};

} // namespace tollkeeper::ui
