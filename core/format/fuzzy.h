// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace tollkeeper::format {

/// A text that is looked up with each letter that somebody types: what a search needs of it is found
/// out once, since ten thousands of them are searched between two letters. Any thread.
class FuzzyText final
{
public:
    explicit FuzzyText(const QString &text);

    /// How well the text answers to what somebody typed, higher is better; empty: not at all. \a words
    /// is fuzzyWords() of that. Every one has to be in the text in some form: as the beginning of a
    /// word, inside one, as the first letters of several words, or at least letter by letter in this
    /// order. Case does not count.
    [[nodiscard]] std::optional<int> score(const QStringList &words) const;

private:
    QString m_lower;
    QString m_initials;
};
[[nodiscard]] QStringList fuzzyWords(const QString &pattern);
/// For a single text: see FuzzyText::score().
[[nodiscard]] std::optional<int> fuzzyScore(const QString &pattern, const QString &text);

} // namespace tollkeeper::format
