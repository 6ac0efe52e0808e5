// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;

namespace tollkeeper::ui {

/// The name of a file to write or to read, typed or chosen from the file dialog. GUI thread.
class FileField final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FileField)

public:
    enum class For { Writing, Reading };
    explicit FileField(const QString &path, QWidget *parent = nullptr, For use = For::Writing);

    /// What assistive technology calls it, if not "File".
    void setFieldName(const QString &name);
    [[nodiscard]] QString path() const; ///< without blanks around it
    void setPath(const QString &path);
    /// What to say of the path: why it will not do, or that a file is replaced.
    [[nodiscard]] QString note() const;
    /// Whether a file can be written or read there, as far as can be seen.
    [[nodiscard]] bool isGood() const { return problem().isEmpty(); }

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QString problem() const;
    void browse();
    For m_use;
    QLineEdit *m_path;
};

} // namespace tollkeeper::ui
