// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/sha256.h"

#include <QByteArray>

#include <openssl/evp.h>

namespace tollkeeper {

// None of it fails but for want of memory.
Sha256::Sha256() : m_context(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
{
    EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr);
}

void Sha256::add(QByteArrayView bytes)
{
    EVP_DigestUpdate(m_context.get(), bytes.data(), static_cast<size_t>(bytes.size()));
}

QString Sha256::result()
{
    constexpr qsizetype bytes = 32;
    QByteArray digest(bytes, 0);
    EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char *>(digest.data()), nullptr);
    return QString::fromLatin1(digest.toHex());
}

} // namespace tollkeeper
