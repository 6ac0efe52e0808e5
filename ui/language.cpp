// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "language.h"

#include "format/translation.h"

#include <QLibraryInfo>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

// The first of the user's languages that there are words for.
Language spoken()
{
    for (const QString &name : QLocale::system().uiLanguages()) {
        switch (QLocale(name).language()) {
        case QLocale::German:
            return Language::German;
        case QLocale::English:
        case QLocale::C:
            return Language::English;
        default:
            break;
        }
    }
    return Language::English;
}

void install(const QString &file, const QString &folder)
{
    auto *translator = new QTranslator(QCoreApplication::instance());
    if (translator->load(file, folder))
        QCoreApplication::installTranslator(translator);
    else
        delete translator; // Qt's own words stay English where its translations are not installed
}

} // namespace

QLocale localeFor(bool german, const QLocale &system)
{
    const QLocale::Language language = german ? QLocale::German : QLocale::English;
    const QLocale local(language, system.territory());
    // Qt answers with another country where it has no rules for this one.
    if (local.territory() == system.territory() && (german || system.language() == language))
        return local;
    return german ? QLocale(language, QLocale::Germany) : QLocale::c();
}

void applyLanguage(Language language)
{
    const QLocale system = QLocale::system();
    const bool german = (language == Language::System ? spoken() : language) == Language::German;
    const QLocale locale = localeFor(german, system);
    format::setLocale(locale);
    if (!german) {
        if (system.language() != QLocale::English && system.language() != QLocale::C)
            QLocale::setDefault(QLocale(QLocale::English));
        return;
    }
    QLocale::setDefault(locale); // calendars and fields of Qt's
    install(u"qtbase_de"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(u"tollkeeper_de"_s, u":/i18n"_s);
}

} // namespace tollkeeper::ui
