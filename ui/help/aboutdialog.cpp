// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "help/aboutdialog.h"

#include "dialogs/plaintext.h"
#include "session/background.h"
#include "store/versions.h"
#include "theme/theme.h"
#include "version.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

AboutDialog::AboutDialog(const QString &server, QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Tollkeeper"));
    setMinimumWidth(420);
    auto *picture = new QLabel(this);
    picture->setPixmap(icon(u"tollkeeper"_s).pixmap(48, 48));
    auto *versions = plainLabel({}, this);
    versions->setObjectName(u"versions"_s);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(picture);
    layout->addWidget(headingLabel(u"Tollkeeper"_s, this));
    layout->addWidget(plainLabel(tr("What a team's LLM API calls cost, and budgets that hold."), this));
    layout->addWidget(versions);
    layout->addWidget(plainLabel(tr("Free software under the GNU General Public License, version 3 or "
                                    "later. It comes without any warranty."), this));
    layout->addStretch();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *copy = buttons->addButton(tr("&Copy versions"), QDialogButtonBox::ActionRole);
    copy->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this,
            [versions] { QGuiApplication::clipboard()->setText(versions->text()); });

    const auto show = [versions, server](const QStringList &libraries) {
        QStringList lines{u"Tollkeeper "_s + QString::fromLatin1(tollkeeper::version),
                          u"Qt "_s + QString::fromLatin1(qVersion())};
        lines += libraries;
        if (!server.isEmpty())
            lines << tr("Store: %1").arg(server);
        versions->setText(lines.join(u'\n'));
    };
    show({});
    whenDone(inBackground(libraryVersions), this, show);
}

} // namespace tollkeeper::ui
