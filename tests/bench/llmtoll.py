# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs calls as llm-toll's PostgreSQL store does: psycopg2, a pool of threads, and in a transaction
each: lock the budget's row, insert the call, charge the budget. What its decorators do is left out.

    llmtoll.py URL PROJECT SECONDS

Says "ready", waits for a line, and answers with how many calls a second it made."""
import sys
import time
from datetime import datetime, timezone

from psycopg2.pool import ThreadedConnectionPool

CAP, COST = 1e9, 0.0031025
url, project, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
pool = ThreadedConnectionPool(1, 10, url)


def log_if_within_budget():
    connection = pool.getconn()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT total_cost FROM budgets WHERE project = %s FOR UPDATE", (project,))
            row = cursor.fetchone()
            total = row[0] if row else 0.0
            if total >= CAP or round(total + COST, 10) > CAP:
                raise SystemExit("refused")
            now = datetime.now(timezone.utc)
            cursor.execute(
                "INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                (project, "gpt-4o", 549, 173, COST, now))
            cursor.execute(
                "INSERT INTO budgets (project, total_cost, updated_at) VALUES (%s, %s, %s)"
                " ON CONFLICT (project) DO UPDATE"
                " SET total_cost = budgets.total_cost + EXCLUDED.total_cost,"
                " updated_at = EXCLUDED.updated_at",
                (project, COST, now))
        connection.commit()
    finally:
        pool.putconn(connection)


for _ in range(5):
    log_if_within_budget()
print("ready", flush=True)
sys.stdin.readline()
calls, start, passed = 0, time.monotonic(), 0.0
while passed < seconds:
    log_if_within_budget()
    calls += 1
    passed = time.monotonic() - start
print(calls / passed, flush=True)
