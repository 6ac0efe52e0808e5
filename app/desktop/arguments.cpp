// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"

#include "format/translation.h"
#include "reportoptions.h"
#include "version.h"

#include <QCommandLineParser>
#include <QRegularExpression>

#include <utility>

using namespace Qt::StringLiterals;

namespace tollkeeper::desktop {
namespace {

using ui::Language;
using ui::PageId;
using ui::Scheme;

constexpr int leastSide = 200;
constexpr int longestSide = 10'000;

template <class T>
using Words = std::vector<std::pair<QString, T>>;

const Words<PageId> pages{{u"overview"_s, PageId::Overview}, {u"projects"_s, PageId::Projects},
                          {u"models"_s, PageId::Models},     {u"budgets"_s, PageId::Budgets},
                          {u"calls"_s, PageId::Calls},       {u"audit"_s, PageId::Audit}};
const Words<Scheme> themes{{u"system"_s, Scheme::System},
                           {u"light"_s, Scheme::Light},
                           {u"dark"_s, Scheme::Dark},
                           {u"contrast"_s, Scheme::Contrast}};
const Words<Language> languages{
    {u"system"_s, Language::System}, {u"en"_s, Language::English}, {u"de"_s, Language::German}};
const Words<GroupBy> groups{{u"project"_s, GroupBy::Project},
                            {u"model"_s, GroupBy::Model},
                            {u"store"_s, GroupBy::Store}};
const Words<RangePreset> presets{{u"24h"_s, RangePreset::Last24Hours},
                                 {u"7d"_s, RangePreset::Last7Days},
                                 {u"30d"_s, RangePreset::Last30Days},
                                 {u"month"_s, RangePreset::Month},
                                 {u"quarter"_s, RangePreset::Quarter},
                                 {u"all"_s, RangePreset::All}};

template <class T>
QString listOf(const Words<T> &words)
{
    QStringList names;
    for (const auto &[name, value] : words)
        names << name;
    return names.join(u", "_s);
}

template <class T>
std::optional<T> find(const Words<T> &words, const QString &name)
{
    for (const auto &[word, value] : words) {
        if (word.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

bool takeRange(const QString &text, Arguments &result)
{
    result.range = find(presets, text);
    if (result.range)
        return true;
    const QStringList days = text.split(u".."_s);
    if (days.size() != 2)
        return false;
    result.range = RangePreset::Custom;
    result.customRange = Range::days(QDate::fromString(days[0], Qt::ISODate),
                                     QDate::fromString(days[1], Qt::ISODate));
    return result.customRange.size() > 0;
}

// The stores of all --store-url and --db, where those are several, in the order they were given in.
QStringList storesTogether(const QCommandLineParser &parser)
{
    QHash<QString, int> used;
    QStringList stores;
    for (const QString &option : parser.optionNames()) {
        if (option == u"store-url"_s || option == u"db"_s)
            stores << parser.values(option).at(used[option]++);
    }
    return stores.size() > 1 ? stores : QStringList();
}

std::optional<QSize> parseSize(const QString &text)
{
    static const QRegularExpression form(u"^(\\d{1,5})x(\\d{1,5})$"_s);
    const auto match = form.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    const auto fits = [](int side) { return side >= leastSide && side <= longestSide; };
    return match.hasMatch() && fits(size.width()) && fits(size.height()) ? std::optional(size)
                                                                        : std::nullopt;
}

} // namespace

ui::Place Arguments::startAt(ui::Place otherwise) const
{
    otherwise.page = page.value_or(otherwise.page);
    otherwise.groupBy = groupBy.value_or(otherwise.groupBy);
    if (range) {
        otherwise.preset = *range;
        otherwise.custom = customRange;
    }
    otherwise.project = project;
    otherwise.model = model;
    return otherwise;
}

std::optional<Language> languageOf(const QStringList &arguments)
{
    const QString option = u"--language"_s;
    QString name;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        if (arguments[i] == option)
            name = arguments.value(i + 1);
        else if (arguments[i].startsWith(option + u'='))
            name = arguments[i].mid(option.size() + 1);
    }
    return find(languages, name);
}

tl::expected<Arguments, QString> parseArguments(const QStringList &arguments)
{
    const QCommandLineOption storeUrl(
        u"store-url"_s,
        Text::tr("The store: postgresql://..., or a SQLite file. Several are shown as one."),
        u"URL"_s);
    const QCommandLineOption db(u"db"_s, Text::tr("A SQLite file."), u"PATH"_s);
    const QCommandLineOption storeName(
        u"store-name"_s, Text::tr("Of several stores: what to call each, in their order."),
        u"NAME"_s);
    const QCommandLineOption readUrl(
        u"read-url"_s, Text::tr("A standby of the store to read from: postgresql://..."), u"URL"_s);
    const QCommandLineOption sample(u"sample"_s,
                                    Text::tr("Show invented calls from a store apart."));
    const QCommandLineOption page(u"page"_s, Text::tr("What to show first: %1.").arg(listOf(pages)),
                                  u"NAME"_s);
    const QCommandLineOption range(
        u"range"_s,
        Text::tr("%1, or FIRST..LAST as UTC dates such as 2026-11-01..2026-11-23.")
            .arg(listOf(presets)),
        u"RANGE"_s);
    const QCommandLineOption groupBy(
        u"group-by"_s, Text::tr("project, model, or, of several stores, store."), u"WHAT"_s);
    const QCommandLineOption project(u"project"_s, Text::tr("Show only this project."), u"NAME"_s);
    const QCommandLineOption theme(u"theme"_s, u"%1."_s.arg(listOf(themes)), u"NAME"_s);
    const QCommandLineOption language(
        u"language"_s,
        Text::tr("%1: of the window, its pictures and reports.").arg(listOf(languages)), u"NAME"_s);
    const QCommandLineOption size(u"size"_s, Text::tr("Of the window, in pixels."),
                                  u"WIDTHxHEIGHT"_s);
    const QCommandLineOption screenshot(
        u"screenshot"_s,
        Text::tr("Write a picture of the page to a PNG file, without a display, and exit."),
        u"FILE"_s);

    const QCommandLineOption model(u"model"_s, Text::tr("Show only this model."), u"NAME"_s);
    const ReportOptions reports;

    QCommandLineParser parser;
    parser.setApplicationDescription(
        Text::tr("What a team's LLM API calls cost, and budgets that hold."));
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    const auto help = parser.addHelpOption();
    const auto version = parser.addVersionOption();
    parser.addOptions({storeUrl, db, storeName, readUrl, sample, page, range, groupBy, project, model, theme,
                       language, size, screenshot});
    reports.addTo(parser);
    // Qt takes these itself; they must not be a mistake here.
    QCommandLineOption platform(u"platform"_s, {}, u"NAME"_s);
    QCommandLineOption style(u"style"_s, {}, u"NAME"_s);
    QCommandLineOption display(u"display"_s, {}, u"NAME"_s);
    for (auto *option : {&platform, &style, &display}) {
        option->setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOption(*option);
    }

    if (!parser.parse(arguments)) {
        QString sentence = parser.errorText();
        while (sentence.endsWith(u'.'))
            sentence.chop(1);
        return tl::unexpected(sentence + u'.');
    }
    Arguments result;
    if (parser.isSet(version)) {
        result.information = u"tollkeeper "_s + QString::fromLatin1(tollkeeper::version);
        return result;
    }
    if (parser.isSet(help) || parser.isSet(u"help-all"_s)) {
        result.information = parser.helpText().trimmed();
        return result;
    }
    if (!parser.positionalArguments().isEmpty())
        return tl::unexpected(
            Text::tr("What is \"%1\" for? A store is named with --db or --store-url.")
                .arg(parser.positionalArguments().constFirst()));

    const auto wrong = [&parser](const QCommandLineOption &option, const QString &expected) {
        const QString name = option.names().constFirst();
        return tl::unexpected(
            Text::tr("--%1 %2: expected %3.").arg(name, parser.value(name), expected));
    };
    if (parser.isSet(storeUrl))
        result.storeUrl = parser.value(storeUrl);
    if (parser.isSet(db))
        result.db = parser.value(db);
    if (parser.isSet(readUrl))
        result.readUrl = parser.value(readUrl);
    if (result.readUrl && result.db)
        return tl::unexpected(
            Text::tr("--read-url names a standby of a PostgreSQL store: a file has none."));
    result.together = storesTogether(parser);
    result.storeNames = parser.values(storeName);
    if (result.storeNames.size() > result.together.size())
        return tl::unexpected(
            Text::tr("--store-name is for several stores: name two or more."));
    if (result.readUrl && !result.together.isEmpty())
        return tl::unexpected(Text::tr("--read-url goes with one store."));
    result.sample = parser.isSet(sample);
    if (result.sample && (result.storeUrl || result.db))
        return tl::unexpected(
            Text::tr("--sample is a store of its own: leave --store-url and --db away."));
    if (parser.isSet(page)) {
        result.page = find(pages, parser.value(page));
        if (!result.page)
            return wrong(page, listOf(pages));
    }
    if (parser.isSet(range) && !takeRange(parser.value(range), result))
        return wrong(
            range, Text::tr("%1 or FIRST..LAST as UTC dates, first to last").arg(listOf(presets)));
    if (parser.isSet(groupBy)) {
        result.groupBy = find(groups, parser.value(groupBy));
        if (!result.groupBy)
            return wrong(groupBy, listOf(groups));
        if (result.groupBy == GroupBy::Store && result.together.isEmpty())
            return tl::unexpected(
                Text::tr("--group-by store is for several stores: name two or more."));
    }
    if (parser.isSet(project)) {
        if (parser.value(project).isEmpty())
            return wrong(project, Text::tr("the name of a project"));
        result.project = parser.value(project);
    }
    if (parser.isSet(model)) {
        if (parser.value(model).isEmpty())
            return wrong(model, Text::tr("the name of a model"));
        result.model = parser.value(model);
    }
    if (parser.isSet(theme)) {
        result.theme = find(themes, parser.value(theme));
        if (!result.theme)
            return wrong(theme, listOf(themes));
    }
    if (parser.isSet(language)) {
        result.language = find(languages, parser.value(language));
        if (!result.language)
            return wrong(language, listOf(languages));
    }
    if (parser.isSet(size)) {
        result.size = parseSize(parser.value(size));
        if (!result.size)
            return wrong(size, Text::tr("WIDTHxHEIGHT in pixels, such as 1440x900"));
    }
    if (parser.isSet(screenshot)) {
        result.screenshot = parser.value(screenshot);
        if (result.screenshot.isEmpty())
            return wrong(screenshot, Text::tr("the name of a file"));
    }
    const auto report = reports.read(parser);
    if (!report)
        return tl::unexpected(report.error());
    result.report = *report;
    if (result.report && !result.screenshot.isEmpty())
        return tl::unexpected(Text::tr("--report and --screenshot do not go together."));
    result.ownPlatform = parser.isSet(platform);
    return result;
}

} // namespace tollkeeper::desktop
