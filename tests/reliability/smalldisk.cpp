// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "smalldisk.h"

#include <QFile>

#include <sys/mount.h>

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

SmallDisk::SmallDisk(int megabytes)
{
    const QByteArray options = "mode=0755,size=" + QByteArray::number(megabytes) + 'm';
    if (::mount("tmpfs", QFile::encodeName(m_dir.path()).constData(), "tmpfs", 0,
                options.constData())
        != 0) {
        qFatal("A full disk cannot be tested: mounting a tmpfs failed (%s). Run this test as root, "
               "or in a user namespace of its own: unshare --map-root-user --mount",
               std::strerror(errno));
    }
}

SmallDisk::~SmallDisk()
{
    if (::umount2(QFile::encodeName(m_dir.path()).constData(), MNT_DETACH) != 0)
        qWarning("Cannot unmount %s", qPrintable(m_dir.path()));
}

void SmallDisk::fill()
{
    QFile ballast(path() + u"/ballast"_s);
    if (!ballast.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        qFatal("Cannot fill the disk: %s", qPrintable(ballast.errorString()));
    for (int size : {1 << 16, 1 << 12, 1})
        while (ballast.write(QByteArray(size, 'x')) == size) { }
}

void SmallDisk::empty()
{
    QFile::remove(path() + u"/ballast"_s);
}

} // namespace tollkeeper::test
