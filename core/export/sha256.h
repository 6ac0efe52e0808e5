// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <memory>

struct evp_md_ctx_st;

namespace tollkeeper {

/// A SHA-256 as it grows, by OpenSSL, which has what the processor has for it: QCryptographicHash
/// takes ten times as long, more than all the rest of writing an export. One
/// thread at a time.
class Sha256 final
{
public:
    Sha256();
    void add(QByteArrayView bytes);
    /// Of all that was added, in hexadecimal. Nothing can be added any more.
    [[nodiscard]] QString result();

private:
    std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st *)> m_context;
};

} // namespace tollkeeper
