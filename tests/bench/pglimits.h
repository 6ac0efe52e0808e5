// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/postgrescluster.h"
#include "workload.h"

/// What the same server does for clients that are as bare as can be, and for llm-toll's.
namespace tollkeeper::bench {

/// The server of this run, as durable as it is set up by default; gone with the application.
[[nodiscard]] test::PostgresCluster &server();
/// A new database on it with the schema of a store.
[[nodiscard]] QString createStore();
/// Writes everything out, so that no contender pays for the one before.
void checkpoint();

/// Insert and upsert in one statement, nothing checked, prepared: what libpq and the server can do.
[[nodiscard]] Client bareClient(const QString &url, const QString &project);
/// llm-toll's statements: begin, lock, insert, upsert, commit, each a text and a round trip of its own.
/// Faster than llm-toll, which is written in Python.
[[nodiscard]] Client peerStyleClient(const QString &url, const QString &project);
/// Calls a second of Python programs that do as llm-toll does, by llmtoll.py.
[[nodiscard]] double pythonClients(const QString &url, int clients, Projects projects, double seconds);
/// Calls a second of pgbench with the bare statement, by the simple protocol, its default.
[[nodiscard]] double pgbench(const QString &url, int clients, Projects projects, double seconds);

} // namespace tollkeeper::bench
