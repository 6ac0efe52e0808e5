// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/aboutstoredialog.h"

#include "dialogs/plaintext.h"
#include "format/format.h"
#include "store/rights.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

struct TaskText
{
    Task task;
    QString text;
};

std::vector<TaskText> tasks()
{
    return {{Task::Record, AboutStoreDialog::tr("Record calls")},
            {Task::Reset, AboutStoreDialog::tr("Reset budgets and undo it")},
            {Task::SetLimits, AboutStoreDialog::tr("Set and clear limits")},
            {Task::Seal, AboutStoreDialog::tr("Keep summaries, which make reading fast")}};
}

QString answer(Task task, const Access &access)
{
    if (mayDo(task, access))
        return AboutStoreDialog::tr("✓ yes");
    const auto missing = missingFor(task, access);
    return missing.empty() ? AboutStoreDialog::tr("✗ no")
                           : AboutStoreDialog::tr("✗ no, needs %1").arg(rightsText(missing));
}

QFormLayout *plainForm()
{
    auto *form = new QFormLayout;
    form->setSpacing(8);
    form->setHorizontalSpacing(18);
    return form;
}

} // namespace

AboutStoreDialog::AboutStoreDialog(const QString &title, const StoreInfo &store, QWidget *parent)
    : QDialog(parent)
{
    describe(startWith(title), store);
    addClose();
}

AboutStoreDialog::AboutStoreDialog(const QString &title, const std::vector<StorePart> &parts,
                                   QWidget *parent)
    : QDialog(parent)
{
    auto *tabs = new QTabWidget(this);
    startWith(title)->addWidget(tabs);
    setWindowTitle(tr("About these stores"));
    for (const StorePart &part : parts) {
        auto *tab = new QWidget(tabs);
        auto *layout = new QVBoxLayout(tab);
        layout->setContentsMargins(14, 14, 14, 14);
        layout->setSpacing(14);
        if (part.snapshot)
            describe(layout, part.snapshot->store);
        else
            layout->addWidget(plainLabel(tr("This store has not been open yet."), this));
        layout->addStretch();
        tabs->addTab(tab, withoutMnemonics(format::safeText(part.label.name, 40)));
    }
    addClose();
}

QVBoxLayout *AboutStoreDialog::startWith(const QString &title)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About this store"));
    setMinimumWidth(560);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(headingLabel(title, this));
    return layout;
}

void AboutStoreDialog::describe(QVBoxLayout *layout, const StoreInfo &store)
{
    layout->addLayout(facts(store));
    auto *may = plainLabel(tr("What you may do here"), this);
    may->setProperty("kind", u"title"_s);
    layout->addWidget(may);
    layout->addLayout(rights(store));
    addGrants(layout, store);
}

void AboutStoreDialog::addClose()
{
    auto *layout = qobject_cast<QVBoxLayout *>(this->layout());
    layout->addStretch();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    buttons->button(QDialogButtonBox::Close)->setFocus();
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

QFormLayout *AboutStoreDialog::facts(const StoreInfo &store)
{
    auto *form = plainForm();
    const auto add = [&](const QString &name, const QString &value) {
        form->addRow(name, plainLabel(format::safeText(value), this));
    };
    add(tr("Location"), store.display);
    add(tr("Server"), store.serverVersion);
    if (store.backend == Backend::Postgres) {
        add(tr("Connection"), store.encrypted ? tr("encrypted (TLS)") : tr("not encrypted"));
        add(tr("Role"), store.databaseRole);
    }
    add(tr("Operating-system user"), store.osUser);
    return form;
}

QFormLayout *AboutStoreDialog::rights(const StoreInfo &store)
{
    auto *form = plainForm();
    form->addRow(tr("Look at everything"), plainLabel(tr("✓ yes"), this));
    for (const auto &[task, text] : tasks()) {
        auto *label = plainLabel(answer(task, store.access), this);
        label->setObjectName(u"task%1"_s.arg(static_cast<int>(task)));
        form->addRow(text, label);
    }
    return form;
}

void AboutStoreDialog::addGrants(QVBoxLayout *layout, const StoreInfo &store)
{
    const QString statements = grantStatements(store.access.missing, store.databaseRole);
    if (statements.isEmpty()) {
        if (!store.access.reason.isEmpty())
            layout->addWidget(plainLabel(format::safeText(store.access.reason), this));
        return;
    }
    auto *text = new QPlainTextEdit(statements, this);
    text->setObjectName(u"grants"_s);
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setAccessibleName(tr("Statements to ask for"));
    text->setFixedHeight(text->fontMetrics().lineSpacing()
                             * std::clamp<int>(int(statements.count(u'\n')) + 1, 2, 8)
                         + 28);
    auto *copy = new QPushButton(tr("&Copy"), this);
    copy->setObjectName(u"copy"_s);
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this,
            [statements] { QGuiApplication::clipboard()->setText(statements); });
    layout->addWidget(plainLabel(tr("For all of it, ask an administrator of the database for:"),
                                 this));
    layout->addWidget(text);
    layout->addWidget(copy, 0, Qt::AlignLeft);
}

} // namespace tollkeeper::ui
