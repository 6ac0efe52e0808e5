// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format/fuzzy.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::format {

namespace {

constexpr int wordStart = 100;
constexpr int inside = 60;
constexpr int initials = 50;
constexpr int scattered = 30;

bool startsWord(const QString &text, qsizetype at)
{
    return at == 0 || !text.at(at - 1).isLetterOrNumber();
}

QString initialsOf(const QString &text)
{
    QString letters;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text.at(at).isLetterOrNumber() && startsWord(text, at))
            letters += text.at(at);
    }
    return letters;
}

// How many letters of text lie between those of word, if they come in this order.
std::optional<int> gaps(const QString &word, const QString &text)
{
    qsizetype first = -1;
    qsizetype at = -1;
    for (const QChar letter : word) {
        at = text.indexOf(letter, at + 1);
        if (at < 0)
            return {};
        first = first < 0 ? at : first;
    }
    return static_cast<int>(at - first + 1 - word.size());
}

std::optional<int> scoreWord(const QString &word, const QString &text, const QString &firstLetters)
{
    for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (startsWord(text, at))
            return wordStart - static_cast<int>(std::min<qsizetype>(at, 20));
    }
    if (text.contains(word))
        return inside;
    if (word.size() > 1 && firstLetters.contains(word))
        return initials;
    const auto between = gaps(word, text);
    // Letters that are strewn over a long text say nothing.
    if (!between || *between > 3 * word.size())
        return {};
    return scattered - std::min(*between, scattered - 1);
}

} // namespace

FuzzyText::FuzzyText(const QString &text) : m_lower(text.toLower()), m_initials(initialsOf(m_lower))
{
}

std::optional<int> FuzzyText::score(const QStringList &words) const
{
    int score = 0;
    for (const QString &word : words) {
        const auto found = scoreWord(word, m_lower, m_initials);
        if (!found)
            return {};
        score += *found;
    }
    return score;
}

QStringList fuzzyWords(const QString &pattern)
{
    return pattern.toLower().split(u' ', Qt::SkipEmptyParts);
}

std::optional<int> fuzzyScore(const QString &pattern, const QString &text)
{
    return FuzzyText(text).score(fuzzyWords(pattern));
}

} // namespace tollkeeper::format
