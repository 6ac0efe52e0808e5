// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "help/helpwindow.h"

#include "theme/theme.h"

#include <QAction>
#include <QEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextList>
#include <QTextTable>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr QSize firstSize(900, 680);
constexpr int sectionsWidth = 210;
constexpr int lineHeight = 125; ///< in percent
constexpr int sectionLevel = 2; ///< of the headings that make the list

QString manual()
{
    QFile file(u":/help/"_s +
               HelpWindow::tr("manual.md", "the file of the manual in this language"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

HelpWindow *HelpWindow::open(QWidget *window)
{
    auto *help = window->findChild<HelpWindow *>();
    if (!help)
        help = new HelpWindow(window);
    help->show();
    help->raise();
    help->activateWindow();
    return help;
}

HelpWindow::HelpWindow(QWidget *window)
    : QDialog(window)
    , m_sections(new QListWidget(this))
    , m_search(new QLineEdit(this))
    , m_found(new QLabel(this))
    , m_text(new QTextBrowser(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Manual"));
    resize(firstSize);

    m_sections->setAccessibleName(tr("Sections"));
    m_sections->setFixedWidth(sectionsWidth);
    m_search->setPlaceholderText(tr("Search the manual"));
    m_search->setAccessibleName(tr("Search the manual"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_found->setProperty("kind", u"note"_s);
    m_text->setAccessibleName(tr("Manual"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->document()->setDocumentMargin(18);

    auto *top = new QHBoxLayout;
    top->addWidget(m_search, 1);
    top->addWidget(m_found);
    auto *middle = new QHBoxLayout;
    middle->addWidget(m_sections);
    middle->addWidget(m_text, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->addLayout(top);
    layout->addLayout(middle, 1);

    updateColours();
    connect(m_sections, &QListWidget::currentTextChanged, this, &HelpWindow::showSection);
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_text->moveCursor(QTextCursor::Start);
        find(false);
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { find(false); });
    for (const auto &[keys, backward] : {std::pair{QKeySequence::FindNext, false},
                                         {QKeySequence::FindPrevious, true}}) {
        auto *action = new QAction(this);
        action->setShortcuts(keys);
        connect(action, &QAction::triggered, this, [this, back = backward] { find(back); });
        addAction(action);
    }
    auto *focusSearch = new QAction(this);
    focusSearch->setShortcut(QKeySequence::Find);
    connect(focusSearch, &QAction::triggered, m_search, qOverload<>(&QWidget::setFocus));
    addAction(focusSearch);
}

void HelpWindow::updateColours()
{
    // Read again, because the colours of links and code are part of the document.
    m_text->document()->setMarkdown(manual());
    QTextCursor cursor(m_text->document());
    for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next()) {
        cursor.setPosition(block.position());
        if (cursor.currentTable())
            continue; // its cells have padding
        QTextBlockFormat format = block.blockFormat();
        if (const int level = format.headingLevel(); level > 0)
            format.setTopMargin(level <= sectionLevel ? 26 : 16);
        format.setBottomMargin(block.textList() ? 3 : 8);
        format.setLineHeight(lineHeight, QTextBlockFormat::ProportionalHeight);
        cursor.setBlockFormat(format);
    }
    const QSignalBlocker blocker(m_sections);
    fillSections();
}

void HelpWindow::fillSections()
{
    m_sections->clear();
    for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == sectionLevel)
            m_sections->addItem(block.text());
    }
}

void HelpWindow::showSection(const QString &title)
{
    for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() != sectionLevel || !block.text().startsWith(title))
            continue;
        // From the end upwards, so that the heading stands at the top.
        m_text->moveCursor(QTextCursor::End);
        m_text->setTextCursor(QTextCursor(block));
        return;
    }
}

void HelpWindow::find(bool backward)
{
    const QString wanted = m_search->text();
    if (wanted.isEmpty())
        return m_found->clear();
    const QTextDocument::FindFlags flags =
        backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    bool found = m_text->find(wanted, flags);
    if (!found) { // once round
        m_text->moveCursor(backward ? QTextCursor::End : QTextCursor::Start);
        found = m_text->find(wanted, flags);
    }
    m_found->setText(found ? tr("Enter: next") : tr("Not found"));
}

void HelpWindow::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateColours();
}

} // namespace tollkeeper::ui
