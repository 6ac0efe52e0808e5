// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "section.h"

#include <algorithm>
#include <cstring>

namespace tollkeeper::bench {

namespace {

std::vector<const Section *> &registered()
{
    static std::vector<const Section *> all; // made by the first variable that registers itself
    return all;
}

} // namespace

Section::Section(const char *sectionName, const char *whatItIs, Run how)
    : name(sectionName), about(whatItIs), run(how)
{
    registered().push_back(this);
}

std::vector<const Section *> sections()
{
    std::vector<const Section *> sorted = registered();
    std::sort(sorted.begin(), sorted.end(),
              [](const Section *a, const Section *b) { return std::strcmp(a->name, b->name) < 0; });
    return sorted;
}

} // namespace tollkeeper::bench
