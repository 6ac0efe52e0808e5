// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <atomic>
#include <list>
#include <mutex>
#include <thread>

namespace tollkeeper::test {

/// A network between a client and a PostgreSQL server on this machine that fails at a message of
/// the protocol that the test chooses. Has a thread of its own; the functions may be called from
/// any.
class TcpProxy final
{
public:
    enum class Way { ToServer, ToClient };
    enum class Kind {
        Cut,     ///< both sides see the connection end
        Reset,   ///< the same by a TCP reset
        Swallow, ///< what follows that way vanishes; the connection stays
        Hold,    ///< what follows that way is kept until release(), even if the sender is gone
    };
    /// Strikes once, on the connection that lets message number \a after + 1 of its way come: at
    /// once after message number \a after where there is one, so that this is sent and executed.
    struct Fault
    {
        Kind kind = Kind::Cut;
        Way way = Way::ToServer;
        int after = 0;
    };

    explicit TcpProxy(int serverPort);
    ~TcpProxy();
    Q_DISABLE_COPY_MOVE(TcpProxy)

    /// \a url through this proxy and without encryption, which it could not look into.
    [[nodiscard]] QString url(const QString &url) const;
    void arm(const Fault &fault); ///< counting messages starts anew
    void disarm();                ///< everything passes again
    [[nodiscard]] bool struck() const;
    [[nodiscard]] int messages(Way way) const; ///< since arm(), with those that did not pass
    void release();

private:
    struct Link;
    void run();
    void wake() const;
    void accept();
    /// False when the connection is over.
    [[nodiscard]] bool pass(Link &link, Way way);
    [[nodiscard]] bool forward(Link &link, Way way, const QByteArray &message);
    static void end(Link &link, bool reset);

    int m_serverPort;
    int m_port = 0;
    int m_listener = -1;
    int m_wakeRead = -1;
    int m_wakeWrite = -1;
    mutable std::mutex m_mutex; ///< guards what follows
    std::list<Link> m_links;
    Fault m_fault;
    bool m_armed = false;
    bool m_struck = false;
    bool m_released = false;
    int m_counts[2] = {0, 0};
    std::atomic_bool m_stop = false;
    std::thread m_thread;
};

} // namespace tollkeeper::test
