// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "callline.h"

#include "nearest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUtf8StringView>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

struct Member
{
    QString key;
    QByteArrayView raw; ///< the value's JSON, byte for byte
};
using Members = std::vector<Member>;

tl::unexpected<StoreError> invalid(const QString &sentence)
{
    return fail(StoreError::Kind::Invalid, sentence);
}

QString shown(QByteArrayView raw)
{
    constexpr qsizetype most = 40;
    const QString text = QString::fromUtf8(raw);
    return text.size() <= most ? text : text.left(most) + u'…';
}

// The text that a JSON string stands for.
QString decoded(QByteArrayView string)
{
    return QJsonDocument::fromJson('[' + string.toByteArray() + ']').array().at(0).toString();
}

// Cuts an object into its members. QJsonDocument has found it to be valid JSON; what it keeps of
// numbers and of the order of keys is not enough to echo an id or to see a repeated key.
class Cutter
{
public:
    explicit Cutter(QByteArrayView object) : m_rest(object) {}

    Members members()
    {
        Members members;
        skipSpace();
        skip(); // the opening brace
        for (skipSpace(); m_rest.front() != '}'; skipSpace()) {
            const QString key = decoded(takeValue());
            skipSpace();
            skip(); // the colon
            skipSpace();
            members.push_back({key, takeValue()});
            skipSpace();
            if (m_rest.front() == ',')
                skip();
        }
        return members;
    }

private:
    void skip(qsizetype count = 1) { m_rest = m_rest.sliced(count); }
    void skipSpace()
    {
        while (!m_rest.isEmpty() && QByteArrayView(" \t\r\n").contains(m_rest.front()))
            skip();
    }

    QByteArrayView takeValue()
    {
        qsizetype end = 0;
        int depth = 0;
        do {
            const char c = m_rest[end];
            if (c == '"') {
                for (++end; m_rest[end] != '"'; ++end) {
                    if (m_rest[end] == '\\')
                        ++end;
                }
                ++end;
            } else if (c == '{' || c == '[') {
                ++depth;
                ++end;
            } else if (c == '}' || c == ']') {
                --depth;
                ++end;
            } else if (depth > 0) {
                ++end;
            } else { // a number or a word
                while (!QByteArrayView(",}] \t\r\n").contains(m_rest[end]))
                    ++end;
            }
        } while (depth > 0);
        const QByteArrayView value = m_rest.first(end);
        skip(end);
        return value;
    }

    QByteArrayView m_rest;
};

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

Result<Members> membersOf(QByteArrayView line)
{
    if (line.contains(byteOrderMark)) { // QJsonDocument drops it from where a text begins
        return invalid(u"The line holds a byte order mark that is not at its beginning. In a name it "
                       "is written \\ufeff."_s);
    }
    if (line.trimmed().isEmpty())
        return invalid(u"The line is empty."_s);
    if (!QUtf8StringView(line.data(), line.size()).isValidUtf8())
        return invalid(u"The line is not valid UTF-8."_s);
    // Not allowed inside of a JSON string either, and an id is echoed as it is.
    const auto control = std::ranges::find_if(line, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r';
    });
    if (control != line.end()) {
        return invalid(
            u"The line holds a control character at byte %1."_s.arg(control - line.begin() + 1));
    }
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(line.toByteArray(), &error);
    if (error.error != QJsonParseError::NoError) {
        const bool notFinite = line.contains("NaN") || line.contains("Infinity");
        return invalid(u"The line is not JSON: %1 at byte %2.%3"_s.arg(error.errorString())
                           .arg(error.offset)
                           .arg(notFinite ? u" JSON has no NaN and no Infinity."_s : QString()));
    }
    if (!document.isObject())
        return invalid(u"The line is JSON, but not an object: {\"project\": ..., ...}."_s);
    return Cutter(line).members();
}

const Member *find(const Members &members, QStringView key)
{
    const auto found = std::ranges::find(members, key, &Member::key);
    return found == members.end() ? nullptr : &*found;
}

bool isNumber(QByteArrayView raw)
{
    return raw.front() == '-' || (raw.front() >= '0' && raw.front() <= '9');
}

Result<void> read(const Member &member, QString &text)
{
    if (member.raw.front() != '"')
        return invalid(u"%1 must be a string, not %2."_s.arg(member.key, shown(member.raw)));
    text = decoded(member.raw);
    return {};
}

Result<void> read(const Member &member, qint64 &tokens)
{
    const bool whole = isNumber(member.raw) && std::ranges::none_of(member.raw, [](char c) {
                           return c == '.' || c == 'e' || c == 'E';
                       });
    if (!whole)
        return invalid(u"%1 must be a whole number, not %2."_s.arg(member.key, shown(member.raw)));
    bool fits = false;
    tokens = member.raw.toLongLong(&fits);
    if (!fits) {
        return invalid(u"%1 is %2; at most %3 tokens can be recorded."_s.arg(
            member.key, shown(member.raw), QString::number(maxTokens)));
    }
    return {};
}

Result<void> read(const Member &member, double &usd)
{
    if (!isNumber(member.raw))
        return invalid(u"%1 must be a number, not %2."_s.arg(member.key, shown(member.raw)));
    bool fits = false;
    usd = member.raw.toDouble(&fits);
    if (!fits)
        return invalid(u"%1 is %2, which is no amount."_s.arg(member.key, shown(member.raw)));
    return {};
}

Result<void> checkKeys(const Members &members)
{
    // Never destroyed: the thread that reads lines may still be at it when the program ends.
    static const auto &known = *new QStringList{
        u"project"_s,    u"model"_s, u"input_tokens"_s, u"output_tokens"_s, u"cost"_s,
        u"max_budget"_s, u"id"_s};
    for (const Member &member : members) {
        if (!known.contains(member.key)) {
            return invalid(u"The key \"%1\" is unknown.%2"_s.arg(shown(member.key.toUtf8()),
                                                                 didYouMean(member.key, known)));
        }
        if (std::ranges::count(members, member.key, &Member::key) > 1)
            return invalid(u"The key \"%1\" is there more than once."_s.arg(member.key));
    }
    QStringList missing;
    for (const QString &key : known.first(5)) {
        if (!find(members, key))
            missing.append(key);
    }
    if (!missing.isEmpty())
        return invalid(u"Missing: %1."_s.arg(missing.join(u", "_s)));
    return {};
}

Result<CallRequest> requestOf(const Members &members)
{
    CallRequest request;
    auto valid = checkKeys(members);
    const auto take = [&](QStringView key, auto &target) {
        if (valid)
            valid = read(*find(members, key), target);
    };
    take(u"project", request.usage.project);
    take(u"model", request.usage.model);
    take(u"input_tokens", request.usage.inputTokens);
    take(u"output_tokens", request.usage.outputTokens);
    take(u"cost", request.usage.costUsd);
    const Member *cap = find(members, u"max_budget");
    if (cap && cap->raw != "null")
        take(u"max_budget", request.maxBudgetUsd.emplace());
    if (!valid)
        return tl::unexpected(valid.error());
    return request;
}

} // namespace

CallLine parseCallLine(const QByteArray &line)
{
    QByteArrayView text(line);
    if (text.startsWith(byteOrderMark))
        text = text.sliced(byteOrderMark.size());
    const auto members = membersOf(text);
    if (!members)
        return {{}, tl::unexpected(members.error())};
    const Member *id = find(*members, u"id");
    return {id ? id->raw.toByteArray() : QByteArray(), requestOf(*members)};
}

} // namespace tollkeeper::cli
