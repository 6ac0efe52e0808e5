// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"

#include "format/translation.h"
#include "mainwindow.h"
#include "reportrun.h"
#include "sampledata.h"
#include "screenshot.h"
#include "session/session.h"
#include "settings.h"
#include "store/storeurl.h"
#include "version.h"

#include <QApplication>
#include <QLoggingCategory>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace tollkeeper;

namespace {

using desktop::exitStore;
using desktop::exitUsage;
constexpr QSize screenshotSize(1440, 900);

int complain(const QString &sentence, int exitCode)
{
    std::fprintf(stderr, "tollkeeper: %s\n", qPrintable(sentence));
    return exitCode;
}

/// Prints what is wrong with \a arguments, or the help that they ask for. Translations need an
/// application object, which at other times the arguments decide on: so they are read again here.
int explain(const QStringList &arguments)
{
    char name[] = "tollkeeper";
    char *argv[] = {name, nullptr};
    int argc = 1;
    const QCoreApplication application(argc, argv);
    ui::applyLanguage(desktop::languageOf(arguments)
                          .value_or(ui::Settings::ofUser().preferences().language));
    const auto read = desktop::parseArguments(arguments);
    if (!read)
        return complain(maskSecrets(read.error()) + u' ' + Text::tr("See tollkeeper --help."),
                        exitUsage);
    std::printf("%s\n", qPrintable(read->information));
    return 0;
}

QStringList toStrings(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return arguments;
}

// How `tollctl dashboard` hands over its --store-url and --read-url: an argument list is public.
std::optional<QString> handedOver(const char *variable)
{
    const QString value = qEnvironmentVariable(variable);
    qunsetenv(variable); // not for programs that the window starts
    return value.isEmpty() ? std::nullopt : std::optional(value);
}

StoreChoice chosenStore(const desktop::Arguments &arguments)
{
    const auto storeUrl = handedOver("TOLLKEEPER_STORE_URL");
    const auto readUrl = handedOver("TOLLKEEPER_READ_URL");
    return withReading(chooseStore(arguments.storeUrl || arguments.db ? arguments.storeUrl : storeUrl,
                                   arguments.db, qEnvironmentVariable("LLM_TOLL_STORE_URL")),
                       arguments.readUrl ? arguments.readUrl : readUrl,
                       qEnvironmentVariable("LLM_TOLL_READ_URL"));
}

/// Several stores, as what settings or the command line call them.
Result<ui::NamedStores> storesTogether(const desktop::Arguments &arguments,
                                       const ui::Settings &settings)
{
    ui::NamedStores stores;
    QStringList names;
    for (const QString &text : arguments.together) {
        const auto location = StoreLocation::parse(text);
        if (!location)
            return tl::unexpected(location.error());
        const QString known = settings.store(*location).name;
        names << arguments.storeNames.value(names.size(),
                                            known.isEmpty() ? ui::shortName(*location) : known);
        stores.push_back({{}, *location});
    }
    for (const StoreLabel &label : labelStores(names))
        stores[static_cast<std::size_t>(label.store)].name = label.name;
    return stores;
}

/// Without a window: nobody waits in front of a frozen one. What went wrong with the sample store.
std::optional<QString> openStore(ui::Session &session, const desktop::Arguments &arguments,
                                 const ui::Settings &settings)
{
    if (!arguments.together.isEmpty()) {
        const auto stores = storesTogether(arguments, settings);
        if (!stores)
            return stores.error().message;
        session.open(*stores);
        return {};
    }
    if (!arguments.sample) {
        session.open(chosenStore(arguments));
        return {};
    }
    const auto sample = ui::prepareSampleStore().result();
    if (!sample)
        return sample.error().message;
    session.open(*sample);
    return {};
}

/// Runs until the picture is written.
int takeScreenshot(ui::Session &session, ui::MainWindow &window, const QString &path)
{
    int exitCode = 0;
    window.setStill(true);
    QObject::connect(&session, &ui::Session::fellBack, &window, [](const QString &warning) {
        std::fprintf(stderr, "%s\n", qPrintable(warning));
    });
    ui::Screenshot screenshot(session, window, path);
    QObject::connect(&screenshot, &ui::Screenshot::finished, &window,
                     [&exitCode](const std::optional<StoreError> &problem) {
                         if (problem)
                             exitCode = complain(problem->message,
                                                 problem->kind == StoreError::Kind::Invalid
                                                     ? exitUsage
                                                     : exitStore);
                         QApplication::exit(exitCode);
                     });
    QApplication::exec();
    return exitCode;
}

} // namespace

int main(int argc, char **argv)
{
    const QStringList texts = toStrings(argc, argv);
    const auto arguments = desktop::parseArguments(texts);
    storeurl::hideSecrets(argc, argv);
    if (!arguments || !arguments->information.isEmpty())
        return explain(texts);
    const bool picture = arguments->needsNoDisplay();
    if (picture && !arguments->ownPlatform && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    if (picture) // under cron, what Qt remarks on the session would become a mail
        QLoggingCategory::setFilterRules(u"*.warning=false"_s);

    QApplication application(argc, argv);
    QApplication::setApplicationName(u"tollkeeper"_s);
    QApplication::setApplicationDisplayName(u"Tollkeeper"_s);
    QApplication::setApplicationVersion(QString::fromLatin1(version));
    QApplication::setWindowIcon(ui::icon(u"tollkeeper"_s));
    QApplication::setDesktopFileName(u"tollkeeper"_s);

    ui::Settings settings = picture ? ui::Settings::forgetful() : ui::Settings::ofUser();
    ui::applyLanguage(arguments->language.value_or(settings.preferences().language));
    ui::applyTheme(application, arguments->theme.value_or(settings.preferences().scheme));
    ui::Session session;
    session.setPollInterval(picture ? 0 : settings.preferences().refreshMs);
    if (picture)
        session.setPatience(ui::unattendedPatienceMs);
    if (arguments->report) {
        if (const auto problem = openStore(session, *arguments, settings))
            return complain(*problem, exitStore);
        return desktop::writeReport(session, *arguments);
    }
    ui::MainWindow window(session, settings, arguments->startAt(settings.place()));
    if (arguments->size || picture)
        window.resize(arguments->size.value_or(screenshotSize));

    if (arguments->sample && !picture)
        window.openSample();
    else if (const auto problem = openStore(session, *arguments, settings))
        return complain(*problem, exitStore);
    window.show();
    return picture ? takeScreenshot(session, window, arguments->screenshot)
                   : QApplication::exec();
}
