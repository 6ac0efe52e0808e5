// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/socket.h"

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace tollkeeper::socket {

#ifdef Q_OS_WIN
qintptr duplicate(qintptr handle)
{
    return handle;
}

void close(qintptr) {}

void cut(qintptr handle)
{
    if (handle >= 0)
        ::shutdown(static_cast<SOCKET>(handle), SD_BOTH);
}
#else
qintptr duplicate(qintptr handle)
{
    return handle < 0 ? -1 : ::fcntl(static_cast<int>(handle), F_DUPFD_CLOEXEC, 0);
}

void close(qintptr duplicate)
{
    if (duplicate >= 0)
        ::close(static_cast<int>(duplicate));
}

void cut(qintptr handle)
{
    if (handle >= 0)
        ::shutdown(static_cast<int>(handle), SHUT_RDWR);
}
#endif

} // namespace tollkeeper::socket
