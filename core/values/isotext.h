// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/timestamp.h"

#include <array>
#include <string_view>

namespace tollkeeper {

/// The text of Timestamp::toIso() in place, for millions of them. A plain value; usable
/// from any thread.
class IsoText final
{
public:
    explicit IsoText(Timestamp moment);
    [[nodiscard]] std::string_view view() const { return {m_text.data(), m_size}; }

private:
    std::array<char, sizeof "2026-11-23T09:34:00.123456+00:00"> m_text;
    size_t m_size = 0;
};

} // namespace tollkeeper
