// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tcpproxy.h"

#include <QByteArray>
#include <QRegularExpression>
#include <QtEndian>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

struct TcpProxy::Link
{
    int client = -1;
    int server = -1;
    QByteArray buffers[2]; ///< the start of a message, by Way
    bool started = false;  ///< the first message of a client has no type
    bool holds[2] = {false, false};
    bool swallows[2] = {false, false};
    QByteArray held[2];

    [[nodiscard]] int from(Way way) const { return way == Way::ToServer ? client : server; }
    [[nodiscard]] int to(Way way) const { return way == Way::ToServer ? server : client; }
};

namespace {

int indexOf(TcpProxy::Way way)
{
    return way == TcpProxy::Way::ToServer ? 0 : 1;
}

sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool sendAll(int socket, const QByteArray &data)
{
    for (qsizetype sent = 0; sent < data.size();) {
        const auto more = ::send(socket, data.constData() + sent,
                                 static_cast<size_t>(data.size() - sent), MSG_NOSIGNAL);
        if (more <= 0)
            return false;
        sent += more;
    }
    return true;
}

// Takes the first whole message off \a buffer: a type unless it is the client's very first, and a
// length that counts itself.
QByteArray takeMessage(QByteArray &buffer, bool typed)
{
    const qsizetype start = typed ? 1 : 0;
    if (buffer.size() < start + 4)
        return {};
    const auto size = start + qFromBigEndian<qint32>(buffer.constData() + start);
    if (buffer.size() < size)
        return {};
    const QByteArray message = buffer.left(size);
    buffer.remove(0, size);
    return message;
}

} // namespace

TcpProxy::TcpProxy(int serverPort) : m_serverPort(serverPort)
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    socklen_t size = sizeof address;
    int ends[2];
    if (::bind(m_listener, generic, size) != 0 || ::listen(m_listener, 64) != 0
        || ::getsockname(m_listener, generic, &size) != 0 || ::pipe(ends) != 0)
        qFatal("The proxy cannot listen");
    m_port = ntohs(address.sin_port);
    m_wakeRead = ends[0];
    m_wakeWrite = ends[1];
    m_thread = std::thread([this] { run(); });
}

TcpProxy::~TcpProxy()
{
    m_stop = true;
    wake();
    m_thread.join();
    for (Link &link : m_links)
        end(link, false);
    ::close(m_listener);
    ::close(m_wakeRead);
    ::close(m_wakeWrite);
}

QString TcpProxy::url(const QString &url) const
{
    static const QRegularExpression place(u"@127\\.0\\.0\\.1:\\d+/([^?]*)"_s);
    return QString(url).replace(place, u"@127.0.0.1:%1/\\1?sslmode=disable&gssencmode=disable"_s
                                           .arg(m_port));
}

void TcpProxy::arm(const Fault &fault)
{
    const std::lock_guard lock(m_mutex);
    m_fault = fault;
    m_armed = true;
    m_struck = false;
    m_counts[0] = m_counts[1] = 0;
}

void TcpProxy::disarm()
{
    const std::lock_guard lock(m_mutex);
    m_armed = false;
    for (Link &link : m_links)
        link.swallows[0] = link.swallows[1] = false;
}

bool TcpProxy::struck() const
{
    const std::lock_guard lock(m_mutex);
    return m_struck;
}

int TcpProxy::messages(Way way) const
{
    const std::lock_guard lock(m_mutex);
    return m_counts[indexOf(way)];
}

void TcpProxy::release()
{
    {
        const std::lock_guard lock(m_mutex);
        m_released = true;
    }
    wake();
}

void TcpProxy::wake() const
{
    (void)!::write(m_wakeWrite, "", 1);
}

void TcpProxy::end(Link &link, bool reset)
{
    for (int *socket : {&link.client, &link.server}) {
        if (*socket < 0)
            continue;
        if (reset) {
            const linger now{1, 0};
            ::setsockopt(*socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        }
        ::close(*socket);
        *socket = -1;
    }
}

void TcpProxy::accept()
{
    Link link;
    link.client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    link.server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(m_serverPort);
    if (link.client < 0
        || ::connect(link.server, reinterpret_cast<const sockaddr *>(&address), sizeof address)
            != 0) {
        end(link, true);
        return;
    }
    const int yes = 1;
    for (const int socket : {link.client, link.server})
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    m_links.push_back(link);
}

bool TcpProxy::forward(Link &link, Way way, const QByteArray &message)
{
    const int index = indexOf(way);
    int &count = m_counts[index];
    ++count;
    const bool ours = m_armed && !m_struck && m_fault.way == way;
    const auto strike = [&] {
        m_struck = true;
        link.swallows[index] = m_fault.kind == Kind::Swallow;
        link.holds[index] = m_fault.kind == Kind::Hold;
        return m_fault.kind != Kind::Cut && m_fault.kind != Kind::Reset;
    };
    if (ours && m_fault.after == 0 && !strike())
        return false;
    if (link.holds[index])
        link.held[index] += message;
    else if (!link.swallows[index] && !sendAll(link.to(way), message))
        return false;
    return !(ours && m_fault.after > 0 && count == m_fault.after) || strike();
}

bool TcpProxy::pass(Link &link, Way way)
{
    char data[65536];
    const auto size = ::recv(link.from(way), data, sizeof data, 0);
    if (size <= 0)
        return false;
    QByteArray &buffer = link.buffers[indexOf(way)];
    buffer.append(data, static_cast<qsizetype>(size));
    for (;;) {
        const QByteArray message = takeMessage(buffer, link.started || way == Way::ToClient);
        if (message.isEmpty())
            return true;
        link.started = true;
        if (!forward(link, way, message))
            return false;
    }
}

void TcpProxy::run()
{
    while (!m_stop) {
        std::vector<pollfd> sockets{{m_listener, POLLIN, 0}, {m_wakeRead, POLLIN, 0}};
        {
            const std::lock_guard lock(m_mutex);
            for (const Link &link : m_links) {
                sockets.push_back({link.client, POLLIN, 0}); // those below 0 are passed over
                sockets.push_back({link.server, POLLIN, 0});
            }
        }
        ::poll(sockets.data(), sockets.size(), -1);
        const std::lock_guard lock(m_mutex);
        if (sockets[1].revents != 0) {
            char byte = 0;
            (void)!::read(m_wakeRead, &byte, 1);
        }
        size_t next = 2;
        for (auto link = m_links.begin(); link != m_links.end();) {
            bool lives = true;
            for (const Way way : {Way::ToServer, Way::ToClient}) {
                const bool ready = sockets[next++].revents != 0;
                if (!lives || !ready || pass(*link, way))
                    continue;
                // Nobody is there to hear the answer to what is held; it is delivered all the same.
                const bool waits = way == Way::ToServer && !link->held[0].isEmpty() && !m_released;
                if (waits) {
                    ::close(link->client);
                    link->client = -1;
                } else {
                    lives = false;
                }
            }
            if (lives && m_released && link->holds[0]) {
                lives = sendAll(link->server, std::exchange(link->held[0], {}))
                    && link->client >= 0;
                link->holds[0] = false;
            }
            if (!lives)
                end(*link, m_struck && m_fault.kind == Kind::Reset);
            link = lives ? std::next(link) : m_links.erase(link);
        }
        if (sockets[0].revents != 0)
            accept();
        m_released = false;
    }
}

} // namespace tollkeeper::test
