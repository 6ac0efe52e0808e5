// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"
#include "console.h"
#include "storeaccess.h"

#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tollkeeper::cli {

/// What a verb may use while it runs.
struct Context
{
    Console &console;
    const StoreArguments &store;
};

/// One verb of tollctl: declares its options, which are parsed into its members, and runs.
class Verb
{
public:
    virtual ~Verb() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    [[nodiscard]] virtual std::string summary() const = 0;
    /// Examples, and what else a reader of --help should know.
    [[nodiscard]] virtual std::string more() const = 0;
    virtual void declare(CLI::App &command) = 0;
    /// An error is printed by the caller and becomes the exit code.
    [[nodiscard]] virtual Result<ExitCode> run(Context &context) = 0;
};

[[nodiscard]] std::unique_ptr<Verb> makeStats();
[[nodiscard]] std::unique_ptr<Verb> makeBudgets();
[[nodiscard]] std::unique_ptr<Verb> makeCheck();
[[nodiscard]] std::unique_ptr<Verb> makeLimit();
[[nodiscard]] std::unique_ptr<Verb> makeReset();
[[nodiscard]] std::unique_ptr<Verb> makeAudit();
[[nodiscard]] std::unique_ptr<Verb> makeUndo();
[[nodiscard]] std::unique_ptr<Verb> makeLedger();
[[nodiscard]] std::unique_ptr<Verb> makeRepair();
[[nodiscard]] std::unique_ptr<Verb> makeExport();
[[nodiscard]] std::unique_ptr<Verb> makeRecord();
[[nodiscard]] std::unique_ptr<Verb> makeDashboard();
[[nodiscard]] std::unique_ptr<Verb> makeSync();
[[nodiscard]] std::unique_ptr<Verb> makeWhy();
[[nodiscard]] std::unique_ptr<Verb> makeVerify();
[[nodiscard]] std::unique_ptr<Verb> makeReport();

} // namespace tollkeeper::cli
