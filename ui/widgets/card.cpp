// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/card.h"

#include "widgets/elidedlabel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

Card::Card(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_title(new ElidedLabel)
    , m_note(new ElidedLabel)
    , m_header(new QWidget)
    , m_headerLayout(new QHBoxLayout(m_header))
    , m_body(new QVBoxLayout)
{
    m_title->setProperty("kind", u"title"_s);
    // In a narrow card the note is cut: without the title nobody knows what is shown.
    m_title->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    m_note->setProperty("kind", u"note"_s);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_headerLayout->setContentsMargins({});
    m_headerLayout->setSpacing(10);
    m_headerLayout->addWidget(m_title, 1);
    m_headerLayout->addWidget(m_note);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 13, 16, 13);
    layout->setSpacing(8);
    layout->addWidget(m_header);
    layout->addLayout(m_body, 1);
    m_body->setSpacing(0);
    setTitle(title);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
    updateHeader();
}

QString Card::title() const
{
    return m_title->text();
}

void Card::setNote(const QString &note)
{
    m_note->setText(note);
    updateHeader();
}

QString Card::note() const
{
    return m_note->text();
}

void Card::addHeaderWidget(QWidget *widget)
{
    m_headerLayout->addWidget(widget);
    m_header->show();
}

void Card::updateHeader()
{
    m_header->setVisible(!title().isEmpty() || !note().isEmpty() || m_headerLayout->count() > 2);
    m_note->setVisible(!note().isEmpty());
}

} // namespace tollkeeper::ui
