// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/plaintext.h"

#include <QLabel>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    label->setText(text);
    return label;
}

QLabel *headingLabel(const QString &text, QWidget *parent)
{
    auto *label = plainLabel(text, parent);
    label->setProperty("kind", u"heading"_s);
    return label;
}

QString withoutMnemonics(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

} // namespace tollkeeper::ui
