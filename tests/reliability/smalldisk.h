// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTemporaryDir>

namespace tollkeeper::test {

/// A file system in memory with room for little, mounted for as long as the object lives. Needs
/// the right to mount; without it the test fails, for what it would show is not shown.
class SmallDisk final
{
public:
    explicit SmallDisk(int megabytes);
    ~SmallDisk();
    Q_DISABLE_COPY_MOVE(SmallDisk)

    [[nodiscard]] QString path() const { return m_dir.path(); }
    void fill();  ///< to the last byte, with a file of our own
    void empty(); ///< takes that file away

private:
    QTemporaryDir m_dir;
};

} // namespace tollkeeper::test
