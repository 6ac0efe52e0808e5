// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/datapage.h"

#include "format/format.h"
#include "models/richtext.h"
#include "theme/theme.h"
#include "widgets/banner.h"
#include "widgets/emptystate.h"
#include "widgets/table.h"

#include <QAction>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

DataPage::DataPage(PageId id, QWidget *parent)
    : Page(parent)
    , m_id(id)
    , m_content(new QVBoxLayout)
    , m_badRows(new Banner)
    , m_stack(new QStackedLayout(this))
    , m_emptyStore(new EmptyState)
    , m_emptyRange(new EmptyState)
{
    setProperty("kind", u"page"_s);
    m_badRows->setClosable(true);
    m_badRows->setAction(tr("Show them"));

    auto *inside = new QWidget;
    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(m_badRows);
    layout->addLayout(m_content, 1);
    m_content->setSpacing(14);
    auto *scroll = new QScrollArea;
    scroll->setProperty("kind", u"page"_s);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inside);
    inside->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    m_data = scroll;

    auto *sample = m_emptyStore->addButton(tr("Look at sample data"), true);
    auto *open = m_emptyStore->addButton(tr("Open another store…"));
    auto *all = m_emptyRange->addButton(tr("Show all"), true);
    m_stack->addWidget(m_data);
    m_stack->addWidget(m_emptyStore);
    m_stack->addWidget(m_emptyRange);

    connect(sample, &QPushButton::clicked, this, &Page::sampleRequested);
    connect(open, &QPushButton::clicked, this, &Page::openStoreRequested);
    connect(all, &QPushButton::clicked, this, [this] {
        Q_EMIT navigate({m_id, {}, {}, m_snapshot->daily.extent(), false});
    });
    connect(m_badRows, &Banner::actionTriggered, this, [this] {
        Q_EMIT navigate({PageId::Calls, everything, everything, m_snapshot->daily.extent(), true});
    });
    connect(m_badRows, &Banner::closed, this,
            [this] { m_dismissedBadRows = m_snapshot->daily.badRows; });
}

void DataPage::show(const SnapshotPtr &snapshot, const View &view)
{
    m_snapshot = snapshot;
    m_view = heeded(view);
    showBadRows();
    if (needsCalls() && snapshot->daily.cells.empty()) {
        showEmptyStore();
        return;
    }
    const SpendReport report = needsCalls() ? spendReport(*snapshot, m_view) : SpendReport();
    if (needsCalls() && report.emptyRange) {
        showEmptyRange(report);
        return;
    }
    draw(report);
    m_stack->setCurrentWidget(m_data);
}

void DataPage::showEmptyStore()
{
    m_emptyStore->setContent(
        u"empty"_s, tr("No calls yet"),
        tr("%1 is empty. Programs that use llm-toll fill it as they make calls; "
           "tollctl record adds a call by hand. Sample data opens in a store of its own.")
            .arg(format::safeText(m_snapshot->store.title, 80)));
    m_stack->setCurrentWidget(m_emptyStore);
}

void DataPage::showEmptyRange(const SpendReport &report)
{
    const QString range = rangeText(report.range, m_snapshot->takenAt);
    const QStringList narrowed = m_view.narrowedTo();
    const QString title =
        narrowed.isEmpty()
            ? tr("No calls in %1").arg(range)
            : tr("No calls of %1 in %2").arg(format::safeText(narrowed.front(), 60), range);
    const QString newest = report.lastCallDay ? format::day(*report.lastCallDay) : QString();
    m_emptyRange->setContent(u"calendar"_s, title,
                             tr("The newest call in this store was on %1.").arg(newest));
    m_stack->setCurrentWidget(m_emptyRange);
}

void DataPage::showBadRows()
{
    const qint64 badRows = m_snapshot->daily.badRows;
    const bool say = badRows > 0 && badRows != m_dismissedBadRows;
    m_badRows->setMessage(
        Banner::Tone::Warning,
        say ? tr("Left out of every sum because they cannot be right: %1 of the log's rows.")
                  .arg(format::count(badRows))
            : QString());
}

void DataPage::offerToOpen(Table *table, const std::function<GroupBy()> &groupBy)
{
    table->offerToOpen(tr("Open"));
    auto *calls = new QAction(tr("Show calls"), this);
    connect(calls, &QAction::triggered, this, [this, table, groupBy] {
        const QStringList names = table->selectedKeys();
        if (names.size() == 1)
            Q_EMIT navigate(towards(PageId::Calls, groupBy(), names.front()));
    });
    connect(table, &Table::selectionMoved, calls,
            [table, calls] { calls->setEnabled(table->selectedKeys().size() == 1); });
    table->addRowAction(calls);
}

QLineEdit *makeSearchField(Table *table, const QString &placeholder)
{
    auto *field = new QLineEdit;
    field->setPlaceholderText(placeholder);
    field->setAccessibleName(placeholder);
    field->setClearButtonEnabled(true);
    field->setFixedWidth(220);
    field->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    QObject::connect(field, &QLineEdit::textChanged, table, &Table::setFilter);
    return field;
}

void setAllowed(QPushButton *button, bool allowed, const QString &reason)
{
    button->setEnabled(allowed);
    button->setToolTip(allowed ? QString() : asRichText(reason));
}

GroupTexts textsOf(GroupBy groupBy)
{
    switch (groupBy) {
    case GroupBy::Project:
        break;
    case GroupBy::Model:
        return {DataPage::tr("Models"), DataPage::tr("Models by spend"), DataPage::tr("model"),
                DataPage::tr("models"), PageId::Models};
    case GroupBy::Store:
        return {DataPage::tr("Stores"), DataPage::tr("Stores by spend"), DataPage::tr("store"),
                DataPage::tr("stores"), PageId::Projects};
    }
    return {DataPage::tr("Projects"), DataPage::tr("Projects by spend"), DataPage::tr("project"),
            DataPage::tr("projects"), PageId::Projects};
}

QString rangeText(const Range &range, Timestamp now)
{
    return format::range(range, now.day().year());
}

Destination towards(PageId page, GroupBy groupBy, const std::optional<QString> &name,
                    const std::optional<Range> &range)
{
    Destination destination{page, everything, everything, range, false};
    switch (groupBy) {
    case GroupBy::Project: destination.project = name.value_or(everything); break;
    case GroupBy::Model: destination.model = name.value_or(everything); break;
    case GroupBy::Store: destination.store = name; break;
    }
    return destination;
}

} // namespace tollkeeper::ui
