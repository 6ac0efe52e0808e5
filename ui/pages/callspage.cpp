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
#include "widgets/table.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr int pageSize = 500;

/// The first item stands for all; the others carry the raw name.
QComboBox *makeFilter(const QString &accessibleName)
{
    auto *filter = new QComboBox;
    filter->setAccessibleName(accessibleName);
    filter->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    filter->setMinimumContentsLength(15);
    filter->setMaxVisibleItems(20);
    return filter;
}

void fill(QComboBox *filter, const QString &all, QStringList names,
          const std::optional<QString> &chosen)
{
    if (chosen && !names.contains(*chosen))
        names.append(*chosen);
    names.sort(Qt::CaseInsensitive);
    const QSignalBlocker blocker(filter);
    filter->clear();
    filter->addItem(all);
    for (const QString &name : std::as_const(names))
        filter->addItem(cells::name(name), name);
    filter->setCurrentIndex(chosen ? 1 + int(names.indexOf(*chosen)) : 0);
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
    filters->addWidget(m_status, 1);
    m_card->body()->setSpacing(8);
    m_card->body()->addLayout(filters);
    m_card->body()->addWidget(m_table, 1);
    m_card->body()->addWidget(m_empty, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(m_problem);
    layout->addWidget(m_card, 1);

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
    m_card->setNote(
        tr("newest first · UTC · %1").arg(rangeText(view.range.current, snapshot->takenAt)));
    ask();
}

void CallsPage::fillFilters()
{
    fill(m_project, tr("All projects"), m_snapshot->daily.projects, m_view.project);
    fill(m_modelName, tr("All models"), m_snapshot->daily.models, m_view.model);
}

void CallsPage::chooseFilter()
{
    const auto chosen = [](const QComboBox *filter) {
        return filter->currentIndex() == 0 ? everything : filter->currentData().toString();
    };
    Q_EMIT navigate({PageId::Calls, chosen(m_project), chosen(m_modelName), {}, m_badOnly});
}

CallQuery CallsPage::query() const
{
    CallQuery query;
    query.filter = {m_view.range.current, m_view.project, m_view.model};
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
    QString status = cells::counted(rows, tr("row"), tr("rows"));
    if (m_model->loading())
        status = rows == 0 ? tr("loading…") : tr("%1, loading…").arg(status);
    else if (!m_model->complete() && !error)
        status = tr("%1 loaded, more as you scroll").arg(status);
    m_status->setText(status);

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
