// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/relay.h"

#include <algorithm>

namespace tollkeeper {

namespace {

// As many as SQLite sorts at a time: it gives those all at once, and then none for a while.
constexpr size_t rowsPerBlock = 20'000;
constexpr size_t bytesPerBlock = size_t(2) * 1024 * 1024;

} // namespace

RowRelay::~RowRelay()
{
    if (m_taking.valid())
        m_taking.wait();
}

bool RowRelay::add(const LogRow &row)
{
    const size_t size = row.project.size() + row.model.size() + row.createdAt.size();
    const bool full = m_filling.rows.size() == rowsPerBlock
        || (!m_filling.rows.empty()
            && m_filling.texts.size() + size > m_filling.texts.capacity());
    if (full && !handOver())
        return false;
    if (m_filling.rows.empty()) {
        m_filling.rows.reserve(rowsPerBlock);
        m_filling.texts.reserve(std::max(bytesPerBlock, size));
    }
    const auto kept = [this](std::string_view text) {
        const size_t at = m_filling.texts.size();
        m_filling.texts.append(text);
        return std::string_view(m_filling.texts).substr(at);
    };
    LogRow &copy = m_filling.rows.emplace_back(row);
    copy.project = kept(row.project);
    copy.model = kept(row.model);
    copy.createdAt = kept(row.createdAt);
    return true;
}

bool RowRelay::finish()
{
    return handOver() && (!m_taking.valid() || m_taking.get());
}

bool RowRelay::handOver()
{
    if (m_taking.valid() && !m_taking.get())
        return false;
    std::swap(m_filling, m_taken);
    m_filling.rows.clear();
    m_filling.texts.clear();
    // Where there can be no more threads, it is done in this one.
    m_taking = std::async([this] { return std::ranges::all_of(m_taken.rows, m_take); });
    return true;
}

} // namespace tollkeeper
