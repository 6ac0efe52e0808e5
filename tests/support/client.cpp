// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A process beside the tests: another Tollkeeper, or llm-toll with its own order of statements.
// Prints "ready", waits for a line, does as its verb says, and prints a line for each result.
//   connect URL                          open the store: "ok" or "KIND: message"
//   record URL COST CAP TIMES PROJECT... as many calls in each project, in turn:
//                                        "logged", "refused" or "KIND: message" (CAP "-": none)
//   peer-connect URL                     llm-toll's start: "ok" or the database's message
//   peer-record URL COST TIMES PROJECT... llm-toll's calls: "logged" or the database's message
//   seal URL ROWS                        seal in steps of so many rows: "KIND: message" for each failure
//   look URL                             open, count the calls, try to record one

#include "peer.h"
#include "rawconnection.h"
#include "store/store.h"

#include <QCoreApplication>

#include <cstdio>
#include <iostream>
#include <string>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using tollkeeper::test::RawConnection;

namespace {

void print(const QString &line)
{
    std::cout << QString(line).replace(u'\n', u' ').trimmed().toStdString() << std::endl;
}

void printError(const StoreError &error)
{
    print(kindName(error.kind) + u": "_s + error.message + u" | "_s + error.detail);
}

Result<std::unique_ptr<Store>> openStore(const QString &url)
{
    const auto location = StoreLocation::parse(url);
    if (!location)
        return tl::unexpected(location.error());
    return Store::open(*location);
}

void waitForSignal()
{
    std::cout << "ready" << std::endl;
    std::string line;
    std::getline(std::cin, line);
}

void record(Store &store, double cost, std::optional<double> cap, int times,
            const QStringList &projects)
{
    for (const QString &project : projects) {
        for (int i = 0; i < times; ++i) {
            const auto decision = store.record({project, u"gpt-4o"_s, 1, 1, cost}, cap);
            if (decision)
                print(decision->logged() ? u"logged"_s : u"refused"_s);
            else
                printError(decision.error());
        }
    }
}

Backend backendOf(const QString &url)
{
    return url.startsWith(u"postgres") ? Backend::Postgres : Backend::Sqlite;
}

void peerRecord(const QString &url, double cost, int times, const QStringList &projects)
{
    RawConnection peer(url);
    for (int i = 0; i < times; ++i) {
        for (const QString &project : projects) {
            const auto error = peer.tryExecute(
                test::peer::record(backendOf(url), project, cost, Timestamp::now()));
            if (error)
                (void)peer.tryExecute(u"ROLLBACK"_s);
            print(error.value_or(u"logged"_s));
        }
    }
}

// What a user who may only read finds out about a store, and what becomes of a call.
void look(const QString &url)
{
    const auto store = openStore(url);
    if (!store) {
        printError(store.error());
        return;
    }
    print((*store)->info().access.readOnly() ? u"read-only"_s : u"writable"_s);
    if (const auto calls = (*store)->forEachCall({}, [](const Call &) { return true; }))
        print(QString::number(*calls));
    else
        printError(calls.error());
    record(**store, 1, {}, 1, {u"demo"_s});
}

// Goes on until nothing is left, or the process is killed.
void seal(const QString &url, int rows)
{
    const auto store = openStore(url);
    if (!store)
        return printError(store.error());
    for (bool finished = false; !finished;) {
        const auto progress = (*store)->seal(rows);
        finished = progress && progress->finished;
        if (!progress)
            printError(progress.error());
    }
}

} // namespace

int main(int argc, char *argv[])
{
    // What the drivers mutter about lost connections is no part of the answers.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) {});
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString verb = arguments.value(1);
    const QString url = arguments.value(2);

    if (verb == u"record") {
        const auto store = openStore(url);
        waitForSignal();
        if (!store) {
            printError(store.error());
            return 0;
        }
        const QString cap = arguments.value(4);
        record(**store, arguments.value(3).toDouble(),
               cap == u"-" ? std::nullopt : std::optional(cap.toDouble()),
               arguments.value(5).toInt(), arguments.mid(6));
        return 0;
    }
    if (verb == u"peer-record") {
        waitForSignal();
        peerRecord(url, arguments.value(3).toDouble(), arguments.value(4).toInt(),
                   arguments.mid(5));
        return 0;
    }
    waitForSignal();
    if (verb == u"peer-connect") {
        print(RawConnection(url).tryExecute(test::peer::schema(backendOf(url))).value_or(u"ok"_s));
    } else if (verb == u"connect") {
        if (const auto store = openStore(url))
            print(u"ok"_s);
        else
            printError(store.error());
    } else if (verb == u"seal") {
        seal(url, arguments.value(3).toInt());
    } else if (verb == u"look") {
        look(url);
    } else {
        std::cerr << "unknown verb\n";
        return 1;
    }
    return 0;
}
