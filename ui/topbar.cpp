// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "topbar.h"

#include "dialogs/plaintext.h"
#include "format/format.h"
#include "models/richtext.h"
#include "pages/pages.h"
#include "theme/theme.h"
#include "widgets/elidedlabel.h"
#include "widgets/segmentedcontrol.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int barHeight = 56;
constexpr int leastTrailWidth = 150;
constexpr qsizetype crumbLength = 28;

struct PresetText
{
    RangePreset preset;
    QString text;
    QString toolTip;
};

const std::vector<PresetText> &presets()
{
    static const std::vector<PresetText> all{
        {RangePreset::Last24Hours, TopBar::tr("24 h"), TopBar::tr("The last 24 hours")},
        {RangePreset::Last7Days, TopBar::tr("7 d"), TopBar::tr("The last 7 UTC days")},
        {RangePreset::Last30Days, TopBar::tr("30 d"), TopBar::tr("The last 30 UTC days")},
        {RangePreset::Month, TopBar::tr("Month"), TopBar::tr("This month so far")},
        {RangePreset::Quarter, TopBar::tr("Quarter"), TopBar::tr("This quarter so far")},
        {RangePreset::All, TopBar::tr("All"), TopBar::tr("From the first call to the last")},
        {RangePreset::Custom, TopBar::tr("Custom…"), TopBar::tr("From one day to another")}};
    return all;
}

int indexOf(RangePreset preset)
{
    return static_cast<int>(preset); // presets() is in the order of RangePreset
}

QToolButton *menuButton(QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setProperty("kind", u"button"_s);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setMenu(new QMenu(button));
    return button;
}

bool usesRange(PageId page)
{
    return page != PageId::Budgets && page != PageId::Audit;
}

bool usesComparison(PageId page)
{
    return page == PageId::Overview || page == PageId::Projects || page == PageId::Models;
}

} // namespace

TopBar::TopBar(QWidget *parent) : QFrame(parent)
{
    setObjectName(u"topBar"_s);
    setFixedHeight(barHeight);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 0, 20, 0);
    layout->setSpacing(8);

    m_back = new QToolButton(this);
    m_back->setProperty("kind", u"flat"_s);
    m_back->setFocusPolicy(Qt::StrongFocus);
    m_back->setToolTip(tr("Back (Alt+Left)"));
    m_back->setAccessibleName(tr("Back"));
    connect(m_back, &QToolButton::clicked, this, &TopBar::backRequested);
    layout->addWidget(m_back);
    m_trail = new QHBoxLayout;
    m_trail->setSpacing(2);
    layout->addLayout(m_trail, 1);

    buildRanges(layout);

    m_compare = new QPushButton(tr("Compare"), this);
    m_compare->setObjectName(u"compare"_s);
    m_compare->setCheckable(true);
    m_compare->setAutoDefault(false);
    connect(m_compare, &QPushButton::clicked, this, &TopBar::compareChosen);
    layout->addWidget(m_compare);

    m_groupBy = menuButton(this);
    m_groupBy->setObjectName(u"groupBy"_s);
    m_groupBy->setAccessibleName(tr("Group by"));
    auto *groups = new QActionGroup(m_groupBy);
    groups->setExclusive(true);
    for (const auto &[text, groupBy] : {std::pair{tr("By project"), GroupBy::Project},
                                        {tr("By model"), GroupBy::Model},
                                        {tr("By store"), GroupBy::Store}}) {
        auto *action = m_groupBy->menu()->addAction(text);
        action->setCheckable(true);
        groups->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, chosen = groupBy] { Q_EMIT groupByChosen(chosen); });
    }
    layout->addWidget(m_groupBy);

    m_export = menuButton(this);
    m_export->setObjectName(u"export"_s);
    m_export->setText(tr("Export"));
    m_export->setToolTip(tr("Ctrl+E"));
    layout->addWidget(m_export);
    m_back->setIcon(icon(u"back"_s, colours().secondary));
}

void TopBar::buildRanges(QHBoxLayout *layout)
{
    m_ranges = new SegmentedControl(this);
    m_ranges->setObjectName(u"ranges"_s);
    m_ranges->setAccessibleName(tr("Range"));
    m_rangeMenu = menuButton(this);
    m_rangeMenu->setObjectName(u"rangeMenu"_s);
    m_rangeMenu->setAccessibleName(tr("Range"));
    auto *group = new QActionGroup(m_rangeMenu);
    group->setExclusive(true);
    for (const PresetText &preset : presets()) {
        const int index = m_ranges->addSegment(preset.text, preset.toolTip);
        auto *action = m_rangeMenu->menu()->addAction(preset.text);
        action->setCheckable(true);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, index] { chooseRange(index); });
    }
    connect(m_ranges, &SegmentedControl::chosen, this, &TopBar::chooseRange);
    layout->addWidget(m_ranges);
    layout->addWidget(m_rangeMenu);
}

void TopBar::setStoresOffered(bool offered)
{
    m_storesOffered = offered;
}

QMenu *TopBar::exportMenu() const
{
    return m_export->menu();
}

void TopBar::showExportMenu()
{
    m_export->showMenu();
}

void TopBar::chooseRange(int index)
{
    const RangePreset preset = presets()[static_cast<std::size_t>(index)].preset;
    if (preset == RangePreset::Custom)
        Q_EMIT customRangeRequested();
    else
        Q_EMIT presetChosen(preset);
}

void TopBar::setPlace(const Place &place, const RangeSelection &range, bool canGoBack)
{
    m_back->setVisible(canGoBack);
    showTrail(place);

    const QString custom = place.preset == RangePreset::Custom
                               ? format::range(place.custom, QDate::currentDate().year())
                               : presets().back().text;
    m_ranges->setText(indexOf(RangePreset::Custom), custom);
    m_ranges->setCurrent(indexOf(place.preset));
    m_rangeMenu->menu()->actions().at(indexOf(place.preset))->setChecked(true);
    m_rangeMenu->setText(place.preset == RangePreset::Custom
                             ? custom
                             : presets()[static_cast<std::size_t>(indexOf(place.preset))].text);

    m_hasRanges = usesRange(place.page);
    m_compare->setVisible(usesComparison(place.page));
    m_compare->setChecked(place.compare);
    // The mark, because being pressed must not show by colour alone.
    m_compare->setText(place.compare ? tr("✓ Compare") : tr("Compare"));
    m_compare->setToolTip(range.previous.size() > 0
                              ? tr("Compare with the previous period: %1")
                                    .arg(format::range(range.previous))
                              : tr("Compare with the previous period"));
    m_groupBy->setVisible(place.page == PageId::Overview);
    const auto grouping = [this](GroupBy groupBy) {
        return m_groupBy->menu()->actions().at(static_cast<int>(groupBy));
    };
    const bool noStores = place.groupBy == GroupBy::Store && !m_storesOffered;
    QAction *chosen = grouping(noStores ? GroupBy::Project : place.groupBy);
    grouping(GroupBy::Store)->setVisible(m_storesOffered);
    chosen->setChecked(true);
    m_groupBy->setText(chosen->text());
    fit();
}

void TopBar::showTrail(const Place &place)
{
    while (auto *item = m_trail->takeAt(0)) {
        if (auto *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the very link that was clicked
        }
        delete item;
    }
    struct Crumb
    {
        QString text;
        Destination destination;
    };
    const QString all = u""_s;
    std::vector<Crumb> crumbs{{pageTitle(place.page), {place.page, all, all, {}, false}}};
    if (place.store)
        crumbs.push_back({*place.store, {place.page, {}, all, {}, false, place.store}});
    if (place.project)
        crumbs.push_back({*place.project, {place.page, *place.project, all, {}, false}});
    if (place.model)
        crumbs.push_back({*place.model, {}});

    for (const Crumb &crumb : crumbs) {
        const bool last = &crumb == &crumbs.back();
        const QString text = format::safeText(crumb.text, last ? 200 : crumbLength);
        if (last) {
            auto *title = new ElidedLabel(text, this);
            title->setObjectName(u"pageTitle"_s);
            title->setProperty("kind", u"page-title"_s);
            m_trail->addWidget(title, 1);
            break;
        }
        auto *link = new QPushButton(withoutMnemonics(text), this);
        link->setProperty("kind", u"link"_s);
        link->setAutoDefault(false);
        link->setAccessibleDescription(tr("Back to %1").arg(text)); // else the tooltip, with its markup
        link->setToolTip(asRichText(tr("Back to %1").arg(text)));
        connect(link, &QPushButton::clicked, this,
                [this, destination = crumb.destination] { Q_EMIT navigate(destination); });
        m_trail->addWidget(link);
        auto *arrow = new QLabel(u"›"_s, this);
        arrow->setProperty("kind", u"secondary"_s);
        m_trail->addWidget(arrow);
    }
}

void TopBar::fit()
{
    // What all the controls would take if the ranges were spread out.
    int needed = layout()->contentsMargins().left() + layout()->contentsMargins().right()
                 + leastTrailWidth;
    for (const QWidget *widget : std::initializer_list<const QWidget *>{
             m_back, m_compare, m_groupBy, m_export})
        needed += widget->isHidden() ? 0 : widget->sizeHint().width() + layout()->spacing();
    needed += m_ranges->sizeHint().width() + layout()->spacing();
    const bool spread = needed <= width();
    m_ranges->setVisible(m_hasRanges && spread);
    m_rangeMenu->setVisible(m_hasRanges && !spread);
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fit();
}

void TopBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (!m_export)
        return; // still being built
    if (event->type() == QEvent::PaletteChange)
        m_back->setIcon(icon(u"back"_s, colours().secondary));
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        fit();
}

} // namespace tollkeeper::ui
