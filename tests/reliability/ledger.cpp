// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ledger.h"

#include "rawconnection.h"
#include "values/money.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

void Ledger::add(const QString &caller, const std::vector<Answer> &answers, bool killed)
{
    for (const Answer &answer : answers)
        ++m_counts[answer.outcome];
    m_answers.insert(m_answers.end(), answers.begin(), answers.end());
    if (killed)
        m_killed.insert(caller);
}

QString Ledger::callerOf(const QString &model) const
{
    return model.section(u'-', 0, 0); // see writer.cpp
}

QStringList Ledger::complaints(const QString &url, qint64 longestMs) const
{
    QStringList found;
    std::map<QString, const Answer *> logged;
    std::set<QString> mayBeThere;
    for (const Answer &answer : m_answers) {
        if (answer.waitedMs > longestMs)
            found << u"%1 waited %2 ms: %3"_s.arg(answer.model).arg(answer.waitedMs).arg(answer.toLine());
        if (answer.inDoubt())
            mayBeThere.insert(answer.model);
        if (answer.logged() && !logged.emplace(answer.model, &answer).second)
            found << u"%1 was answered twice"_s.arg(answer.model);
        if (answer.logged() && answer.capUsd && answer.totalUsd > *answer.capUsd)
            found << u"over the cap: %1"_s.arg(answer.toLine());
        if (answer.refused() && (!answer.capUsd || answer.totalUsd < *answer.capUsd))
            found << u"refused within the cap: %1"_s.arg(answer.toLine());
    }

    RawConnection raw(url);
    std::map<QString, Money> expected;
    std::set<QString> seen;
    for (const QStringList &row : raw.rows(u"SELECT project, model, cost FROM usage_logs"_s)) {
        const QString &model = row[1];
        const Money cost = Money::fromUsd(row[2].toDouble());
        expected[row[0]] += cost;
        if (!seen.insert(model).second)
            found << u"%1 is in the log twice"_s.arg(model);
        const auto answer = logged.find(model);
        if (answer == logged.end()) {
            if (!mayBeThere.contains(model) && !m_killed.contains(callerOf(model)))
                found << u"%1 is in the log, but its caller was not told so"_s.arg(model);
        } else if (answer->second->project != row[0]
                   || Money::fromUsd(answer->second->costUsd) != cost) {
            found << u"%1 is in the log otherwise than asked for"_s.arg(model);
        }
    }
    for (const auto &[model, answer] : logged) {
        if (!seen.contains(model))
            found << u"%1 was lost: its caller was told \"logged\""_s.arg(model);
    }

    for (const QStringList &row :
         raw.rows(u"SELECT project, action, amount FROM tollkeeper_audit"_s)) {
        const Money amount = Money::fromUsd(row[2].toDouble());
        if (row[1] == u"reset")
            expected[row[0]] += Money() - amount;
        else if (row[1] == u"undo")
            expected[row[0]] += amount;
    }
    for (const QStringList &row : raw.rows(u"SELECT project, total_cost FROM budgets"_s)) {
        const Money total = Money::fromUsd(row[1].toDouble());
        if (const Money books = expected[row[0]]; books != total) {
            found << u"the total of %1 is %2, its log says %3"_s.arg(row[0], total.toString(),
                                                                      books.toString());
        }
        expected.erase(row[0]);
    }
    for (const auto &[project, books] : expected) {
        if (books != Money())
            found << u"%1 has a log and no total"_s.arg(project);
    }
    return found;
}

QStringList Ledger::brokenChains() const
{
    std::map<QString, std::vector<const Answer *>> projects;
    for (const Answer &answer : m_answers) {
        if (answer.logged())
            projects[answer.project].push_back(&answer);
    }
    QStringList found;
    for (auto &[project, answers] : projects) {
        std::sort(answers.begin(), answers.end(), [](const Answer *a, const Answer *b) {
            return a->totalUsd < b->totalUsd;
        });
        double before = answers.front()->totalUsd;
        for (size_t i = 1; i < answers.size(); ++i) {
            if (round10(before + answers[i]->costUsd) != answers[i]->totalUsd)
                found << u"after %1 came: %2"_s.arg(before, 0, 'g', 17).arg(answers[i]->toLine());
            before = answers[i]->totalUsd;
        }
    }
    return found;
}

int Ledger::inDoubt() const
{
    return count(kindName(StoreError::Kind::InDoubt));
}

qint64 Ledger::longestWaitMs() const
{
    qint64 longest = 0;
    for (const Answer &answer : m_answers)
        longest = std::max(longest, answer.waitedMs);
    return longest;
}

QStringList Ledger::failures() const
{
    std::set<QString> messages;
    for (const Answer &answer : m_answers) {
        if (!answer.logged() && !answer.refused())
            messages.insert(answer.outcome + u": "_s + answer.message);
    }
    return {messages.begin(), messages.end()};
}

} // namespace tollkeeper::test
