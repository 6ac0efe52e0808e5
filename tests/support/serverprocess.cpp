// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "serverprocess.h"

#include <QFile>
#include <QProcess>

#include <arpa/inet.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>

namespace tollkeeper::test {

namespace {

struct Account
{
    uid_t user;
    gid_t group;
};

// PostgreSQL refuses to run as root: an account without rights, then.
std::optional<Account> unprivilegedAccount()
{
    if (::geteuid() != 0)
        return {};
    for (const char *name : {"postgres", "nobody"}) {
        if (const passwd *entry = ::getpwnam(name))
            return Account{entry->pw_uid, entry->pw_gid};
    }
    qFatal("Neither a user postgres nor a user nobody to run PostgreSQL as");
}

} // namespace

int freePort()
{
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (::bind(probe, generic, size) != 0 || ::getsockname(probe, generic, &size) != 0)
        qFatal("No free port on the loopback interface");
    ::close(probe);
    return ntohs(address.sin_port);
}

void dropRights(QProcess &process)
{
    if (const auto account = unprivilegedAccount()) {
        process.setChildProcessModifier([account = *account] {
            if (::setgroups(0, nullptr) != 0 || ::setgid(account.group) != 0
                || ::setuid(account.user) != 0)
                ::_exit(126);
        });
    }
}

void giveAway(const QString &path)
{
    if (const auto account = unprivilegedAccount()) {
        if (::chown(QFile::encodeName(path).constData(), account->user, account->group) != 0)
            qFatal("Cannot change the owner of %s", qPrintable(path));
    }
}

} // namespace tollkeeper::test
