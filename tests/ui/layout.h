// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/card.h"
#include "widgets/keyfigure.h"

#include <QLabel>
#include <QPushButton>

namespace tollkeeper::test {

/// Labels and buttons whose text does not fit into them.
inline QStringList cutTexts(const QWidget &page)
{
    QStringList cut;
    const auto check = [&](const QWidget *widget, const QString &text) {
        if (!widget->isVisible() || text.isEmpty())
            return;
        const QSize needed = widget->minimumSizeHint();
        if (widget->width() < needed.width() || widget->height() < needed.height())
            cut.append(text);
    };
    for (const auto *label : page.findChildren<QLabel *>())
        check(label, label->text());
    for (const auto *candidate : page.findChildren<QPushButton *>())
        check(candidate, candidate->text());
    return cut;
}

/// Cards that lie over each other or reach out of their parents.
inline QStringList overlaps(const QWidget &page)
{
    QList<const QWidget *> cards;
    for (const auto *card : page.findChildren<QFrame *>()) {
        const bool isCard =
            qobject_cast<const ui::Card *>(card) || qobject_cast<const ui::KeyFigure *>(card);
        if (isCard && card->isVisible())
            cards.append(card);
    }
    QStringList found;
    const auto placeOf = [&](const QWidget *card) {
        return QRect(card->mapTo(&page, QPoint()), card->size());
    };
    for (qsizetype i = 0; i < cards.size(); ++i) {
        if (placeOf(cards[i]).right() >= page.width())
            found.append(cards[i]->accessibleName() + QStringLiteral(" is too wide"));
        for (qsizetype j = i + 1; j < cards.size(); ++j) {
            if (placeOf(cards[i]).intersects(placeOf(cards[j])))
                found.append(cards[i]->accessibleName() + QStringLiteral(" over ") +
                             cards[j]->accessibleName());
        }
    }
    return found;
}

} // namespace tollkeeper::test
