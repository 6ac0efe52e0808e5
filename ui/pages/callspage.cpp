// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/callspage.h"

#include "format/format.h"
#include "models/cells.h"
#include "pages/datapage.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/elidedlabel.h"
#include "widgets/emptystate.h"
#include "widgets/placebar.h"
#include "widgets/table.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr int pageSize = 500;
constexpr int momentRestMs = 500;
/// So many rows before the top that is here more are read.
constexpr int rowsAhead = 40;

constexpr int StoreRole = Qt::UserRole + 1;

/// The first item stands for all; the others carry the raw name, or that of a store.
QComboBox *makeFilter(const QString &accessibleName)
{
    auto *filter = new QComboBox;
    filter->setAccessibleName(accessibleName);
    filter->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    filter->setMinimumContentsLength(14);
    filter->setMaxVisibleItems(20);
    return filter;
}

void fill(QComboBox *filter, const QString &all, QStringList names,
          const std::optional<QString> &chosen, const QStringList &stores = {},
          const std::optional<QString> &chosenStore = {})
{
    if (chosen && !names.contains(*chosen))
        names.append(*chosen);
    names.sort(Qt::CaseInsensitive);
    const QSignalBlocker blocker(filter);
    filter->clear();
    filter->addItem(all);
    for (const QString &store : stores) {
        filter->addItem(CallsPage::tr("All of %1").arg(cells::name(store)));
        filter->setItemData(filter->count() - 1, store, StoreRole);
    }
    for (const QString &name : std::as_const(names))
        filter->addItem(cells::name(name), name);
    if (chosen)
        filter->setCurrentIndex(1 + int(stores.size() + names.indexOf(*chosen)));
    else if (chosenStore)
        filter->setCurrentIndex(1 + int(stores.indexOf(*chosenStore)));
}

QDateTime toDateTime(Timestamp moment)
{
    return QDateTime::fromMSecsSinceEpoch(moment.micros / 1000, Qt::UTC);
}

bool sameQuestion(const CallQuery &a, const CallQuery &b)
{
    return a.filter == b.filter && a.badOnly == b.badOnly;
}

} // namespace

CallsPage::CallsPage(QWidget *parent)
    : Page(parent)
    , m_card(new Card(tr("As logged")))
    , m_model(new CallsModel(this))
    , m_table(new Table(m_model, tr("Calls")))
    , m_places(new PlaceBar)
    , m_moment(new QDateTimeEdit)
    , m_project(makeFilter(tr("Project")))
    , m_modelName(makeFilter(tr("Model")))
    , m_badButton(new QPushButton(tr("Bad rows only")))
    , m_status(new ElidedLabel)
    , m_problem(new Banner)
    , m_empty(new EmptyState)
    , m_showAll(m_empty->addButton(tr("Show all"), true))
{
    setProperty("kind", u"page"_s);
    m_table->setUnsorted();
    m_table->setStretchColumn(CallsModel::Project);
    m_badButton->setCheckable(true);
    m_badButton->setToolTip(tr("Rows that are left out of every sum, and why"));
    m_status->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_status->setProperty("kind", u"note"_s);
    m_problem->setAction(tr("Try again"));

    auto *filters = new QHBoxLayout;
    filters->setSpacing(8);
    filters->addWidget(m_project);
    filters->addWidget(m_modelName);
    filters->addWidget(m_badButton);
    filters->addWidget(m_moment);
    filters->addWidget(m_status, 1);
    m_card->body()->setSpacing(8);
    m_card->body()->addLayout(filters);
    auto *rows = new QHBoxLayout;
    rows->setSpacing(0);
    rows->addWidget(m_table, 1);
    rows->addWidget(m_places);
    m_card->body()->addLayout(rows, 1);
    m_card->body()->addWidget(m_empty, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(m_problem);
    layout->addWidget(m_card, 1);

    m_moment->setTimeSpec(Qt::UTC);
    m_moment->setCalendarPopup(true);
    m_moment->setDisplayFormat(tr("yyyy-MM-dd HH:mm", "format of a field for date and time"));
    // Its own size hint does not know of the theme's padding and arrow.
    constexpr int around = 44;
    m_moment->setMinimumWidth(
        m_moment->fontMetrics().horizontalAdvance(u"0000-00-00 00:00"_s) + around);
    m_moment->setAccessibleName(tr("Go to a time (UTC)"));
    m_moment->setToolTip(tr("The time of the first row that is seen. Change it to go there."));
    m_momentRest.setSingleShot(true);
    m_momentRest.setInterval(momentRestMs);

    connectPlaces();
    connect(m_model, &CallsModel::stateChanged, this, &CallsPage::showState);
    connect(m_project, &QComboBox::activated, this, &CallsPage::chooseFilter);
    connect(m_modelName, &QComboBox::activated, this, &CallsPage::chooseFilter);
    connect(m_problem, &Banner::actionTriggered, m_model, &CallsModel::refresh);
    connect(m_badButton, &QPushButton::toggled, this, [this](bool on) {
        m_badOnly = on;
        ask();
    });
    connect(m_showAll, &QPushButton::clicked, this, [this] {
        m_badButton->setChecked(false);
        Q_EMIT navigate({PageId::Calls, everything, everything, m_snapshot->daily.extent(), false});
    });
}

void CallsPage::connectPlaces()
{
    QScrollBar *own = m_table->verticalScrollBar();
    // Other rows are seen from the first one.
    connect(m_table->shown(), &QAbstractItemModel::modelReset, m_table, &QTableView::scrollToTop);
    connect(own, &QScrollBar::valueChanged, this, &CallsPage::showPlace);
    connect(own, &QScrollBar::rangeChanged, this, &CallsPage::showPlace);
    connect(m_places, &PlaceBar::stepped, own, &QScrollBar::triggerAction);
    connect(m_places, &PlaceBar::wentTo, this, &CallsPage::goTo);
    connect(m_places, &PlaceBar::wentToNewest, m_model, &CallsModel::goToNewest);
    connect(m_places, &PlaceBar::wentToOldest, this, &CallsPage::goToOldest);
    connect(m_moment, &QDateTimeEdit::dateTimeChanged, &m_momentRest, qOverload<>(&QTimer::start));
    connect(&m_momentRest, &QTimer::timeout, this, [this] {
        // The last call of that minute, and all before it.
        constexpr qint64 minute = 60'000'000;
        goTo({m_moment->dateTime().toMSecsSinceEpoch() * 1000 + minute - 1});
    });
    const auto onKey = [this](QKeySequence::StandardKey key, auto go) {
        auto *shortcut = new QShortcut(key, m_table);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, go);
    };
    onKey(QKeySequence::MoveToStartOfDocument, [this] { m_model->goToNewest(); });
    onKey(QKeySequence::MoveToEndOfDocument, [this] { goToOldest(); });
}

void CallsPage::goTo(Timestamp moment)
{
    m_toTheEnd = false;
    m_model->goTo(moment);
}

void CallsPage::goToOldest()
{
    m_toTheEnd = true;
    m_model->goTo(m_places->places().momentAt(m_places->places().calls()));
}

void CallsPage::showPlace()
{
    const QScrollBar *own = m_table->verticalScrollBar();
    // New calls push the others down only where the newest ones are looked at.
    m_table->setAnchored(own->value() > 0 || !m_model->atNewest());
    const int top = m_table->topRow();
    if (top < 0 || top >= m_model->rowCount())
        return;
    if (const auto &moment = m_model->row(top).createdAt) {
        m_places->showMoment(*moment, m_table->visibleRows());
        // Within a day the bar only guesses; of the two ends it is sure.
        if (m_model->atNewest() && own->value() == 0)
            m_places->setValue(0);
        if (m_model->complete() && own->value() == own->maximum())
            m_places->setValue(m_places->maximum());
        if (!m_momentRest.isActive() && !m_moment->hasFocus()) {
            const QSignalBlocker blocker(m_moment);
            m_moment->setDateTime(toDateTime(*moment));
        }
    }
    if (top < rowsAhead)
        m_model->fetchNewer();
}

void CallsPage::setLoader(CallLoader loader)
{
    m_hasLoader = bool(loader);
    m_asked.reset();
    m_model->setLoader(std::move(loader));
    if (m_snapshot)
        ask();
}

void CallsPage::arrive(const Destination &destination)
{
    const QSignalBlocker blocker(m_badButton);
    m_badOnly = destination.badOnly;
    m_badButton->setChecked(m_badOnly);
}

QAbstractItemModel *CallsPage::shownTable() const
{
    return m_table->shown();
}

void CallsPage::focusSearch()
{
    m_project->setFocus();
}

void CallsPage::show(const SnapshotPtr &snapshot, const View &view)
{
    m_snapshot = snapshot;
    m_view = view;
    fillFilters();
    QString note = tr("newest first · UTC · %1").arg(rangeText(view.range.current, snapshot->takenAt));
    QStringList away;
    for (const StorePart &part : snapshot->away())
        away << cells::name(part.label.name);
    if (!away.isEmpty())
        note += u" · "_s + tr("without %1: away").arg(away.join(u", "_s));
    m_card->setNote(note);
    ask();
}

void CallsPage::fillFilters()
{
    fill(m_project, tr("All projects"), m_snapshot->daily.projects, m_view.project,
         m_snapshot->daily.stores, m_view.store);
    fill(m_modelName, tr("All models"), m_snapshot->daily.models, m_view.model);
}

void CallsPage::chooseFilter()
{
    const auto chosen = [](const QComboBox *filter) {
        const QString name = filter->currentData().toString();
        return filter->currentIndex() == 0 ? everything : name;
    };
    Destination there{PageId::Calls, chosen(m_project), chosen(m_modelName), {}, m_badOnly};
    if (const QVariant store = m_project->currentData(StoreRole); store.isValid())
        there.store = store.toString();
    Q_EMIT navigate(there);
}

CallQuery CallsPage::query() const
{
    CallQuery query;
    query.filter = m_view.over(m_view.range.current);
    query.badOnly = m_badOnly;
    query.limit = pageSize;
    // A bad row may have no date that can be read: no range would find it.
    if (m_badOnly)
        query.filter.range.reset();
    return query;
}

void CallsPage::ask()
{
    if (!m_hasLoader || !m_snapshot)
        return;
    const CallQuery wanted = query();
    // The cube holds no bad rows: where those are only the log tells.
    const bool byHour = m_snapshot->hourlyRange.size() > 0 && wanted.filter.range
        && wanted.filter.range->unit == BucketUnit::Hour;
    const SpendCube &cube = byHour ? m_snapshot->hourly : m_snapshot->daily;
    std::vector<bool> live; // the log of a store that is away cannot be read
    for (const QString &store : cube.stores)
        live.push_back(m_snapshot->isStoreLive(store));
    m_places->setPlaces(m_badOnly ? LogPlaces() : LogPlaces(cube, wanted.filter, live));
    if (!m_asked || !sameQuestion(*m_asked, wanted)) {
        m_model->setQuery(wanted);
        m_table->scrollToTop();
    } else if (!(m_askedAt == m_snapshot->mark)) {
        m_model->refresh();
    } else {
        return;
    }
    m_asked = wanted;
    m_askedAt = m_snapshot->mark;
}

QString CallsPage::emptyText() const
{
    if (m_badOnly)
        return tr("Every row of this selection counts.");
    const Range extent = m_snapshot->daily.extent();
    if (extent.size() == 0)
        return tr("Programs that use llm-toll fill this log as they make calls.");
    return tr("The newest call in this store was on %1.").arg(format::day(extent.lastDay()));
}

void CallsPage::showState()
{
    const auto rows = m_model->rowCount();
    const auto &error = m_model->error();
    m_problem->setMessage(Banner::Tone::Error,
                          error ? format::safeText(error->message) : QString());
    const qint64 calls = m_places->places().calls();
    QString status = calls > rows ? cells::counted(calls, tr("call"), tr("calls"))
                                  : cells::counted(rows, tr("row"), tr("rows"));
    if (m_model->loading())
        status = rows == 0 ? tr("loading…") : tr("%1, loading…").arg(status);
    else if (calls <= rows && !holdsAll() && !error)
        status = tr("%1 loaded, more as you scroll").arg(status);
    m_status->setText(status);

    const bool many = calls > 0 && !holdsAll();
    m_places->setVisible(many && rows > 0);
    m_moment->setVisible(!m_badOnly);
    m_table->setVerticalScrollBarPolicy(many ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    if (m_toTheEnd && !m_model->loading()) {
        m_toTheEnd = false;
        m_table->scrollToBottom();
    }
    showPlace();

    const bool nothing = rows == 0 && !m_model->loading() && !error;
    m_table->setVisible(!nothing);
    m_empty->setVisible(nothing);
    if (nothing && m_snapshot) {
        m_empty->setContent(
            m_badOnly ? u"calls"_s : u"calendar"_s,
            m_badOnly
                ? tr("No bad rows")
                : tr("No calls in %1").arg(rangeText(m_view.range.current, m_snapshot->takenAt)),
            emptyText());
        m_showAll->setVisible(!m_snapshot->daily.cells.empty());
    }
}

} // namespace tollkeeper::ui
