// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"

#include <QByteArray>
#include <QIODevice>
#include <QString>

namespace tollkeeper::cli {

/// What tollctl tells the shell (contract, section 5).
enum class ExitCode {
    Done = 0,
    Warning = 1,  ///< check: a warning threshold was passed; verify: something is different
    Exceeded = 2, ///< check: a cap was reached
    Refused = 3,  ///< record: refused by a budget
    Failed = 4,   ///< the store could not be reached or failed
    Usage = 64,   ///< wrong usage or an invalid value
};
[[nodiscard]] ExitCode exitCode(const StoreError &error);

/// Standard output as a device. Remembers that its reader went away, so that the program can end
/// quietly, and tells that from a full disk.
class StandardOutput final : public QIODevice
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StandardOutput)

public:
    StandardOutput();
    [[nodiscard]] bool isSequential() const override { return true; }
    bool flush();
    [[nodiscard]] bool failed() const { return m_errno != 0; }
    [[nodiscard]] bool readerGone() const;
    [[nodiscard]] QString failure() const;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    int m_errno = 0; ///< of the first write that failed
};

/// The terminal: data goes to standard output, everything else to standard error. Whatever is said
/// on standard error is one line, free of terminal escapes. Lives in main().
class Console
{
public:
    Console();

    [[nodiscard]] StandardOutput &out() { return m_out; }
    void print(const QByteArray &data) { m_out.write(data); }
    /// "tollctl: SENTENCE"
    void error(const QString &sentence);
    /// Something worth knowing that is not an error.
    void note(const QString &sentence);

    /// Shows a sentence in the place of the last one, if standard error is a terminal; empty: takes
    /// it away.
    void progress(const QString &sentence);
    [[nodiscard]] bool showsProgress() const { return m_showsProgress; }

    /// Standard output is a terminal; NO_COLOR and TERM=dumb switch colours off.
    [[nodiscard]] bool interactive() const { return m_interactive; }
    [[nodiscard]] bool colour() const { return m_colour; }

    /// Sends off what is left. A reader who went away changes nothing about \a code.
    [[nodiscard]] ExitCode finish(ExitCode code);

private:
    StandardOutput m_out;
    bool m_interactive = false;
    bool m_colour = false;
    bool m_showsProgress = false;
};

} // namespace tollkeeper::cli
