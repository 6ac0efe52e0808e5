// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "keychain.h"

#include "format/translation.h"

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui::keychain {
namespace {

const QString service = u"tollkeeper"_s;

QString problemOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::NoError:
    case QKeychain::EntryNotFound: return {};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return Text::tr("The keychain was not unlocked.");
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return Text::tr("This desktop has no keychain.");
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError: break;
    }
    return job.errorString().isEmpty() ? Text::tr("This desktop has no keychain.")
                                       : Text::tr("The keychain says: %1").arg(job.errorString());
}

} // namespace

void read(const QString &url, QObject *context, std::function<void(const Password &)> answer)
{
    auto *job = new QKeychain::ReadPasswordJob(service);
    job->setKey(url);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, answer = std::move(answer)] {
        answer({job->error() ? QString() : job->textData(), problemOf(*job)});
    });
    job->start();
}

void write(const QString &url, const QString &password, QObject *context,
           std::function<void(const QString &problem)> answer)
{
    auto *job = new QKeychain::WritePasswordJob(service);
    job->setKey(url);
    job->setTextData(password);
    QObject::connect(job, &QKeychain::Job::finished, context,
                     [job, answer = std::move(answer)] { answer(problemOf(*job)); });
    job->start();
}

void forget(const QString &url)
{
    auto *job = new QKeychain::DeletePasswordJob(service);
    job->setKey(url);
    job->start();
}

} // namespace tollkeeper::ui::keychain
