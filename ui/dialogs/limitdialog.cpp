// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/limitdialog.h"

#include "budget/periods.h"
#include "dialogs/confirmdialog.h"
#include "dialogs/limitinput.h"
#include "dialogs/plaintext.h"
#include "format/format.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int rehearsedEvents = 4; // the newest of them
constexpr int noteLines = 3;

// As high as it gets: what is below stays where it is while one types.
void reserveLines(QLabel *label, int lines)
{
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    label->setMinimumHeight(lines * label->fontMetrics().lineSpacing());
}

QString thresholdsText(const std::vector<int> &percents)
{
    QStringList parts;
    for (const int percent : percents)
        parts << QString::number(percent);
    return parts.join(u", "_s);
}

QString spentText(const BudgetState &state)
{
    if (state.unreadable)
        return LimitDialog::tr("What the project has spent cannot be read: reset its budget.");
    const auto &last = state.budget.lastResetAt;
    const QString spent = format::usdExact(state.total);
    return last ? LimitDialog::tr("Spent since the reset on %1: %2")
                      .arg(format::day(last->day()), spent)
                : LimitDialog::tr("Spent so far: %1").arg(spent);
}

} // namespace

LimitDialog::LimitDialog(const Budget &budget, const StoreInfo &store, QWidget *parent)
    : QDialog(parent), m_budget(budget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(520);
    const QString title = tr("Limit of %1").arg(format::safeText(budget.project, 60));
    setWindowTitle(title);

    const Limit present = budget.limit.value_or(Limit{});
    m_amount = new QLineEdit(this);
    m_amount->setObjectName(u"amount"_s);
    m_amount->setMaxLength(40);
    m_amount->setPlaceholderText(tr("for example 2000"));
    if (budget.limit)
        m_amount->setText(amountText(Money::fromUsd(present.maxBudgetUsd)));
    m_amount->selectAll();

    m_period = new QComboBox(this);
    m_period->setObjectName(u"period"_s);
    for (const auto &[text, period] : {std::pair{tr("None"), Period::None},
                                       {tr("Daily"), Period::Daily},
                                       {tr("Weekly, from Monday"), Period::Weekly},
                                       {tr("Monthly"), Period::Monthly}})
        m_period->addItem(text, static_cast<int>(period));
    m_period->setCurrentIndex(m_period->findData(static_cast<int>(present.period)));
    m_period->setToolTip(tr("The budget starts anew at each UTC boundary"));

    m_warnings = new QLineEdit(thresholdsText(present.warnPercents), this);
    m_warnings->setObjectName(u"warnings"_s);

    auto *form = new QFormLayout;
    form->setSpacing(10);
    form->addRow(tr("&Limit in USD"), m_amount);
    form->addRow(tr("&Period (UTC)"), m_period);
    form->addRow(tr("&Warn at percent"), m_warnings);

    m_note = plainLabel({}, this);
    m_note->setObjectName(u"note"_s);
    reserveLines(m_note, noteLines);

    m_rehearsal = plainLabel({}, this);
    m_rehearsal->setObjectName(u"rehearsal"_s);
    m_rehearsal->setAccessibleName(tr("What this limit would have done"));
    m_rehearsal->hide();

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("Save limit"), QDialogButtonBox::AcceptRole);
    m_save->setObjectName(u"save"_s);
    m_save->setDefault(true);
    if (budget.limit) {
        auto *clear = buttons->addButton(tr("Clear limit…"), QDialogButtonBox::ResetRole);
        clear->setObjectName(u"clear"_s);
        clear->setAutoDefault(false);
        connect(clear, &QPushButton::clicked, this, [this] {
            reject();
            Q_EMIT clearRequested(m_budget.project);
        });
    }
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(headingLabel(title, this));
    layout->addWidget(plainLabel(spentText(budgetState(budget)), this));
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addWidget(m_rehearsal);
    layout->addWidget(plainLabel(tr("Written to the audit log as %1.").arg(actorText(store)), this));
    layout->addStretch();
    layout->addWidget(buttons);

    connect(m_amount, &QLineEdit::textChanged, this, &LimitDialog::check);
    connect(m_warnings, &QLineEdit::textChanged, this, &LimitDialog::check);
    connect(m_period, &QComboBox::currentIndexChanged, this, &LimitDialog::check);
    check();
    m_amount->setFocus();
}

std::optional<Limit> LimitDialog::limit() const
{
    const auto amount = parseAmount(m_amount->text());
    const auto warnings = parseThresholds(m_warnings->text());
    if (!amount || !warnings)
        return {};
    return Limit{amount->toUsd(), static_cast<Period>(m_period->currentData().toInt()), *warnings};
}

void LimitDialog::check()
{
    const auto chosen = limit();
    m_save->setEnabled(chosen.has_value());
    if (!chosen) {
        const auto amount = parseAmount(m_amount->text());
        m_note->setText(amount ? parseThresholds(m_warnings->text()).error() : amount.error());
        m_rehearsal->clear();
        return;
    }
    rehearse(*chosen);
    Budget would = m_budget;
    would.limit = chosen;
    const BudgetState state = budgetState(would);
    if (state.status == BudgetStatus::Exceeded)
        m_note->setText(chosen->period == Period::None
                            ? tr("This limit is reached already: every further call is refused.")
                            : tr("This limit is reached already: every further call is refused "
                                 "until the period ends."));
    else if (state.usedPercent)
        m_note->setText(tr("%1 of this limit is used; %2 is left.")
                            .arg(format::percent(*state.usedPercent),
                                 format::usd(state.left.value_or(Money()))));
    else
        m_note->clear();
    const QDate today = (m_past ? m_past->takenAt : Timestamp::now()).day();
    if (const auto next = nextPeriodStart(chosen->period, today)) {
        QString text = m_note->text();
        text += tr(" It starts anew on %1 (UTC).").arg(format::day(*next, today.year()));
        if (countsEarlierSpend(m_budget, *chosen, today))
            text += tr(" What was spent before counts until then; reset the budget to start from "
                       "nothing.");
        m_note->setText(text.trimmed());
    }
}

void LimitDialog::rehearseOn(const SnapshotPtr &snapshot)
{
    m_past = snapshot;
    m_rehearsal->setVisible(m_past != nullptr);
    reserveLines(m_rehearsal, rehearsedEvents + 2);
    check();
    adjustSize();
}

void LimitDialog::rehearse(const Limit &limit)
{
    if (!m_past)
        return;
    const QDate today = m_past->takenAt.day();
    const Rehearsal rehearsal =
        tollkeeper::rehearse(limit, m_budget.project, m_past->daily, today, today.addYears(-1));
    QStringList lines{format::rehearsalSummary(rehearsal, limit.period)};
    const auto &events = rehearsal.events;
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        if (lines.size() > rehearsedEvents)
            break;
        lines << u"•  "_s + format::rehearsalEvent(*event, today.year());
    }
    m_rehearsal->setText(lines.join(u'\n'));
}

} // namespace tollkeeper::ui
