// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

/// The socket of a connection to a server, beside the driver that owns it. Handles below 0 stand
/// for none, and nothing is done with them. Any thread.
namespace tollkeeper::socket {

/// A handle of our own for the same connection, to be closed by us. The driver closes its one
/// whenever it sees fit, and the number may then be that of another file.
[[nodiscard]] qintptr duplicate(qintptr handle);
void close(qintptr duplicate);
/// Ends the connection for both sides, whoever waits for it; handles stay open.
void cut(qintptr handle);

} // namespace tollkeeper::socket
