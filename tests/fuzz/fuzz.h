// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// What a fuzz target defines: takes any bytes, and ends the process where an invariant is broken.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace tollkeeper::fuzz {

/// Ends the process with \a sentence and what it is about, where \a holds is false.
inline void require(bool holds, const char *sentence, const QString &about)
{
    if (holds)
        return;
    std::fprintf(stderr, "Broken: %s: %s\n", sentence, qPrintable(about));
    std::abort();
}

inline QByteArray bytesOf(const uint8_t *data, size_t size)
{
    return {reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)};
}

} // namespace tollkeeper::fuzz
