// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandpalette.h"

#include "format/format.h"
#include "theme/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int paletteWidth = 620;
constexpr int mostRowsSeen = 12;
constexpr std::size_t mostShown = 60;
constexpr qsizetype longestText = 90;

enum Column { Text, Group, Keys };

} // namespace

CommandPalette::CommandPalette(std::vector<Command> commands, QWidget *parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint), m_commands(std::move(commands))
{
    setObjectName(u"commandPalette"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Commands"));
    m_texts.reserve(m_commands.size());
    for (const Command &command : m_commands)
        m_texts.emplace_back(command.text + u' ' + command.group);
    const int width = std::min(paletteWidth, parent->width() - 40);
    move(parent->mapToGlobal(QPoint((parent->width() - width) / 2, parent->height() / 8)));

    m_search = new QLineEdit(this);
    m_search->setFixedWidth(width);
    m_search->setPlaceholderText(tr("What do you want to do?"));
    m_search->setAccessibleName(tr("Find a command"));
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_table = new QTableWidget(0, 3, this);
    m_table->setAccessibleName(tr("Commands"));
    m_table->setFocusPolicy(Qt::NoFocus); // the search field moves the selection
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->horizontalHeader()->hide();
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(Text, QHeaderView::Stretch);

    m_nothing = new QLabel(tr("Nothing is called so. Try fewer letters, or the name of a project."),
                           this);
    m_nothing->setProperty("kind", u"secondary"_s);
    m_nothing->setContentsMargins(8, 4, 8, 4);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSizeConstraint(QLayout::SetFixedSize); // as high as what was found
    layout->addWidget(m_search);
    layout->addWidget(m_table);
    layout->addWidget(m_nothing);
    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_table, &QTableWidget::cellClicked, this, &CommandPalette::runCurrent);
    find({});
    m_search->setFocus();
}

void CommandPalette::find(const QString &pattern)
{
    std::vector<std::pair<int, std::size_t>> found;
    const QStringList words = format::fuzzyWords(pattern);
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        if (const auto score = m_texts[i].score(words))
            found.emplace_back(*score, i);
    }
    const std::size_t shown = std::min(found.size(), mostShown);
    std::ranges::partial_sort(found, found.begin() + static_cast<qptrdiff>(shown), {},
                              [](const auto &one) { return std::pair(-one.first, one.second); });
    found.resize(shown);

    m_shown.clear();
    m_table->setRowCount(static_cast<int>(found.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        m_shown.push_back(found[static_cast<std::size_t>(row)].second);
        const Command &command = m_commands[m_shown.back()];
        const auto set = [&](Column column, const QString &text, const QColor &colour) {
            auto *item = new QTableWidgetItem(format::safeText(text, longestText));
            item->setForeground(colour);
            item->setTextAlignment((column == Text ? Qt::AlignLeft : Qt::AlignRight)
                                   | Qt::AlignVCenter);
            m_table->setItem(row, column, item);
        };
        set(Text, command.text, colours().text);
        set(Group, command.group, colours().secondary);
        set(Keys, command.keys, colours().secondary);
    }
    const int seen = std::min(m_table->rowCount(), mostRowsSeen);
    m_table->setFixedHeight(seen * m_table->verticalHeader()->defaultSectionSize());
    m_table->setVisible(seen > 0);
    m_nothing->setVisible(seen == 0);
    if (seen > 0)
        m_table->setCurrentCell(0, Text);
}

void CommandPalette::runCurrent()
{
    const int row = m_table->currentRow();
    if (row < 0)
        return;
    const auto run = m_commands[m_shown[static_cast<std::size_t>(row)]].run;
    accept();
    run();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    constexpr int page = 8;
    int step = 0;
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Up: step = -1; break;
    case Qt::Key_Down: step = 1; break;
    case Qt::Key_PageUp: step = -page; break;
    case Qt::Key_PageDown: step = page; break;
    case Qt::Key_Return:
    case Qt::Key_Enter: runCurrent(); return true;
    default: return QDialog::eventFilter(watched, event);
    }
    if (m_table->rowCount() > 0)
        m_table->setCurrentCell(
            std::clamp(m_table->currentRow() + step, 0, m_table->rowCount() - 1), Text);
    return true;
}

} // namespace tollkeeper::ui
